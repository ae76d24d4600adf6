//! What is left in SQLite's file of rows that have been deleted. (On a server it is the server's to
//! reuse; nobody but its operator can read that.)

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};

use super::Db;

/// Tables of FTS5 that keep no texts, and so can't take the words of a deleted one out of the index:
/// they only note that it is gone, until the part of the index that has it is merged.
const INDEXES: [&str; 2] = ["post_search", "user_search"];
/// Pages of the index that are merged at a time: some milliseconds.
const PAGES: i32 = 500;
/// Fewer changes than this mean that there was nothing left to merge.
/// <https://www.sqlite.org/fts5.html#the_merge_command>
const IDLE: i64 = 2;

/// Deleted rows are overwritten as they are deleted (`secure_delete`); this does the same for the
/// words that were found by, and empties the log, where copies of both are.
pub async fn erase(db: &Db) -> Result<(), DbErr> {
    if db.writer().get_database_backend() != DatabaseBackend::Sqlite {
        return Ok(());
    }
    for table in INDEXES {
        // A negative number begins a merge of the whole index, positive ones go on with it.
        let mut pages = -PAGES;
        while merge(db, table, pages).await? >= IDLE {
            pages = PAGES;
        }
    }
    // Readers may be in the way of it; what they hold is written over by those who come later.
    db.writer().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.map(drop)
}

/// How much there was to do. A transaction of its own, so that others may write in between.
async fn merge(db: &Db, table: &str, pages: i32) -> Result<i64, DbErr> {
    let transaction = db.begin().await?;
    let before = total_changes(&transaction).await?;
    let merge = format!("INSERT INTO {table}({table}, rank) VALUES('merge', {pages})");
    transaction.execute_unprepared(&merge).await?;
    let after = total_changes(&transaction).await?;
    transaction.commit().await?;
    Ok(after - before)
}

async fn total_changes(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let statement =
        sea_orm::Statement::from_string(DatabaseBackend::Sqlite, "SELECT total_changes()");
    match db.query_one_raw(statement).await? {
        Some(row) => row.try_get_by_index(0),
        None => Ok(0),
    }
}
