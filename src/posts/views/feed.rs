//! Atom feeds (RFC 4287).

use serde::Serialize;

use super::card::{PostCard, Reader, html, rfc3339};
use crate::posts::queries::cards::Card;
use crate::web::templates::View;
use crate::web::text;

/// `posts/feed.xml`
#[derive(Debug, Serialize)]
pub struct Feed {
    id: String,
    title: String,
    /// RFC 3339.
    updated: String,
    self_url: String,
    page_url: String,
    entries: Vec<Entry>,
    /// In milliseconds since 1970.
    #[serde(skip)]
    pub changed_at: i64,
}

#[derive(Debug, Serialize)]
struct Entry {
    url: String,
    title: String,
    published: String,
    updated: String,
    author: String,
    author_url: String,
    /// Safe HTML, to stand before the text.
    warning: Option<String>,
    /// Safe HTML, as on the page.
    html: String,
}

impl Feed {
    /// `page` and `own` are the paths of what is fed and of the feed; `since` is when there began to
    /// be something to feed.
    pub fn new(
        base: &str,
        page: &str,
        own: &str,
        title: String,
        since: i64,
        cards: &[Card],
    ) -> Self {
        let changed = |card: &Card| card.post.edited_at.unwrap_or(card.post.created_at);
        let changed_at = cards.iter().map(changed).max().unwrap_or(since);
        let entry = |card: &Card| {
            let shown = PostCard::of(card, &Reader::of(None));
            Entry {
                url: format!("{base}{}", shown.url),
                title: shown.text_title,
                updated: shown.edited_at.unwrap_or_else(|| shown.created_at.clone()),
                published: shown.created_at,
                author: shown.author.display_name,
                author_url: format!("{base}{}", shown.author.url),
                warning: shown.content_warning.as_deref().map(text::to_html),
                html: html(&card.post.body, &card.mentioned, base),
            }
        };
        Self {
            id: format!("{base}{own}"),
            title,
            updated: rfc3339(changed_at),
            self_url: format!("{base}{own}"),
            page_url: format!("{base}{page}"),
            entries: cards.iter().map(entry).collect(),
            changed_at,
        }
    }
}

impl View for Feed {
    const TEMPLATE: &'static str = "posts/feed.xml";

    fn samples() -> Vec<Self> {
        vec![Self::new(
            "https://blog.example",
            "/explore",
            "/explore.atom",
            "<Site>".to_owned(),
            0,
            &[],
        )]
    }
}
