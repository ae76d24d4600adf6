//! How often somebody may do something: the generic cell rate algorithm (GCRA, ITU-T I.371), one
//! number a bucket, kept in the database so that all instances count together.
//!
//! A bucket is a rule and whom it is about ("sign-ins at this account from this address"); only a
//! hash of that is stored. A limit that somebody else could use up (on signing in to an account) names the
//! address too: nobody can lock another person out.

mod entity;

use std::time::Duration;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect};

use self::entity::{Column, Entity};
use crate::db;
use crate::id::now_ms;
use crate::settings::Rate;
use crate::web::fingerprint::fingerprint;

/// Wait so long; then there is room for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    pub retry_after: Duration,
}

impl TooMany {
    /// For `Retry-After`.
    pub fn seconds(self) -> u64 {
        self.retry_after.as_secs().max(1)
    }

    /// For people.
    pub fn minutes(self) -> i64 {
        i64::try_from(self.retry_after.as_secs().div_ceil(60)).unwrap_or(i64::MAX).max(1)
    }
}

/// Counts one event. `subject` says whom: an address, or an account and an address.
pub async fn count(
    db: &DatabaseConnection,
    rule: &str,
    subject: &str,
    rate: Rate,
) -> Result<Result<(), TooMany>, DbErr> {
    let bucket = bucket(rule, subject);
    let transaction = db::begin_write(db).await?;
    // First of all there must be a row, so that all who count here wait for each other at it.
    let empty = entity::ActiveModel { bucket: Set(bucket.clone()), free_at: Set(0) };
    let keep = OnConflict::column(Column::Bucket).update_column(Column::Bucket).to_owned();
    Entity::insert(empty).on_conflict(keep).exec_without_returning(&transaction).await?;
    let row = Entity::find_by_id(&bucket).lock_exclusive().one(&transaction).await?;
    let verdict = decide(row.map_or(0, |row| row.free_at), now_ms(), rate);
    if let Ok(free_at) = verdict {
        let used = Entity::update_many().col_expr(Column::FreeAt, Expr::value(free_at));
        used.filter(Column::Bucket.eq(&bucket)).exec(&transaction).await?;
    }
    transaction.commit().await?;
    Ok(verdict.map(|_| ()))
}

/// Empties a bucket: who signed in has shown that the tries before were his own.
pub async fn forgive(db: &DatabaseConnection, rule: &str, subject: &str) -> Result<(), DbErr> {
    Entity::delete_by_id(bucket(rule, subject)).exec(db).await?;
    Ok(())
}

/// Removes buckets that are empty again.
pub async fn sweep(db: &DatabaseConnection) -> Result<u64, DbErr> {
    let empty = Entity::delete_many().filter(Column::FreeAt.lte(now_ms()));
    Ok(empty.exec(db).await?.rows_affected)
}

/// `free_at` is when the bucket will be empty; each event moves it on by period / limit, and it may
/// never lie more than a period ahead.
fn decide(free_at: i64, now: i64, rate: Rate) -> Result<i64, TooMany> {
    let period = i64::try_from(rate.period.as_millis()).unwrap_or(i64::MAX / 4);
    let next = free_at.max(now) + (period / i64::from(rate.limit)).max(1);
    let ahead = next - now - period;
    if ahead > 0 {
        return Err(TooMany { retry_after: Duration::from_millis(ahead.unsigned_abs()) });
    }
    Ok(next)
}

fn bucket(rule: &str, subject: &str) -> String {
    fingerprint(&format!("{rule}\0{subject}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: Rate = Rate { limit: 10, period: Duration::from_mins(15) };

    #[test]
    fn ten_pass_at_once_and_the_eleventh_waits_for_its_share() {
        let mut free_at = 0;
        for _ in 0..10 {
            free_at = decide(free_at, 5_000, RATE).unwrap();
        }
        assert_eq!(
            decide(free_at, 5_000, RATE),
            Err(TooMany { retry_after: Duration::from_secs(90) })
        );
        assert!(decide(free_at, 95_000, RATE).is_ok());
    }

    proptest! {
        #[test]
        fn no_pattern_of_tries_gets_more_than_twice_the_limit_into_a_period(gaps in prop::collection::vec(0i64..200_000, 1..200)) {
            let (mut now, mut free_at, mut passed) = (0, 0, Vec::new());
            for gap in gaps {
                now += gap;
                if let Ok(next) = decide(free_at, now, RATE) {
                    free_at = next;
                    passed.push(now);
                }
            }
            for start in &passed {
                let within = passed.iter().filter(|time| (*start..start + 900_000).contains(*time)).count();
                prop_assert!(within <= 20);
            }
        }
    }
}
