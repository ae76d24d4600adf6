//! A row of `posts`. Times are milliseconds since 1970; identifiers sort by them.

pub mod bookmark;
pub mod like;

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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
