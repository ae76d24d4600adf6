//! What templates see here.

use std::collections::HashMap;

use serde::Serialize;

use super::entity::Kind;
use super::queries::Group;
use crate::id;
use crate::posts::queries::cards::Card;
use crate::posts::views::{PostCard, Reader, rfc3339};
use crate::users::entity::Identity;
use crate::users::views::UserCard;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `notifications/list.html`
#[derive(Debug, Serialize)]
pub struct List {
    pub groups: Vec<Line>,
    pub older_url: Option<String>,
    /// The newest that is shown; a number as text.
    pub up_to: String,
    /// How many ask to follow.
    pub requests: u64,
}

/// "Ada and 3 others liked this post."
#[derive(Debug, Serialize)]
pub struct Line {
    pub kind: &'static str,
    pub is_new: bool,
    /// The last who did it.
    pub person: UserCard,
    pub others: i64,
    /// RFC 3339.
    pub at: String,
    pub post: Option<PostCard>,
}

impl Line {
    /// None where the person or the post is gone, or not for the reader any more.
    pub fn of(
        group: &Group,
        actors: &HashMap<i64, Identity>,
        cards: &[Card],
        reader: &Reader,
        read: i64,
    ) -> Option<Self> {
        let row = &group.newest;
        let post = match row.post_id {
            None => None,
            Some(id) => {
                let card = cards.iter().find(|card| card.post.id == id)?;
                Some(PostCard::of(card, reader))
            }
        };
        Some(Self {
            kind: row.kind.name(),
            is_new: row.id > read,
            person: UserCard::of(actors.get(&row.actor_id)?),
            others: group.people - 1,
            at: rfc3339(id::time_of(row.id)),
            post,
        })
    }
}

impl View for List {
    const TEMPLATE: &'static str = "notifications/list.html";

    fn nav(&self) -> &'static str {
        "notifications"
    }

    fn samples() -> Vec<Self> {
        let line = |kind: Kind, number: i64| Line {
            kind: kind.name(),
            is_new: number % 2 == 0,
            person: UserCard::sample(),
            others: number % 3,
            at: "2026-11-20T07:36:00Z".to_owned(),
            post: (!matches!(kind, Kind::Follow | Kind::Request)).then(|| PostCard::sample(number)),
        };
        let kinds = [
            Kind::Mention,
            Kind::Reply,
            Kind::Follow,
            Kind::Request,
            Kind::Like,
            Kind::Repost,
            Kind::Edit,
        ];
        vec![
            Self { groups: Vec::new(), older_url: None, up_to: "0".to_owned(), requests: 0 },
            Self {
                groups: kinds
                    .into_iter()
                    .zip(1..)
                    .map(|(kind, number)| line(kind, number))
                    .collect(),
                older_url: Some("/notifications?before=1".to_owned()),
                up_to: "7".to_owned(),
                requests: 2,
            },
        ]
    }
}

/// `notifications/settings.html`
#[derive(Debug, Serialize)]
pub struct SettingsNotifications {
    pub form: MailForm,
    /// Whether mail may be sent to him at all.
    pub verified: bool,
}

#[derive(Debug, Default, Serialize)]
pub struct MailForm {
    /// `none`, `daily` or `weekly`.
    pub mail_digest: String,
    pub errors: Errors,
}

impl View for SettingsNotifications {
    const TEMPLATE: &'static str = "notifications/settings.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let errors = Errors::one("mail_digest", Message::new("error-choice-invalid"));
        let wrong = MailForm { mail_digest: "<script>".to_owned(), errors };
        let right = MailForm { mail_digest: "daily".to_owned(), errors: Errors::default() };
        vec![Self { form: wrong, verified: false }, Self { form: right, verified: true }]
    }
}

/// `notifications/unsubscribe.html`
#[derive(Debug, Serialize)]
pub struct Unsubscribe {
    pub token: String,
    pub done: bool,
}

impl View for Unsubscribe {
    const TEMPLATE: &'static str = "notifications/unsubscribe.html";

    fn samples() -> Vec<Self> {
        [false, true].map(|done| Self { token: "1.\"><script>".to_owned(), done }).into()
    }
}
