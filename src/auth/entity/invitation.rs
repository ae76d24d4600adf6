//! A row of `invitations`. Its identifier is when it was made.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What its link ends with. Kept as it is, so that the link can be copied again: it lets
    /// somebody make an account and do nothing else, and those who may see it may make others.
    pub code: String,
    /// What it was made for; for moderators.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub made_by: i64,
    pub max_uses: i32,
    pub uses: i32,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
