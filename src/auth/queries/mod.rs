//! All that is asked of the tables that prove who somebody is.

pub mod admission;
pub mod email_changes;
pub mod second_factor;
pub mod tokens;

use sea_orm::DbErr;

use crate::db::Db;

/// Removes what has expired.
pub async fn sweep(db: &Db) -> Result<u64, DbErr> {
    Ok(tokens::sweep(db.writer()).await? + email_changes::sweep(db.writer()).await?)
}
