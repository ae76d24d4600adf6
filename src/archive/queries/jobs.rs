//! Who works on what. A job is claimed by a lease: a time until which nobody else takes it, and a
//! word without which nothing of it can be written. Who has died lets the time run out; who has
//! only been slow finds that the word is another's.

use std::time::Duration;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::chunks;
use crate::archive::entity::job::{Column, Entity, Kind, Model, Outcome, State};
use crate::db::Db;
use crate::id::{self, now_ms};

/// Whoever works says so more often than this.
pub const LEASE: Duration = Duration::from_mins(1);
/// So long results are kept.
pub const KEPT: Duration = Duration::from_hours(7 * 24);

const NOT_LEASED: &str = "";

pub async fn find(
    db: &impl ConnectionTrait,
    user_id: i64,
    kind: Kind,
) -> Result<Option<Model>, DbErr> {
    let mine = Entity::find().filter(Column::UserId.eq(user_id)).filter(Column::Kind.eq(kind));
    let found = mine.one(db).await?;
    // What has expired is only not swept yet.
    Ok(found.filter(|job| job.expires_at.is_none_or(|at| at > now_ms())))
}

/// A job to be.
pub struct NewJob<'l> {
    pub user_id: i64,
    pub kind: Kind,
    pub state: State,
    pub locale: &'l str,
    pub due_at: i64,
}

/// Within a transaction. What an earlier one of the kind came to makes room; one that is still going
/// on breaks the rule that there is one.
pub async fn start(db: &impl ConnectionTrait, new: NewJob<'_>) -> Result<Model, DbErr> {
    let now = now_ms();
    let over = Condition::any()
        .add(Column::State.is_in([State::Done, State::Failed]))
        // Sent by somebody who has gone away.
        .add(Column::State.eq(State::Upload).and(Column::LeasedUntil.lt(now)));
    let earlier = Entity::delete_many()
        .filter(Column::UserId.eq(new.user_id))
        .filter(Column::Kind.eq(new.kind))
        .filter(over);
    earlier.exec(db).await?;
    let leased_until = if new.state == State::Upload { now + ms(LEASE) } else { 0 };
    let job = Model {
        id: id::mint(),
        user_id: new.user_id,
        kind: new.kind,
        state: new.state,
        locale: new.locale.to_owned(),
        due_at: new.due_at,
        leased_until,
        lease: NOT_LEASED.to_owned(),
        attempts: 0,
        done: 0,
        total: 0,
        size: 0,
        outcome: String::new(),
        finished_at: None,
        // What isn't finished is swept, too, should it never be.
        expires_at: (new.state == State::Upload).then_some(now + ms(KEPT)),
    };
    let row = job.clone().into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(job)
}

/// Within the transaction that keeps a piece of what is being sent.
pub async fn go_on_sending(
    db: &impl ConnectionTrait,
    job_id: i64,
    bytes: usize,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(now_ms() + ms(LEASE)))
        .col_expr(Column::Size, Expr::col(Column::Size).add(bytes as i64));
    let mine = update.filter(Column::Id.eq(job_id)).filter(Column::State.eq(State::Upload));
    Ok(mine.exec(db).await?.rows_affected > 0)
}

/// All of it has come.
pub async fn end_sending(db: &impl ConnectionTrait, job_id: i64) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Waiting))
        .col_expr(Column::LeasedUntil, Expr::value(0_i64))
        .col_expr(Column::ExpiresAt, Expr::value(None::<i64>));
    let mine = update.filter(Column::Id.eq(job_id)).filter(Column::State.eq(State::Upload));
    Ok(mine.exec(db).await?.rows_affected > 0)
}

/// With its pieces.
pub async fn delete(db: &impl ConnectionTrait, job_id: i64) -> Result<(), DbErr> {
    Entity::delete_by_id(job_id).exec(db).await.map(drop)
}

/// Whether one was there that nobody has ever begun.
pub async fn call_off(db: &impl ConnectionTrait, user_id: i64, kind: Kind) -> Result<bool, DbErr> {
    let mine = Entity::delete_many()
        .filter(Column::UserId.eq(user_id))
        .filter(Column::Kind.eq(kind))
        .filter(Column::State.eq(State::Waiting))
        .filter(Column::Done.eq(0));
    Ok(mine.exec(db).await?.rows_affected > 0)
}

