//! A row of `sessions`. Times are milliseconds since 1970.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Fingerprint of the key in the cookie.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: String,
    pub user_id: Option<i64>,
    /// What its owner calls it by, to end it; it opens nothing.
    pub id: Option<i64>,
    /// JSON of what actix-session keeps.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub created_at: i64,
    pub seen_at: i64,
    /// The earlier of the idle and the absolute time-out.
    pub expires_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
