//! A row of `posts`. Times are milliseconds since 1970; identifiers sort by them.

use sea_orm::entity::prelude::*;

use crate::users;

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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "users::entity::Entity",
        from = "Column::AuthorId",
        to = "users::entity::Column::Id"
    )]
    Author,
}

impl Related<users::entity::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Author.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
