//! Which post a post answers, and which one its thread began with. No foreign keys: an answer
//! stays when what it answers is deleted, and tells so.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

use crate::create_index;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [(&str, &str); 2] =
    [("posts_by_parent", "in_reply_to"), ("posts_by_root", "root_id")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in INDEXES {
            // One column a statement: SQLite takes no more.
            if !manager.has_column("posts", column).await? {
                let alter =
                    Table::alter().table("posts").add_column(big_integer_null(column)).to_owned();
                manager.alter_table(alter).await?;
            }
            create_index(manager, "posts", name, &[column, "id"], false).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in INDEXES {
            manager.drop_index(Index::drop().name(name).table("posts").to_owned()).await?;
            manager
                .alter_table(Table::alter().table("posts").drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}
