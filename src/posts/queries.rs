//! All that is asked of the table `posts`.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::entity::{ActiveModel, Column, Entity, Model};
use crate::id;
use crate::users::entity::{Entity as Users, Model as User};
use crate::web::pagination::{Cursor, Slice};

/// A post and who wrote it.
#[derive(Debug, Clone)]
pub struct Authored {
    pub post: Model,
    pub author: User,
}

/// What a signed-in person's home shows: his own posts.
pub async fn home_timeline(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Authored>, DbErr> {
    by_author(db, user_id, cursor, size).await
}

/// Everybody's posts.
pub async fn public_timeline(
    db: &impl ConnectionTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Authored>, DbErr> {
    page(db, Entity::find(), cursor, size).await
}

/// One person's posts.
pub async fn by_author(
    db: &impl ConnectionTrait,
    author_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Authored>, DbErr> {
    page(db, Entity::find().filter(Column::AuthorId.eq(author_id)), cursor, size).await
}

/// Newest first, from before the cursor.
async fn page(
    db: &impl ConnectionTrait,
    mut posts: Select<Entity>,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Authored>, DbErr> {
    if let Some(before) = cursor.before {
        posts = posts.filter(Column::Id.lt(before));
    }
    let rows =
        posts.order_by_desc(Column::Id).limit(size + 1).find_also_related(Users).all(db).await?;
    // The foreign key sees to it that there is an author.
    let rows = rows
        .into_iter()
        .filter_map(|(post, author)| author.map(|author| Authored { post, author }));
    Ok(Slice::new(rows.collect(), size, |row| row.post.id))
}

pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Authored>, DbErr> {
    let row = Entity::find_by_id(id).find_also_related(Users).one(db).await?;
    Ok(row.and_then(|(post, author)| author.map(|author| Authored { post, author })))
}

pub async fn count_by_author(db: &impl ConnectionTrait, author_id: i64) -> Result<u64, DbErr> {
    Entity::find().filter(Column::AuthorId.eq(author_id)).count(db).await
}

/// Publishes, and returns the new post's identifier.
pub async fn create(db: &impl ConnectionTrait, author_id: i64, body: String) -> Result<i64, DbErr> {
    let (id, now) = (id::mint(), id::now_ms());
    insert(db, Model { id, author_id, body, created_at: now }).await?;
    Ok(id)
}

/// Writes a post as it is: with a date of its own.
pub async fn insert(db: &impl ConnectionTrait, post: Model) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(post.id),
        author_id: Set(post.author_id),
        body: Set(post.body),
        created_at: Set(post.created_at),
    };
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Deletes a post if it is this author's. Whether one was there to delete.
pub async fn delete(db: &impl ConnectionTrait, id: i64, author_id: i64) -> Result<bool, DbErr> {
    let own =
        Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AuthorId.eq(author_id));
    Ok(own.exec(db).await?.rows_affected > 0)
}
