//! All that is asked of the tables of posts. A list is a page of entries ([`timelines`],
//! [`threads`], [`search`]), and [`cards`] fills it with all that is shown. What has come to a list
//! since it was shown is in [`arrivals`]; all that somebody has written, in
//! [`own_posts`]. Who may see what is decided in [`visibility`].

pub mod arrivals;
pub mod cards;
pub mod drafts;
pub mod own_posts;
pub mod reactions;
pub mod search;
pub mod threads;
pub mod timelines;
pub mod versions;
pub mod visibility;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};

use self::visibility::posts_for;
use super::entity::{Column, Entity, Model, mention, repost, tag};
use crate::db::pairs;
use crate::id;

/// Writes a post as it is, with the identifier and date that it brings.
pub async fn insert(db: &impl ConnectionTrait, post: Model) -> Result<(), DbErr> {
    let row = post.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

fn own(id: i64, author_id: i64) -> Condition {
    Condition::all().add(Column::Id.eq(id)).add(Column::AuthorId.eq(author_id))
}

/// A post, if it is this author's.
pub async fn find_own(
    db: &impl ConnectionTrait,
    id: i64,
    author_id: i64,
) -> Result<Option<Model>, DbErr> {
    posts_for(Some(author_id)).filter(own(id, author_id)).one(db).await
}

/// The same within a transaction that will change it: whoever else would, waits.
pub async fn lock_own(
    db: &impl ConnectionTrait,
    id: i64,
    author_id: i64,
) -> Result<Option<Model>, DbErr> {
    posts_for(Some(author_id)).filter(own(id, author_id)).lock_exclusive().one(db).await
}

/// Deletes a post if it is this author's. Whether one was there to delete.
pub async fn delete(db: &impl ConnectionTrait, id: i64, author_id: i64) -> Result<bool, DbErr> {
    Ok(Entity::delete_many().filter(own(id, author_id)).exec(db).await?.rows_affected > 0)
}

/// What this author has published with this form already.
pub async fn find_submitted(
    db: &impl ConnectionTrait,
    author_id: i64,
    submission: &str,
) -> Result<Option<i64>, DbErr> {
    posts_for(Some(author_id))
        .select_only()
        .column(Column::Id)
        .filter(Column::AuthorId.eq(author_id))
        .filter(Column::Submission.eq(submission))
        .into_tuple()
        .one(db)
        .await
}

pub async fn mentioned_in(db: &impl ConnectionTrait, post_id: i64) -> Result<Vec<i64>, DbErr> {
    let rows = mention::Entity::find().select_only().column(mention::Column::UserId);
    rows.filter(mention::Column::PostId.eq(post_id)).into_tuple().all(db).await
}

pub async fn add_mentions(
    db: &impl ConnectionTrait,
    post_id: i64,
    people: impl IntoIterator<Item = i64>,
) -> Result<(), DbErr> {
    for person in people {
        pairs::put::<mention::Entity>(db, post_id, person).await?;
    }
    Ok(())
}

pub async fn remove_mentions(
    db: &impl ConnectionTrait,
    post_id: i64,
    people: impl IntoIterator<Item = i64>,
) -> Result<(), DbErr> {
    for person in people {
        pairs::take::<mention::Entity>(db, post_id, person).await?;
    }
    Ok(())
}

pub async fn remove_tags(db: &impl ConnectionTrait, post_id: i64) -> Result<(), DbErr> {
    let tags = tag::Entity::delete_many().filter(tag::Column::PostId.eq(post_id));
    tags.exec(db).await.map(drop)
}

pub async fn add_tags(
    db: &impl ConnectionTrait,
    post_id: i64,
    tags: Vec<String>,
) -> Result<(), DbErr> {
    let rows: Vec<_> = tags
        .into_iter()
        .map(|tag| tag::ActiveModel { id: Set(id::mint()), post_id: Set(post_id), tag: Set(tag) })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tag::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

pub async fn reposted_by(db: &impl ConnectionTrait, post_id: i64) -> Result<Vec<i64>, DbErr> {
    let rows = repost::Entity::find().select_only().column(repost::Column::UserId);
    rows.filter(repost::Column::PostId.eq(post_id)).into_tuple().all(db).await
}
