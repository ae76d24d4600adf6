//! What was found.

use serde::Serialize;

use super::card::tag_url;
use super::pages::Timeline;
use crate::users::views::Listed;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `posts/search.html`
#[derive(Debug, Default, Serialize)]
pub struct Search {
    /// As it was typed.
    pub q: String,
    /// Whether there was something to search for.
    pub searched: bool,
    /// `posts`, `people` or `tags`.
    pub section: &'static str,
    pub errors: Errors,
    pub tabs: Vec<Tab>,
    pub timeline: Timeline,
    pub people: Vec<Listed>,
    pub tags: Vec<TagLink>,
    /// To further people.
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Tab {
    pub section: &'static str,
    pub url: String,
    pub current: bool,
}

#[derive(Debug, Serialize)]
pub struct TagLink {
    pub name: String,
    pub url: String,
}

impl TagLink {
    pub fn of(name: String) -> Self {
        Self { url: tag_url(&name), name }
    }
}

impl View for Search {
    const TEMPLATE: &'static str = "posts/search.html";

    fn nav(&self) -> &'static str {
        "search"
    }

    fn samples() -> Vec<Self> {
        let tabs = |at: &str| {
            ["posts", "people", "tags"]
                .map(|section| Tab {
                    section,
                    url: format!("/search?q=x&in={section}"),
                    current: section == at,
                })
                .into()
        };
        let asked = |section| Self {
            q: "\"><script>".to_owned(),
            searched: true,
            section,
            tabs: tabs(section),
            ..Self::default()
        };
        vec![
            Self { section: "posts", tabs: tabs("posts"), ..Self::default() },
            asked("posts"),
            asked("people"),
            asked("tags"),
            Self {
                errors: Errors::one("form", Message::new("error-rate-limited").with("minutes", 1)),
                ..asked("posts")
            },
            Self { timeline: Timeline::sample(), ..asked("posts") },
            Self {
                people: Listed::samples(),
                older_url: Some("/search?q=x&in=people&before=9".to_owned()),
                ..asked("people")
            },
            Self { tags: vec![TagLink::of("标签".to_owned())], ..asked("tags") },
        ]
    }
}
