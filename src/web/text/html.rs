//! The only HTML that is ever made outside of a template.

use super::spans::{Span, spans};
use super::{links, shorten};

/// What a shown link is cut to; its whole address stays in `href`.
const LINK_SHOWN: usize = 40;

/// What a text refers to, named as it is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'t> {
    Mention(&'t str),
    Tag(&'t str),
}

/// Escaped text with links and line breaks, for what people say of themselves.
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 5 / 4);
    for piece in links::pieces(text) {
        match piece.is_link {
            true => push_link(piece.text, &mut html),
            false => push_lines(piece.text, &mut html),
        }
    }
    html
}

/// Escaped text with links, line breaks, code, and those mentions and tags that lead somewhere:
/// `href` says where, and `None` leaves one as text.
pub fn to_html_with(text: &str, href: impl Fn(Reference<'_>) -> Option<String>) -> String {
    let mut html = String::with_capacity(text.len() * 5 / 4);
    for span in spans(text) {
        match span {
            Span::Text(text) => push_lines(text, &mut html),
            Span::Link(url) => push_link(url, &mut html),
            Span::Code(code) => push_between("<code>", code, "</code>", &mut html),
            Span::CodeBlock(code) => {
                push_between("<pre><code>", code, "</code></pre>", &mut html);
            }
            Span::Mention { written, name } => match href(Reference::Mention(name)) {
                Some(href) => push_anchor(&href, "class=\"mention\"", written, &mut html),
                None => escape_into(written, &mut html),
            },
            Span::Tag { written, name } => match href(Reference::Tag(name)) {
                Some(href) => push_anchor(&href, "class=\"tag\" rel=\"tag\"", written, &mut html),
                None => escape_into(written, &mut html),
            },
        }
    }
    html
}

fn push_lines(text: &str, html: &mut String) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            html.push_str("<br>");
        }
        escape_into(line, html);
    }
}

fn push_link(url: &str, html: &mut String) {
    let shown = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    push_anchor(url, "rel=\"nofollow ugc noopener\"", &shorten(shown, LINK_SHOWN), html);
}

fn push_anchor(href: &str, attributes: &'static str, shown: &str, html: &mut String) {
    html.push_str("<a href=\"");
    escape_into(href, html);
    html.push_str("\" ");
    html.push_str(attributes);
    push_between(">", shown, "</a>", html);
}

