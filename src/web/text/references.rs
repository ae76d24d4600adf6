//! Whom a text mentions, and the tags that it stands under.

use std::collections::HashSet;

use unicode_ident::is_xid_continue;

use super::spans::{Span, push_text, spans};
use super::{fold, has_no_width};

/// So many people can be told of one post; whoever is named after them is only named.
pub const MAX_MENTIONS: usize = 50;
/// So many tags can a post be found under.
pub const MAX_TAGS: usize = 30;

/// In characters; all of them ASCII. What a username may be is for others to say; this is what
/// may stand behind an @ at all.
const MAX_NAME: usize = 30;
/// In characters, both as written and folded.
const MAX_TAG: usize = 100;

/// The names behind an @, in lower case, each once, in order.
pub fn mentions(text: &str) -> Vec<String> {
    let names = spans(text).into_iter().filter_map(|span| match span {
        Span::Mention { name, .. } => Some(name.to_ascii_lowercase()),
        _ => None,
    });
    first_unique(names, MAX_MENTIONS)
}

/// The tags in the form that they are compared in ([`fold_tag`]), each once, in order.
pub fn tags(text: &str) -> Vec<String> {
    let tags = spans(text).into_iter().filter_map(|span| match span {
        Span::Tag { name, .. } => Some(fold_tag(name)),
        _ => None,
    });
    first_unique(tags, MAX_TAGS)
}

/// The form in which tags are compared, with their sign or without it.
pub fn fold_tag(tag: &str) -> String {
    fold(tag.strip_prefix(is_tag_sign).unwrap_or(tag)).trim_matches(is_joint).to_owned()
}

fn first_unique(items: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    items.filter(|item| seen.insert(item.clone())).take(most).collect()
}

/// Letters, digits, accents and underscores of scripts that part words by blanks: where two of them
/// stand side by side, they are of one word. Between the others (Chinese, Thai, …) a word may begin
/// or end anywhere, and Korean ones take on endings. What can't be seen joins nothing: an emoji often
/// ends on a mark that says how it is to look.
pub fn joins_word(c: char) -> bool {
    is_xid_continue(c)
        && !is_joint(c)
        && !has_no_width(c)
        && !matches!(c,
        '\u{0E00}'..='\u{109F}' // Thai, Lao, Tibetan, Burmese
        | '\u{1100}'..='\u{11FF}' // Korean letters
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{2E80}'..='\u{A4CF}' // Chinese, Japanese, Korean; Yi
        | '\u{A960}'..='\u{A97F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
        | '\u{AC00}'..='\u{D7FF}' // Korean syllables
        | '\u{F900}'..='\u{FAFF}' | '\u{FF65}'..='\u{FFDC}'
        | '\u{16FE0}'..='\u{1B2FF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What holds a tag together only from the inside: joiners, which Persian and the languages of
/// India need, and middle dots, which Catalan, Chinese and Japanese do.
fn is_joint(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '·' | '\u{0387}' | '・' | '･')
}

fn is_tag_sign(c: char) -> bool {
    matches!(c, '#' | '＃')
}

/// Parts a text that has neither links nor code any more. A pass of [`spans`].
pub(super) fn split<'t>(text: &'t str, spans: &mut Vec<Span<'t>>) {
    let mut before = match spans.last() {
        Some(
            Span::Text(last)
            | Span::Mention { written: last, .. }
            | Span::Tag { written: last, .. },
        ) => last.chars().next_back(),
        // What directly follows a link was likely meant to be a part of it.
        Some(Span::Link(_)) => Some('/'),
        Some(Span::Code(_) | Span::CodeBlock(_)) | None => None,
    };
    // Up to `done` the text is in `spans`; before `next` nothing more begins.
    let (mut done, mut next) = (0, 0);
    for (at, c) in text.char_indices() {
        if at < next {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some((span, written)) = reference(rest, before) else {
            before = Some(c);
            continue;
        };
        push_text(text.get(done..at).unwrap_or_default(), spans);
        spans.push(span);
        done = at + written.len();
        next = done;
        before = written.chars().next_back();
        // In `#tag#` the second sign ends the tag, as people write it in Chinese.
        let ending = rest.strip_prefix(written).and_then(|behind| behind.chars().next());
        if let (Span::Tag { .. }, Some(sign @ ('#' | '＃'))) = (span, ending) {
            next += sign.len_utf8();
            before = None;
        }
    }
    push_text(text.get(done..).unwrap_or_default(), spans);
}

/// The mention or tag that a text begins with, and how it is written.
fn reference(text: &str, before: Option<char>) -> Option<(Span<'_>, &str)> {
    let sign = text.chars().next()?;
    let behind = text.strip_prefix(sign)?;
    let name = match sign {
        '@' => mentioned(behind)?,
        '#' | '＃' => tagged(behind)?,
        _ => return None,
    };
    let is_inside = |c| {
        joins_word(c)
            || matches!((sign, c), ('@', '@' | '.') | ('#' | '＃', '#' | '＃' | '&') | (_, '/'))
    };
    if before.is_some_and(is_inside) {
        return None;
    }
    let written = text.get(..sign.len_utf8() + name.len())?;
    let span = match sign {
        '@' => Span::Mention { written, name },
        _ => Span::Tag { written, name },
    };
    Some((span, written))
}

/// The name that a text begins with. An address (`@ada@example.org`) is none of ours.
fn mentioned(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, behind) = text.split_at(end);
    let is_whole = !behind.starts_with(|c| c == '@' || joins_word(c));
    ((1..=MAX_NAME).contains(&name.len()) && is_whole).then_some(name)
}

