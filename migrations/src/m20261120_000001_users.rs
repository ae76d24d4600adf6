//! People: how they sign in, and how others see them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string_len, text};

use crate::{create_index, create_table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = create_table(manager, "users")
            .col(big_integer("id").primary_key())
            .col(string_len("username", 30))
            .col(string_len("username_key", 30))
            .col(string_len("email", 254))
            .col(string_len("email_key", 254))
            .col(string_len("password_hash", 100))
            .col(text("display_name"))
            .col(text("bio"))
            .col(string_len("locale", 16))
            .col(string_len("theme", 8))
            .col(string_len("role", 16))
            .col(big_integer_null("suspended_at"))
            .col(big_integer("created_at"))
            .to_owned();
        manager.create_table(table).await?;
        for column in ["username_key", "email_key"] {
            create_index(manager, "users", &format!("users_{column}"), &[column], true).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("users").to_owned()).await
    }
}
