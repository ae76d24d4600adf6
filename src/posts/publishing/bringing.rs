//! Posts that were published in another place and are brought here by their author. They take their
//! places by their dates, and are tagged, indexed and counted as all are; but nobody is told, and
//! whom they name is a name and no more: here it may be somebody else's.

use sea_orm::{DatabaseTransaction, DbErr};

use super::{index, known_or_guessed};
use crate::id;
use crate::posts::entity::{Model, Visibility};
use crate::posts::queries::{self, own_posts, visibility};

/// How many places are tried for one post. A millisecond has 32,768.
const PLACES: i64 = 64;
/// So many of them in one millisecond.
const PLACES_A_MS: i64 = 8;

/// A post that is fit to be brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtPost {
    pub origin: Origin,
    pub answers: Option<Origin>,
    pub body: String,
    pub visibility: Visibility,
    pub content_warning: Option<String>,
    /// Empty: to be guessed.
    pub language: String,
    /// Milliseconds since 1970.
    pub published_at: i64,
    pub edited_at: Option<i64>,
}

/// Which post it is where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// A fingerprint of its identifier there: who brings it twice has it once.
    pub key: String,
    /// Where it comes from is here.
    pub local: Option<i64>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    New,
    /// It is here already.
    Known,
    /// At its date there is no room.
    NoPlace,
}

/// Within a transaction.
pub async fn bring(
    transaction: &DatabaseTransaction,
    author_id: i64,
    post: BroughtPost,
) -> Result<Brought, DbErr> {
    if find(transaction, author_id, &post.origin).await?.is_some() {
        return Ok(Brought::Known);
    }
    let parent = match &post.answers {
        Some(origin) => find_answered(transaction, author_id, origin).await?,
        None => None,
    };
    let mut row = Model {
        id: 0,
        author_id,
        created_at: post.published_at,
        in_reply_to: parent.as_ref().map(|parent| parent.id),
        root_id: parent.as_ref().map(|parent| parent.root_id.unwrap_or(parent.id)),
        // What it answers may have stayed behind: it is an answer all the same.
        is_reply: match &parent {
            Some(parent) => parent.is_reply || parent.author_id != author_id,
            None => post.answers.is_some(),
        },
        visibility: post.visibility,
        language: known_or_guessed(post.language, &post.body),
        content_warning: post.content_warning,
        submission: Some(post.origin.key),
        body: post.body,
        edited_at: post.edited_at,
        pinned_at: None,
        hidden_at: None,
        imported_at: Some(id::now_ms()),
    };
    for place in 0..PLACES {
        row.id = id::mint_at(post.published_at + place / PLACES_A_MS);
        if own_posts::insert_if_free(transaction, row.clone()).await? {
            index(transaction, &row).await?;
            return Ok(Brought::New);
        }
    }
    Ok(Brought::NoPlace)
}

/// The author's own post that this is.
async fn find(
    transaction: &DatabaseTransaction,
    author_id: i64,
    origin: &Origin,
) -> Result<Option<i64>, DbErr> {
    if let Some(local) = origin.local
        && queries::find_own(transaction, local, author_id).await?.is_some()
    {
        return Ok(Some(local));
    }
    queries::find_submitted(transaction, author_id, &origin.key).await
}

/// Anybody's, where it is here.
async fn find_answered(
    transaction: &DatabaseTransaction,
    author_id: i64,
    origin: &Origin,
) -> Result<Option<Model>, DbErr> {
    let id = match find(transaction, author_id, origin).await? {
        Some(own) => Some(own),
        None => origin.local,
    };
    match id {
        Some(id) => visibility::find(transaction, Some(author_id), id).await,
        None => Ok(None),
    }
}
