//! What people of the demo world write: sentences put together from many pieces, each post about
//! one topic, so that a page of them doesn't repeat itself.

mod chinese;
mod english;

use rand::RngExt;
use rand::seq::IndexedRandom;

use super::Dice;

pub use chinese::PIECES as CHINESE;
pub use english::PIECES as ENGLISH;

/// Both languages have so many, the first of them about programming and so on.
pub const TOPICS: usize = 8;

/// All that texts of one language are made of. `{thing}`, `{when}`, `{span}`, `{place}`, `{n}`,
/// `{link}` and `{name}` stand for others of them.
pub struct Pieces {
    /// A BCP 47 tag.
    pub language: &'static str,
    /// Between sentences.
    blank: &'static str,
    when: &'static [&'static str],
    spans: &'static [&'static str],
    places: &'static [&'static str],
    /// Posts that need nothing added.
    whole: &'static [&'static str],
    answers: &'static [&'static str],
    warnings: &'static [&'static str],
    /// What the part begins with that an edit adds.
    correction: &'static str,
    /// Ways to name somebody in a post.
    company: &'static [&'static str],
    /// What is for one person's eyes.
    to_one: &'static [&'static str],
    topics: &'static [Topic; TOPICS],
}

struct Topic {
    tags: &'static [&'static str],
    things: &'static [&'static str],
    begins: &'static [&'static str],
    goes_on: &'static [&'static str],
}

/// What links lead to.
const SLUGS: [&str; 8] =
    ["notes", "photos", "log", "maps", "recipes", "slides", "garden", "2026/slow"];

impl Pieces {
    /// What one might begin a conversation with.
    pub fn post(&self, topic: usize, dice: &mut Dice) -> String {
        if dice.random_bool(0.06) {
            return pick(self.whole, dice).to_owned();
        }
        let mut text = self.sentence(topic, |topic| topic.begins, dice);
        for chance in [0.75, 0.25] {
            if !dice.random_bool(chance) || text.contains("https://") {
                break;
            }
            let next = self.sentence(topic, |topic| topic.goes_on, dice);
            if !text.contains(&next) {
                text.extend([self.blank, &next]);
            }
        }
        text
    }

    /// What one might say to a post of this topic.
    pub fn answer(&self, topic: usize, dice: &mut Dice) -> String {
        let short = pick(self.answers, dice);
        match dice.random_range(0..10) {
            0..6 => short.to_owned(),
            6..8 => self.sentence(topic, |topic| topic.goes_on, dice),
            _ => {
                let more = self.sentence(topic, |topic| topic.goes_on, dice);
                [short, self.blank, &more].concat()
            }
        }
    }

    /// What one might add to one's own.
    pub fn addition(&self, topic: usize, dice: &mut Dice) -> String {
        self.sentence(topic, |topic| topic.goes_on, dice)
    }

    /// The part that an edit adds to a post.
    pub fn correction(&self, topic: usize, dice: &mut Dice) -> String {
        format!("{} {}", self.correction, self.addition(topic, dice))
    }

    /// With hashtags of its topic at the end; what needs nothing added stays as it is.
    pub fn tagged(&self, text: &str, topic: usize, dice: &mut Dice) -> String {
        if self.whole.contains(&text) {
            return text.to_owned();
        }
        let tags = self.topics.get(topic).map_or(&[][..], |topic| topic.tags);
        let count = if dice.random_bool(0.3) { 2 } else { 1 };
        // The first ones are the popular ones.
        let first = (tags.len() as f64 * dice.random::<f64>().powi(2)) as usize;
        let chosen = tags.iter().cycle().skip(first).take(count).map(|tag| format!(" #{tag}"));
        text.chars().chain(chosen.collect::<String>().chars()).collect()
    }

    /// With somebody named in it.
    pub fn naming(&self, text: &str, name: &str, dice: &mut Dice) -> String {
        format!("{text} {}", pick(self.company, dice).replace("{name}", name))
    }

    /// For one person's eyes.
    pub fn to_one(&self, name: &str, dice: &mut Dice) -> String {
        format!("@{name} {}", pick(self.to_one, dice))
    }

    pub fn warning(&self, dice: &mut Dice) -> String {
        pick(self.warnings, dice).to_owned()
    }

    fn sentence(
        &self,
        topic: usize,
        pieces: impl Fn(&Topic) -> &'static [&'static str],
        dice: &mut Dice,
    ) -> String {
        let Some(topic) = self.topics.get(topic) else { return String::new() };
        let mut text = pick(pieces(topic), dice).to_owned();
        for (slot, pieces) in [
            ("{thing}", topic.things),
            ("{when}", self.when),
            ("{span}", self.spans),
            ("{place}", self.places),
        ] {
            while text.contains(slot) {
                text = text.replacen(slot, pick(pieces, dice), 1);
            }
        }
        while text.contains("{n}") {
            text = text.replacen("{n}", &dice.random_range(3..41).to_string(), 1);
        }
        if text.contains("{link}") {
            let link = format!(
                "https://example.org/{}/{}",
                pick(&SLUGS, dice),
                dice.random_range(100..10_000)
            );
            text = text.replace("{link}", &link);
        }
        capitalized(&text)
    }
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

pub fn pick<T: Copy + Default>(from: &[T], dice: &mut Dice) -> T {
    from.choose(dice).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;
    use crate::web::text;

    #[test]
    fn a_page_does_not_repeat_itself() {
        let mut dice = Dice::seed_from_u64(1);
        for pieces in [&ENGLISH, &CHINESE] {
            for _ in 0..50 {
                let page = (0..20).map(|number| pieces.post(number % TOPICS, &mut dice));
                assert!(page.collect::<HashSet<_>>().len() >= 18);
            }
        }
    }

    #[test]
    fn every_slot_is_filled_and_every_text_is_fit_to_be_published() {
        let mut dice = Dice::seed_from_u64(2);
        for pieces in [&ENGLISH, &CHINESE] {
            for number in 0..2_000 {
                let topic = number % TOPICS;
                let post = pieces.post(topic, &mut dice);
                let tagged = pieces.tagged(&post, topic, &mut dice);
                let is_tagged = !text::tags(&tagged).is_empty();
                assert!(is_tagged || pieces.whole.contains(&post.as_str()), "{tagged}");
                let named = pieces.naming(&tagged, "ada_l", &mut dice);
                assert_eq!(text::mentions(&named), ["ada_l"], "{named}");
                let edited = format!("{named}\n\n{}", pieces.correction(topic, &mut dice));
                for text in [edited, pieces.answer(topic, &mut dice)] {
                    assert!(!text.contains(['{', '}']) || text.contains("```"), "{text}");
                    assert_eq!(text::normalize(&text), text);
                    assert!(text::length(&text) <= 500, "{text}");
                }
            }
        }
    }
}
