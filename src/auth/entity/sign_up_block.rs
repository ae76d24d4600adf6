//! A row of `sign_up_blocks`: who may not make an account. Its identifier is when it was made.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_up_blocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub kind: Kind,
    /// Folded. `*.example.org` is that domain and all below it; in a name a `*` at either end is
    /// whatever stands there.
    pub pattern: String,
    /// For moderators.
    #[sea_orm(column_type = "Text")]
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a sign-up is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))", rename_all = "lowercase")]
pub enum Kind {
    /// Of the e-mail address.
    Domain,
    /// The username.
    Name,
}
