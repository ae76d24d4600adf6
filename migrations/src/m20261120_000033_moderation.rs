//! Keeping it decent: reports, notes, what moderators did and why, who may come in.
//!
//! Whoever is suspended, silenced, leaving or waiting to be let in is one of few: lists ask for all
//! of these at once, through an index of their own, and never whether each author is one.
//!
//! What is about a person goes with the account. The log of acts refers to nobody: it keeps numbers
//! that mean nothing once the account is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, string_len, string_len_null, text, text_null,
};

use crate::{add_column, create_index, create_table, drop_index, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Of one person's posts, with all that decides who may see them.
const VISIBLE: (&str, &[&str]) =
    ("posts_by_author_seen", &["author_id", "is_reply", "id", "visibility", "hidden_at"]);
const INSTEAD_OF: (&str, &[&str]) =
    ("posts_by_author_visible", &["author_id", "is_reply", "id", "visibility"]);

const INDEXES: [(&str, &str, &[&str], bool); 13] = [
    ("users", "users_by_suspended_at", &["suspended_at", "id"], false),
    ("users", "users_by_silenced_at", &["silenced_at", "id"], false),
    ("users", "users_by_awaiting_at", &["awaiting_at", "id"], false),
    ("posts", "posts_by_hidden_at", &["hidden_at", "id"], false),
    ("reports", "reports_open_key", &["open_key"], true),
    ("reports", "reports_by_closed_at", &["closed_at", "id"], false),
    ("reports", "reports_by_subject", &["subject", "id"], false),
    ("reports", "reports_by_person", &["person_id", "id"], false),
    ("reports", "reports_by_reporter", &["reporter_id", "id"], false),
    ("moderation_notes", "moderation_notes_by_person", &["person_id", "id"], false),
    ("audit_log", "audit_log_by_person", &["person_id", "id"], false),
    ("invitations", "invitations_code", &["code"], true),
    ("sign_up_blocks", "sign_up_blocks_pattern", &["kind", "pattern"], true),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Since when an account waits to be let in.
        let awaiting = big_integer_null("awaiting_at");
        add_column(manager, "users", "awaiting_at", awaiting).await?;
        for table in tables(manager) {
            manager.create_table(table).await?;
        }
        for (table, name, columns, unique) in INDEXES {
            create_index(manager, table, name, columns, unique).await?;
        }
        create_index(manager, "posts", VISIBLE.0, VISIBLE.1, false).await?;
        drop_index(manager, "posts", INSTEAD_OF.0).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_index(manager, "posts", INSTEAD_OF.0, INSTEAD_OF.1, false).await?;
        drop_index(manager, "posts", VISIBLE.0).await?;
        for (table, name, ..) in INDEXES {
            if matches!(table, "users" | "posts") {
                drop_index(manager, table, name).await?;
            }
        }
        for table in [
            "sign_up_blocks",
            "applications",
            "invitations",
            "audit_log",
            "moderation_notes",
            "reports",
        ] {
            manager.drop_table(Table::drop().table(table).if_exists().to_owned()).await?;
        }
        if manager.has_column("users", "awaiting_at").await? {
            let drop = Table::alter().table("users").drop_column("awaiting_at").to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}

fn tables(manager: &SchemaManager) -> [TableCreateStatement; 6] {
    let table = |name| create_table(manager, name);
    [
        table("reports")
            .col(big_integer("id").primary_key())
            .col(big_integer("reporter_id"))
            .col(big_integer("person_id"))
            // No reference: what was reported stays known after the post is gone.
            .col(big_integer_null("post_id"))
            // What belongs together in the queue: `post:ID` or `person:ID`.
            .col(string_len("subject", 32))
            // Reporter and subject while it is open: one of each.
            .col(string_len_null("open_key", 64))
            .col(string_len("reason", 16))
            .col(text("comment"))
            // The post as it was.
            .col(text_null("wording"))
            .col(big_integer_null("closed_at"))
            .col(big_integer_null("closed_by"))
            .col(string_len_null("outcome", 16))
            .foreign_key(&mut foreign_key("reports", "reporter_id", "users"))
            .foreign_key(&mut foreign_key("reports", "person_id", "users"))
            .to_owned(),
        table("moderation_notes")
            .col(big_integer("id").primary_key())
            .col(big_integer("person_id"))
            .col(big_integer("author_id"))
            .col(text("body"))
            .foreign_key(&mut foreign_key("moderation_notes", "person_id", "users"))
            .to_owned(),
        table("audit_log")
            .col(big_integer("id").primary_key())
            // None: the command line.
            .col(big_integer_null("actor_id"))
            .col(string_len("act", 32))
            .col(big_integer_null("person_id"))
            .col(big_integer_null("post_id"))
            // A report, an invitation, a block.
            .col(big_integer_null("object_id"))
            .col(text("reason"))
            .to_owned(),
        table("invitations")
            .col(big_integer("id").primary_key())
            .col(string_len("code", 64))
            .col(text("note"))
            .col(big_integer("made_by"))
            .col(integer("max_uses"))
            .col(integer("uses"))
            .col(big_integer_null("expires_at"))
            .col(big_integer_null("revoked_at"))
            .to_owned(),
        table("applications")
            .col(big_integer("user_id").primary_key())
            .col(text("reason"))
            .foreign_key(&mut foreign_key("applications", "user_id", "users"))
            .to_owned(),
        table("sign_up_blocks")
            .col(big_integer("id").primary_key())
            .col(string_len("kind", 8))
            .col(string_len("pattern", 255))
            .col(text("note"))
            .to_owned(),
    ]
}
