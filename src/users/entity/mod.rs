//! A row of `users`. Times are milliseconds since 1970.

pub mod block;
pub mod follow;
pub mod follow_request;
pub mod mute;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::web::i18n::Locale;

/// The longest display name and bio, in grapheme clusters.
pub const NAME_MAX: usize = 50;
pub const BIO_MAX: usize = 300;
/// The longest label of a link on a profile, in grapheme clusters.
pub const LABEL_MAX: usize = 30;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// As its owner writes it.
    pub username: String,
    /// As it is compared: see [`super::username::fold`].
    pub username_key: String,
    /// Never shown to others.
    pub email: String,
    /// As it is compared: see [`super::email::fold`].
    pub email_key: String,
    pub password_hash: String,
    /// Empty: the username is shown.
    #[sea_orm(column_type = "Text")]
    pub display_name: String,
    #[sea_orm(column_type = "Text")]
    pub bio: String,
    /// A BCP 47 tag; empty: the browser decides.
    pub locale: String,
    pub theme: Theme,
    pub role: Role,
    pub suspended_at: Option<i64>,
    pub created_at: i64,
    /// Whether people must ask before they follow.
    pub locked: bool,
    pub notify_from: NotifyFrom,
    /// One word or phrase a line.
    #[sea_orm(column_type = "Text")]
    pub muted_words: Option<String>,
    /// See [`Link`].
    #[sea_orm(column_type = "Text")]
    pub links: Option<String>,
    /// The identifier of the last notification that has been read.
    pub notifications_read: i64,
    /// Equal to `email_key` once the address is verified: only then it is this account's alone.
    pub verified_email_key: Option<String>,
    pub email_verified_at: Option<i64>,
    /// Since when moderators keep it from those who don't follow it.
    pub silenced_at: Option<i64>,
    /// When its owner asked for it to be deleted.
    pub leaving_at: Option<i64>,
    /// Since when it waits to be let in: nobody sees it, and nobody is signed in to it.
    pub awaiting_at: Option<i64>,
    /// Whether it may be found by those who don't know its name.
    pub discoverable: bool,
    pub mail_digest: MailDigest,
    /// Up to when its owner was told by mail.
    pub digested_at: i64,
    /// A session that was begun before isn't valid any more.
    pub password_changed_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn is_suspended(&self) -> bool {
        self.suspended_at.is_some()
    }

    /// Whether it moderates others.
    pub fn is_staff(&self) -> bool {
        matches!(self.role, Role::Moderator | Role::Admin)
    }

    /// Whether others find it as if it weren't there.
    pub fn is_gone(&self) -> bool {
        self.is_suspended() || self.leaving_at.is_some() || self.awaiting_at.is_some()
    }

    /// The language that he has chosen, else this one.
    pub fn locale_or(&self, otherwise: Locale) -> Locale {
        Locale::from_tag(&self.locale).unwrap_or(otherwise)
    }

    /// Whether mail may be sent to its address: nobody else's inbox is ours to fill.
    pub fn is_verified(&self) -> bool {
        self.verified_email_key.is_some()
    }

    pub fn identity(&self) -> Identity {
        Identity {
            id: self.id,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
        }
    }
}

/// Without the address and the hash: what is printed ends up in logs.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// What a card shows of somebody, and all that lists of people and posts read.
#[derive(Debug, Clone, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Identity {
    pub id: i64,
    pub username: String,
    pub display_name: String,
}

impl Identity {
    /// The name to call somebody by.
    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() { &self.username } else { &self.display_name }
    }
}

/// What an account may do beyond its own things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum Role {
    Member,
    Moderator,
    Admin,
}

/// How pages look to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))", rename_all = "lowercase")]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    Light,
    Dark,
}

/// Whose doings somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum NotifyFrom {
    #[default]
    Anyone,
    /// Those whom he follows.
    Followed,
    Nobody,
}

/// How often somebody is told by mail what is new to him.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))", rename_all = "lowercase")]
pub enum MailDigest {
    #[default]
    None,
    Daily,
    Weekly,
}

/// A link on a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub label: String,
    pub url: String,
}

impl Link {
    /// The most that a profile may have.
    pub const MOST: usize = 4;

    pub fn of_column(column: Option<&str>) -> Vec<Self> {
        column.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    pub fn to_column(links: &[Self]) -> Option<String> {
        serde_json::to_string(links).ok().filter(|_| !links.is_empty())
    }
}