/// The tag that a text begins with: a hashtag identifier (UAX #31, section 2.6) with a letter in it,
/// so that `#1` isn't one.
fn tagged(text: &str) -> Option<&str> {
    let end = text.find(|c| !is_xid_continue(c) && !is_joint(c)).unwrap_or(text.len());
    let name = text.split_at(end).0.trim_end_matches(is_joint);
    let has_letter = name.chars().any(|c| c.is_alphabetic() && !has_no_width(c));
    let fits = |name: &str| name.chars().nth(MAX_TAG).is_none();
    let is_tag = has_letter && !name.starts_with(is_joint) && fits(name) && fits(&fold_tag(name));
    is_tag.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_are_mentioned_in_any_script_s_sentence() {
        for text in [
            "@ada",
            "(@ada)",
            "@ada.",
            "hi @Ada!",
            "你好@ada你好",
            "@ada님 @ADA",
            "❤️@ada",
            "„@ada's",
        ] {
            assert_eq!(mentions(text), ["ada"], "{text}");
        }
        assert_eq!(mentions("@b @A_1, @B @a"), ["b", "a_1", "a"]);
        assert_eq!(mentions(&format!("@{}", "x".repeat(30))), ["x".repeat(30)]);
    }

    #[test]
    fn an_at_is_not_always_a_mention() {
        for text in [
            "a@ada.org",
            "é@ada",
            "e\u{301}@ada",
            "я@ada",
            "_@ada",
            "@@ada",
            "x.@ada",
            "example.org/@ada",
            "@ada@example.org",
            "@adaé",
            "@ ada",
            "@",
            "@-",
            "＠ada",
            "`@ada`",
            "https://example.org/@ada",
        ] {
            assert_eq!(mentions(text), [""; 0], "{text}");
        }
        assert_eq!(mentions(&format!("@{}", "x".repeat(31))), [""; 0]);
    }

    #[test]
    fn tags_are_what_people_write() {
        for (text, expected) in [
            ("#Rust", "rust"),
            ("(#rust-lang)", "rust"),
            ("#don't", "don"),
            ("#2024年", "2024年"),
            ("#1a", "1a"),
            ("＃话题", "话题"),
            ("好#话题。", "话题"),
            ("#话题#很好", "话题"),
            ("#ΟΔΟΣ", "οδοσ"),
            ("#Straße", "strasse"),
            ("#ＲＵＳＴ", "rust"),
            ("#cafe\u{301}", "café"),
            ("#हिन्दी", "हिन्दी"),
            ("#کتاب\u{200C}ها", "کتابها"),
            ("#col·lecció·", "col·lecció"),
            ("#レオナルド・ダ・ヴィンチ", "レオナルド・ダ・ヴィンチ"),
            ("❤️#love❤️", "love"),
        ] {
            assert_eq!(tags(text), [expected], "{text}");
        }
        assert_eq!(tags("#b #A #B #a"), ["b", "a"]);
        assert_eq!(tags("#话题##又一个#"), ["话题", "又一个"]);
        assert_eq!(tags("#话题@ada").len() + mentions("#话题@ada").len(), 2);
        assert_eq!(tags(&format!("#{}", "长".repeat(100))).len(), 1);
    }

    #[test]
    fn a_number_sign_is_not_always_a_tag() {
        for text in [
            "#",
            "# a",
            "##a",
            "#1",
            "#_",
            "#1_2",
            "#·",
            "#·a",
            "#\u{FE0F}\u{20E3}",
            "#\u{3164}",
            "#👍🏽",
            "a#b",
            "C#a",
            "é#b",
            "_#a",
            "&#x27;",
            "x.org/#a",
            "`#a`",
            "https://x.org/#a",
            "https://x.org#a",
        ] {
            assert_eq!(tags(text), [""; 0], "{text}");
        }
        for long in ["a".repeat(101), "ﬃ".repeat(40)] {
            assert_eq!(tags(&format!("#{long}")), [""; 0], "{long}");
        }
    }

    #[test]
    fn a_post_has_so_many_of_them_and_no_more() {
        let many =
            |sign: &str| (0..200).map(|n| format!("{sign}n{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(mentions(&many("@")).len(), MAX_MENTIONS);
        assert_eq!(tags(&many("#")).len(), MAX_TAGS);
    }

    #[test]
    fn a_tag_is_the_same_with_its_sign_and_without() {
        assert_eq!(fold_tag("#Rust"), "rust");
        assert_eq!(fold_tag("＃Rust"), "rust");
        assert_eq!(fold_tag("Rust"), "rust");
    }

    #[test]
    fn folding_a_character_again_changes_nothing() {
        for c in '\0'..='\u{2FFFF}' {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn a_folded_tag_is_the_same_tag(text in "#[\\w·]{1,20}") {
            for tag in tags(&text) {
                prop_assert_eq!(tags(&format!("#{tag}")), vec![tag.clone()]);
            }
        }

        #[test]
        fn names_are_short_and_plain(text in "[@#a_é你. /]{0,100}") {
            for name in mentions(&text) {
                let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
                prop_assert!(is_plain && (1..=30).contains(&name.len()), "{}", name);
            }
        }
    }
}
