//! What registering and signing in come to, for the web and the command line alike.

use sea_orm::DatabaseTransaction;

use super::forms::ValidRegister;
use super::password::Hasher;
use super::queries::second_factor;
use crate::db::Db;
use crate::settings::RateLimit;
use crate::users::entity::Model;
use crate::users::queries::{self, NewUser, Taken, credentials};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::rate_limit::{self, Rule, TooMany};
use crate::web::session::Identity;

/// Makes the account, with what else belongs to it in the same transaction. The hash comes first:
/// what takes longest is the same for everybody.
///
/// An address may be claimed by many until one has shown that it is his. So a registration is
/// answered alike whether or not the address is somebody's; whom it belongs to is told by mail.
pub async fn register(
    db: &Db,
    hasher: &Hasher,
    new: ValidRegister,
    vouched: bool,
    also: impl AsyncFn(&DatabaseTransaction, i64) -> Result<(), Error>,
) -> Result<Result<i64, Taken>, Error> {
    let new = NewUser {
        password_hash: hasher.hash(&new.password).await?,
        username: new.username,
        email: new.email,
        display_name: String::new(),
        verified: vouched,
    };
    queries::create(db, new, also).await
}

/// What became of a sign-in.
#[derive(Debug)]
pub enum SignIn {
    Welcome(Identity),
    /// The password was right, and the account asks for more than that.
    SecondFactor(Identity),
    /// Unknown account or wrong password: nobody learns which, by words or by time.
    Refused,
    /// Said only to who knows the password.
    Suspended,
    /// For moderators to let him in; said as the last.
    Awaiting,
}

/// Tries a password at the accounts that somebody may mean ([`queries::sign_in_candidates`]).
/// `stranger` is the name that he gave, when his browser isn't known to be theirs; see
/// [`Hasher::verify_of_stranger`].
///
/// By an address one may mean the account that it belongs to, or one of one's own that claims it:
/// both are tried. If the owner's alone counted, anybody could find out whether there is one, by
/// making an account with that address and signing in to it.
pub async fn sign_in(
    db: &Db,
    hasher: &Hasher,
    candidates: Vec<Option<Model>>,
    password: &str,
    stranger: Option<&str>,
    remember: bool,
) -> Result<SignIn, Error> {
    let mut meant = None;
    for user in candidates {
        let hash = user.as_ref().map(|user| user.password_hash.as_str());
        let right = match stranger {
            None => hasher.verify(password, hash).await?,
            Some(name) => hasher.verify_of_stranger(name, password, hash).await?,
        };
        let Some(user) = user else { continue };
        if right {
            meant = meant.or(Some(user));
        } else if hasher.is_outdated(&user.password_hash) {
            // Its hash was cheaper to verify than that of nobody.
            hasher.make_up_for(&user.password_hash).await?;
        }
    }
    let Some(user) = meant else { return Ok(SignIn::Refused) };
    if user.is_suspended() {
        return Ok(SignIn::Suspended);
    }
    if user.awaiting_at.is_some() {
        return Ok(SignIn::Awaiting);
    }
    if hasher.is_outdated(&user.password_hash) {
        let fresh = hasher.hash(password).await?;
        // Unless the password was changed in the meantime.
        credentials::replace_password_hash(db.writer(), user.id, &user.password_hash, &fresh)
            .await?;
    }
    let identity = Identity { user_id: user.id, epoch: user.password_changed_at, remember };
    Ok(match second_factor::find(db.reader(), user.id).await? {
        Some(_) => SignIn::SecondFactor(identity),
        None => SignIn::Welcome(identity),
    })
}

/// Why somebody who is signed in must give his password again, and couldn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unconfirmed {
    Missing,
    Wrong,
    TooMany(TooMany),
}

/// Whether this is the password of who is signed in: asked before all that somebody at an open
/// screen, or with a stolen session, must not be able to do. Counted, so that neither can find it
/// out here.
pub async fn confirm_password(
    db: &Db,
    hasher: &Hasher,
    limits: &RateLimit,
    client: &Client,
    user: &Model,
    password: &str,
) -> Result<Result<(), Unconfirmed>, Error> {
    if password.is_empty() {
        return Ok(Err(Unconfirmed::Missing));
    }
    // With the address: a thief of the session mustn't keep its owner from changing the password.
    let subject = format!("{} {}", user.id, client.limit_key());
    if let Some(wait) = rate_limit::count(db, limits, Rule::ConfirmPassword, &subject).await? {
        return Ok(Err(Unconfirmed::TooMany(wait)));
    }
    if !hasher.verify(password, Some(&user.password_hash)).await? {
        log::info!(user = user.id; "a wrong password in place of the present one");
        return Ok(Err(Unconfirmed::Wrong));
    }
    rate_limit::forgive(db, Rule::ConfirmPassword, &subject).await?;
    Ok(Ok(()))
}
