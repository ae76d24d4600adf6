//! A row of `mutes`: one person doesn't want to read another.

use sea_orm::entity::prelude::*;

use crate::db::pairs::Pair;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub muter_id: i64,
    pub muted_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Pair for Entity {
    const ID: Column = Column::Id;
    const SUBJECT: Column = Column::MuterId;
    const OBJECT: Column = Column::MutedId;
}
