//! A row of `archive_jobs`: something that takes longer than a request.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "archive_jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub user_id: i64,
    pub kind: Kind,
    pub state: State,
    /// A BCP 47 tag: the language that was asked in.
    pub locale: String,
    /// From when on it may be worked on.
    pub due_at: i64,
    /// Whoever works on it has it until then; or whoever sends it.
    pub leased_until: i64,
    /// A word that only he knows.
    pub lease: String,
    /// How often it was begun.
    pub attempts: i64,
    /// How far it is, of how much; in whatever unit.
    pub done: i64,
    pub total: i64,
    /// The bytes that its pieces make together.
    pub size: i64,
    /// An [`Outcome`] in JSON.
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    pub finished_at: Option<i64>,
    pub expires_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))", rename_all = "lowercase")]
pub enum Kind {
    Export,
    Import,
    /// Of the account.
    Removal,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(8))", rename_all = "lowercase")]
pub enum State {
    /// Its pieces are on their way to us.
    Upload,
    Waiting,
    Running,
    Done,
    Failed,
}

impl State {
    /// Whether there is more to come.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Upload | Self::Waiting | Self::Running)
    }
}

/// What it came to, as far as it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Entries of an import that have been looked at: where the next process goes on.
    pub position: u64,
    pub imported: u64,
    pub known: u64,
    pub refused: u64,
    /// Why the whole has failed: the end of a message's key.
    pub fault: Option<String>,
}

impl Outcome {
    /// What can't be read is as good as nothing.
    pub fn of_column(column: &str) -> Self {
        serde_json::from_str(column).unwrap_or_default()
    }

    pub fn to_column(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Model {
    pub fn outcome(&self) -> Outcome {
        Outcome::of_column(&self.outcome)
    }
}
