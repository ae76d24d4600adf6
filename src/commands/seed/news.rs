//! What the first people of the demo world are told of, as `notifications` would have told them.

use super::posts::Written;
use super::reactions::Reactions;
use super::society::{Society, is_blocked};
use super::{DAY_MS, Person};
use crate::notifications::entity::Kind;

/// Those who are told; nobody signs in as the others.
const TOLD: usize = 8;
/// The most that each of them is told.
const EACH: usize = 2_000;

pub struct News {
    pub at: i64,
    pub told: usize,
    pub by: usize,
    pub kind: Kind,
    pub topic: i64,
    pub post: Option<usize>,
}

/// Of each, his newest, the oldest of them first.
pub fn of(
    people: &[Person],
    society: &Society,
    posts: &[Written],
    reactions: &Reactions,
) -> Vec<Vec<News>> {
    let mut news: Vec<Vec<News>> = (0..TOLD.min(people.len())).map(|_| Vec::new()).collect();
    let mut tell = |one: News| {
        if one.told != one.by
            && !is_blocked(one.told, one.by)
            && let Some(news) = news.get_mut(one.told)
        {
            news.push(one);
        }
    };
    for deed in &society.follows {
        let (at, topic) = (deed.at, deed.at / DAY_MS);
        tell(News { at, told: deed.to, by: deed.by, kind: Kind::Follow, topic, post: None });
    }
    for deed in &society.requests {
        let topic = people.get(deed.by).map_or(0, |person| person.id);
        let (told, by) = (deed.to, deed.by);
        tell(News { at: deed.at, told, by, kind: Kind::Request, topic, post: None });
    }
    for (place, post) in posts.iter().enumerate() {
        let (at, by, topic) = (post.model.created_at, post.author, post.model.id);
        let answered = post.parent.and_then(|parent| posts.get(parent)).map(|post| post.author);
        let one = |told, kind| News { at, told, by, kind, topic, post: Some(place) };
        if let Some(answered) = answered {
            tell(one(answered, Kind::Reply));
        }
        for named in post.named.iter().filter(|named| Some(**named) != answered) {
            tell(one(*named, Kind::Mention));
        }
    }
    for (kind, list) in [(Kind::Like, &reactions.likes), (Kind::Repost, &reactions.reposts)] {
        for reaction in list {
            let Some(post) = posts.get(reaction.post) else { continue };
            let (told, by, topic) = (post.author, reaction.by, post.model.id);
            tell(News { at: reaction.at, told, by, kind, topic, post: Some(reaction.post) });
        }
    }
    for repost in &reactions.reposts {
        let Some(post) = posts.get(repost.post) else { continue };
        if let Some(at) = post.model.edited_at.filter(|at| *at > repost.at) {
            let (told, by, topic) = (repost.by, post.author, post.model.id);
            tell(News { at, told, by, kind: Kind::Edit, topic, post: Some(repost.post) });
        }
    }
    for news in &mut news {
        news.sort_unstable_by_key(|one| one.at);
        news.drain(..news.len().saturating_sub(EACH));
    }
    news
}
