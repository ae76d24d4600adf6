//! All that is asked of the table of notifications.

use std::collections::{HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::entity::{ActiveModel, Column, Entity, Kind, Model};
use crate::db::lists::of_few_lengths;
use crate::id;
use crate::posts::queries::visibility;
use crate::users::queries::{presence, relations};
use crate::web::pagination::{Cursor, Slice};

/// The most rows of one statement: an edit may have thousands who are told.
const CHUNK: usize = 500;
/// More new ones than this aren't counted.
pub const MOST_COUNTED: u64 = 100;
/// A post that thousands like is one line; every page counts, so it doesn't look at all of them.
const MOST_LOOKED_AT: u64 = 500;

/// What somebody is told.
#[derive(Debug, Clone, Copy)]
pub struct News {
    pub kind: Kind,
    /// Those of one kind with the same topic stand in one line.
    pub topic: i64,
    pub by: i64,
    pub post: Option<i64>,
}

impl News {
    pub fn of_post(kind: Kind, by: i64, post: i64, topic: i64) -> Self {
        Self { kind, topic, by, post: Some(post) }
    }
}

/// Tells those of these people who let it through to themselves.
pub async fn tell(
    db: &impl ConnectionTrait,
    news: News,
    people: impl IntoIterator<Item = i64>,
) -> Result<(), DbErr> {
    let people: Vec<i64> = people.into_iter().collect();
    for people in people.chunks(CHUNK) {
        let reached = relations::reachable(db, people.iter().copied(), news.by).await?;
        let row = |person| ActiveModel {
            id: Set(id::mint()),
            user_id: Set(person),
            kind: Set(news.kind),
            topic: Set(format!("{}:{}", news.kind.name(), news.topic)),
            actor_id: Set(news.by),
            post_id: Set(news.post),
        };
        let rows: Vec<_> = reached.into_iter().map(row).collect();
        if !rows.is_empty() {
            Entity::insert_many(rows).exec_without_returning(db).await?;
        }
    }
    Ok(())
}

/// What has been undone was never told: to this person, or to all.
pub async fn forget(
    db: &impl ConnectionTrait,
    kind: Kind,
    by: i64,
    post: Option<i64>,
    told: Option<i64>,
) -> Result<(), DbErr> {
    let news = Entity::delete_many().filter(Column::ActorId.eq(by)).filter(Column::Kind.eq(kind));
    let news = match post {
        Some(post) => news.filter(Column::PostId.eq(post)),
        None => news,
    };
    let news = match told {
        Some(person) => news.filter(Column::UserId.eq(person)),
        None => news,
    };
    news.exec(db).await.map(drop)
}

/// All that either was told of the other.
pub async fn forget_between(db: &impl ConnectionTrait, one: i64, other: i64) -> Result<(), DbErr> {
    let of = |actor, person| Column::ActorId.eq(actor).and(Column::UserId.eq(person));
    let both = Condition::any().add(of(one, other)).add(of(other, one));
    Entity::delete_many().filter(both).exec(db).await.map(drop)
}

/// A line: the newest of its topic, and how many people there are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub newest: Model,
    pub people: i64,
}

/// One page of lines, the newest first.
pub async fn groups(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Group>, DbErr> {
    let heads = Entity::find()
        .filter(Column::UserId.eq(user_id))
        .filter(let_through(user_id))
        .filter(Expr::exists(newer_of_topic(user_id)).not())
        .apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(size + 1);
    let slice = Slice::new(heads.all(db).await?, size, |row| row.id);
    let topics = slice.items.iter().map(|row| row.topic.clone());
    let counts = Entity::find()
        .select_only()
        .column(Column::Topic)
        .expr_as(Expr::col((Entity, Column::ActorId)).count_distinct(), "people")
        .filter(Column::UserId.eq(user_id))
        .filter(Column::Topic.is_in(of_few_lengths(topics)))
        .filter(let_through(user_id))
        .group_by(Column::Topic);
    let counts: Vec<(String, i64)> = counts.into_tuple().all(db).await?;
    let counts: HashMap<String, i64> = counts.into_iter().collect();
    let items = slice.items.into_iter().map(|newest| {
        let people = counts.get(&newest.topic).copied().unwrap_or(1);
        Group { newest, people }
    });
    Ok(Slice { items: items.collect(), next_before: slice.next_before })
}

/// How many lines somebody hasn't read; at most [`MOST_COUNTED`].
pub async fn count_unread(
    db: &impl ConnectionTrait,
    user_id: i64,
    read: i64,
) -> Result<u64, DbErr> {
    let unread = Entity::find()
        .select_only()
        .column(Column::Topic)
        .filter(Column::UserId.eq(user_id))
        .filter(Column::Id.gt(read))
        .filter(let_through(user_id))
        .order_by_desc(Column::Id)
        .limit(MOST_LOOKED_AT);
    let topics: HashSet<String> = unread.into_tuple().all(db).await?.into_iter().collect();
    Ok(Ord::min(topics.len() as u64, MOST_COUNTED))
}

/// Who has been told something since: the rows' identifiers and whom they are for, the newest first,
/// at most so many.
pub async fn told_since(
    db: &impl ConnectionTrait,
    since: i64,
    most: u64,
) -> Result<Vec<(i64, i64)>, DbErr> {
    let rows = Entity::find().select_only().column(Column::Id).column(Column::UserId);
    let rows = rows.filter(Column::Id.gt(since)).order_by_desc(Column::Id).limit(most);
    rows.into_tuple().all(db).await
}

/// Not by those whom he has muted, nor by those between whom and him is a block, nor by those who
/// aren't here; and not about what moderators have hidden from him.
fn let_through(user_id: i64) -> Condition {
    let actor = Expr::col((Entity, Column::ActorId));
    relations::no_block_between(user_id, actor.clone())
        .add(relations::not_muted(user_id, actor.clone()))
        .add(presence::is_present(actor))
        .add(is_shown(user_id, Expr::col((Entity, Column::PostId))))
}

fn is_shown(user_id: i64, post: Expr) -> Condition {
    let hidden = visibility::hidden_from(user_id);
    Condition::any().add(post.clone().is_null()).add(post.not_in_subquery(hidden))
}

/// A row of the same topic that came later and is let through.
fn newer_of_topic(user_id: i64) -> SelectStatement {
    let newer = Alias::new("newer");
    let of = |column| Expr::col((newer.clone(), column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, newer.clone())
        .and_where(of(Column::UserId).eq(user_id))
        .and_where(of(Column::Topic).eq(Expr::col((Entity, Column::Topic))))
        .and_where(of(Column::Id).gt(Expr::col((Entity, Column::Id))))
        .and_where(relations::not_muted(user_id, of(Column::ActorId)))
        .cond_where(presence::is_present(of(Column::ActorId)))
        .cond_where(is_shown(user_id, of(Column::PostId)))
        .to_owned()
}
