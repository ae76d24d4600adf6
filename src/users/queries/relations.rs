//! What people are to each other: following, asking to, muting, blocking.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QuerySelect,
};

use super::presence;
use crate::db::lists::of_few_lengths;
use crate::db::pairs::{self, End, Put};
use crate::users::entity::{Column, Entity, Model, NotifyFrom};
use crate::users::entity::{block, follow, follow_request, mute};
use crate::web::pagination::{Cursor, Slice};

/// What one person is to another, as the first one sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each may hold with each")]
pub struct Relation {
    pub following: bool,
    /// Asked to follow, and nobody has said yes.
    pub requested: bool,
    pub followed_by: bool,
    pub muting: bool,
    pub blocking: bool,
    pub blocked_by: bool,
}

/// For other queries: whether the one follows the other.
pub fn follows(follower: impl Into<SimpleExpr>, person: impl Into<SimpleExpr>) -> SimpleExpr {
    pairs::exists::<follow::Entity>(follower, person)
}

/// For other queries: whether neither has blocked the other.
pub fn no_block_between(viewer: i64, person: impl Into<SimpleExpr>) -> Condition {
    let person = person.into();
    Condition::all()
        .add(pairs::exists::<block::Entity>(viewer, person.clone()).not())
        .add(pairs::exists::<block::Entity>(person, viewer).not())
}

/// For other queries: whether the viewer hasn't muted a person.
pub fn not_muted(viewer: i64, person: impl Into<SimpleExpr>) -> SimpleExpr {
    pairs::exists::<mute::Entity>(viewer, person).not()
}

pub async fn between(
    db: &impl ConnectionTrait,
    viewer: i64,
    person: i64,
) -> Result<Relation, DbErr> {
    let all = Query::select()
        .expr(pairs::exists::<follow::Entity>(viewer, person))
        .expr(pairs::exists::<follow_request::Entity>(viewer, person))
        .expr(pairs::exists::<follow::Entity>(person, viewer))
        .expr(pairs::exists::<mute::Entity>(viewer, person))
        .expr(pairs::exists::<block::Entity>(viewer, person))
        .expr(pairs::exists::<block::Entity>(person, viewer))
        .to_owned();
    let Some(row) = db.query_one(&all).await? else { return Ok(Relation::default()) };
    Ok(Relation {
        following: row.try_get_by_index(0)?,
        requested: row.try_get_by_index(1)?,
        followed_by: row.try_get_by_index(2)?,
        muting: row.try_get_by_index(3)?,
        blocking: row.try_get_by_index(4)?,
        blocked_by: row.try_get_by_index(5)?,
    })
}

/// What following somebody came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    Now,
    /// It is for him to say yes.
    Asked,
    /// Nothing has changed.
    Already,
    /// There is a block between the two.
    Refused,
}

/// Within a transaction. Following twice is following once; nobody follows himself.
pub async fn follow(
    db: &impl ConnectionTrait,
    follower: i64,
    person: i64,
) -> Result<Followed, DbErr> {
    // A block, or a lock on the account, at the same moment comes before or after this.
    let people = super::lock(db, [follower, person]).await?;
    let here = people.iter().find(|found| found.id == person && !found.is_gone());
    let Some(person) = here else { return Ok(Followed::Refused) };
    if follower == person.id || pairs::has::<follow::Entity>(db, follower, person.id).await? {
        return Ok(Followed::Already);
    }
    if is_blocked(db, follower, person.id).await? {
        return Ok(Followed::Refused);
    }
    let (put, new) = match person.locked {
        true => {
            (pairs::put::<follow_request::Entity>(db, follower, person.id).await?, Followed::Asked)
        }
        false => {
            pairs::take::<follow_request::Entity>(db, follower, person.id).await?;
            (pairs::put::<follow::Entity>(db, follower, person.id).await?, Followed::Now)
        }
    };
    Ok(match put {
        Put::New => new,
        Put::Known => Followed::Already,
        Put::Gone => Followed::Refused,
    })
}

/// Whether there was anything to undo: a follow or a request for one.
pub async fn unfollow(
    db: &impl ConnectionTrait,
    follower: i64,
    person: i64,
) -> Result<bool, DbErr> {
    let asked = pairs::take::<follow_request::Entity>(db, follower, person).await?;
    Ok(pairs::take::<follow::Entity>(db, follower, person).await? || asked)
}

/// Says yes or no to a request. Whether there was one.
pub async fn decide(
    db: &impl ConnectionTrait,
    person: i64,
    follower: i64,
    accept: bool,
) -> Result<bool, DbErr> {
    super::lock(db, [person, follower]).await?;
    let asked = pairs::take::<follow_request::Entity>(db, follower, person).await?;
    if asked && accept && !is_blocked(db, follower, person).await? {
        pairs::put::<follow::Entity>(db, follower, person).await?;
    }
    Ok(asked)
}

