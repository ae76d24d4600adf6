//! Liking, reposting, bookmarking, pinning.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, UpdateMany,
};

use super::visibility::posts_for;
use super::{cards, own};
use crate::db::pairs::{self, Put};
use crate::id;
use crate::posts::entity::{Column, Entity, bookmark, like, repost};

/// What one may do with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    Like,
    Repost,
    Bookmark,
}

pub async fn add(
    db: &impl ConnectionTrait,
    reaction: Reaction,
    user_id: i64,
    post_id: i64,
) -> Result<Put, DbErr> {
    match reaction {
        Reaction::Like => pairs::put::<like::Entity>(db, user_id, post_id).await,
        Reaction::Repost => pairs::put::<repost::Entity>(db, user_id, post_id).await,
        Reaction::Bookmark => pairs::put::<bookmark::Entity>(db, user_id, post_id).await,
    }
}

/// Whether it was there.
pub async fn remove(
    db: &impl ConnectionTrait,
    reaction: Reaction,
    user_id: i64,
    post_id: i64,
) -> Result<bool, DbErr> {
    match reaction {
        Reaction::Like => pairs::take::<like::Entity>(db, user_id, post_id).await,
        Reaction::Repost => pairs::take::<repost::Entity>(db, user_id, post_id).await,
        Reaction::Bookmark => pairs::take::<bookmark::Entity>(db, user_id, post_id).await,
    }
}

/// How many have done it.
pub async fn count(
    db: &impl ConnectionTrait,
    reaction: Reaction,
    post_id: i64,
) -> Result<i64, DbErr> {
    let counts = match reaction {
        Reaction::Like => cards::count::<like::Entity>(db, &[post_id]).await?,
        Reaction::Repost => cards::count::<repost::Entity>(db, &[post_id]).await?,
        Reaction::Bookmark => cards::count::<bookmark::Entity>(db, &[post_id]).await?,
    };
    Ok(counts.get(&post_id).copied().unwrap_or(0))
}

/// The most that a profile may have.
pub const PINS: u64 = 5;

/// What pinning came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pinned {
    Done,
    TooMany,
}

/// Within a transaction, and of one's own posts.
pub async fn pin(
    db: &impl ConnectionTrait,
    author_id: i64,
    post_id: i64,
    on: bool,
) -> Result<Pinned, DbErr> {
    let others = posts_for(Some(author_id))
        .filter(Column::AuthorId.eq(author_id))
        .filter(Column::PinnedAt.is_not_null())
        .filter(Column::Id.ne(post_id));
    if on && others.count(db).await? >= PINS {
        return Ok(Pinned::TooMany);
    }
    let update: UpdateMany<Entity> = Entity::update_many();
    let update = update.col_expr(Column::PinnedAt, Expr::value(on.then(id::now_ms)));
    update.filter(own(post_id, author_id)).exec(db).await?;
    Ok(Pinned::Done)
}
