//! A row of `drafts`: a post that isn't published yet. Nothing in it is validated: it is what was
//! typed.

use sea_orm::entity::prelude::*;

use super::Visibility;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub user_id: i64,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub content_warning: String,
    pub visibility: Visibility,
    /// Empty: to be guessed.
    pub language: String,
    pub in_reply_to: Option<i64>,
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
