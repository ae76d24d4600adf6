//! A row of `mentions`: a post names somebody, or goes on a conversation that he is in.

use sea_orm::entity::prelude::*;

use crate::db::pairs::Pair;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mentions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub post_id: i64,
    pub user_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::Entity", from = "Column::PostId", to = "super::Column::Id")]
    Post,
}

impl ActiveModelBehavior for ActiveModel {}

impl Pair for Entity {
    const ID: Column = Column::Id;
    const SUBJECT: Column = Column::PostId;
    const OBJECT: Column = Column::UserId;
}
