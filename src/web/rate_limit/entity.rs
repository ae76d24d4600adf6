//! A row of `rate_limits`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rate_limits")]
pub struct Model {
    /// Fingerprint of the rule and its subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub bucket: String,
    /// When the bucket is empty again, in milliseconds since 1970.
    pub free_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