fn push_between(opening: &'static str, text: &str, closing: &'static str, html: &mut String) {
    html.push_str(opening);
    escape_into(text, html);
    html.push_str(closing);
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
    use scraper::{Html, Node};

    fn with_references(text: &str) -> String {
        to_html_with(text, |reference| {
            Some(match reference {
                Reference::Mention(name) => format!("/users/{name}"),
                Reference::Tag(name) => format!("/tags/{name}"),
            })
        })
    }

    fn without_references(text: &str) -> String {
        to_html_with(text, |_| None)
    }

    #[test]
    fn links_are_found_and_their_end_too() {
        assert_eq!(
            to_html("(see https://example.org/a_(b).)"),
            "(see <a href=\"https://example.org/a_(b)\" rel=\"nofollow ugc noopener\">example.org/a_(b)</a>.)"
        );
        assert_eq!(to_html("见 https://a.org/x，好").matches("a.org/x</a>，好").count(), 1);
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
            assert!(!with_references(text).contains("<a"), "{text}");
        }
    }

    #[test]
    fn lines_break_and_markup_is_text() {
        assert_eq!(to_html("a\n<b>\"'&"), "a<br>&lt;b&gt;&quot;&#x27;&amp;");
        assert_eq!(to_html("https://x.org/\"onclick=\"alert(1)").matches('<').count(), 2);
    }

    #[test]
    fn references_lead_where_they_are_told_to() {
        assert_eq!(
            with_references("@Ada ＃A"),
            "<a href=\"/users/Ada\" class=\"mention\">@Ada</a> <a href=\"/tags/A\" class=\"tag\" rel=\"tag\">＃A</a>"
        );
        assert_eq!(without_references("@Ada ＃A"), "@Ada ＃A");
        assert!(
            to_html_with("@a", |_| Some("\"><b>".to_owned())).contains("\"&quot;&gt;&lt;b&gt;\"")
        );
    }

    #[test]
    fn code_keeps_its_lines_and_a_block_needs_none_around() {
        assert_eq!(
            with_references("a `<b>`\n\n```\n  x\n\n  @y\n```\n\nc\nd"),
            "a <code>&lt;b&gt;</code><pre><code>  x\n\n  @y</code></pre>c<br>d"
        );
    }

    #[test]
    fn a_bio_is_no_code() {
        assert_eq!(to_html("`a` @ada"), "`a` @ada");
    }

    /// What a reader sees, but for the shortening of links.
    fn visible(html: &str) -> String {
        let mut text = String::new();
        for node in Html::parse_fragment(html).tree.root().descendants() {
            let in_link = node.parent().and_then(|parent| {
                let href = parent.value().as_element()?.attr("href")?;
                href.starts_with("https://").then(|| href.to_owned())
            });
            match (node.value(), in_link) {
                (Node::Text(_), Some(url)) => text.push_str(&url),
                (Node::Text(part), None) => text.push_str(part),
                _ => {}
            }
        }
        text
    }

    /// The elements, each with its attributes' names.
    fn elements(html: &str) -> Vec<String> {
        let describe = |node: &Node| {
            let element = node.as_element()?;
            let attributes: Vec<_> = element.attrs().map(|(name, _)| format!(" {name}")).collect();
            Some(format!("{}{}", element.name(), attributes.concat()))
        };
        let fragment = Html::parse_fragment(html);
        let inside = fragment.root_element().descendants().skip(1);
        inside.filter_map(|node| describe(node.value())).collect()
    }

    /// Texts full of what has a meaning. `rust` stands behind fences only.
    fn lively() -> impl Strategy<Value = String> {
        let parts = "```\n|```rust\n|\n```\n|```|``|`|\n| |@|@ada|#|#tag|#话题#|é|字|。|，|/|\"|'|\u{301}\
            |https://x.org/|https://x.org/y|<b>|</a>|</code>|<script>|&amp;";
        let part = prop::sample::select(parts.split('|').collect::<Vec<_>>());
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn no_text_gets_markup_of_its_own_into_a_page(text in prop_oneof![".{0,200}", lively()]) {
            let html = with_references(&text);
            let allowed = ["br", "pre", "code", "a href rel", "a class href", "a class href rel"];
            for element in elements(&html) {
                prop_assert!(allowed.contains(&element.as_str()), "{}: {}", element, html);
            }
            let html = to_html(&text);
            for element in elements(&html) {
                prop_assert!(["br", "a href rel"].contains(&element.as_str()), "{}: {}", element, html);
            }
        }

        #[test]
        fn no_more_tags_are_open_than_were_opened_here(text in prop_oneof![".{0,200}", lively()]) {
            let mut rest = with_references(&text);
            for tag in ["<br>", "<pre>", "</pre>", "<code>", "</code>", "</a>", "<a href=\"https://", "<a href=\"http://", "<a href=\"/users/", "<a href=\"/tags/"] {
                rest = rest.replace(tag, "");
            }
            prop_assert!(!rest.contains('<'), "{}", rest);
        }

        #[test]
        fn all_of_a_text_is_to_be_seen_but_for_the_marks_of_its_code(text in lively()) {
            let is_mark = |c: char| c == '`' || c.is_whitespace();
            let unmarked = |text: &str| text.replace(is_mark, "").replace("rust", "");
            for html in [with_references(&text), without_references(&text)] {
                prop_assert_eq!(unmarked(&visible(&html)), unmarked(&text));
            }
        }

        #[test]
        fn no_line_breaks_directly_around_a_block(text in lively()) {
            let html = with_references(&text);
            prop_assert!(!html.contains("<br><pre>") && !html.contains("</pre><br>"), "{}", html);
        }
    }
}
