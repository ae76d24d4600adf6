//! A row of `blocks`: one person wants nothing to do with another.

use sea_orm::entity::prelude::*;

use crate::db::pairs::Pair;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub blocker_id: i64,
    pub blocked_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Pair for Entity {
    const ID: Column = Column::Id;
    const SUBJECT: Column = Column::BlockerId;
    const OBJECT: Column = Column::BlockedId;
}
