//! A row of `reports`. Its identifier is when it was made.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub reporter_id: i64,
    /// Who is reported, or who wrote what is.
    pub person_id: i64,
    /// It may be gone meanwhile.
    pub post_id: Option<i64>,
    /// What belongs together: see [`Model::subject_of`].
    pub subject: String,
    /// Reporter and subject while it is open: the database keeps it to one of each.
    pub open_key: Option<String>,
    pub reason: Reason,
    #[sea_orm(column_type = "Text")]
    pub comment: String,
    /// The post as it was.
    #[sea_orm(column_type = "Text")]
    pub wording: Option<String>,
    pub closed_at: Option<i64>,
    pub closed_by: Option<i64>,
    pub outcome: Option<Outcome>,
}

impl Model {
    pub fn subject_of(person_id: i64, post_id: Option<i64>) -> String {
        match post_id {
            Some(post) => format!("post:{post}"),
            None => format!("person:{person_id}"),
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum Reason {
    Spam,
    Abuse,
    Illegal,
    Other,
}

/// What moderators made of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "lowercase")]
pub enum Outcome {
    /// There was something in it.
    Resolved,
    Dismissed,
}
