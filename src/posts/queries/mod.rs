//! All that is asked of the tables of posts. A list is a page of identifiers ([`timelines`],
//! [`threads`]), and [`cards`] fills it with all that is shown.

pub mod cards;
pub mod reactions;
pub mod threads;
pub mod timelines;

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::{ActiveModel, Column, Entity, Model};

pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Writes a post as it is, with the identifier and date that it brings.
pub async fn insert(db: &impl ConnectionTrait, post: Model) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(post.id),
        author_id: Set(post.author_id),
        body: Set(post.body),
        created_at: Set(post.created_at),
        in_reply_to: Set(post.in_reply_to),
        root_id: Set(post.root_id),
    };
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Deletes a post if it is this author's. Whether one was there to delete.
pub async fn delete(db: &impl ConnectionTrait, id: i64, author_id: i64) -> Result<bool, DbErr> {
    let own =
        Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AuthorId.eq(author_id));
    Ok(own.exec(db).await?.rows_affected > 0)
}
