//! What people publish. Identifiers sort by time, so the primary key serves the public timeline
//! and the index below serves one person's.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = create_table(manager, "posts")
            .col(big_integer("id").primary_key())
            .col(big_integer("author_id"))
            .col(text("body"))
            .col(big_integer("created_at"))
            .foreign_key(&mut foreign_key("posts", "author_id", "users"))
            .to_owned();
        manager.create_table(table).await?;
        create_index(manager, "posts", "posts_by_author", &["author_id", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("posts").to_owned()).await
    }
}
