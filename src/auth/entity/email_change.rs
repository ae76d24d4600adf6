//! A row of `email_changes`: another address that an account is to have, once both ends agree.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    pub email: String,
    pub email_key: String,
    /// The verified address that has to agree; none when there was none.
    pub old_email_key: Option<String>,
    pub old_confirmed: bool,
    pub new_confirmed: bool,
    pub created_at: i64,
    pub expires_at: i64,
}

impl Model {
    pub fn is_agreed(&self) -> bool {
        self.new_confirmed && (self.old_confirmed || self.old_email_key.is_none())
    }
}

/// Without the addresses: what is printed ends up in logs.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmailChange").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
