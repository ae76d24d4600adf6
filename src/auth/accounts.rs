//! What registering and signing in come to, for the web and the command line alike.

use sea_orm::DatabaseConnection;

use super::password::Hasher;
use crate::users::entity::Model;
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
    db: &DatabaseConnection,
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
    Welcome(Box<Model>),
    /// Unknown account or wrong password: nobody learns which, by words or by time.
    Refused,
    /// Said only to who knows the password.
    Suspended,
}

pub async fn sign_in(
    db: &DatabaseConnection,
    hasher: &Hasher,
    identifier: &str,
    password: &str,
) -> Result<SignIn, Error> {
    let user = queries::find_by_identifier(db, identifier.trim()).await?;
    let right =
        hasher.verify(password, user.as_ref().map(|user| user.password_hash.as_str())).await?;
    match user {
        Some(user) if right && user.is_suspended() => Ok(SignIn::Suspended),
        Some(user) if right => {
            if hasher.is_outdated(&user.password_hash) {
                queries::set_password_hash(db, user.id, &hasher.hash(password).await?).await?;
            }
            Ok(SignIn::Welcome(Box::new(user)))
        }
        _ => Ok(SignIn::Refused),
    }
}
