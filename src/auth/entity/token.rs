//! A row of `tokens`: a link that was sent by mail.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tokens")]
pub struct Model {
    /// Fingerprint of what the link holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub user_id: i64,
    pub purpose: Purpose,
    /// The address that it was sent to, folded: it proves this one and no other.
    pub email_key: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

/// What following the link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum Purpose {
    /// Shows that the account's address is its owner's.
    Verify,
    /// Sets a new password.
    Reset,
    /// Agrees to another address, at the present one.
    Leave,
    /// Agrees to it, at the other.
    Move,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
