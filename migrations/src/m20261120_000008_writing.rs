//! Who may see a post, what it warns of, its language; edits and what was there before, drafts; the
//! people and tags that a text names.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, string_len, string_len_null, text, text_null,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::{add_column, create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 4] = ["mentions", "post_tags", "post_edits", "drafts"];

/// The columns that `posts` gains. What was there before is public.
fn columns() -> [(&'static str, ColumnDef); 7] {
    [
        ("visibility", string_len("visibility", 16).default("public").to_owned()),
        // Answers somebody else: a thread that one writes alone is a row of posts. (Of what was there
        // before all answers are taken for that.)
        ("is_reply", boolean("is_reply").default(false).to_owned()),
        ("content_warning", text_null("content_warning")),
        ("language", string_len("language", 16).default("").to_owned()),
        // What was sent with the form, so that sending it twice publishes once.
        ("submission", string_len_null("submission", 64)),
        ("edited_at", big_integer_null("edited_at")),
        ("pinned_at", big_integer_null("pinned_at")),
    ]
}

const INDEXES: [(&str, &[&str], bool); 4] = [
    ("posts_listed", &["visibility", "is_reply", "id"], false),
    ("posts_by_author_kind", &["author_id", "is_reply", "id"], false),
    ("posts_pinned", &["author_id", "pinned_at"], false),
    ("posts_submission", &["author_id", "submission"], true),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in columns() {
            add_column(manager, "posts", name, column).await?;
        }
        let answers = Query::update()
            .table("posts")
            .value("is_reply", true)
            .and_where(Expr::col("in_reply_to").is_not_null())
            .to_owned();
        manager.execute(answers).await?;
        for (name, columns, unique) in INDEXES {
            create_index(manager, "posts", name, columns, unique).await?;
        }

        create_references(manager).await?;
        create_wordings(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        for (name, _, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table("posts").to_owned()).await?;
        }
        for (name, _) in columns() {
            let alter = Table::alter().table("posts").drop_column(name).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

/// Whom and what a text names.
async fn create_references(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mentions = create_table(manager, "mentions")
        .col(big_integer("id").primary_key())
        .col(big_integer("post_id"))
        .col(big_integer("user_id"))
        .foreign_key(&mut foreign_key("mentions", "post_id", "posts"))
        .foreign_key(&mut foreign_key("mentions", "user_id", "users"))
        .to_owned();
    manager.create_table(mentions).await?;
    create_index(manager, "mentions", "mentions_pair", &["post_id", "user_id"], true).await?;
    create_index(manager, "mentions", "mentions_by_user", &["user_id", "post_id"], false).await?;

    let tags = create_table(manager, "post_tags")
        .col(big_integer("id").primary_key())
        .col(big_integer("post_id"))
        .col(string_len("tag", 128))
        .foreign_key(&mut foreign_key("post_tags", "post_id", "posts"))
        .to_owned();
    manager.create_table(tags).await?;
    create_index(manager, "post_tags", "post_tags_pair", &["tag", "post_id"], true).await?;
    if manager.get_database_backend() == DatabaseBackend::Postgres {
        // Tags are found by how they begin, which is a range only byte by byte.
        let bytes = "ALTER TABLE post_tags ALTER COLUMN tag TYPE varchar(128) COLLATE \"C\"";
        manager.get_connection().execute_unprepared(bytes).await?;
    }
    create_index(manager, "post_tags", "post_tags_by_post", &["post_id"], false).await
}

/// What a text was, and what may become one.
async fn create_wordings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let edits = create_table(manager, "post_edits")
        .col(big_integer("id").primary_key())
        .col(big_integer("post_id"))
        .col(text("body"))
        .col(text_null("content_warning"))
        .col(string_len("language", 16))
        .col(big_integer("written_at"))
        .foreign_key(&mut foreign_key("post_edits", "post_id", "posts"))
        .to_owned();
    manager.create_table(edits).await?;
    create_index(manager, "post_edits", "post_edits_by_post", &["post_id", "id"], false).await?;

    let drafts = create_table(manager, "drafts")
        .col(big_integer("id").primary_key())
        .col(big_integer("user_id"))
        .col(text("body"))
        .col(text("content_warning"))
        .col(string_len("visibility", 16))
        .col(string_len("language", 16))
        .col(big_integer_null("in_reply_to"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut foreign_key("drafts", "user_id", "users"))
        .to_owned();
    manager.create_table(drafts).await?;
    create_index(manager, "drafts", "drafts_by_user", &["user_id", "id"], false).await
}
