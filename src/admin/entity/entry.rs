//! A row of `audit_log`: one act. Its identifier is when it was done. There are only numbers in it,
//! which mean nothing once the account that they belong to is gone.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// None: whoever has the command line.
    pub actor_id: Option<i64>,
    pub act: Act,
    /// Whom it is about.
    pub person_id: Option<i64>,
    pub post_id: Option<i64>,
    /// Which report, invitation or block.
    pub object_id: Option<i64>,
    /// What the moderator said of it.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "kebab-case")]
pub enum Act {
    HidePost,
    UnhidePost,
    Silence,
    Suspend,
    Lift,
    SignOut,
    Note,
    Resolve,
    Dismiss,
    Promote,
    Invite,
    RevokeInvitation,
    Approve,
    Reject,
    AddBlock,
    RemoveBlock,
}

impl Act {
    /// As in the catalogues: `audit-hide-post`.
    pub fn name(self) -> String {
        self.to_value()
    }
}
