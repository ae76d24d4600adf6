//! What is found by its words: a row of tokens for each post and each person, under the same
//! identifier, and gone with it. What a token is, the code that writes them knows; a migration
//! can't, so the tables begin empty.
//!
//! - SQLite has an FTS5 table that keeps the index alone, not the tokens, and knows no foreign
//!   keys: a trigger deletes, by cascades too;
//! - PostgreSQL has a `tsvector` under GIN, with positions, which phrases need;
//! - MariaDB has a `FULLTEXT` index. The tokens are ASCII, a byte a character; a character set that
//!   folds nothing is the fastest. `TEXT` would be too short for a long post.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, custom};
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::{create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Each with the table whose rows it finds.
const TABLES: [(&str, &str); 2] = [("post_search", "posts"), ("user_search", "users")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, of) in TABLES {
            match manager.get_database_backend() {
                DatabaseBackend::Sqlite => create_virtual_table(manager, name, of).await?,
                DatabaseBackend::MySql => {
                    let tokens = "MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin";
                    create_indexed_table(manager, name, of, tokens).await?;
                }
                _ => create_indexed_table(manager, name, of, "tsvector").await?,
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in TABLES {
            if manager.get_database_backend() == DatabaseBackend::Sqlite {
                let drop = format!("DROP TRIGGER IF EXISTS {name}_deleted");
                manager.get_connection().execute_unprepared(&drop).await?;
            }
            manager.drop_table(Table::drop().table(name).if_exists().to_owned()).await?;
        }
        Ok(())
    }
}

async fn create_virtual_table(
    manager: &SchemaManager<'_>,
    name: &'static str,
    of: &'static str,
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    db.execute_unprepared(&format!(
        "CREATE VIRTUAL TABLE IF NOT EXISTS {name} \
         USING fts5(tokens, content='', contentless_delete=1, tokenize='ascii')"
    ))
    .await?;
    db.execute_unprepared(&format!(
        "CREATE TRIGGER IF NOT EXISTS {name}_deleted AFTER DELETE ON {of} \
         BEGIN DELETE FROM {name} WHERE rowid = old.id; END"
    ))
    .await?;
    Ok(())
}

async fn create_indexed_table(
    manager: &SchemaManager<'_>,
    name: &'static str,
    of: &'static str,
    tokens: &'static str,
) -> Result<(), DbErr> {
    let table = create_table(manager, name)
        .col(big_integer("id").primary_key())
        .col(custom("tokens", tokens).not_null())
        .foreign_key(&mut foreign_key(name, "id", of))
        .to_owned();
    manager.create_table(table).await?;
    let index = format!("{name}_tokens");
    if manager.has_index(name, &index).await? {
        return Ok(());
    }
    let index = Index::create().name(index).table(name).col("tokens").full_text().to_owned();
    manager.create_index(index).await
}
