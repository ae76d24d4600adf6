//! What people may be to each other beside following: asking to, muting, blocking. What somebody
//! shows of himself and lets through to him. Reposts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, string_len, text_null};

use crate::{add_column, create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Tables of pairs: who did it, to whom or what, and the table that this is in.
const PAIRS: [(&str, &str, &str, &str); 4] = [
    ("follow_requests", "follower_id", "followee_id", "users"),
    ("mutes", "muter_id", "muted_id", "users"),
    ("blocks", "blocker_id", "blocked_id", "users"),
    ("reposts", "user_id", "post_id", "posts"),
];

fn columns() -> [(&'static str, ColumnDef); 5] {
    [
        ("locked", boolean("locked").default(false).to_owned()),
        ("notify_from", string_len("notify_from", 16).default("anyone").to_owned()),
        ("muted_words", text_null("muted_words")),
        ("links", text_null("links")),
        // The last notification that has been read.
        ("notifications_read", big_integer("notifications_read").default(0).to_owned()),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in columns() {
            add_column(manager, "users", name, column).await?;
        }
        for (name, subject, object, of) in PAIRS {
            let table = create_table(manager, name)
                .col(big_integer("id").primary_key())
                .col(big_integer(subject))
                .col(big_integer(object))
                .foreign_key(&mut foreign_key(name, subject, "users"))
                .foreign_key(&mut foreign_key(name, object, of))
                .to_owned();
            manager.create_table(table).await?;
            let (pair, forth, back) =
                (format!("{name}_pair"), format!("{name}_by_subject"), format!("{name}_by_object"));
            create_index(manager, name, &pair, &[object, subject], true).await?;
            create_index(manager, name, &forth, &[subject, "id"], false).await?;
            create_index(manager, name, &back, &[object, "id"], false).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, ..) in PAIRS {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        for (name, _) in columns() {
            let alter = Table::alter().table("users").drop_column(name).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
