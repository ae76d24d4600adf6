//! Lists of posts, as pages of identifiers, newest first.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::posts::entity::{Column, Entity, bookmark};
use crate::users::queries::follows;
use crate::web::pagination::{Cursor, Slice};

/// Which of a person's posts a profile lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What begins a thread.
    Posts,
    Replies,
}

/// What a signed-in person's home shows: his own posts, and what those whom he follows begin.
/// What they answer to others is on their profiles.
pub async fn home(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    let followed = Column::AuthorId
        .in_subquery(follows::followed_by(user_id))
        .and(Column::InReplyTo.is_null());
    let shown = Condition::any().add(Column::AuthorId.eq(user_id)).add(followed);
    page(db, Entity::find().filter(shown), cursor, size).await
}

/// What everybody begins.
pub async fn public(
    db: &impl ConnectionTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    page(db, Entity::find().filter(Column::InReplyTo.is_null()), cursor, size).await
}

/// One person's.
pub async fn by_author(
    db: &impl ConnectionTrait,
    author_id: i64,
    kind: Kind,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    let posts = Entity::find().filter(Column::AuthorId.eq(author_id));
    let posts = match kind {
        Kind::Posts => posts.filter(Column::InReplyTo.is_null()),
        Kind::Replies => posts.filter(Column::InReplyTo.is_not_null()),
    };
    page(db, posts, cursor, size).await
}

/// What somebody has put by, the last first. The cursor is the bookmark's, not the post's.
pub async fn bookmarks(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    let rows: Vec<(i64, i64)> = bookmark::Entity::find()
        .select_only()
        .column(bookmark::Column::Id)
        .column(bookmark::Column::PostId)
        .filter(bookmark::Column::UserId.eq(user_id))
        .apply_if(cursor.before, |list, before| list.filter(bookmark::Column::Id.lt(before)))
        .order_by_desc(bookmark::Column::Id)
        .limit(size + 1)
        .into_tuple()
        .all(db)
        .await?;
    let slice = Slice::new(rows, size, |(id, _)| *id);
    Ok(Slice {
        items: slice.items.into_iter().map(|(_, post)| post).collect(),
        next_before: slice.next_before,
    })
}

/// All that a person has written.
pub async fn count_by_author(db: &impl ConnectionTrait, author_id: i64) -> Result<u64, DbErr> {
    Entity::find().filter(Column::AuthorId.eq(author_id)).count(db).await
}

/// From before the cursor: that much each list's index holds.
async fn page(
    db: &impl ConnectionTrait,
    list: Select<Entity>,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<i64>, DbErr> {
    let list = list.select_only().column(Column::Id);
    let list = list.apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)));
    let ids = list
        .order_by(Expr::col(Column::Id), sea_orm::Order::Desc)
        .limit(size + 1)
        .into_tuple()
        .all(db)
        .await?;
    Ok(Slice::new(ids, size, |id| *id))
}
