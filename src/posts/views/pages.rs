//! Pages that list posts.

use serde::Serialize;

use super::card::{PostCard, Reader, html, permalink, rfc3339};
use super::composer::Composer;
use crate::posts::entity::edit;
use crate::posts::queries::cards::Card;
use crate::posts::queries::threads;
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

    pub(super) fn sample() -> Self {
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

    pub(super) fn sample() -> Self {
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
    /// Whether search engines may show it.
    pub findable: bool,
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
            findable: false,
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
            findable: true,
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
    /// As it was published; what somebody reads of a history needn't begin there.
    pub first: bool,
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
            first: post.edited_at.is_none(),
        };
        let before = before.into_iter().map(|edit| Version {
            body_html: html(&edit.body, &card.mentioned, ""),
            content_warning: edit.content_warning,
            language: edit.language,
            at: rfc3339(edit.written_at),
            current: false,
            first: edit.written_at == post.created_at,
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
            first: !current,
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
