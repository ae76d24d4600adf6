//! Tables of pairs: somebody (the subject) follows, mutes, likes … somebody or something (the
//! object). A pair is there or not: putting it there twice is putting it there once.

use std::collections::{BTreeSet, HashSet};

use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, SqlErr,
};

use super::lists::of_few_lengths;
use crate::id;

/// Which columns of a table make the pair. Identifiers sort by time and page its lists.
pub trait Pair: EntityTrait {
    const ID: Self::Column;
    const SUBJECT: Self::Column;
    const OBJECT: Self::Column;
}

/// What putting a pair came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    New,
    /// It was there before.
    Known,
    /// One of the two doesn't exist any more.
    Gone,
}

pub async fn put<P: Pair>(
    db: &impl ConnectionTrait,
    subject: i64,
    object: i64,
) -> Result<Put, DbErr> {
    let id = id::mint();
    let insert = Query::insert()
        .into_table(P::default())
        .columns([P::ID, P::SUBJECT, P::OBJECT])
        .values([id.into(), subject.into(), object.into()])
        .map_err(|error| DbErr::Custom(error.to_string()))?
        // Not an error to be caught: on PostgreSQL it would end the transaction around it.
        .on_conflict(OnConflict::columns([P::SUBJECT, P::OBJECT]).do_nothing_on([P::ID]).to_owned())
        .to_owned();
    match db.execute(&insert).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
            return Ok(Put::Gone);
        }
        outcome => outcome?,
    };
    // How many rows an insert has touched that found one there is counted differently by each.
    let there: Option<i64> =
        pair::<P>(subject, object).select_only().column(P::ID).into_tuple().one(db).await?;
    Ok(if there == Some(id) { Put::New } else { Put::Known })
}

/// Whether it was there.
pub async fn take<P: Pair>(
    db: &impl ConnectionTrait,
    subject: i64,
    object: i64,
) -> Result<bool, DbErr> {
    let mine = P::delete_many().filter(P::SUBJECT.eq(subject)).filter(P::OBJECT.eq(object));
    Ok(mine.exec(db).await?.rows_affected > 0)
}

pub async fn has<P: Pair>(
    db: &impl ConnectionTrait,
    subject: i64,
    object: i64,
) -> Result<bool, DbErr> {
    Ok(!among::<P>(db, subject, [object]).await?.is_empty())
}

fn pair<P: Pair>(subject: i64, object: i64) -> sea_orm::Select<P> {
    P::find().filter(P::SUBJECT.eq(subject)).filter(P::OBJECT.eq(object))
}

/// With which of these the subject makes a pair.
pub async fn among<P: Pair>(
    db: &impl ConnectionTrait,
    subject: i64,
    objects: impl IntoIterator<Item = i64>,
) -> Result<HashSet<i64>, DbErr> {
    let objects: BTreeSet<i64> = objects.into_iter().collect();
    if objects.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = P::find().select_only().column(P::OBJECT).filter(P::SUBJECT.eq(subject));
    let rows = rows.filter(P::OBJECT.is_in(of_few_lengths(objects))).into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

/// For other queries: all that the subject makes a pair with.
pub fn objects_of<P: Pair>(subject: i64) -> SelectStatement {
    P::find().select_only().column(P::OBJECT).filter(P::SUBJECT.eq(subject)).into_query()
}

/// For other queries: whether there is this pair.
pub fn exists<P: Pair>(
    subject: impl Into<SimpleExpr>,
    object: impl Into<SimpleExpr>,
) -> SimpleExpr {
    let pair = Query::select()
        .expr(Expr::val(1))
        .from(P::default())
        .and_where(Expr::col((P::default(), P::SUBJECT)).eq(subject.into()))
        .and_where(Expr::col((P::default(), P::OBJECT)).eq(object.into()))
        .to_owned();
    Expr::exists(pair)
}

/// Which end of a pair is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Subject,
    Object,
}

/// The pairs that somebody is at this end of, the newest first, at most so many: each one's
/// identifier and its other end. `filter` is about that other end.
pub async fn list<P: Pair>(
    db: &impl ConnectionTrait,
    end: End,
    of: i64,
    before: Option<i64>,
    limit: u64,
    filter: impl FnOnce(P::Column) -> Condition,
) -> Result<Vec<(i64, i64)>, DbErr> {
    let (mine, other) = match end {
        End::Subject => (P::SUBJECT, P::OBJECT),
        End::Object => (P::OBJECT, P::SUBJECT),
    };
    let rows = P::find()
        .select_only()
        .column(P::ID)
        .column(other)
        .filter(mine.eq(of))
        .filter(filter(other))
        .apply_if(before, |list, before| list.filter(P::ID.lt(before)))
        .order_by_desc(P::ID)
        .limit(limit);
    rows.into_tuple().all(db).await
}
