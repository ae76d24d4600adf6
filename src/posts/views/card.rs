//! A post as templates see it.

use serde::Serialize;

use crate::posts::entity::Visibility;
use crate::posts::queries::cards::Card;
use crate::users::CurrentUser;
use crate::users::entity::Identity;
use crate::users::muted_words::MutedWords;
use crate::users::views::UserCard;
use crate::web::text::{self, Reference};

/// In a page's title, in grapheme clusters.
const TITLE_LENGTH: usize = 80;
/// In a notification or a list of drafts, in grapheme clusters.
const EXCERPT_LENGTH: usize = 140;

/// Who is looking, and what he doesn't want to see.
pub struct Reader<'u> {
    user: Option<&'u CurrentUser>,
    muted: MutedWords,
}

impl<'u> Reader<'u> {
    pub fn of(user: Option<&'u CurrentUser>) -> Self {
        let words = user.and_then(|user| user.muted_words.as_deref()).unwrap_or_default();
        Self { user, muted: MutedWords::parse(words) }
    }

    pub fn id(&self) -> Option<i64> {
        self.user.map(|user| user.id)
    }

    fn is(&self, person: &Identity) -> bool {
        self.id() == Some(person.id)
    }
}

/// A post in a list, or on its own page.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct PostCard {
    /// As text: JavaScript's numbers don't hold 64 bits.
    pub id: String,
    pub url: String,
    pub reply_url: String,
    pub edit_url: String,
    pub history_url: String,
    pub author: UserCard,
    /// Why it is in this list.
    pub reposted_by: Option<UserCard>,
    /// Safe HTML, made by [`text::to_html_with`].
    pub body_html: String,
    pub text_title: String,
    /// One line of it; the warning where there is one.
    pub excerpt: String,
    /// A BCP 47 tag, or empty.
    pub language: String,
    /// `public`, `unlisted`, `followers` or `mentioned`.
    pub visibility: &'static str,
    /// Whom it is for, where it is for those whom it mentions: `@ada, @grace`.
    pub audience: String,
    pub content_warning: Option<String>,
    /// The reader's own muted word that is in it.
    pub muted_word: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    pub edited_at: Option<String>,
    /// When it was brought here from another place; it was written there at `created_at`.
    pub imported_at: Option<String>,
    pub in_reply_to: Option<Answered>,
    pub replies: i64,
    pub likes: i64,
    pub reposts: i64,
    pub liked: bool,
    pub bookmarked: bool,
    pub reposted: bool,
    pub may_repost: bool,
    pub pinned: bool,
    /// By moderators, from everybody but its author.
    pub hidden: bool,
    pub is_mine: bool,
}

/// What a post answers.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    pub url: String,
    /// None when it is gone.
    pub person: Option<UserCard>,
}

impl PostCard {
    pub fn of(card: &Card, reader: &Reader) -> Self {
        let post = &card.post;
        let is_mine = reader.is(&card.author);
        let warning = post.content_warning.as_deref();
        let words = [post.body.as_str(), warning.unwrap_or_default()];
        let muted_word = if is_mine { None } else { reader.muted.first_in(&words) };
        let muted_word = muted_word.map(str::to_owned);
        let answered = |parent| Answered {
            url: permalink(parent),
            person: card.answered.as_ref().map(UserCard::of),
        };
        let url = permalink(post.id);
        // What is hidden behind a warning must not stand in a title.
        let shown = text::plain(warning.unwrap_or(&post.body));
        let mut lines =
            warning.unwrap_or(&post.body).lines().filter(|line| !line.starts_with("```"));
        let first_line = lines.next().map(text::plain).unwrap_or_default();
        Self {
            id: post.id.to_string(),
            reply_url: format!("{url}#reply"),
            edit_url: format!("{url}/edit"),
            history_url: format!("{url}/history"),
            url,
            author: UserCard::of(&card.author),
            reposted_by: card.reposted_by.as_ref().map(UserCard::of),
            body_html: html(&post.body, &card.mentioned, ""),
            text_title: text::shorten(&first_line, TITLE_LENGTH),
            excerpt: match muted_word {
                Some(_) => "…".to_owned(),
                None => text::shorten(&shown, EXCERPT_LENGTH),
            },
            language: post.language.clone(),
            visibility: name_of(post.visibility),
            audience: match post.visibility {
                Visibility::Mentioned => names_of(&card.mentioned),
                _ => String::new(),
            },
            content_warning: post.content_warning.clone(),
            muted_word,
            created_at: rfc3339(post.created_at),
            edited_at: post.edited_at.map(rfc3339),
            imported_at: post.imported_at.map(rfc3339),
            in_reply_to: post.in_reply_to.map(answered),
            replies: card.replies,
            likes: card.likes,
            reposts: card.reposts,
            liked: card.liked,
            bookmarked: card.bookmarked,
            reposted: card.reposted,
            may_repost: post.visibility.is_open(),
            pinned: post.pinned_at.is_some(),
            hidden: post.hidden_at.is_some(),
            is_mine,
        }
    }