/// The next that is due and that nobody has. None when there is none, or others were quicker.
pub async fn claim(db: &Db) -> Result<Option<Model>, DbErr> {
    let now = now_ms();
    let open = Entity::find()
        .filter(Column::State.is_in([State::Waiting, State::Running]))
        .filter(Column::DueAt.lte(now))
        .filter(Column::LeasedUntil.lte(now))
        .order_by_asc(Column::DueAt)
        .limit(1);
    // Most of the time there is nothing to do, and SQLite's one writer needn't hear of it.
    let Some(job) = open.one(db.reader()).await? else { return Ok(None) };
    let claimed = Model {
        state: State::Running,
        lease: format!("{:032x}", rand::random::<u128>()),
        leased_until: now + ms(LEASE),
        attempts: job.attempts.saturating_add(1),
        ..job.clone()
    };
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(claimed.state))
        .col_expr(Column::Lease, Expr::value(claimed.lease.as_str()))
        .col_expr(Column::LeasedUntil, Expr::value(claimed.leased_until))
        .col_expr(Column::Attempts, Expr::value(claimed.attempts));
    let as_seen = update
        .filter(Column::Id.eq(job.id))
        .filter(Column::State.eq(job.state))
        .filter(Column::Lease.eq(job.lease))
        .filter(Column::LeasedUntil.lte(now));
    Ok((as_seen.exec(db.writer()).await?.rows_affected > 0).then_some(claimed))
}

fn held(job: &Model) -> Condition {
    Condition::all().add(Column::Id.eq(job.id)).add(Column::Lease.eq(job.lease.as_str()))
}

/// Says how far it is, and holds it for longer. Whether it was still to be held; within a
/// transaction nobody else can take it from then on.
pub async fn hold(db: &impl ConnectionTrait, job: &Model) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(now_ms() + ms(LEASE)))
        .col_expr(Column::Done, Expr::value(job.done))
        .col_expr(Column::Total, Expr::value(job.total))
        .col_expr(Column::Size, Expr::value(job.size))
        .col_expr(Column::Outcome, Expr::value(job.outcome.as_str()));
    Ok(update.filter(held(job)).exec(db).await?.rows_affected > 0)
}

/// Gives it back, to be taken up by anybody from `due_at` on.
pub async fn release(db: &impl ConnectionTrait, job: &Model, due_at: i64) -> Result<(), DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Waiting))
        .col_expr(Column::Lease, Expr::value(NOT_LEASED))
        .col_expr(Column::LeasedUntil, Expr::value(0_i64))
        .col_expr(Column::Attempts, Expr::value(job.attempts))
        .col_expr(Column::DueAt, Expr::value(due_at));
    update.filter(held(job)).exec(db).await.map(drop)
}

/// It is over. What was brought isn't needed any more; what was made is kept for a week.
pub async fn finish(
    db: &impl ConnectionTrait,
    job: &Model,
    state: State,
    outcome: &Outcome,
) -> Result<(), DbErr> {
    let now = now_ms();
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Lease, Expr::value(NOT_LEASED))
        .col_expr(Column::LeasedUntil, Expr::value(0_i64))
        .col_expr(Column::Outcome, Expr::value(outcome.to_column()))
        .col_expr(Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(Column::ExpiresAt, Expr::value(Some(now + ms(KEPT))));
    let was_mine = update.filter(held(job)).exec(db).await?.rows_affected > 0;
    if was_mine && (job.kind == Kind::Import || state == State::Failed) {
        chunks::delete(db, job.id).await?;
    }
    Ok(())
}

/// Removes results that nobody has fetched in time, and what was never sent to its end.
pub async fn sweep(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let now = now_ms();
    let left = Column::State.eq(State::Upload).and(Column::LeasedUntil.lt(now));
    let old = Condition::any().add(Column::ExpiresAt.lte(now)).add(left);
    Ok(Entity::delete_many().filter(old).exec(db).await?.rows_affected)
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
