//! The form that posts are written with.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;

use super::card::{PostCard, name_of, names_of};
use crate::posts::entity::Model;
use crate::posts::entity::{Visibility, draft};
use crate::posts::forms::{NewPost, WARNING_MAX};
use crate::posts::language::LANGUAGES;
use crate::posts::queries::cards::Card;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;
use crate::web::text;

/// The form to write with; every text in it is exactly what was typed.
#[derive(Debug, Serialize)]
pub struct Composer {
    pub body: String,
    pub visibility: String,
    /// Who is in the closed conversation that this goes on: `@ada, @grace`.
    pub audience: String,
    pub content_warning: String,
    /// Empty: to be guessed.
    pub language: String,
    pub languages: Vec<Language>,
    /// Makes sending it twice publish once.
    pub key: String,
    pub draft_id: Option<String>,
    pub errors: Errors,
    pub max_length: usize,
    pub remaining: i64,
    pub warning_max: usize,
}

/// A language to choose.
#[derive(Debug, Serialize)]
pub struct Language {
    pub code: &'static str,
    /// In the language itself.
    pub name: &'static str,
}

impl Composer {
    pub fn empty(max_length: usize) -> Self {
        let visibility = name_of(Visibility::default()).to_owned();
        let form = NewPost { visibility, ..NewPost::default() };
        Self::of(form, Errors::default(), max_length)
    }

    /// For an answer, which is seen by no more people than what it answers.
    pub fn answering(card: &Card, viewer: i64, max_length: usize) -> Self {
        let visibility = card.post.visibility.of_answer(card.author.id == viewer);
        let visibility = name_of(visibility).to_owned();
        let content_warning = card.post.content_warning.clone().unwrap_or_default();
        let closed = !card.post.visibility.is_open();
        let there =
            card.mentioned.iter().chain([&card.author]).filter(|person| person.id != viewer);
        let audience = if closed { names_of(there) } else { String::new() };
        Self { visibility, audience, content_warning, ..Self::empty(max_length) }
    }

    /// With what was typed.
    pub fn of(form: NewPost, errors: Errors, max_length: usize) -> Self {
        let length = text::length(&text::normalize(&form.body));
        let key = Some(form.idempotency_key).filter(|key| !key.is_empty());
        Self {
            remaining: max_length as i64 - length as i64,
            body: form.body,
            visibility: form.visibility,
            audience: String::new(),
            content_warning: form.content_warning,
            language: form.language,
            languages: LANGUAGES.iter().map(|(code, name)| Language { code, name }).collect(),
            key: key.unwrap_or_else(new_key),
            draft_id: Some(form.draft_id).filter(|id| !id.is_empty()),
            errors,
            max_length,
            warning_max: WARNING_MAX,
        }
    }

    pub fn of_draft(draft: draft::Model, max_length: usize) -> Self {
        let form = NewPost {
            body: draft.body,
            in_reply_to: String::new(),
            visibility: name_of(draft.visibility).to_owned(),
            content_warning: draft.content_warning,
            language: draft.language,
            idempotency_key: String::new(),
            draft_id: draft.id.to_string(),
        };
        Self::of(form, Errors::default(), max_length)
    }

    /// For editing.
    pub fn of_post(post: Model, max_length: usize) -> Self {
        let form = NewPost {
            body: post.body,
            visibility: name_of(post.visibility).to_owned(),
            content_warning: post.content_warning.unwrap_or_default(),
            language: post.language,
            ..NewPost::default()
        };
        Self::of(form, Errors::default(), max_length)
    }

    /// The same form under what it answers: what wasn't chosen is as there.
    #[must_use]
    pub fn under(self, parent: Option<&Card>, viewer: i64) -> Self {
        let Some(parent) = parent else { return self };
        let beginning = Self::answering(parent, viewer, self.max_length);
        let visibility =
            if self.visibility.is_empty() { beginning.visibility } else { self.visibility };
        Self { visibility, audience: beginning.audience, ..self }
    }

    #[must_use]
    pub fn with_errors(self, errors: Errors) -> Self {
        Self { errors, ..self }
    }

    pub(super) fn sample() -> Self {
        let mut errors = Errors::one("body", Message::new("error-post-too-long").with("over", 3));
        errors.add("content_warning", Message::new("error-warning-too-long").with("max", 100));
        errors.add("visibility", Message::new("error-visibility-invalid"));
        errors.add("language", Message::new("error-language-invalid"));
        let form = NewPost {
            body: "</textarea><script>".to_owned(),
            content_warning: "\"><script>".to_owned(),
            visibility: "followers".to_owned(),
            language: "zh".to_owned(),
            draft_id: "7".to_owned(),
            ..NewPost::default()
        };
        Self::of(form, errors, 16)
    }
}

fn new_key() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())
}

/// `posts/new.html`
#[derive(Debug, Serialize)]
pub struct New {
    pub composer: Composer,
    /// What is answered.
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

/// `posts/edit.html`
#[derive(Debug, Serialize)]
pub struct Edit {
    pub post_url: String,
    pub composer: Composer,
}

impl View for Edit {
    const TEMPLATE: &'static str = "posts/edit.html";

    fn samples() -> Vec<Self> {
        [Composer::empty(500), Composer::sample()]
            .map(|composer| Self { post_url: "/posts/9".to_owned(), composer })
            .into()
    }
}

/// `posts/drafts.html`
#[derive(Debug, Serialize)]
pub struct Drafts {
    pub drafts: Vec<DraftRow>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct DraftRow {
    pub id: String,
    /// One line; empty when only a warning has been typed.
    pub excerpt: String,
    pub edit_url: String,
    /// RFC 3339.
    pub updated_at: String,
    pub is_reply: bool,
}

impl DraftRow {
    pub fn of(draft: &draft::Model) -> Self {
        let words = if text::is_blank(&draft.body) { &draft.content_warning } else { &draft.body };
        Self {
            id: draft.id.to_string(),
            excerpt: text::shorten(&text::plain(words), 140),
            edit_url: draft_url(draft.id),
            updated_at: super::rfc3339(draft.updated_at),
            is_reply: draft.in_reply_to.is_some(),
        }
    }
}

/// Where a draft is gone on with.
pub fn draft_url(id: i64) -> String {
    format!("/posts/new?draft={id}")
}

impl View for Drafts {
    const TEMPLATE: &'static str = "posts/drafts.html";

    fn samples() -> Vec<Self> {
        let row = |excerpt: &str, is_reply| DraftRow {
            id: format!("{}", excerpt.len()),
            excerpt: excerpt.to_owned(),
            edit_url: draft_url(9),
            updated_at: "2026-11-20T07:36:00Z".to_owned(),
            is_reply,
        };
        vec![
            Self { drafts: Vec::new(), older_url: None },
            Self {
                drafts: vec![row("<script>", true), row("", false)],
                older_url: Some("/drafts?before=1".to_owned()),
            },
        ]
    }
}
