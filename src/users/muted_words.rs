//! Words that somebody doesn't want to read of: kept as a text of one word or phrase a line.

use std::collections::{BTreeSet, HashSet};

use crate::web::text::{self, Span};

/// Each post of a timeline is searched for all of them.
pub const MAX_WORDS: usize = 100;
/// Of one word or phrase, in characters, as written.
pub const MAX_LENGTH: usize = 100;

/// What is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// So many words, more than [`MAX_WORDS`].
    TooMany(usize),
    /// This one has more than [`MAX_LENGTH`] characters.
    TooLong(String),
}

/// A list as it was typed, to be stored: without blanks around the words, empty lines, and words that
/// mean what an earlier one does.
pub fn validate(text: &str) -> Result<String, Invalid> {
    let mut seen = HashSet::new();
    let words: Vec<String> = lines(text).filter(|line| seen.insert(compared(line))).collect();
    if let Some(long) = words.iter().find(|word| word.chars().nth(MAX_LENGTH).is_some()) {
        return Err(Invalid::TooLong(long.clone()));
    }
    if words.len() > MAX_WORDS { Err(Invalid::TooMany(words.len())) } else { Ok(words.join("\n")) }
}

/// Those that can be found at all: of what can't be seen, nothing is left to compare.
fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(one_blank).filter(|line| !compared(line).is_empty())
}

/// One blank wherever there are blanks or line breaks.
fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compared(text: &str) -> String {
    one_blank(&text::fold(text))
}

/// One person's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MutedWords(Vec<Word>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    written: String,
    means: Meaning,
}

/// Both in the form that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// This tag, but not a longer one that begins like it.
    Tag(String),
    Phrase(String),
}

impl MutedWords {
    /// Of what [`validate`] made.
    pub fn parse(text: &str) -> Self {
        let word = |written: String| {
            let means = match text::spans(&written).as_slice() {
                [Span::Tag { name, .. }] => Meaning::Tag(text::fold_tag(name)),
                _ => Meaning::Phrase(compared(&written)),
            };
            Word { written, means }
        };
        Self(lines(text).map(word).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first word of the list that is in any of the texts, as its owner wrote it.
    pub fn first_in(&self, texts: &[&str]) -> Option<&str> {
        if self.is_empty() {
            return None;
        }
        let tags: BTreeSet<String> = texts.iter().flat_map(|text| tags(text)).collect();
        let texts: Vec<String> = texts.iter().map(|text| compared(text)).collect();
        let is_in = |word: &&Word| match &word.means {
            Meaning::Tag(tag) => tags.contains(tag),
            Meaning::Phrase(phrase) => texts.iter().any(|text| contains(text, phrase)),
        };
        self.0.iter().find(is_in).map(|word| word.written.as_str())
    }
}

/// All of them, more than a post can be found under.
fn tags(text: &str) -> Vec<String> {
    let tag = |span: Span<'_>| match span {
        Span::Tag { name, .. } => Some(text::fold_tag(name)),
        _ => None,
    };
    text::spans(text).into_iter().filter_map(tag).collect()
}

/// Whether a phrase stands in a text: not in the midst of a word, as far as its script has blanks
/// between words at all.
fn contains(text: &str, phrase: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(text::joins_word);
    let begins_word = joins(phrase.chars().next());
    let ends_word = joins(phrase.chars().next_back());
    let stands_at = |at: usize| {
        let (before, rest) = text.split_at(at);
        let Some(after) = rest.strip_prefix(phrase) else { return false };
        let is_cut_off = begins_word && joins(before.chars().next_back());
        let goes_on = ends_word && joins(after.chars().next());
        !is_cut_off && !goes_on
    };
    // Nearly no text has it, and that is quick to see. In one that has, it may overlap itself.
    text.contains(phrase) && text.char_indices().any(|(at, _)| stands_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'l>(list: &'l MutedWords, text: &str) -> Option<&'l str> {
        list.first_in(&[text])
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        let list = MutedWords::parse("Café\nsüß\n❤️");
        for (text, word) in [
            ("CAFÉ!", "Café"),
            ("the cafe\u{301}.", "Café"),
            ("ca\u{200B}fé", "Café"),
            ("ｃａｆé", "Café"),
            ("#café", "Café"),
            ("SÜSS", "süß"),
            ("I ❤ you", "❤️"),
        ] {
            assert_eq!(found(&list, text), Some(word), "{text}");
        }
        assert_eq!(found(&list, "coffee"), None);
        assert_eq!(found(&list, ""), None);
    }

