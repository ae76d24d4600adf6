//! Whom people follow ([`following`]), whom they want nothing of ([`boundaries`]), and their settings.

pub mod boundaries;
pub mod following;
pub mod settings;

use super::entity::Model;
use super::queries;
use crate::db::Db;
use crate::web::error::Error;

/// Somebody who is there for others.
async fn find_present(db: &Db, username: &str) -> Result<Model, Error> {
    Some(find(db, username).await?).filter(|person| !person.is_gone()).ok_or(Error::NotFound)
}

/// Whoever he is: what was done about somebody can be undone when he isn't there any more, too.
async fn find(db: &Db, username: &str) -> Result<Model, Error> {
    queries::find_by_username(db.reader(), username).await?.ok_or(Error::NotFound)
}
