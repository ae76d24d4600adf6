//! What templates see here.

use serde::Serialize;

use super::queries::Authored;
use crate::users::CurrentUser;
use crate::users::views::UserCard;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;
use crate::web::text;

/// In a page's title, in grapheme clusters.
const TITLE_LENGTH: usize = 80;

/// A post in a list, or on its own page.
#[derive(Debug, Clone, Serialize)]
pub struct PostCard {
    /// As text: JavaScript's numbers don't hold 64 bits.
    pub id: String,
    pub url: String,
    pub author: UserCard,
    /// Safe HTML, made by [`text::to_html`].
    pub body_html: String,
    pub text_title: String,
    /// RFC 3339.
    pub created_at: String,
    pub may_delete: bool,
}

impl PostCard {
    pub fn of(row: &Authored, viewer: Option<&CurrentUser>) -> Self {
        let first_line = row.post.body.lines().next().unwrap_or_default();
        Self {
            id: row.post.id.to_string(),
            url: permalink(row.post.id),
            author: UserCard::of(&row.author),
            body_html: text::to_html(&row.post.body),
            text_title: text::shorten(first_line, TITLE_LENGTH),
            created_at: rfc3339(row.post.created_at),
            may_delete: viewer.is_some_and(|viewer| viewer.id == row.author.id),
        }
    }

    fn sample() -> Self {
        Self {
            id: "117000000000000001".to_owned(),
            url: "/posts/117000000000000001".to_owned(),
            author: UserCard::sample(),
            body_html: text::to_html("<script>alert(1)</script>\nhttps://example.org/"),
            text_title: "<script>".to_owned(),
            created_at: "2026-11-20T07:36:00Z".to_owned(),
            may_delete: true,
        }
    }
}

/// The path of a post.
pub fn permalink(id: i64) -> String {
    format!("/posts/{id}")
}

pub fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|time| time.to_string()).unwrap_or_default()
}

/// One page of posts, and the link to the next.
#[derive(Debug, Default, Serialize)]
pub struct Timeline {
    pub posts: Vec<PostCard>,
    pub older_url: Option<String>,
}

impl Timeline {
    pub fn new(
        posts: &[Authored],
        viewer: Option<&CurrentUser>,
        older_url: Option<String>,
    ) -> Self {
        Self { posts: posts.iter().map(|row| PostCard::of(row, viewer)).collect(), older_url }
    }

    fn sample() -> Self {
        let other = PostCard { may_delete: false, id: "1".to_owned(), ..PostCard::sample() };
        Self {
            posts: vec![PostCard::sample(), other],
            older_url: Some("/explore?before=1".to_owned()),
        }
    }
}

/// The form to write with.
#[derive(Debug, Default, Serialize)]
pub struct Composer {
    pub body: String,
    pub errors: Errors,
    pub max_length: usize,
    pub remaining: i64,
}

impl Composer {
    pub fn empty(max_length: usize) -> Self {
        Self::refused(String::new(), Errors::default(), max_length)
    }

    /// With what was typed, exactly as it was.
    pub fn refused(body: String, errors: Errors, max_length: usize) -> Self {
        let length = text::length(&text::normalize(&body));
        Self { remaining: max_length as i64 - length as i64, body, errors, max_length }
    }

    fn sample() -> Self {
        let errors = Errors::one("body", Message::new("error-post-too-long").with("over", 3));
        Self::refused("</textarea><script>".to_owned(), errors, 16)
    }
}

/// `posts/home.html`
#[derive(Debug, Serialize)]
pub struct Home {
    pub composer: Composer,
    pub timeline: Timeline,
}

impl View for Home {
    const TEMPLATE: &'static str = "posts/home.html";

    fn nav(&self) -> &'static str {
        "home"
    }

    fn samples() -> Vec<Self> {
        let empty = Self { composer: Composer::empty(500), timeline: Timeline::default() };
        vec![empty, Self { composer: Composer::sample(), timeline: Timeline::sample() }]
    }
}

/// `posts/explore.html`: everybody's posts; with a welcome, the front page of who is signed out.
#[derive(Debug, Serialize)]
pub struct Explore {
    pub timeline: Timeline,
    pub welcome: bool,
}

impl View for Explore {
    const TEMPLATE: &'static str = "posts/explore.html";

    fn nav(&self) -> &'static str {
        if self.welcome { "home" } else { "explore" }
    }

    fn samples() -> Vec<Self> {
        [
            (true, Timeline::default()),
            (false, Timeline::default()),
            (true, Timeline::sample()),
            (false, Timeline::sample()),
        ]
        .map(|(welcome, timeline)| Self { timeline, welcome })
        .into()
    }
}

/// `posts/new.html`
#[derive(Debug, Serialize)]
pub struct New {
    pub composer: Composer,
}

impl View for New {
    const TEMPLATE: &'static str = "posts/new.html";

    fn nav(&self) -> &'static str {
        "write"
    }

    fn samples() -> Vec<Self> {
        vec![Self { composer: Composer::empty(500) }, Self { composer: Composer::sample() }]
    }
}

/// `posts/show.html`
#[derive(Debug, Serialize)]
pub struct Show {
    pub post: PostCard,
}

impl View for Show {
    const TEMPLATE: &'static str = "posts/show.html";

    fn samples() -> Vec<Self> {
        vec![Self { post: PostCard::sample() }]
    }
}

/// A person at the head of his own page.
#[derive(Debug, Serialize)]
pub struct Person {
    #[serde(flatten)]
    pub card: UserCard,
    /// Safe HTML, made by [`text::to_html`].
    pub bio_html: String,
    /// RFC 3339.
    pub joined: String,
    pub posts_count: u64,
}

/// `posts/profile.html`
#[derive(Debug, Serialize)]
pub struct Profile {
    pub person: Person,
    pub is_me: bool,
    pub timeline: Timeline,
}

impl View for Profile {
    const TEMPLATE: &'static str = "posts/profile.html";

    fn nav(&self) -> &'static str {
        if self.is_me { "profile" } else { "" }
    }

    fn samples() -> Vec<Self> {
        let person = |bio: &str, posts_count| Person {
            card: UserCard::sample(),
            bio_html: text::to_html(bio),
            joined: "2026-11-20T07:36:00Z".to_owned(),
            posts_count,
        };
        vec![
            Self { person: person("", 0), is_me: true, timeline: Timeline::default() },
            Self { person: person("", 1), is_me: false, timeline: Timeline::default() },
            Self { person: person("<b>bio</b>", 2), is_me: false, timeline: Timeline::sample() },
        ]
    }
}
