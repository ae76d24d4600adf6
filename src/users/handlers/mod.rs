//! Whom people follow ([`following`]), whom they want nothing of ([`boundaries`]), and their settings.

pub mod boundaries;
pub mod following;
pub mod settings;

use super::entity::Model;
use super::queries;
use crate::db::Db;
use crate::web::error::Error;

async fn find(db: &Db, username: &str) -> Result<Model, Error> {
    queries::find_by_username(db.reader(), username).await?.ok_or(Error::NotFound)
}
