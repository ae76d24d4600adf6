//! Plain text as people write it: to safe HTML, and counted as people count.

use linkify::{LinkFinder, LinkKind};
use unicode_segmentation::UnicodeSegmentation;

/// What a link counts, however long it is.
const LINK_LENGTH: usize = 23;
/// What a shown link is cut to; its whole address stays in `href`.
const LINK_SHOWN: usize = 40;

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
    text.chars().all(|c| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
    })
}

/// Length in grapheme clusters (UAX #29, extended), each link as [`LINK_LENGTH`].
pub fn length(text: &str) -> usize {
    spans(text)
        .map(|span| if span.is_link { LINK_LENGTH } else { span.text.graphemes(true).count() })
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

/// Escaped text with links and line breaks. The only HTML that is ever made outside a template.
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 5 / 4);
    for span in spans(text) {
        if span.is_link {
            let url = span.text;
            html.push_str("<a href=\"");
            escape_into(url, &mut html);
            html.push_str("\" rel=\"nofollow ugc noopener\">");
            let shown = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
            escape_into(&shorten(shown, LINK_SHOWN), &mut html);
            html.push_str("</a>");
        } else {
            for (number, line) in span.text.split('\n').enumerate() {
                if number > 0 {
                    html.push_str("<br>");
                }
                escape_into(line, &mut html);
            }
        }
    }
    html
}

/// A piece of a text: a link or not.
struct Span<'t> {
    text: &'t str,
    is_link: bool,
}

fn spans(text: &str) -> impl Iterator<Item = Span<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    // The iterator borrows the finder; a post has a handful of spans, so they are collected.
    let found: Vec<_> = finder.spans(text).collect();
    found.into_iter().flat_map(|span| {
        let text = span.as_str();
        if span.kind().is_none() || !is_web_page(text) {
            return [Span { text, is_link: false }, Span { text: "", is_link: false }];
        }
        // Chinese has no blank after its commas, so the library takes them for a part of the link.
        let end = text.find(ends_link).unwrap_or(text.len());
        let (link, rest) = text.split_at(end);
        [Span { text: link, is_link: true }, Span { text: rest, is_link: false }]
    })
}

/// Full-width punctuation; `app.js` knows the same.
fn ends_link(c: char) -> bool {
    c.is_whitespace() || "，。、；：！？（）《》「」『』【】“”‘’…".contains(c)
}

/// Only what a browser opens as a page; `javascript:` and its like stay text.
fn is_web_page(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or("");
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn escape_into(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#x27;"),
            c => html.push(c),
        }
    }
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
        assert_eq!(length(""), 0);
    }

    #[test]
    fn links_are_found_and_their_end_too() {
        assert_eq!(
            to_html("(see https://example.org/a_(b).)"),
            "(see <a href=\"https://example.org/a_(b)\" rel=\"nofollow ugc noopener\">example.org/a_(b)</a>.)"
        );
        assert_eq!(to_html("见 https://a.org/x，好").matches("a.org/x</a>，好").count(), 1);
        assert_eq!(length("https://a.org/x，好"), 25);
        assert!(to_html("https://例子.com/路").contains("href=\"https://例子.com/路\""));
    }

    #[test]
    fn nothing_but_web_pages_becomes_a_link() {
        for text in [
            "javascript://alert(1)",
            "data://text/html,x",
            "ftp://example.org/x",
            "mailto:a@b.c",
            "//evil",
        ] {
            assert!(!to_html(text).contains("<a"), "{text}");
        }
    }

    #[test]
    fn lines_break_and_markup_is_text() {
        assert_eq!(to_html("a\n<b>\"'&"), "a<br>&lt;b&gt;&quot;&#x27;&amp;");
        assert_eq!(to_html("https://x.org/\"onclick=\"alert(1)").matches('<').count(), 2);
    }

    #[test]
    fn blanks_are_trimmed_and_empty_lines_folded() {
        assert_eq!(normalize("  a  \r\n\r\n\r\n\r\n b\r"), "a\n\n b");
        assert_eq!(normalize("\n \n"), "");
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
        fn no_text_gets_markup_of_its_own_into_a_page(text in ".{0,200}") {
            let html = to_html(&text);
            let stripped = html.replace("<br>", "").replace("</a>", "");
            for (start, _) in stripped.match_indices('<') {
                prop_assert!(stripped[start..].starts_with("<a href=\"http"), "{}", html);
            }
        }

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
