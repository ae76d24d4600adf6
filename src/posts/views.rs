//! What templates see here.

use serde::Serialize;

use super::queries::cards::Card;
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
    pub reply_url: String,
    pub author: UserCard,
    /// Safe HTML, made by [`text::to_html`].
    pub body_html: String,
    pub text_title: String,
    /// RFC 3339.
    pub created_at: String,
    pub in_reply_to: Option<Answered>,
    pub replies: i64,
    pub likes: i64,
    pub liked: bool,
    pub bookmarked: bool,
    pub may_delete: bool,
}

/// What a post answers.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    pub url: String,
    /// None when it is gone.
    pub person: Option<UserCard>,
}

impl PostCard {
    pub fn of(card: &Card, viewer: Option<&CurrentUser>) -> Self {
        let post = &card.post;
        let first_line = post.body.lines().next().unwrap_or_default();
        let answered = |parent| Answered {
            url: permalink(parent),
            person: card.answered.as_ref().map(UserCard::of),
        };
        Self {
            id: post.id.to_string(),
            url: permalink(post.id),
            reply_url: format!("{}#reply", permalink(post.id)),
            author: UserCard::of(&card.author),
            body_html: text::to_html(&post.body),
            text_title: text::shorten(first_line, TITLE_LENGTH),
            created_at: rfc3339(post.created_at),
            in_reply_to: post.in_reply_to.map(answered),
            replies: card.replies,
            likes: card.likes,
            liked: card.liked,
            bookmarked: card.bookmarked,
            may_delete: viewer.is_some_and(|viewer| viewer.id == card.author.id),
        }
    }

    fn all_of(cards: &[Card], viewer: Option<&CurrentUser>) -> Vec<Self> {
        cards.iter().map(|card| Self::of(card, viewer)).collect()
    }

    fn sample(id: i64) -> Self {
        Self {
            id: id.to_string(),
            url: permalink(id),
            reply_url: format!("{}#reply", permalink(id)),
            author: UserCard::sample(),
            body_html: text::to_html("<script>alert(1)</script>\nhttps://example.org/"),
            text_title: "<script>".to_owned(),
            created_at: "2026-11-20T07:36:00Z".to_owned(),
            in_reply_to: match id % 3 {
                0 => None,
                1 => Some(Answered { url: permalink(9), person: None }),
                _ => Some(Answered { url: permalink(9), person: Some(UserCard::sample()) }),
            },
            replies: id % 2,
            likes: id % 3,
            liked: id % 2 == 0,
            bookmarked: id % 2 == 1,
            may_delete: id % 2 == 0,
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
    pub fn new(cards: &[Card], viewer: Option<&CurrentUser>, older_url: Option<String>) -> Self {
        Self { posts: PostCard::all_of(cards, viewer), older_url }
    }

    fn sample() -> Self {
        Self {
            posts: (1..=4).map(PostCard::sample).collect(),
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
    /// What a refused reply answers.
    pub parent: Option<PostCard>,
}

impl View for New {
    const TEMPLATE: &'static str = "posts/new.html";

    fn nav(&self) -> &'static str {
        "write"
    }

    fn samples() -> Vec<Self> {
        vec![
            Self { composer: Composer::empty(500), parent: None },
            Self { composer: Composer::sample(), parent: Some(PostCard::sample(9)) },
        ]
    }
}

/// `posts/show.html`: a post within its thread.
#[derive(Debug, Serialize)]
pub struct Show {
    pub ancestors: Vec<PostCard>,
    pub post: PostCard,
    /// `older_url` leads to further replies here.
    pub replies: Timeline,
    /// For who may reply.
    pub composer: Option<Composer>,
}

impl View for Show {
    const TEMPLATE: &'static str = "posts/show.html";

    fn samples() -> Vec<Self> {
        let alone = Self {
            ancestors: Vec::new(),
            post: PostCard::sample(9),
            replies: Timeline::default(),
            composer: None,
        };
        let within = Self {
            ancestors: vec![PostCard::sample(7), PostCard::sample(8)],
            post: PostCard::sample(11),
            replies: Timeline::sample(),
            composer: Some(Composer::empty(500)),
        };
        vec![alone, within]
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
    pub followers_count: u64,
    pub following_count: u64,
}

/// `posts/profile.html`
#[derive(Debug, Serialize)]
pub struct Profile {
    pub person: Person,
    pub is_me: bool,
    /// Whether the viewer follows this person.
    pub following: bool,
    /// `posts` or `replies`.
    pub tab: &'static str,
    pub timeline: Timeline,
}

impl View for Profile {
    const TEMPLATE: &'static str = "posts/profile.html";

    fn nav(&self) -> &'static str {
        if self.is_me { "profile" } else { "" }
    }

    fn samples() -> Vec<Self> {
        let sample = |bio: &str, count, is_me, tab, timeline| Self {
            person: Person {
                card: UserCard::sample(),
                bio_html: text::to_html(bio),
                joined: "2026-11-20T07:36:00Z".to_owned(),
                posts_count: count,
                followers_count: count,
                following_count: count,
            },
            is_me,
            following: count > 1,
            tab,
            timeline,
        };
        vec![
            sample("", 0, true, "posts", Timeline::default()),
            sample("", 1, false, "replies", Timeline::default()),
            sample("<b>bio</b>", 2, false, "posts", Timeline::sample()),
        ]
    }
}

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
    author: String,
    author_url: String,
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
        let changed_at = cards.iter().map(|card| card.post.created_at).max().unwrap_or(since);
        let entry = |card: &Card| {
            let shown = PostCard::of(card, None);
            Entry {
                url: format!("{base}{}", shown.url),
                title: shown.text_title,
                published: shown.created_at,
                author: shown.author.display_name,
                author_url: format!("{base}{}", shown.author.url),
                html: shown.body_html,
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
