//! All that is asked of the outbox.

use std::time::Duration;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, UpdateMany,
};

use super::entity::{ActiveModel, Column, Entity, State};
use crate::db::Db;
use crate::id;
use crate::web::fingerprint::fingerprint;

/// How long what has been done with is kept: nothing more is sent for its event, and people can look
/// up what became of it.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// Puts a row into the outbox, unless there has been one for this event.
pub async fn insert(
    db: &impl ConnectionTrait,
    event: &str,
    kind: &str,
    payload: String,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(id::mint()),
        event: Set(fingerprint(event)),
        kind: Set(kind.to_owned()),
        payload: Set(Some(payload)),
        state: Set(State::Waiting),
        due_at: Set(id::now_ms()),
        claim: Set(None),
        attempts: Set(0),
        failure: Set(None),
    };
    // Not an error to be caught: on PostgreSQL it would end the transaction around it.
    let known = OnConflict::column(Column::Event).do_nothing_on([Column::Id]).to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(db).await.map(drop)
}

/// For how long a worker has a row, unless it says that it is still at it.
pub const LEASE: Duration = Duration::from_mins(1);

/// Rows whose time has come, the longest waiting first.
pub async fn due(db: &impl ConnectionTrait, most: u64) -> Result<Vec<i64>, DbErr> {
    let rows = Entity::find().select_only().column(Column::Id);
    rows.filter(Column::State.eq(State::Waiting))
        .filter(Column::DueAt.lte(id::now_ms()))
        .order_by_asc(Column::DueAt)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Takes a row for this worker, unless another was quicker.
pub async fn claim(db: &impl ConnectionTrait, id: i64) -> Result<Option<Claimed>, DbErr> {
    let (claim, now) = (rand::random::<i64>(), id::now_ms());
    let taken = Entity::update_many()
        .col_expr(Column::Claim, Expr::value(claim))
        .col_expr(Column::DueAt, Expr::value(now + LEASE.as_millis() as i64))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Waiting))
        .filter(Column::DueAt.lte(now));
    if taken.exec(db).await?.rows_affected == 0 {
        return Ok(None);
    }
    let row = Entity::find_by_id(id).filter(Column::Claim.eq(claim)).one(db).await?;
    Ok(row.map(|row| Claimed {
        id,
        claim,
        event: row.event,
        kind: row.kind,
        payload: row.payload.unwrap_or_default(),
        attempts: row.attempts,
    }))
}

/// A row that this worker has.
#[derive(Clone)]
pub struct Claimed {
    pub id: i64,
    claim: i64,
    pub event: String,
    pub kind: String,
    pub payload: String,
    /// This one included.
    pub attempts: i32,
}

impl Claimed {
    /// Still at it. Whether the row is still ours.
    pub async fn renew(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        let until = id::now_ms() + LEASE.as_millis() as i64;
        let renewed = self.in_state(State::Waiting).col_expr(Column::DueAt, Expr::value(until));
        Ok(renewed.exec(db).await?.rows_affected > 0)
    }

    /// From here on nobody will send it again, whatever becomes of us. Whether the row is still
    /// ours. What it says is gone from the database before the server has it.
    pub async fn hand_over(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        self.become_state(db, State::Waiting, State::Handed, None).await
    }

    /// It is done with: `before` says what it was.
    pub async fn finish(
        &self,
        db: &impl ConnectionTrait,
        before: State,
        state: State,
        failure: Option<&str>,
    ) -> Result<bool, DbErr> {
        self.become_state(db, before, state, failure).await
    }

    /// To be tried again after a pause; also when it was handed over and plainly refused.
    pub async fn wait(
        &self,
        db: &impl ConnectionTrait,
        before: State,
        pause: Duration,
        failure: Option<&str>,
    ) -> Result<bool, DbErr> {
        let due_at = id::now_ms() + pause.as_millis() as i64;
        let waiting = self
            .in_state(before)
            .col_expr(Column::State, Expr::value(State::Waiting))
            .col_expr(Column::DueAt, Expr::value(due_at))
            .col_expr(Column::Claim, Expr::value(None::<i64>))
            .col_expr(Column::Payload, Expr::value(&self.payload))
            .col_expr(Column::Failure, Expr::value(failure.map(shorten)));
        Ok(waiting.exec(db).await?.rows_affected > 0)
    }

    async fn become_state(
        &self,
        db: &impl ConnectionTrait,
        before: State,
        state: State,
        failure: Option<&str>,
    ) -> Result<bool, DbErr> {
        let update = self
            .in_state(before)
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::DueAt, Expr::value(id::now_ms()))
            .col_expr(Column::Payload, Expr::value(None::<String>))
            .col_expr(Column::Failure, Expr::value(failure.map(shorten)));
        Ok(update.exec(db).await?.rows_affected > 0)
    }

    /// The row, if it is still ours.
    fn in_state(&self, state: State) -> UpdateMany<Entity> {
        Entity::update_many()
            .filter(Column::Id.eq(self.id))
            .filter(Column::Claim.eq(self.claim))
            .filter(Column::State.eq(state))
    }
}

/// What still waits to be sent, and what it says.
pub async fn waiting(db: &impl ConnectionTrait) -> Result<Vec<(i64, String)>, DbErr> {
    let rows = Entity::find().select_only().column(Column::Id).column(Column::Payload);
    let rows: Vec<(i64, Option<String>)> =
        rows.filter(Column::State.eq(State::Waiting)).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(id, payload)| (id, payload.unwrap_or_default())).collect())
}

/// As if nobody had written them. Whoever is about to hand one over finds that it isn't his any more.
pub async fn take_back(
    db: &impl ConnectionTrait,
    letters: impl Iterator<Item = i64>,
) -> Result<(), DbErr> {
    for id in letters {
        let letter = Entity::delete_by_id(id).filter(Column::State.eq(State::Waiting));
        letter.exec(db).await?;
    }
    Ok(())
}

/// As much as the column takes.
fn shorten(failure: &str) -> String {
    failure.chars().take(120).collect()
}

/// Removes rows that have been done with for a week. So long no event is told twice.
pub async fn sweep(db: &Db) -> Result<u64, DbErr> {
    let done = [State::Handed, State::Sent, State::Failed];
    let old = Entity::delete_many()
        .filter(Column::State.is_in(done))
        .filter(Column::DueAt.lt(id::now_ms() - KEPT.as_millis() as i64));
    Ok(old.exec(db.writer()).await?.rows_affected)
}
