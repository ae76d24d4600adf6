//! Which indexes the lists of posts need, as measured with a hundred thousand of them:
//! - none begins with a column of a few values (`visibility`): SQLite, which counts nothing by
//!   itself, takes it for one that tells rows apart, and reads the whole table through it. The list
//!   of everybody's posts goes along the primary key instead: most posts are in it;
//! - that of one person's posts holds all that decides who may see them, so that they are counted
//!   without being read.

use sea_orm_migration::prelude::*;

use crate::{create_index, drop_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INSTEAD_OF: [(&str, &[&str]); 2] = [
    ("posts_listed", &["visibility", "is_reply", "id"]),
    ("posts_by_author_kind", &["author_id", "is_reply", "id"]),
];
const NOW: (&str, &[&str]) =
    ("posts_by_author_visible", &["author_id", "is_reply", "id", "visibility"]);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        crate::IN_TRANSACTION
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_index(manager, "posts", NOW.0, NOW.1, false).await?;
        for (name, _) in INSTEAD_OF {
            drop_index(manager, "posts", name).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, columns) in INSTEAD_OF {
            create_index(manager, "posts", name, columns, false).await?;
        }
        drop_index(manager, "posts", NOW.0).await
    }
}
