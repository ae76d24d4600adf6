//! What an account is proven with beside its password: links sent by mail, a second factor, a
//! change of address under way; and what a list of sessions needs to name one.
//!
//! Whatever lets somebody in is kept as a hash. Only the secret of a second factor can't be: codes
//! are worked out from it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, string_len, string_len_null,
};

use crate::{add_column, create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn columns() -> [(&'static str, &'static str, ColumnDef); 2] {
    [
        // Sessions that were begun under an earlier password aren't valid.
        ("users", "password_changed_at", big_integer("password_changed_at").default(0).to_owned()),
        ("sessions", "id", big_integer_null("id")),
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
        let tokens = create_table(manager, "tokens")
            .col(string_len("token_hash", 64).primary_key())
            .col(big_integer("user_id"))
            .col(string_len("purpose", 16))
            // The address that it was sent to, folded: it proves this one and no other.
            .col(string_len("email_key", 254))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .foreign_key(&mut foreign_key("tokens", "user_id", "users"))
            .to_owned();
        manager.create_table(tokens).await?;
        create_index(manager, "tokens", "tokens_by_user_id", &["user_id", "purpose"], false)
            .await?;
        create_index(manager, "tokens", "tokens_by_expires_at", &["expires_at"], false).await?;

        let factors = create_table(manager, "second_factors")
            .col(big_integer("user_id").primary_key())
            // Base32.
            .col(string_len("secret", 64))
            // The 30 seconds of the last code that was accepted: each is good once.
            .col(big_integer("last_step"))
            .col(big_integer("created_at"))
            .foreign_key(&mut foreign_key("second_factors", "user_id", "users"))
            .to_owned();
        manager.create_table(factors).await?;

        let codes = create_table(manager, "recovery_codes")
            .col(string_len("code_hash", 64).primary_key())
            .col(big_integer("user_id"))
            .foreign_key(&mut foreign_key("recovery_codes", "user_id", "users"))
            .to_owned();
        manager.create_table(codes).await?;
        create_index(manager, "recovery_codes", "recovery_codes_by_user_id", &["user_id"], false)
            .await?;

        let changes = create_table(manager, "email_changes")
            .col(big_integer("user_id").primary_key())
            .col(string_len("email", 254))
            .col(string_len("email_key", 254))
            // The verified address that has to agree, folded; none when there was none.
            .col(string_len_null("old_email_key", 254))
            .col(boolean("old_confirmed").default(false))
            .col(boolean("new_confirmed").default(false))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut foreign_key("email_changes", "user_id", "users"))
            .to_owned();
        manager.create_table(changes).await?;
        create_index(
            manager,
            "email_changes",
            "email_changes_by_expires_at",
            &["expires_at"],
            false,
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["email_changes", "recovery_codes", "second_factors", "tokens"] {
            manager.drop_table(Table::drop().table(table).if_exists().to_owned()).await?;
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
