//! Plain text as people write it: counted as people count, taken apart into what it is made of, and
//! turned into safe HTML. Who a mention means and where a tag leads isn't known here.

mod html;
mod links;
mod references;
mod spans;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

pub use html::{Reference, to_html, to_html_with};
pub use references::{MAX_MENTIONS, MAX_TAGS, fold_tag, joins_word, mentions, tags};
pub use spans::{Span, spans};

/// What a link counts, however long it is.
const LINK_LENGTH: usize = 23;

/// Line breaks as `\n`, no blanks around, no more than one empty line in a row.
pub fn normalize(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = Vec::new();
    for line in text.trim().lines().map(str::trim_end) {
        let doubled = line.is_empty() && lines.last() == Some(&"");
        if !doubled {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Characters that a page can't show or that would disturb the text around it: controls, and the
/// marks that turn the direction of what follows.
pub fn has_forbidden(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
    })
}

/// Whether there is anything to see: not only blanks and characters without width.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || has_no_width(c))
}

/// Characters that leave no mark on a page.
fn has_no_width(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The form in which two words are the same: compatibility forms, case (Unicode's full case folding,
/// so that ß is ss) and what can't be seen don't make another one; as good as `NFKC_Casefold` in the
/// Unicode Standard, section 3.13.
pub fn fold(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !has_no_width(*c)).nfkc().collect();
    caseless::default_case_fold_str(&visible).nfkc().collect()
}

/// Length in grapheme clusters (UAX #29, extended), each link as [`LINK_LENGTH`].
pub fn length(text: &str) -> usize {
    links::pieces(text)
        .map(|piece| if piece.is_link { LINK_LENGTH } else { piece.text.graphemes(true).count() })
        .sum()
}

/// The longest of common grapheme clusters (a family of emoji) is this long, in bytes of UTF-8.
const GRAPHEME_BYTES: usize = 40;

/// The bytes that so many characters may take. A grapheme cluster has no bound of its own: a
/// thousand accents on one letter are one.
pub fn max_bytes(graphemes: usize) -> usize {
    graphemes.saturating_mul(GRAPHEME_BYTES)
}

/// By how many characters a text is too heavy for its length.
pub fn over_bytes(text: &str, graphemes: usize) -> usize {
    text.len().saturating_sub(max_bytes(graphemes)).div_ceil(GRAPHEME_BYTES)
}

/// At most so many grapheme clusters, with an ellipsis where some are left out.
pub fn shorten(text: &str, graphemes: usize) -> String {
    if text.len() <= graphemes {
        // Most are: a grapheme has a byte at least.
        return text.to_owned();
    }
    match text.grapheme_indices(true).nth(graphemes) {
        None => text.to_owned(),
        Some(_) => {
            let kept: String = text.graphemes(true).take(graphemes.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// The text on one line, without the marks of its code: for titles and excerpts.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for span in spans(text) {
        match span {
            Span::CodeBlock(code) => plain.extend([" ", code, " "]),
            Span::Text(part) | Span::Link(part) | Span::Code(part) => plain.push_str(part),
            Span::Mention { written, .. } | Span::Tag { written, .. } => plain.push_str(written),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn length_is_what_people_count() {
        assert_eq!(length("hello"), 5);
        assert_eq!(length("中文"), 2);
        assert_eq!(length("👩‍👩‍👧‍👦🇩🇪é"), 3);
        assert_eq!(
            length("see https://example.org/a/very/long/path?with=a&query=too#and-more ok"),
            4 + 23 + 3
        );
        assert_eq!(length("https://a.org/x，好"), 25);
        // As app.js counts: code doesn't make a link longer.
        assert_eq!(length("`https://example.org/a/very/long/path`"), 25);
        assert_eq!(length(""), 0);
    }

    #[test]
    fn blanks_are_trimmed_and_empty_lines_folded() {
        assert_eq!(normalize("  a  \r\n\r\n\r\n\r\n b\r"), "a\n\n b");
        assert_eq!(normalize("\n \n"), "");
    }

    #[test]
    fn code_keeps_its_indentation() {
        let code = "```\nif x:\n    y()\n\n\tz()\n```";
        assert_eq!(normalize(code), code);
    }

    #[test]
    fn a_title_has_no_marks_of_code() {
        assert_eq!(plain("a `b`:\n\n```rust\nlet  x;\n```\n@ada #c"), "a b: let x; @ada #c");
        assert_eq!(plain("```\nfn f()\n```"), "fn f()");
    }

    #[test]
    fn what_has_no_width_is_blank() {
        for text in ["", " \n\t", "\u{200b}\u{feff}", "\u{2800}\u{3164}"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("\u{200b}a"));
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(text in "[a \\n\\r\\t]{0,40}") {
            let once = normalize(&text);
            prop_assert_eq!(normalize(&once), once);
        }

        #[test]
        fn a_shortened_text_is_no_longer_than_asked(text in ".{0,60}", n in 1usize..50) {
            prop_assert!(shorten(&text, n).graphemes(true).count() <= n);
        }
    }
}
