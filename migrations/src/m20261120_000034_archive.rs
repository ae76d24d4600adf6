//! What somebody does with all that is his: takes it along, brings it, deletes it. Each is a job that
//! outlives the request which asked for it and the process that works on it.
//!
//! The bytes of archives lie in the database, in pieces: any instance can serve what another has
//! made, and go on with what was sent to another.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, custom, string_len, text};
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let jobs = create_table(manager, "archive_jobs")
            .col(big_integer("id").primary_key())
            .col(big_integer("user_id"))
            .col(string_len("kind", 8))
            .col(string_len("state", 8))
            // The language that was asked in.
            .col(string_len("locale", 16))
            // From when on it may be worked on.
            .col(big_integer("due_at"))
            // Whoever works on it has it until then, under a word that only he knows.
            .col(big_integer("leased_until").default(0).to_owned())
            .col(string_len("lease", 32).default("").to_owned())
            .col(big_integer("attempts").default(0).to_owned())
            .col(big_integer("done").default(0).to_owned())
            .col(big_integer("total").default(0).to_owned())
            // The bytes that its pieces make together.
            .col(big_integer("size").default(0).to_owned())
            // What it came to, in JSON.
            .col(text("outcome"))
            .col(big_integer_null("finished_at"))
            .col(big_integer_null("expires_at"))
            .foreign_key(&mut foreign_key("archive_jobs", "user_id", "users"))
            .to_owned();
        manager.create_table(jobs).await?;
        // One of a kind for each account: who presses twice starts one.
        let one = ["user_id", "kind"];
        create_index(manager, "archive_jobs", "archive_jobs_one", &one, true).await?;
        let due = ["state", "due_at"];
        create_index(manager, "archive_jobs", "archive_jobs_due", &due, false).await?;
        let old = ["expires_at"];
        create_index(manager, "archive_jobs", "archive_jobs_expired", &old, false).await?;

        let bytes = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => "BLOB",
            DatabaseBackend::MySql => "MEDIUMBLOB",
            _ => "BYTEA",
        };
        let chunks = create_table(manager, "archive_chunks")
            .col(big_integer("job_id"))
            .col(big_integer("number"))
            .col(custom("bytes", bytes).not_null())
            .primary_key(Index::create().col("job_id").col("number"))
            .foreign_key(&mut foreign_key("archive_chunks", "job_id", "archive_jobs"))
            .to_owned();
        manager.create_table(chunks).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["archive_chunks", "archive_jobs"] {
            manager.drop_table(Table::drop().table(table).if_exists().to_owned()).await?;
        }
        Ok(())
    }
}
