//! A row of `posts`. Times are milliseconds since 1970; identifiers sort by them.

pub mod bookmark;
pub mod draft;
pub mod edit;
pub mod like;
pub mod mention;
pub mod repost;
pub mod tag;

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub author_id: i64,
    /// Plain text, normalized.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub created_at: i64,
    /// The post that this one answers; it may be gone.
    pub in_reply_to: Option<i64>,
    /// The first post of the thread; none in that post itself.
    pub root_id: Option<i64>,
    /// Whether it answers somebody else. A thread that one writes alone is a row of posts.
    pub is_reply: bool,
    pub visibility: Visibility,
    /// What the text is hidden behind.
    #[sea_orm(column_type = "Text")]
    pub content_warning: Option<String>,
    /// A BCP 47 tag, guessed or chosen; empty when nobody knows.
    pub language: String,
    /// A fingerprint of the form that it came with, unique to its author.
    pub submission: Option<String>,
    pub edited_at: Option<i64>,
    pub pinned_at: Option<i64>,
    /// Since when moderators keep it from everybody but its author.
    pub hidden_at: Option<i64>,
    /// When it came here from another place, if it did.
    pub imported_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Whom a post is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum Visibility {
    /// For everybody, and listed everywhere.
    #[default]
    Public,
    /// For everybody who comes by it, but not in Explore, under tags or in other people's searches.
    Unlisted,
    /// For those who follow its author.
    Followers,
    /// For those whom it names, and those who are in the closed conversation that it goes on.
    Mentioned,
}

impl Visibility {
    /// What an answer is unless its author says otherwise: for no more people than what it answers.
    /// "Followers" would mean his own ones, who may not see what he answers.
    #[must_use]
    pub fn of_answer(self, to_oneself: bool) -> Self {
        if self == Self::Followers && !to_oneself { Self::Mentioned } else { self }
    }

    /// Whether everybody may see it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}
