//! What the people of the demo world write, from the oldest to the newest: some begin
//! conversations, some answer, some write much and most little.

use std::collections::HashMap;

use rand::RngExt;
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;

use super::society::{is_blocked, popularity};
use super::texts::{Pieces, TOPICS, pick};
use super::{DAY_MS, Dice, Failure, MINUTE_MS, NEWEST_MS, Person, SPAN_MS};
use crate::id;
use crate::posts::entity::{Model, Visibility, edit};
use crate::web::text;

/// The share of answers among the posts, where there is enough to answer.
const ANSWERS: f64 = 0.33;
/// Of the answers, those that go into one of a few long conversations.
const IN_CONVERSATIONS: f64 = 0.3;

const FEW: usize = 2_000;

/// A post, and what others need to know of it. Posts know each other by their place in the order.
pub struct Written {
    pub model: Model,
    pub author: usize,
    pub parent: Option<usize>,
    pub topic: usize,
    pub pieces: &'static Pieces,
    /// Those whom it names.
    pub named: Vec<usize>,
    /// What it was before it was edited, the oldest first.
    pub edits: Vec<edit::Model>,
}

/// A thread that people keep coming back to.
struct Conversation {
    last: usize,
    left: usize,
}

struct Writer<'w> {
    people: &'w [Person],
    numbers: HashMap<String, usize>,
    popularity: WeightedIndex<f64>,
    activity: WeightedIndex<f64>,
    conversations: Vec<Conversation>,
    written: Vec<Written>,
    now: i64,
}

pub fn write(
    people: &[Person],
    posts: usize,
    now: i64,
    dice: &mut Dice,
) -> Result<Vec<Written>, Failure> {
    // The first eight all have something to say; of the others, few write much.
    let activity = (0..people.len()).map(|number| {
        let eager = if number < 8 { 1.0 } else { 0.05 + 3.0 * dice.random::<f64>().powi(4) };
        eager / (number as f64 + 4.0).powf(0.6)
    });
    let activity = WeightedIndex::new(activity.collect::<Vec<_>>())?;
    let numbers = people.iter().enumerate();
    let mut writer = Writer {
        people,
        numbers: numbers.map(|(n, person)| (person.username.to_ascii_lowercase(), n)).collect(),
        popularity: popularity(people.len())?,
        activity,
        conversations: Vec::new(),
        written: Vec::with_capacity(posts),
        now,
    };
    for at in times(posts, now, dice) {
        if let Some(post) = writer.next(at, dice) {
            writer.written.push(post);
        }
    }
    Ok(writer.written)
}

/// The nearer to now, the more; no two in one millisecond.
fn times(count: usize, now: i64, dice: &mut Dice) -> Vec<i64> {
    let newest = now - NEWEST_MS;
    // Of few posts more are new, or nothing would have happened lately.
    let power = if count < FEW { 3 } else { 2 };
    let time = |_| newest - (SPAN_MS as f64 * dice.random::<f64>().powi(power)) as i64;
    let mut times: Vec<i64> = (0..count).map(time).collect();
    times.sort_unstable();
    let mut next = i64::MAX;
    for time in times.iter_mut().rev() {
        *time = (*time).min(next);
        next = *time - 1;
    }
    times
}