    #[test]
    fn a_word_stands_alone_where_words_have_blanks_between_them() {
        let list = MutedWords::parse("cat");
        for text in ["category", "concat", "cat_food", "cat5", "catégorie", "cate\u{301}"] {
            assert_eq!(found(&list, text), None, "{text}");
        }
        for text in ["cat", "a cat.", "(cat)", "cat's", "concat cat", "我的cat很好", "x.org/cat"]
        {
            assert_eq!(found(&list, text), Some("cat"), "{text}");
        }
        assert_eq!(found(&MutedWords::parse("c++"), "C++20"), Some("c++"));
        assert_eq!(found(&MutedWords::parse("ab a"), "xab ab a"), Some("ab a"));
    }

    #[test]
    fn other_words_are_found_anywhere() {
        for (word, text) in [
            ("足球", "看足球赛"),
            ("サッカー", "女子サッカー部"),
            ("축구", "축구가"),
            ("ฟุตบอล", "ดูฟุตบอลกัน"),
        ] {
            assert_eq!(found(&MutedWords::parse(word), text), Some(word), "{text}");
        }
        assert_eq!(found(&MutedWords::parse("A股"), "买A股吧"), Some("A股"));
        assert_eq!(found(&MutedWords::parse("A股"), "NBA股"), None);
    }

    #[test]
    fn a_phrase_may_be_broken_across_lines() {
        let list = MutedWords::parse("world  cup");
        assert_eq!(found(&list, "The World\nCup"), Some("world cup"));
        assert_eq!(found(&list, "worldcup"), None);
    }

    #[test]
    fn a_tag_is_found_as_a_tag() {
        let list = MutedWords::parse("#Cat\n#足球");
        assert_eq!(found(&list, "my ＃CAT"), Some("#Cat"));
        assert_eq!(found(&list, "#足球#"), Some("#足球"));
        for text in ["cat", "#cats", "#足球赛", "x.org/#cat", "`#cat`"] {
            assert_eq!(found(&list, text), None, "{text}");
        }
        let last_of_many =
            format!("{} #cat", (0..99).map(|n| format!("#t{n}")).collect::<Vec<_>>().join(" "));
        assert_eq!(found(&list, &last_of_many), Some("#Cat"));
    }

    #[test]
    fn the_first_of_the_list_is_told_of_all_the_texts() {
        let list = MutedWords::parse("one\ntwo");
        assert_eq!(list.first_in(&["two", "one"]), Some("one"));
        assert_eq!(list.first_in(&["two", ""]), Some("two"));
        assert_eq!(list.first_in(&[]), None);
        assert_eq!(MutedWords::parse("").first_in(&["one"]), None);
    }

    #[test]
    fn what_is_nothing_to_see_mutes_nothing() {
        let list = MutedWords::parse("\n  \n\u{200B}\n\u{FE0F} \u{200D}\n");
        assert!(list.is_empty());
        assert_eq!(found(&list, "anything\u{200B} at all"), None);
    }

    #[test]
    fn a_list_is_tidied() {
        assert_eq!(
            validate(" Cat \r\n\ncat\n a   b\n\u{200B}\n#cat"),
            Ok("Cat\na b\n#cat".to_owned())
        );
        assert_eq!(validate(""), Ok(String::new()));
    }

    #[test]
    fn a_list_has_bounds() {
        let words = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        assert!(validate(&words(MAX_WORDS)).is_ok());
        assert_eq!(validate(&words(MAX_WORDS + 1)), Err(Invalid::TooMany(MAX_WORDS + 1)));
        assert!(validate(&"字".repeat(MAX_LENGTH)).is_ok());
        let long = "字".repeat(MAX_LENGTH + 1);
        assert_eq!(validate(&format!("a\n{long}")), Err(Invalid::TooLong(long)));
    }

    proptest! {
        #[test]
        fn a_tidied_list_is_tidy(text in "([a-cA-C#字 \\r\\n\u{200B}]|\\PC){0,60}") {
            let tidy = validate(&text).unwrap();
            prop_assert_eq!(validate(&tidy), Ok(tidy.clone()));
            prop_assert_eq!(MutedWords::parse(&tidy).0.len(), tidy.lines().count());
        }

        #[test]
        fn a_word_is_found_where_it_stands_alone(word in "\\PC{1,20}", around in "[a-z字 ,.]{0,20}") {
            let list = MutedWords::parse(&word);
            prop_assume!(!list.is_empty());
            let text = format!("{around} {word} {around}");
            prop_assert!(found(&list, &text).is_some(), "{:?}", text);
        }
    }
}
