//! What publishing comes to, for the web and the command line alike: one transaction.

use sea_orm::DbErr;

use super::entity::Model;
use super::queries;
use crate::db::Db;
use crate::id;

/// A post that is fit to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidPost {
    pub body: String,
    pub in_reply_to: Option<i64>,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Published {
    /// Under this identifier.
    Post(i64),
    /// What it answers has been deleted.
    ParentGone,
}

pub async fn publish(db: &Db, author_id: i64, post: ValidPost) -> Result<Published, DbErr> {
    let transaction = db.begin().await?;
    let parent = match post.in_reply_to {
        None => None,
        Some(parent) => match queries::find(&transaction, parent).await? {
            Some(parent) => Some(parent),
            None => return Ok(Published::ParentGone),
        },
    };
    let id = id::mint();
    let row = Model {
        id,
        author_id,
        body: post.body,
        created_at: id::now_ms(),
        in_reply_to: post.in_reply_to,
        root_id: parent.map(|parent| parent.root_id.unwrap_or(parent.id)),
    };
    queries::insert(&transaction, row).await?;
    transaction.commit().await?;
    Ok(Published::Post(id))
}
