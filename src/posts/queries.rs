//! All that is asked of the table `posts`.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use super::entity::{ActiveModel, Column, Entity, Model};
use crate::id;
use crate::users::{self, entity::Identity};
use crate::web::pagination::{Cursor, Slice};

/// A post and who wrote it.
#[derive(Debug, Clone)]
pub struct Authored {
    pub post: Model,
    pub author: Identity,
}

/// What a signed-in person's home shows: his own posts.
pub async fn home_timeline(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    by_author(db, user_id, cursor, size).await
}

/// Everybody's posts.
pub async fn public_timeline(
    db: &impl ConnectionTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    page_of_ids(db, Entity::find(), cursor, size).await
}

/// One person's posts.
pub async fn by_author(
    db: &impl ConnectionTrait,
    author_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    page_of_ids(db, Entity::find().filter(Column::AuthorId.eq(author_id)), cursor, size).await
}

/// A page of a list is a page of identifiers, newest first, from before the cursor: that much each
/// list's index holds. [`with_authors`] fills it.
async fn page_of_ids(
    db: &impl ConnectionTrait,
    list: Select<Entity>,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    let list = list.select_only().column(Column::Id);
    let list = list.apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)));
    let ids = list.order_by_desc(Column::Id).limit(size + 1).into_tuple().all(db).await?;
    Ok(Slice::new(ids, size, |id| *id))
}

/// The posts of these identifiers in their order, each with its author; without those that have
/// gone meanwhile.
pub async fn with_authors(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Authored>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let posts = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let author_ids: BTreeSet<i64> = posts.iter().map(|post| post.author_id).collect();
    let authors = users::queries::identities(db, author_ids).await?;
    let mut posts: HashMap<i64, Model> = posts.into_iter().map(|post| (post.id, post)).collect();
    let authored = ids.iter().filter_map(|id| {
        let post = posts.remove(id)?;
        let author = authors.get(&post.author_id)?.clone();
        Some(Authored { post, author })
    });
    Ok(authored.collect())
}

pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Authored>, DbErr> {
    Ok(with_authors(db, &[id]).await?.pop())
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
