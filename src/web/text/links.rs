//! Links: what of a text is the address of a web page. `app.js` counts by the same rules.

use linkify::{LinkFinder, LinkKind};

/// A piece of a text: a link or not. It may be empty when it isn't one.
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) is_link: bool,
}

/// All of the text, in order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    // The iterator borrows the finder; a post has a handful of pieces, so they are collected.
    let found: Vec<_> = finder.spans(text).collect();
    found.into_iter().flat_map(|span| {
        let text = span.as_str();
        if span.kind().is_none() || !is_web_page(text) {
            return [Piece { text, is_link: false }, Piece { text: "", is_link: false }];
        }
        // Chinese has no blank after its commas, so the library takes them for a part of the link.
        let end = text.find(ends_link).unwrap_or(text.len());
        let (link, rest) = text.split_at(end);
        [Piece { text: link, is_link: true }, Piece { text: rest, is_link: false }]
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
