//! Pages that list posts.

use serde::Serialize;

use super::card::{PostCard, Reader, html, permalink, rfc3339, tag_url};
use super::composer::Composer;
use crate::posts::entity::edit;
use crate::posts::queries::cards::Card;
use crate::posts::queries::threads;
use crate::users::entity::Link;
use crate::users::queries::relations::Relation;
use crate::users::views::{Listed, UserCard};
use crate::web::templates::View;
use crate::web::text;

/// One page of posts, and the link to the next.
#[derive(Debug, Default, Serialize)]
pub struct Timeline {
    pub posts: Vec<PostCard>,
    pub older_url: Option<String>,
}

impl Timeline {
    pub fn new(cards: &[Card], reader: &Reader, older_url: Option<String>) -> Self {
        Self { posts: PostCard::all_of(cards, reader), older_url }
    }

    fn sample() -> Self {
        Self {
            posts: (1..=4).map(PostCard::sample).collect(),
            older_url: Some("/explore?before=1".to_owned()),
        }
    }
}

/// `posts/home.html`
#[derive(Debug, Serialize)]
pub struct Home {
    pub composer: Composer,
    pub timeline: Timeline,
    /// Where news of this list come from.
    pub live_url: Option<String>,
}

impl View for Home {
    const TEMPLATE: &'static str = "posts/home.html";

    fn nav(&self) -> &'static str {
        "home"
    }

    fn samples() -> Vec<Self> {
        vec![
            Self { composer: Composer::empty(500), timeline: Timeline::default(), live_url: None },
            Self {
                composer: Composer::sample(),
                timeline: Timeline::sample(),
                live_url: Some("/live?list=home&after=9".to_owned()),
            },
        ]
    }
}

/// `posts/explore.html`: everybody's posts; with a welcome, the front page of who is signed out.
#[derive(Debug, Serialize)]
pub struct Explore {
    pub timeline: Timeline,
    pub welcome: bool,
    pub live_url: Option<String>,
}

impl View for Explore {
    const TEMPLATE: &'static str = "posts/explore.html";

    fn nav(&self) -> &'static str {
        if self.welcome { "home" } else { "explore" }
    }

    fn samples() -> Vec<Self> {
        let live = || Some("/live?list=explore&after=9".to_owned());
        [
            (true, Timeline::default(), None),
            (false, Timeline::default(), live()),
            (true, Timeline::sample(), live()),
            (false, Timeline::sample(), None),
        ]
        .map(|(welcome, timeline, live_url)| Self { timeline, welcome, live_url })
        .into()
    }
}

/// What a page says of itself where its address is pasted (<https://ogp.me>).
#[derive(Debug, Serialize)]
pub struct OpenGraph {
    pub title: String,
    pub description: String,
    pub url: String,
    /// RFC 3339; of a post.
    pub published: Option<String>,
}

impl OpenGraph {
    pub fn of_post(post: &PostCard, base: &str) -> Option<Self> {
        matches!(post.visibility, "public" | "unlisted").then(|| Self {
            title: format!("{} (@{})", post.author.display_name, post.author.username),
            description: post.excerpt.clone(),
            url: format!("{base}{}", post.url),
            published: Some(post.created_at.clone()),
        })
    }

    fn sample() -> Self {
        Self {
            title: "\"><script>".to_owned(),
            description: "\"><script>".to_owned(),
            url: "https://blog.example/posts/9".to_owned(),
            published: Some("2026-11-20T07:36:00Z".to_owned()),
        }
    }
}

/// An answer below a post.
#[derive(Debug, Serialize)]
pub struct Reply {
    pub post: PostCard,
    /// 1 for an answer to the post itself.
    pub depth: usize,
    /// How many are below it that aren't shown here.
    pub folded: usize,
    pub folded_url: String,
}

impl Reply {
    pub fn of(card: &Card, place: threads::Reply, reader: &Reader) -> Self {
        Self {
            post: PostCard::of(card, reader),
            depth: place.depth,
            folded: place.folded,
            folded_url: permalink(place.id),
        }
    }
}

/// `posts/show.html`: a post within its thread.
#[derive(Debug, Serialize)]
pub struct Show {
    pub ancestors: Vec<PostCard>,
    pub post: PostCard,
    pub replies: Vec<Reply>,
    pub replies_more_url: Option<String>,
    /// For who may reply.
    pub composer: Option<Composer>,
    pub og: Option<OpenGraph>,
}

