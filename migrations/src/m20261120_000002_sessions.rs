//! Who is signed in where. The key is a hash: reading this table lets nobody in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string_len, text};

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = create_table(manager, "sessions")
            .col(string_len("key_hash", 64).primary_key())
            .col(big_integer_null("user_id"))
            .col(text("state"))
            .col(big_integer("created_at"))
            .col(big_integer("seen_at"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut foreign_key("sessions", "user_id", "users"))
            .to_owned();
        manager.create_table(table).await?;
        for column in ["user_id", "expires_at"] {
            create_index(manager, "sessions", &format!("sessions_by_{column}"), &[column], false)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sessions").to_owned()).await
    }
}