pub async fn mute(
    db: &impl ConnectionTrait,
    muter: i64,
    person: i64,
    on: bool,
) -> Result<(), DbErr> {
    if on && muter != person {
        pairs::put::<mute::Entity>(db, muter, person).await.map(drop)
    } else {
        pairs::take::<mute::Entity>(db, muter, person).await.map(drop)
    }
}

/// Cuts all that is between the two. Within a transaction.
pub async fn block(db: &impl ConnectionTrait, blocker: i64, person: i64) -> Result<(), DbErr> {
    if blocker == person {
        return Ok(());
    }
    super::lock(db, [blocker, person]).await?;
    pairs::put::<block::Entity>(db, blocker, person).await?;
    unfollow(db, blocker, person).await?;
    unfollow(db, person, blocker).await.map(drop)
}

pub async fn unblock(db: &impl ConnectionTrait, blocker: i64, person: i64) -> Result<(), DbErr> {
    pairs::take::<block::Entity>(db, blocker, person).await.map(drop)
}

/// Whether either has blocked the other.
pub async fn is_blocked(db: &impl ConnectionTrait, one: i64, other: i64) -> Result<bool, DbErr> {
    Ok(pairs::has::<block::Entity>(db, one, other).await?
        || pairs::has::<block::Entity>(db, other, one).await?)
}

/// Of these people those between whom and `person` there is no block, without himself.
pub async fn unblocked(
    db: &impl ConnectionTrait,
    people: impl IntoIterator<Item = i64>,
    person: i64,
) -> Result<Vec<i64>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(people))
        .filter(Column::Id.ne(person))
        .filter(no_block_between(person, Expr::col((Entity, Column::Id))))
        .into_tuple()
        .all(db)
        .await
}

/// Of these people those who let what `actor` does through to them.
pub async fn reachable(
    db: &impl ConnectionTrait,
    people: impl IntoIterator<Item = i64>,
    actor: i64,
) -> Result<Vec<i64>, DbErr> {
    let person = || Expr::col((Entity, Column::Id));
    let silenced = presence::is_silenced(actor);
    let willing = Condition::any()
        .add(Column::NotifyFrom.eq(NotifyFrom::Anyone))
        .add(Column::NotifyFrom.eq(NotifyFrom::Followed).and(follows(person(), actor)));
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(people))
        .filter(Column::Id.ne(actor))
        .filter(Column::SuspendedAt.is_null())
        .filter(Column::LeavingAt.is_null())
        .filter(willing)
        // Who is silenced reaches those who follow him.
        .filter(silenced.not().or(follows(person(), actor)))
        .filter(pairs::exists::<mute::Entity>(person(), actor).not())
        .filter(no_block_between(actor, person()))
        .into_tuple()
        .all(db)
        .await
}

/// The lists of people that somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Followers,
    Following,
    /// Who asks to follow.
    Requests,
    Mutes,
    Blocks,
}

/// One page of such a list, the last who came first, without those between whom and the viewer is a
/// block. The cursor is the pair's identifier.
pub async fn people(
    db: &impl ConnectionTrait,
    list: List,
    of: i64,
    viewer: Option<i64>,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Model>, DbErr> {
    let (before, limit) = (cursor.before, size + 1);
    let rows = match list {
        List::Followers => {
            pairs::list::<follow::Entity>(db, End::Object, of, before, limit, shown_to(viewer))
                .await?
        }
        List::Following => {
            pairs::list::<follow::Entity>(db, End::Subject, of, before, limit, shown_to(viewer))
                .await?
        }
        List::Requests => {
            let shown = shown_to(viewer);
            pairs::list::<follow_request::Entity>(db, End::Object, of, before, limit, shown).await?
        }
        List::Mutes => {
            let all = |_| Condition::all();
            pairs::list::<mute::Entity>(db, End::Subject, of, before, limit, all).await?
        }
        List::Blocks => {
            let all = |_| Condition::all();
            pairs::list::<block::Entity>(db, End::Subject, of, before, limit, all).await?
        }
    };
    let slice = Slice::new(rows, size, |(id, _)| *id);
    let ids: Vec<i64> = slice.items.iter().map(|(_, person)| *person).collect();
    let listed = of_few_lengths(ids.iter().copied());
    let found = Entity::find().filter(Column::Id.is_in(listed)).all(db).await?;
    let mut found: HashMap<i64, Model> = found.into_iter().map(|user| (user.id, user)).collect();
    let items = ids.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Slice { items, next_before: slice.next_before })
}

fn shown_to<C: ColumnTrait>(viewer: Option<i64>) -> impl FnOnce(C) -> Condition {
    move |person| {
        let present = presence::is_present(person.into_expr());
        match viewer {
            Some(viewer) => present.add(no_block_between(viewer, person.into_expr())),
            None => present,
        }
    }
}

pub async fn count_requests(db: &impl ConnectionTrait, person: i64) -> Result<u64, DbErr> {
    follow_request::Entity::find()
        .filter(follow_request::Column::FolloweeId.eq(person))
        .filter(presence::is_present(follow_request::Column::FollowerId.into_expr()))
        .count(db)
        .await
}
