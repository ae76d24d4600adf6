//! Finding people by their names and what they say of themselves.

use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::{presence, relations};
use crate::db::fulltext::{self, Query};
use crate::users::entity::{Column, Entity, Model};
use crate::web::pagination::{Cursor, Slice};

/// What people are found by.
const TABLE: &str = "user_search";

/// Without those between whom and the viewer is a block, the last who came first.
pub async fn people(
    db: &impl ConnectionTrait,
    viewer: Option<i64>,
    q: &str,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Model>, DbErr> {
    let words = Query::parse(q);
    if words.is_empty() {
        return Ok(Slice::new(Vec::new(), size, |person: &Model| person.id));
    }
    // Who doesn't want to be found is found by himself alone.
    let findable = Condition::any().add(Column::Discoverable.eq(true));
    let findable = findable.add_option(viewer.map(|viewer| Column::Id.eq(viewer)));
    let blocks = match viewer {
        Some(viewer) => relations::no_block_between(viewer, Expr::col((Entity, Column::Id))),
        None => Condition::all(),
    };
    let found = Entity::find()
        .filter(fulltext::matches(
            db.get_database_backend(),
            Column::Id,
            TABLE,
            &words,
            cursor.before,
        ))
        .filter(Column::SuspendedAt.is_null())
        .filter(Column::LeavingAt.is_null())
        .filter(Column::AwaitingAt.is_null())
        .filter(presence::is_heard_by(viewer, Expr::col((Entity, Column::Id))))
        .filter(findable)
        .filter(blocks)
        .apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(size + 1);
    Ok(Slice::new(found.all(db).await?, size, |person| person.id))
}

/// For other queries: all people who are called so, or say so of themselves.
pub fn is_called(backend: DatabaseBackend, q: &str, before: Option<i64>) -> SimpleExpr {
    fulltext::matches(backend, Column::Id, TABLE, &Query::parse(q), before)
}

/// Makes somebody findable by what he is called today.
pub async fn index(
    db: &impl ConnectionTrait,
    id: i64,
    username: &str,
    display_name: &str,
    bio: &str,
) -> Result<(), DbErr> {
    fulltext::put(db, TABLE, id, &searchable(username, display_name, bio)).await
}

/// The same for many people.
pub async fn index_many(db: &impl ConnectionTrait, people: &[Model]) -> Result<(), DbErr> {
    let text = |who: &Model| (who.id, searchable(&who.username, &who.display_name, &who.bio));
    fulltext::put_many(db, TABLE, &people.iter().map(text).collect::<Vec<_>>()).await
}

fn searchable(username: &str, display_name: &str, bio: &str) -> String {
    format!("{username}\n{display_name}\n{bio}")
}
