//! A row of `letters`, the outbox.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letters")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Fingerprint of what caused it; unique.
    pub event: String,
    /// A composer's, or that of a letter.
    pub kind: String,
    /// JSON, gone as soon as the letter is out of our hands: it may hold a token.
    #[sea_orm(column_type = "Text")]
    pub payload: Option<String>,
    pub state: State,
    /// In milliseconds since 1970. While it waits: when to try, or until when somebody has it.
    /// Afterwards: since when.
    pub due_at: i64,
    /// Of the worker that has it.
    pub claim: Option<i64>,
    pub attempts: i32,
    /// What became of the last attempt; without what a server says, which often names the address.
    pub failure: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))", rename_all = "lowercase")]
pub enum State {
    Waiting,
    /// The server is being given it, or was when we heard the last of it. Never tried again.
    Handed,
    Sent,
    /// Refused, or tried for too long.
    Failed,
}

/// Without the payload: what is printed ends up in logs.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
