//! What somebody is told of. `topic` is what belongs together in one line ("Ada and 3 others liked
//! this post").

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string_len};

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = create_table(manager, "notifications")
            .col(big_integer("id").primary_key())
            .col(big_integer("user_id"))
            .col(string_len("kind", 16))
            .col(string_len("topic", 48))
            .col(big_integer("actor_id"))
            .col(big_integer_null("post_id"))
            .foreign_key(&mut foreign_key("notifications", "user_id", "users"))
            .foreign_key(&mut foreign_key("notifications", "actor_id", "users"))
            .foreign_key(&mut foreign_key("notifications", "post_id", "posts"))
            .to_owned();
        manager.create_table(table).await?;
        for (name, columns) in [
            ("notifications_by_user", ["user_id", "id"].as_slice()),
            ("notifications_by_topic", &["user_id", "topic", "id"]),
            ("notifications_by_actor", &["actor_id", "user_id"]),
            ("notifications_by_post", &["post_id"]),
        ] {
            create_index(manager, "notifications", name, columns, false).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("notifications").to_owned()).await
    }
}
