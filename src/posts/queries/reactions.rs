//! Liking and bookmarking. Each is there or not: doing it twice is doing it once.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, SqlErr};

use super::cards;
use crate::id;
use crate::posts::entity::{bookmark, like};

/// What one may do with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    Like,
    Bookmark,
}

/// Whether there is such a post to react to.
pub async fn add(
    db: &impl ConnectionTrait,
    reaction: Reaction,
    user_id: i64,
    post_id: i64,
) -> Result<bool, DbErr> {
    let (id, user_id, post_id) = (Set(id::mint()), Set(user_id), Set(post_id));
    let outcome = match reaction {
        Reaction::Like => {
            let row = like::ActiveModel { id, user_id, post_id };
            like::Entity::insert(row).exec_without_returning(db).await.map(drop)
        }
        Reaction::Bookmark => {
            let row = bookmark::ActiveModel { id, user_id, post_id };
            bookmark::Entity::insert(row).exec_without_returning(db).await.map(drop)
        }
    };
    match outcome.as_ref().err().and_then(DbErr::sql_err) {
        Some(SqlErr::UniqueConstraintViolation(_)) => Ok(true),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Ok(false),
        _ => outcome.map(|()| true),
    }
}

pub async fn remove(
    db: &impl ConnectionTrait,
    reaction: Reaction,
    user_id: i64,
    post_id: i64,
) -> Result<(), DbErr> {
    match reaction {
        Reaction::Like => {
            let mine = like::Entity::delete_many().filter(like::Column::UserId.eq(user_id));
            mine.filter(like::Column::PostId.eq(post_id)).exec(db).await.map(drop)
        }
        Reaction::Bookmark => {
            let mine = bookmark::Entity::delete_many().filter(bookmark::Column::UserId.eq(user_id));
            mine.filter(bookmark::Column::PostId.eq(post_id)).exec(db).await.map(drop)
        }
    }
}

pub async fn count_likes(db: &impl ConnectionTrait, post_id: i64) -> Result<i64, DbErr> {
    Ok(cards::count_likes(db, &[post_id]).await?.get(&post_id).copied().unwrap_or(0))
}
