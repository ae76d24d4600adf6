//! Who follows whom. Identifiers sort by time and page the lists of people.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

use crate::{create_index, create_table, foreign_key};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = create_table(manager, "follows")
            .col(big_integer("id").primary_key())
            .col(big_integer("follower_id"))
            .col(big_integer("followee_id"))
            .foreign_key(&mut foreign_key("follows", "follower_id", "users"))
            .foreign_key(&mut foreign_key("follows", "followee_id", "users"))
            .to_owned();
        manager.create_table(table).await?;
        let pair = &["follower_id", "followee_id"];
        create_index(manager, "follows", "follows_pair", pair, true).await?;
        create_index(manager, "follows", "follows_by_follower", &["follower_id", "id"], false)
            .await?;
        create_index(manager, "follows", "follows_by_followee", &["followee_id", "id"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("follows").to_owned()).await
    }
}
