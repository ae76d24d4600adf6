//! A row of `notifications`. Its identifier is when it happened.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Who is told.
    pub user_id: i64,
    pub kind: Kind,
    /// What belongs together in one line.
    pub topic: String,
    /// Who did it.
    pub actor_id: i64,
    pub post_id: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum Kind {
    Mention,
    Reply,
    Follow,
    /// Somebody asks to follow.
    Request,
    Like,
    Repost,
    /// Of a post that one has reposted.
    Edit,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Reply => "reply",
            Self::Follow => "follow",
            Self::Request => "request",
            Self::Like => "like",
            Self::Repost => "repost",
            Self::Edit => "edit",
        }
    }
}
