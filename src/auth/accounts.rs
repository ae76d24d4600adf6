//! What registering and signing in come to, for the web and the command line alike.

use super::password::Hasher;
use crate::db::Db;
use crate::users::queries::{self, CreateError, NewUser};
use crate::web::error::Error;

/// What became of a registration.
#[derive(Debug, PartialEq, Eq)]
pub enum Registered {
    Created(i64),
    UsernameTaken,
    /// The visitor is told nothing: otherwise anybody could find out who has an account.
    EmailTaken,
}

/// Makes the account. The hash comes first, so that a known address takes as long as a new one.
pub async fn register(
    db: &Db,
    hasher: &Hasher,
    username: &str,
    email: &str,
    password: &str,
) -> Result<Registered, Error> {
    let password_hash = hasher.hash(password).await?;
    let new = NewUser {
        username: username.to_owned(),
        email: email.to_owned(),
        password_hash,
        display_name: String::new(),
    };
    match queries::create(db, new).await {
        Ok(id) => Ok(Registered::Created(id)),
        Err(CreateError::UsernameTaken) => Ok(Registered::UsernameTaken),
        Err(CreateError::EmailTaken) => Ok(Registered::EmailTaken),
        Err(CreateError::Database(error)) => Err(error.into()),
    }
}

/// What became of a sign-in.
#[derive(Debug)]
pub enum SignIn {
    /// This account.
    Welcome(i64),
    /// Unknown account or wrong password: nobody learns which, by words or by time.
    Refused,
    /// Said only to who knows the password.
    Suspended,
}

pub async fn sign_in(
    db: &Db,
    hasher: &Hasher,
    identifier: &str,
    password: &str,
) -> Result<SignIn, Error> {
    let user = queries::find_by_identifier(db.reader(), identifier.trim()).await?;
    let hash = user.as_ref().map(|user| user.password_hash.as_str());
    let right = hasher.verify(password, hash).await?;
    let Some(user) = user else { return Ok(SignIn::Refused) };
    let outdated = hasher.is_outdated(&user.password_hash);
    if !right {
        if outdated {
            // Its hash was cheaper to verify than that of nobody.
            hasher.make_up_for(&user.password_hash).await?;
        }
        return Ok(SignIn::Refused);
    }
    if user.is_suspended() {
        return Ok(SignIn::Suspended);
    }
    if outdated {
        let fresh = hasher.hash(password).await?;
        // Unless the password was changed in the meantime.
        queries::replace_password_hash(db.writer(), user.id, &user.password_hash, &fresh).await?;
    }
    Ok(SignIn::Welcome(user.id))
}
