//! A row of `follow_requests`: one person asks to follow another, who has the last word.

use sea_orm::entity::prelude::*;

use crate::db::pairs::Pair;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub follower_id: i64,
    pub followee_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Pair for Entity {
    const ID: Column = Column::Id;
    const SUBJECT: Column = Column::FollowerId;
    const OBJECT: Column = Column::FolloweeId;
}
