//! Switching the second factor on and off, and checking what somebody gives for it. Each code is
//! good once, whoever else sends it at the same moment.

use super::queries::second_factor as queries;
use super::totp;
use crate::db::Db;
use crate::id::{self, now_ms};
use crate::mail::{Letter, Mailer};
use crate::users;
use crate::users::entity::Model;
use crate::web::error::Error;
use crate::web::session::Identity;

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    Right,
    /// Or given before.
    Wrong,
    /// The password isn't any more what it was when it was given, or the account may not sign in.
    Void,
}

/// In seconds since 1970.
pub fn now() -> u64 {
    u64::try_from(now_ms() / 1000).unwrap_or(0)
}

/// Its recovery codes, to be shown once; none when it was on already.
pub async fn enable(
    db: &Db,
    mailer: &Mailer,
    user_id: i64,
    (secret, step): (&str, i64),
    letter: Option<Letter>,
) -> Result<Option<Vec<String>>, Error> {
    let codes = totp::new_recovery_codes();
    let enabled = db
        .write(async |tx| {
            if !queries::enable(tx, user_id, secret, step).await? {
                return Ok::<_, Error>(false);
            }
            queries::replace_codes(tx, user_id, hashes(&codes)).await?;
            tell(mailer, tx, user_id, letter.as_ref()).await?;
            Ok(true)
        })
        .await?;
    mailer.wake();
    Ok(enabled.then_some(codes))
}

/// Whether it was on.
pub async fn disable(
    db: &Db,
    mailer: &Mailer,
    user_id: i64,
    letter: Option<Letter>,
) -> Result<bool, Error> {
    let disabled = db
        .write(async |tx| {
            let disabled = queries::disable(tx, user_id).await?;
            if disabled {
                tell(mailer, tx, user_id, letter.as_ref()).await?;
            }
            Ok::<_, Error>(disabled)
        })
        .await?;
    mailer.wake();
    Ok(disabled)
}

/// Ten others; none when there is no second factor to come back to.
pub async fn replace_recovery_codes(
    db: &Db,
    mailer: &Mailer,
    user_id: i64,
    letter: Option<Letter>,
) -> Result<Option<Vec<String>>, Error> {
    let codes = totp::new_recovery_codes();
    let replaced = db
        .write(async |tx| {
            users::queries::lock(tx, [user_id]).await?;
            if queries::find(tx, user_id).await?.is_none() {
                return Ok::<_, Error>(false);
            }
            queries::replace_codes(tx, user_id, hashes(&codes)).await?;
            tell(mailer, tx, user_id, letter.as_ref()).await?;
            Ok(true)
        })
        .await?;
    mailer.wake();
    Ok(replaced.then_some(codes))
}

/// Whether this completes a sign-in: a code of the app, or a recovery code, of whose use the owner
/// is told by the letter that `notice` makes.
pub async fn check(
    db: &Db,
    mailer: &Mailer,
    identity: &Identity,
    code: &str,
    notice: impl Fn(&Model, u64) -> Option<Letter>,
) -> Result<Checked, Error> {
    let user = users::queries::find(db.reader(), identity.user_id).await?;
    let valid = |user: &Model| !user.is_suspended() && user.password_changed_at == identity.epoch;
    let Some(user) = user.filter(valid) else { return Ok(Checked::Void) };
    let Some(factor) = queries::find(db.reader(), user.id).await? else {
        // Switched off meanwhile: by the operator, for who has lost it.
        return Ok(Checked::Right);
    };
    let right = match (totp::recovery_fingerprint(code), totp::step_of(&factor.secret, code, now()))
    {
        (Some(hash), _) => use_recovery_code(db, mailer, &user, &hash, notice).await?,
        (None, Some(step)) => queries::accept_step(db.writer(), user.id, step).await?,
        (None, None) => false,
    };
    Ok(if right { Checked::Right } else { Checked::Wrong })
}

async fn use_recovery_code(
    db: &Db,
    mailer: &Mailer,
    user: &Model,
    hash: &str,
    notice: impl Fn(&Model, u64) -> Option<Letter>,
) -> Result<bool, Error> {
    let was_good = db
        .write(async |tx| {
            if !queries::use_code(tx, user.id, hash).await? {
                return Ok::<_, Error>(false);
            }
            let left = queries::count_codes(tx, user.id).await?;
            tell(mailer, tx, user.id, notice(user, left).as_ref()).await?;
            Ok(true)
        })
        .await?;
    if was_good {
        mailer.wake();
        log::info!(user = user.id; "a recovery code was used");
    }
    Ok(was_good)
}

async fn tell(
    mailer: &Mailer,
    tx: &sea_orm::DatabaseTransaction,
    user_id: i64,
    letter: Option<&Letter>,
) -> Result<(), Error> {
    let Some(letter) = letter else { return Ok(()) };
    mailer.enqueue(tx, &format!("notice {user_id} {}", id::mint()), letter).await
}

fn hashes(codes: &[String]) -> Vec<String> {
    codes.iter().filter_map(|code| totp::recovery_fingerprint(code)).collect()
}
