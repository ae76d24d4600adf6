//! A person's own page.

use serde::Serialize;

use super::card::PostCard;
use super::pages::{OpenGraph, Timeline};
use crate::users::entity::Link;
use crate::users::queries::relations::Relation;
use crate::users::views::UserCard;
use crate::web::templates::View;
use crate::web::text;

/// A person at the head of his own page.
#[derive(Debug, Serialize)]
pub struct Person {
    #[serde(flatten)]
    pub card: UserCard,
    /// Safe HTML, made by [`text::to_html`].
    pub bio_html: String,
    pub links: Vec<ShownLink>,
    /// Whether people must ask before they follow.
    pub locked: bool,
    /// Whether search engines may show it.
    pub findable: bool,
    /// RFC 3339.
    pub joined: String,
    pub posts_count: u64,
    pub followers_count: u64,
    pub following_count: u64,
}

#[derive(Debug, Serialize)]
pub struct ShownLink {
    pub label: String,
    pub url: String,
    /// Without the scheme, shortened.
    pub shown: String,
}

impl ShownLink {
    pub fn of(link: Link) -> Self {
        let shown = link.url.split_once("://").map_or(link.url.as_str(), |(_, rest)| rest);
        let shown = text::shorten(shown.trim_end_matches('/'), 40);
        Self { label: link.label, shown, url: link.url }
    }
}

/// `posts/profile.html`
#[derive(Debug, Serialize)]
pub struct Profile {
    pub person: Person,
    pub is_me: bool,
    /// To the viewer; none when he is signed out, or it is himself.
    pub relation: Option<Relation>,
    /// `posts` or `replies`.
    pub tab: &'static str,
    pub pinned: Vec<PostCard>,
    pub timeline: Timeline,
    pub og: Option<OpenGraph>,
}

impl View for Profile {
    const TEMPLATE: &'static str = "posts/profile.html";

    fn nav(&self) -> &'static str {
        if self.is_me { "profile" } else { "" }
    }

    fn samples() -> Vec<Self> {
        let sample = |bio: &str, count, tab, timeline| Self {
            person: Person {
                card: UserCard::sample(),
                bio_html: text::to_html(bio),
                links: (0..count)
                    .map(|_| {
                        ShownLink::of(Link {
                            label: "<b>Site</b>".to_owned(),
                            url: "https://example.org/\"".to_owned(),
                        })
                    })
                    .collect(),
                locked: count == 1,
                findable: count != 1,
                joined: "2026-11-20T07:36:00Z".to_owned(),
                posts_count: count,
                followers_count: count,
                following_count: count,
            },
            is_me: false,
            relation: None,
            tab,
            pinned: Vec::new(),
            timeline,
            og: Some(OpenGraph { published: None, ..OpenGraph::sample() }),
        };
        let none = Relation::default();
        let with = |relation| Self {
            relation: Some(relation),
            ..sample("", 1, "posts", Timeline::default())
        };
        vec![
            Self { is_me: true, ..sample("", 0, "posts", Timeline::default()) },
            sample("", 1, "replies", Timeline::default()),
            Self {
                relation: Some(Relation { following: true, followed_by: true, ..none }),
                pinned: vec![PostCard::sample(10)],
                ..sample("<b>bio</b>", 2, "posts", Timeline::sample())
            },
            with(Relation { requested: true, muting: true, ..none }),
            with(Relation { blocking: true, ..none }),
            with(Relation { blocked_by: true, ..none }),
        ]
    }
}

/// `posts/suspended.html`: in place of the page of somebody whom moderators have suspended.
#[derive(Debug, Serialize)]
pub struct Suspended {
    pub username: String,
}

impl View for Suspended {
    const TEMPLATE: &'static str = "posts/suspended.html";

    fn samples() -> Vec<Self> {
        vec![Self { username: "<b>ada".to_owned() }]
    }
}
