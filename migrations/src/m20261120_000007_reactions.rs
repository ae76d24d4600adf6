//! What people like and what they put by. Identifiers sort by time and page one's bookmarks.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["likes", "bookmarks"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            let table = create_table(manager, name)
                .col(big_integer("id").primary_key())
                .col(big_integer("user_id"))
                .col(big_integer("post_id"))
                .foreign_key(&mut foreign_key(name, "user_id", "users"))
                .foreign_key(&mut foreign_key(name, "post_id", "posts"))
                .to_owned();
            manager.create_table(table).await?;
            create_index(manager, name, &format!("{name}_pair"), &["post_id", "user_id"], true)
                .await?;
            create_index(manager, name, &format!("{name}_by_user"), &["user_id", "id"], false)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            manager.drop_table(Table::drop().table(name).to_owned()).await?;
        }
        Ok(())
    }
}
