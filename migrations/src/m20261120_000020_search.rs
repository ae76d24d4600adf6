//! What is found by its words: a row of tokens for each post and each person, under the same
//! identifier, and gone with it. What a token is, the code that writes them knows; a migration
//! can't, so the tables begin empty.
//!
//! - SQLite has an FTS5 table that keeps the index alone, not the tokens, and knows no foreign
//!   keys: a trigger deletes, by cascades too;
//! - PostgreSQL has a `tsvector` under GIN, with positions, which phrases need;
//! - MariaDB has the tokens as a text, and beside them a table of the words that each row has.
//!   `TEXT` would be too short for a long post.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, custom};
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Each with its table of words, which only MariaDB has, and the table whose rows it finds.
const TABLES: [(&str, &str, &str); 2] =
    [("post_search", "post_search_words", "posts"), ("user_search", "user_search_words", "users")];
/// Tokens are nothing else, and are compared byte by byte.
const ASCII: &str = "CHARACTER SET ascii COLLATE ascii_bin";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, words, of) in TABLES {
            match manager.get_database_backend() {
                DatabaseBackend::Sqlite => create_virtual_table(manager, name, of).await?,
                DatabaseBackend::MySql => create_table_of_words(manager, name, words, of).await?,
                _ => create_vectors(manager, name, of).await?,
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, words, _) in TABLES {
            match manager.get_database_backend() {
                DatabaseBackend::Sqlite => {
                    let drop = format!("DROP TRIGGER IF EXISTS {name}_deleted");
                    manager.get_connection().execute_unprepared(&drop).await?;
                }
                DatabaseBackend::MySql => {
                    let drop = Table::drop().table(words).if_exists().to_owned();
                    manager.drop_table(drop).await?;
                }
                _ => {}
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

async fn create_vectors(
    manager: &SchemaManager<'_>,
    name: &'static str,
    of: &'static str,
) -> Result<(), DbErr> {
    let table = create_table(manager, name)
        .col(big_integer("id").primary_key())
        .col(custom("tokens", "tsvector").not_null())
        .foreign_key(&mut foreign_key(name, "id", of))
        .to_owned();
    manager.create_table(table).await?;
    // On PostgreSQL this says GIN.
    let index = Index::create()
        .name(format!("{name}_tokens"))
        .table(name)
        .col("tokens")
        .full_text()
        .to_owned();
    manager.create_index(index).await
}

async fn create_table_of_words(
    manager: &SchemaManager<'_>,
    name: &'static str,
    words: &'static str,
    of: &'static str,
) -> Result<(), DbErr> {
    let tokens = create_table(manager, name)
        .col(big_integer("id").primary_key())
        .col(custom("tokens", format!("MEDIUMTEXT {ASCII}")).not_null())
        .foreign_key(&mut foreign_key(name, "id", of))
        .to_owned();
    manager.create_table(tokens).await?;
    // What a row loses, it loses together, so that is how its words lie.
    let table = create_table(manager, words)
        .col(big_integer("id"))
        .col(custom("token", format!("VARCHAR(81) {ASCII}")).not_null())
        .primary_key(Index::create().col("id").col("token"))
        .foreign_key(&mut foreign_key(words, "id", of))
        .to_owned();
    manager.create_table(table).await?;
    create_index(manager, words, &format!("{words}_rows"), &["token", "id"], false).await
}
