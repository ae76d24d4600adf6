//! What the people of the demo world like, carry on and put by. They like what they read, which is
//! what those write whom they follow: so most goes to the few whom many follow.

use rand::RngExt;
use rand::seq::index;

use super::posts::Written;
use super::society::Society;
use super::{DAY_MS, Dice, MINUTE_MS, NEWEST_MS, Person};
use crate::posts::entity::Visibility;

/// That somebody did something with a post.
#[derive(Debug, Clone, Copy)]
pub struct Reaction {
    pub at: i64,
    pub by: usize,
    pub post: usize,
}

/// All of a kind in the order of their time.
#[derive(Default)]
pub struct Reactions {
    pub likes: Vec<Reaction>,
    pub reposts: Vec<Reaction>,
    pub bookmarks: Vec<Reaction>,
}

pub fn imagine(
    people: &[Person],
    society: &Society,
    posts: &[Written],
    now: i64,
    dice: &mut Dice,
) -> Reactions {
    let mut reactions = Reactions::default();
    let nobody = Vec::new();
    for (place, post) in posts.iter().enumerate() {
        let visibility = post.model.visibility;
        if visibility == Visibility::Mentioned {
            continue;
        }
        let followers = society.followers.get(post.author).unwrap_or(&nobody);
        let readers = followers.len() as f64;
        // Where few read, each is the more attentive.
        let moved = (0.2 + 6.0 / (readers + 6.0)) * dice.random::<f64>().powi(4);
        let moved = if post.parent.is_some() { moved / 3.0 } else { moved };
        let count = (readers * moved + 1.8 * dice.random::<f64>()) as usize;
        for fan in index::sample(dice, followers.len(), count.min(followers.len())) {
            let Some(by) = followers.get(fan).copied() else { continue };
            let hesitated = 2.0 * DAY_MS as f64 * dice.random::<f64>().powi(5);
            let at = post.model.created_at + MINUTE_MS / 2 + hesitated as i64;
            if at > now - NEWEST_MS / 4 || people.get(by).is_none_or(|fan| fan.joined > at) {
                continue;
            }
            let reaction = Reaction { at, by, post: place };
            reactions.likes.push(reaction);
            if visibility.is_open() && dice.random_bool(0.12) {
                reactions.reposts.push(Reaction { at: at + 1_000, ..reaction });
            }
            if dice.random_bool(if by == 0 { 0.25 } else { 0.04 }) {
                reactions.bookmarks.push(Reaction { at: at + 2_000, ..reaction });
            }
        }
    }
    for kind in [&mut reactions.likes, &mut reactions.reposts, &mut reactions.bookmarks] {
        kind.sort_unstable_by_key(|reaction| reaction.at);
    }
    reactions
}

/// Some pin the best liked of what they have begun. Who was there before has decided already.
pub fn pin(people: &[Person], posts: &mut [Written], reactions: &Reactions) {
    let mut likes = vec![0_usize; posts.len()];
    for like in &reactions.likes {
        if let Some(count) = likes.get_mut(like.post) {
            *count += 1;
        }
    }
    let mut best: Vec<Option<(usize, usize)>> = vec![None; people.len()];
    for (place, (post, likes)) in posts.iter().zip(likes).enumerate() {
        let pins = people.get(post.author).is_some_and(|person| person.new);
        let fit = post.parent.is_none() && post.model.visibility == Visibility::Public;
        if let Some(best) = best.get_mut(post.author)
            && pins
            && fit
            && post.author.is_multiple_of(5)
            && best.is_none_or(|(most, _)| likes > most)
        {
            *best = Some((likes, place));
        }
    }
    for (_, place) in best.into_iter().flatten() {
        if let Some(post) = posts.get_mut(place) {
            post.model.pinned_at = Some(post.model.created_at + MINUTE_MS);
        }
    }
}
