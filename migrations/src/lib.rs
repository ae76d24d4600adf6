//! The steps that build the database, forward and back, on SQLite, PostgreSQL and MariaDB.
//!
//! A step never imports an entity: entities follow the code of today, a step stays as it was. What
//! differs between the databases is said in [`create_table`] alone:
//! - identifiers and times are `BIGINT` (milliseconds since 1970), equal everywhere;
//! - columns that must be unique hold an already folded key, and MariaDB compares them byte by
//!   byte (`utf8mb4_bin`), as the other two do;
//! - what a killed migration left behind on MariaDB is taken for its own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

mod m20261120_000001_users;
mod m20261120_000002_sessions;
mod m20261120_000003_posts;
mod m20261120_000004_rate_limits;
mod m20261120_000005_follows;
mod m20261120_000006_replies;
mod m20261120_000007_reactions;
mod m20261120_000008_writing;
mod m20261120_000009_relations;
mod m20261120_000010_notifications;
mod m20261120_000020_search;
mod m20261120_000021_indexes;
mod m20261120_000030_accounts;
mod m20261120_000031_mail;
mod m20261120_000032_credentials;
mod m20261120_000033_moderation;
mod m20261120_000034_archive;

pub use sea_orm_migration::MigratorTrait;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261120_000001_users::Migration),
            Box::new(m20261120_000002_sessions::Migration),
            Box::new(m20261120_000003_posts::Migration),
            Box::new(m20261120_000004_rate_limits::Migration),
            Box::new(m20261120_000005_follows::Migration),
            Box::new(m20261120_000006_replies::Migration),
            Box::new(m20261120_000007_reactions::Migration),
            Box::new(m20261120_000008_writing::Migration),
            Box::new(m20261120_000009_relations::Migration),
            Box::new(m20261120_000010_notifications::Migration),
            Box::new(m20261120_000020_search::Migration),
            Box::new(m20261120_000021_indexes::Migration),
            Box::new(m20261120_000030_accounts::Migration),
            Box::new(m20261120_000031_mail::Migration),
            Box::new(m20261120_000032_credentials::Migration),
            Box::new(m20261120_000033_moderation::Migration),
            Box::new(m20261120_000034_archive::Migration),
        ]
    }
}

/// Each step is one transaction where the database can do that with a schema (MariaDB can't): a
/// process that is killed half-way leaves nothing that the next start would stumble over.
const IN_TRANSACTION: Option<bool> = Some(true);

/// `CREATE TABLE` with the one character set and collation that agree with the other databases.
fn create_table(manager: &SchemaManager, name: &'static str) -> TableCreateStatement {
    let mut table = Table::create().table(name).if_not_exists().to_owned();
    if manager.get_database_backend() == DatabaseBackend::MySql {
        table.character_set("utf8mb4").collate("utf8mb4_bin");
    }
    table
}

/// A column that goes with the row of another table that it names.
fn foreign_key(
    table: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(to, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// `ADD COLUMN`, unless a killed migration has done it already. One a statement: SQLite takes no more.
async fn add_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    if manager.has_column(table, name).await? {
        return Ok(());
    }
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

/// `CREATE INDEX` on these columns in this order, unless a killed migration has made it already.
async fn create_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &str,
    columns: &[&'static str],
    unique: bool,
) -> Result<(), DbErr> {
    if manager.has_index(table, name).await? {
        return Ok(());
    }
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    if unique {
        index.unique();
    }
    manager.create_index(index).await
}

/// Unless a killed migration has done it already.
async fn drop_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &'static str,
) -> Result<(), DbErr> {
    if !manager.has_index(table, name).await? {
        return Ok(());
    }
    manager.drop_index(Index::drop().name(name).table(table).to_owned()).await
}