impl Writer<'_> {
    fn next(&mut self, at: i64, dice: &mut Dice) -> Option<Written> {
        // Where little has been said, little is answered.
        let there = self.written.len() as f64;
        if dice.random_bool(ANSWERS * there / (there + 40.0))
            && let Some((parent, conversation)) = self.parent(dice)
        {
            if let Some(conversation) = self.conversations.get_mut(conversation) {
                conversation.left = conversation.left.saturating_sub(1);
                // Mostly they answer who spoke last, and the thread goes deep.
                if dice.random_bool(0.75) {
                    conversation.last = self.written.len();
                }
            }
            return self.answer(at, parent, dice);
        }
        self.begin(at, dice)
    }

    /// What is answered now, and the place of its conversation, if it is of one.
    fn parent(&mut self, dice: &mut Dice) -> Option<(usize, usize)> {
        self.conversations.retain(|conversation| conversation.left > 0);
        if !self.conversations.is_empty() && dice.random_bool(IN_CONVERSATIONS) {
            let chosen = dice.random_range(0..self.conversations.len());
            return Some((self.conversations.get(chosen)?.last, chosen));
        }
        // Of three that were written lately, the one by whom the most people read.
        let lately = |dice: &mut Dice| {
            let back = (200.0 * dice.random::<f64>().powi(3)) as usize;
            self.written.len().checked_sub(1 + back.min(self.written.len().saturating_sub(1)))
        };
        (0..3)
            .filter_map(|_| lately(dice))
            .filter(|place| self.written.get(*place).is_some_and(|p| p.model.visibility.is_open()))
            .min_by_key(|place| self.written.get(*place).map(|post| post.author))
            .map(|place| (place, usize::MAX))
    }

    /// Somebody who had joined by then.
    fn author(&self, at: i64, dice: &mut Dice) -> usize {
        let drawn = (0..8).map(|_| self.activity.sample(dice));
        let joined =
            |number: &usize| self.people.get(*number).is_some_and(|person| person.joined < at);
        let found = drawn.into_iter().find(joined);
        found.unwrap_or_else(|| dice.random_range(0..self.people.len().min(8)))
    }

    fn begin(&mut self, at: i64, dice: &mut Dice) -> Option<Written> {
        let author = self.author(at, dice);
        let person = self.people.get(author)?;
        let topic = match dice.random_range(0..10) {
            0..7 => pick(&person.topics, dice),
            _ => dice.random_range(0..TOPICS),
        };
        let visibility = match dice.random_range(0..100) {
            _ if person.locked && dice.random_bool(0.6) => Visibility::Followers,
            0..3 => Visibility::Unlisted,
            3..7 => Visibility::Followers,
            7 => Visibility::Mentioned,
            _ => Visibility::Public,
        };
        let other = self.popularity.sample(dice);
        let other = self.people.get(other).filter(|_| other != author);
        let mut body = match other {
            Some(other) if visibility == Visibility::Mentioned => {
                person.pieces.to_one(&other.username, dice)
            }
            _ => person.pieces.post(topic, dice),
        };
        if visibility != Visibility::Mentioned {
            if let Some(other) = other.filter(|_| dice.random_bool(0.08)) {
                body = person.pieces.naming(&body, &other.username, dice);
            }
            if dice.random_bool(0.3) {
                body = person.pieces.tagged(&body, topic, dice);
            }
        }
        let warned = visibility != Visibility::Mentioned && dice.random_bool(0.02);
        let content_warning = warned.then(|| person.pieces.warning(dice));
        let place = self.written.len();
        if visibility == Visibility::Public && place > 100 && dice.random_bool(1.0 / 500.0) {
            self.conversations.push(Conversation { last: place, left: dice.random_range(20..160) });
        }
        let model = Model { visibility, content_warning, ..model(at, person, body) };
        Some(self.written(Written { topic, ..unread(model, author, person.pieces) }, dice))
    }

    fn answer(&self, at: i64, parent: usize, dice: &mut Dice) -> Option<Written> {
        let answered = self.written.get(parent)?;
        // Somebody else who reads the language, if one is found soon; or the same, going on.
        let goes_on = self.people.len() == 1 || dice.random_bool(0.08);
        let mut others = (0..6).map(|_| self.author(at, dice)).filter(|n| *n != answered.author);
        let other = others.find(|number| {
            self.people
                .get(*number)
                .is_some_and(|person| person.pieces.language == answered.pieces.language)
        });
        let author = other.filter(|_| !goes_on).unwrap_or(answered.author);
        let (person, pieces) = (self.people.get(author)?, answered.pieces);
        let mut body = match author == answered.author {
            true => pieces.addition(answered.topic, dice),
            false => pieces.answer(answered.topic, dice),
        };
        if author != answered.author && dice.random_bool(0.3) {
            let name = &self.people.get(answered.author)?.username;
            body = format!("@{name} {body}");
        }
        let above = &answered.model;
        let model = Model {
            in_reply_to: Some(above.id),
            root_id: Some(above.root_id.unwrap_or(above.id)),
            is_reply: above.is_reply || above.author_id != person.id,
            visibility: above.visibility,
            language: pieces.language.to_owned(),
            ..model(at, person, body)
        };
        let post = unread(model, author, pieces);
        let post = Written { parent: Some(parent), topic: answered.topic, ..post };
        Some(self.written(post, dice))
    }

    /// With what others see of it: whom it names, and that it was edited.
    fn written(&self, mut post: Written, dice: &mut Dice) -> Written {
        let often: f64 = if post.author == 0 { 0.05 } else { 0.015 };
        let mut edited_at = post.model.created_at;
        while post.edits.len() < 3 && dice.random_bool(often.max(0.3 * post.edits.len() as f64)) {
            let before = edited_at;
            edited_at += MINUTE_MS + (DAY_MS as f64 * dice.random::<f64>().powi(4)) as i64;
            if edited_at >= self.now - NEWEST_MS / 2 {
                break;
            }
            let correction = post.pieces.correction(post.topic, dice);
            let body = format!("{}\n\n{correction}", post.model.body);
            post.edits.push(edit::Model {
                id: id::mint_at(edited_at),
                post_id: post.model.id,
                body: std::mem::replace(&mut post.model.body, body),
                content_warning: post.model.content_warning.clone(),
                language: post.model.language.clone(),
                written_at: before,
            });
            post.model.edited_at = Some(edited_at);
        }
        if post.model.body.contains('@') {
            let named = text::mentions(&post.model.body);
            let numbers = named.iter().filter_map(|name| self.numbers.get(name).copied());
            post.named = numbers
                .filter(|number| *number != post.author && !is_blocked(*number, post.author))
                .collect();
        }
        post
    }
}

/// A post that is as plain as can be.
fn model(at: i64, author: &Person, body: String) -> Model {
    Model {
        id: id::mint_at(at),
        author_id: author.id,
        body,
        created_at: at,
        in_reply_to: None,
        root_id: None,
        is_reply: false,
        visibility: Visibility::Public,
        content_warning: None,
        language: author.pieces.language.to_owned(),
        submission: None,
        edited_at: None,
        pinned_at: None,
        hidden_at: None,
        imported_at: None,
    }
}

fn unread(model: Model, author: usize, pieces: &'static Pieces) -> Written {
    Written { model, author, parent: None, topic: 0, pieces, named: Vec::new(), edits: Vec::new() }
}