    pub(super) fn all_of(cards: &[Card], reader: &Reader) -> Vec<Self> {
        cards.iter().map(|card| Self::of(card, reader)).collect()
    }

    pub fn sample(id: i64) -> Self {
        let warned = id % 4 == 1;
        Self {
            id: id.to_string(),
            url: permalink(id),
            reply_url: format!("{}#reply", permalink(id)),
            edit_url: format!("{}/edit", permalink(id)),
            history_url: format!("{}/history", permalink(id)),
            author: UserCard::sample(),
            reposted_by: (id % 4 == 2).then(UserCard::sample),
            body_html: text::to_html("<script>alert(1)</script>\nhttps://example.org/"),
            text_title: "<script>".to_owned(),
            excerpt: "<script>".to_owned(),
            language: if id % 2 == 0 { "en" } else { "" }.to_owned(),
            visibility: name_of(match id % 4 {
                0 => Visibility::Public,
                1 => Visibility::Unlisted,
                2 => Visibility::Followers,
                _ => Visibility::Mentioned,
            }),
            audience: if id % 4 == 3 { "@ada, @grace".to_owned() } else { String::new() },
            content_warning: warned.then(|| "<b>Spoilers</b>".to_owned()),
            muted_word: (id % 4 == 3).then(|| "<i>word</i>".to_owned()),
            created_at: "2026-11-20T07:36:00Z".to_owned(),
            edited_at: (id % 2 == 0).then(|| "2026-11-20T08:36:00Z".to_owned()),
            imported_at: (id % 3 == 0).then(|| "2026-11-20T09:36:00Z".to_owned()),
            in_reply_to: match id % 3 {
                0 => None,
                1 => Some(Answered { url: permalink(9), person: None }),
                _ => Some(Answered { url: permalink(9), person: Some(UserCard::sample()) }),
            },
            replies: id % 2,
            likes: id % 3,
            reposts: id % 4,
            liked: id % 2 == 0,
            bookmarked: id % 2 == 1,
            reposted: id % 3 == 0,
            may_repost: id % 4 < 2,
            pinned: id % 2 == 0,
            hidden: id % 4 == 2,
            is_mine: id % 2 == 0,
        }
    }
}

/// With links to those of the people in the text who are mentioned, and to its tags. `base` is what
/// the links begin with where the text is read elsewhere.
pub fn html(body: &str, mentioned: &[Identity], base: &str) -> String {
    text::to_html_with(body, |reference| match reference {
        Reference::Mention(name) => mentioned
            .iter()
            .find(|person| person.username.eq_ignore_ascii_case(name))
            .map(|person| format!("{base}{}", UserCard::url_of(&person.username))),
        Reference::Tag(name) => Some(format!("{base}{}", tag_url(&text::fold_tag(name)))),
    })
}

/// `@ada, @grace`
pub(super) fn names_of<'i>(people: impl IntoIterator<Item = &'i Identity>) -> String {
    let names = people.into_iter().map(|person| format!("@{}", person.username));
    names.collect::<Vec<_>>().join(", ")
}

/// The path of a post.
pub fn permalink(id: i64) -> String {
    format!("/posts/{id}")
}

/// The path of a tag's page; the tag is folded.
pub fn tag_url(tag: &str) -> String {
    format!(
        "/tags/{}",
        percent_encoding::utf8_percent_encode(tag, percent_encoding::NON_ALPHANUMERIC)
    )
}

pub fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|time| time.to_string()).unwrap_or_default()
}

pub fn name_of(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Unlisted => "unlisted",
        Visibility::Followers => "followers",
        Visibility::Mentioned => "mentioned",
    }
}
