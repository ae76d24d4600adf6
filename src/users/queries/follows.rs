//! Who follows whom.

use std::collections::{BTreeSet, HashSet};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, SqlErr,
};

use crate::id;
use crate::users::entity::follow::{ActiveModel, Column, Entity};
use crate::users::entity::{self, Model};
use crate::web::pagination::{Cursor, Slice};

/// The two ends of a follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Followers,
    Following,
}

/// Following twice is following once. Nobody follows himself.
pub async fn follow(db: &impl ConnectionTrait, follower: i64, person: i64) -> Result<(), DbErr> {
    if follower == person {
        return Ok(());
    }
    let row =
        ActiveModel { id: Set(id::mint()), follower_id: Set(follower), followee_id: Set(person) };
    match Entity::insert(row).exec_without_returning(db).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(())
        }
        outcome => outcome.map(drop),
    }
}

pub async fn unfollow(db: &impl ConnectionTrait, follower: i64, person: i64) -> Result<(), DbErr> {
    let pair = Entity::delete_many().filter(Column::FollowerId.eq(follower));
    pair.filter(Column::FolloweeId.eq(person)).exec(db).await.map(drop)
}

/// Which of these people the viewer follows.
pub async fn followed_among(
    db: &impl ConnectionTrait,
    viewer: i64,
    people: impl IntoIterator<Item = i64>,
) -> Result<HashSet<i64>, DbErr> {
    let people: BTreeSet<i64> = people.into_iter().collect();
    let rows = Entity::find()
        .select_only()
        .column(Column::FolloweeId)
        .filter(Column::FollowerId.eq(viewer));
    Ok(rows
        .filter(Column::FolloweeId.is_in(people))
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect())
}

/// For other queries: those whom somebody follows.
pub fn followed_by(follower_id: i64) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::FolloweeId)
        .filter(Column::FollowerId.eq(follower_id))
        .into_query()
}

/// How many there are in each list of a person.
pub async fn counts(db: &impl ConnectionTrait, user_id: i64) -> Result<(u64, u64), DbErr> {
    let followers = Entity::find().filter(Column::FolloweeId.eq(user_id)).count(db).await?;
    let following = Entity::find().filter(Column::FollowerId.eq(user_id)).count(db).await?;
    Ok((followers, following))
}

/// One page of a list of people, the last who came first. The cursor is the follow's.
pub async fn people(
    db: &impl ConnectionTrait,
    user_id: i64,
    list: List,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Model>, DbErr> {
    let (mine, theirs) = match list {
        List::Followers => (Column::FolloweeId, Column::FollowerId),
        List::Following => (Column::FollowerId, Column::FolloweeId),
    };
    let rows: Vec<(i64, i64)> = Entity::find()
        .select_only()
        .column(Column::Id)
        .column(theirs)
        .filter(mine.eq(user_id))
        .apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(size + 1)
        .into_tuple()
        .all(db)
        .await?;
    let slice = Slice::new(rows, size, |(id, _)| *id);
    let ids: Vec<i64> = slice.items.iter().map(|(_, person)| *person).collect();
    let found = entity::Entity::find()
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let mut found: std::collections::HashMap<i64, Model> =
        found.into_iter().map(|user| (user.id, user)).collect();
    let items = ids.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Slice { items, next_before: slice.next_before })
}