impl View for Show {
    const TEMPLATE: &'static str = "posts/show.html";

    fn samples() -> Vec<Self> {
        let alone = Self {
            ancestors: Vec::new(),
            post: PostCard::sample(9),
            replies: Vec::new(),
            replies_more_url: None,
            composer: None,
            og: None,
        };
        let reply = |id, depth, folded| Reply {
            post: PostCard::sample(id),
            depth,
            folded,
            folded_url: permalink(id),
        };
        let within = Self {
            ancestors: vec![PostCard::sample(7), PostCard::sample(8)],
            post: PostCard::sample(11),
            replies: vec![reply(12, 1, 0), reply(13, 2, 1), reply(14, 5, 3)],
            replies_more_url: Some("/posts/11?after=14".to_owned()),
            composer: Some(Composer::empty(500)),
            og: Some(OpenGraph::sample()),
        };
        vec![alone, within]
    }
}

/// `posts/history.html`: what a post was before it was edited.
#[derive(Debug, Serialize)]
pub struct History {
    pub post: PostCard,
    pub versions: Vec<Version>,
}

#[derive(Debug, Serialize)]
pub struct Version {
    /// Safe HTML.
    pub body_html: String,
    pub content_warning: Option<String>,
    pub language: String,
    /// RFC 3339.
    pub at: String,
    pub current: bool,
}

impl History {
    /// `before` is what it was, the last first.
    pub fn new(card: &Card, before: Vec<edit::Model>, reader: &Reader) -> Self {
        let post = &card.post;
        let current = Version {
            body_html: html(&post.body, &card.mentioned, ""),
            content_warning: post.content_warning.clone(),
            language: post.language.clone(),
            at: rfc3339(post.edited_at.unwrap_or(post.created_at)),
            current: true,
        };
        let before = before.into_iter().map(|edit| Version {
            body_html: html(&edit.body, &card.mentioned, ""),
            content_warning: edit.content_warning,
            language: edit.language,
            at: rfc3339(edit.written_at),
            current: false,
        });
        Self {
            post: PostCard::of(card, reader),
            versions: std::iter::once(current).chain(before).collect(),
        }
    }
}

impl View for History {
    const TEMPLATE: &'static str = "posts/history.html";

    fn samples() -> Vec<Self> {
        let version = |current: bool| Version {
            body_html: text::to_html("<script>"),
            content_warning: (!current).then(|| "<b>".to_owned()),
            language: "en".to_owned(),
            at: "2026-11-20T07:36:00Z".to_owned(),
            current,
        };
        vec![Self { post: PostCard::sample(8), versions: vec![version(true), version(false)] }]
    }
}

/// `posts/bookmarks.html`
#[derive(Debug, Serialize)]
pub struct Bookmarks {
    pub timeline: Timeline,
}

impl View for Bookmarks {
    const TEMPLATE: &'static str = "posts/bookmarks.html";

    fn nav(&self) -> &'static str {
        "bookmarks"
    }

    fn samples() -> Vec<Self> {
        vec![Self { timeline: Timeline::default() }, Self { timeline: Timeline::sample() }]
    }
}

/// `posts/likes.html`
#[derive(Debug, Serialize)]
pub struct Likes {
    pub timeline: Timeline,
}

impl View for Likes {
    const TEMPLATE: &'static str = "posts/likes.html";

    fn samples() -> Vec<Self> {
        vec![Self { timeline: Timeline::default() }, Self { timeline: Timeline::sample() }]
    }
}

/// `posts/tag.html`
#[derive(Debug, Serialize)]
pub struct Tag {
    /// Without its #.
    pub tag: String,
    pub feed_url: String,
    pub timeline: Timeline,
}

impl View for Tag {
    const TEMPLATE: &'static str = "posts/tag.html";

    fn samples() -> Vec<Self> {
        [Timeline::default(), Timeline::sample()]
            .map(|timeline| Self {
                tag: "标签<b>".to_owned(),
                feed_url: "/tags/x/feed.atom".to_owned(),
                timeline,
            })
            .into()
    }
}

/// `posts/search.html`
#[derive(Debug, Default, Serialize)]
pub struct Search {
    /// As it was typed.
    pub q: String,
    /// Whether there was something to search for.
    pub searched: bool,
    /// `posts`, `people` or `tags`.
    pub section: &'static str,
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
