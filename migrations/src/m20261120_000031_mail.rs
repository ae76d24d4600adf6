//! Letters that are to be sent, written down in the transaction of what caused them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, string_len, string_len_null, text_null,
};

use crate::{create_index, create_table, drop_index};

/// Whose turn it is to be told by mail what is new.
const DIGEST: &str = "users_by_digest";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = create_table(manager, "letters")
            .col(big_integer("id").primary_key())
            // A fingerprint of what caused it: one event, one letter.
            .col(string_len("event", 43))
            .col(string_len("kind", 32))
            // Who gets it and what it says; empty as soon as it is out of our hands.
            .col(text_null("payload"))
            .col(string_len("state", 8))
            // While it waits: when to try, or until when somebody has it. Afterwards: since when.
            .col(big_integer("due_at"))
            .col(big_integer_null("claim"))
            .col(integer("attempts").default(0))
            .col(string_len_null("failure", 120))
            .to_owned();
        manager.create_table(table).await?;
        create_index(manager, "letters", "letters_event", &["event"], true).await?;
        create_index(manager, "letters", "letters_by_state", &["state", "due_at"], false).await?;
        create_index(manager, "users", DIGEST, &["mail_digest", "digested_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_index(manager, "users", DIGEST).await?;
        manager.drop_table(Table::drop().table("letters").to_owned()).await
    }
}
