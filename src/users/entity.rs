//! A row of `users`. Times are milliseconds since 1970.

use sea_orm::entity::prelude::*;

/// The longest display name and bio, in grapheme clusters.
pub const NAME_MAX: usize = 50;
pub const BIO_MAX: usize = 300;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
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
    pub email_key: String,
    pub password_hash: String,
    /// Empty: the username is shown.
    #[sea_orm(column_type = "Text")]
    pub display_name: String,
    #[sea_orm(column_type = "Text")]
    pub bio: String,
    /// A BCP 47 tag; empty: the browser decides.
    pub locale: String,
    pub theme: String,
    pub role: String,
    pub suspended_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn is_suspended(&self) -> bool {
        self.suspended_at.is_some()
    }

    /// The name to call somebody by.
    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() { &self.username } else { &self.display_name }
    }
}

/// What an account may do beyond its own things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Member,
    Moderator,
    Admin,
}

impl Role {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}
