//! What is known of an account beyond its name: whether its address is its owner's, what moderators
//! have decided, whether it is about to go, what it wants by mail.
//!
//! An address is one account's alone only once it is verified. Before that, anybody may have typed
//! it, and a sign-up must not tell who has one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, string_len, string_len_null,
};

use crate::{add_column, create_index, drop_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn columns() -> [(&'static str, &'static str, ColumnDef); 9] {
    [
        // Equal to `email_key` from when it is verified, and empty before.
        ("users", "verified_email_key", string_len_null("verified_email_key", 254)),
        ("users", "email_verified_at", big_integer_null("email_verified_at")),
        ("users", "silenced_at", big_integer_null("silenced_at")),
        // When its owner asked for it to be deleted.
        ("users", "leaving_at", big_integer_null("leaving_at")),
        ("users", "discoverable", boolean("discoverable").default(true).to_owned()),
        ("users", "mail_digest", string_len("mail_digest", 8).default("none").to_owned()),
        ("users", "digested_at", big_integer("digested_at").default(0).to_owned()),
        ("posts", "hidden_at", big_integer_null("hidden_at")),
        ("posts", "imported_at", big_integer_null("imported_at")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name, column) in columns() {
            add_column(manager, table, name, column).await?;
        }
        let verified = ["verified_email_key"];
        create_index(manager, "users", "users_verified_email_key", &verified, true).await?;
        create_index(manager, "users", "users_by_email_key", &["email_key"], false).await?;
        create_index(manager, "users", "users_by_leaving_at", &["leaving_at"], false).await?;
        drop_index(manager, "users", "users_email_key").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_index(manager, "users", "users_email_key", &["email_key"], true).await?;
        for index in ["users_verified_email_key", "users_by_email_key", "users_by_leaving_at"] {
            drop_index(manager, "users", index).await?;
        }
        for (table, name, _) in columns() {
            if manager.has_column(table, name).await? {
                let drop = Table::alter().table(table).drop_column(name).to_owned();
                manager.alter_table(drop).await?;
            }
        }
        Ok(())
    }
}
