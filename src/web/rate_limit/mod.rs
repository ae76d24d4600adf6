//! How often somebody may do something: the generic cell rate algorithm (GCRA, ITU-T I.371), one
//! number a bucket, kept in the database so that all instances count together.
//!
//! A bucket is a rule and whom it is about ("sign-ins at this account from this address"); only a
//! hash of that is stored. A limit that somebody else could use up (on signing in to an account) names the
//! address too: nobody can lock another person out.

mod entity;

use std::time::Duration;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, SqlErr};

use self::entity::{Column, Entity};
use crate::db::Db;
use crate::id::now_ms;
use crate::settings::{Rate, RateLimit};
use crate::web::fingerprint::fingerprint;

/// How often to try again when others count in the same bucket at the same moment.
const ATTEMPTS: usize = 16;

/// Wait so long; then there is room for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    pub retry_after: Duration,
}

impl TooMany {
    /// For `Retry-After`.
    pub fn seconds(self) -> u64 {
        u64::try_from(self.retry_after.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1)
    }

    /// For people.
    pub fn minutes(self) -> i64 {
        i64::try_from(self.retry_after.as_secs().div_ceil(60)).unwrap_or(i64::MAX).max(1)
    }
}

/// What there are limits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    LoginAccount,
    LoginAddress,
    RegisterAddress,
    ConfirmPassword,
    SecondFactor,
    SecondFactorAccount,
    RecoverAddress,
    Mailbox,
    PostAccount,
    Search,
    Report,
    ExportAccount,
    ImportAccount,
}

impl Rule {
    fn rate(self, settings: &RateLimit) -> Rate {
        match self {
            Self::LoginAccount => settings.login_account,
            Self::LoginAddress => settings.login_address,
            Self::RegisterAddress => settings.register_address,
            Self::ConfirmPassword => settings.confirm_password,
            Self::SecondFactor => settings.second_factor,
            Self::SecondFactorAccount => settings.second_factor_account,
            Self::RecoverAddress => settings.recover_address,
            Self::Mailbox => settings.mailbox,
            Self::PostAccount => settings.post_account,
            Self::Search => settings.search,
            Self::Report => settings.report,
            Self::ExportAccount => settings.export_account,
            Self::ImportAccount => settings.import_account,
        }
    }
}

/// Counts one event, or says how long to wait. `subject` says whose: an address, an account, or
/// both. A refusal only reads: a flood of them must not take SQLite's one writer.
pub async fn count(
    db: &Db,
    settings: &RateLimit,
    rule: Rule,
    subject: &str,
) -> Result<Option<TooMany>, DbErr> {
    if !settings.enabled {
        return Ok(None);
    }
    let (bucket, rate) = (bucket(rule, subject), rule.rate(settings));
    for _ in 0..ATTEMPTS {
        let seen = Entity::find_by_id(&bucket).one(db.reader()).await?.map(|row| row.free_at);
        let next = match decide(seen.unwrap_or(0), now_ms(), rate) {
            Ok(next) => next,
            Err(wait) => return Ok(Some(wait)),
        };
        if replace(db, &bucket, seen, next).await? {
            return Ok(None);
        }
    }
    // So many were quicker that the limit is as good as reached.
    Ok(Some(TooMany { retry_after: Duration::from_secs(1) }))
}

/// Writes the new value unless somebody else was quicker. Whether it did.
async fn replace(db: &Db, bucket: &str, seen: Option<i64>, next: i64) -> Result<bool, DbErr> {
    if let Some(seen) = seen {
        let update = Entity::update_many()
            .col_expr(Column::FreeAt, Expr::value(next))
            .filter(Column::Bucket.eq(bucket))
            .filter(Column::FreeAt.eq(seen));
        return Ok(update.exec(db.writer()).await?.rows_affected > 0);
    }
    let row = entity::ActiveModel { bucket: Set(bucket.to_owned()), free_at: Set(next) };
    match Entity::insert(row).exec_without_returning(db.writer()).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Empties a bucket: who signed in has shown that the tries before were his own.
pub async fn forgive(db: &Db, rule: Rule, subject: &str) -> Result<(), DbErr> {
    Entity::delete_by_id(bucket(rule, subject)).exec(db.writer()).await?;
    Ok(())
}

/// Removes buckets that are empty again.
pub async fn sweep(db: &Db) -> Result<u64, DbErr> {
    let empty = Entity::delete_many().filter(Column::FreeAt.lte(now_ms()));
    Ok(empty.exec(db.writer()).await?.rows_affected)
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

fn bucket(rule: Rule, subject: &str) -> String {
    fingerprint(&format!("{rule:?}\0{subject}"))
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
        // Who obeys Retry-After is let in.
        let wait = decide(free_at, 5_001, RATE).unwrap_err();
        assert_eq!(wait.seconds(), 90);
        assert!(decide(free_at, 5_001 + 90_000, RATE).is_ok());
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
