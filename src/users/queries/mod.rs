//! All that is asked of the tables of people.

pub mod follows;

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, SqlErr,
};

use crate::id;
use crate::users::entity::{Column, Entity, Identity, Model, Role, Theme};
use crate::users::{email, username};

pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// What can't be a username isn't asked for: PostgreSQL takes no NUL in a text.
pub async fn find_by_username(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<Model>, DbErr> {
    if !username::is_valid(name) {
        return Ok(None);
    }
    Entity::find().filter(Column::UsernameKey.eq(username::fold(name))).one(db).await
}

/// By e-mail address or username, as people sign in. A username has no @.
pub async fn find_by_identifier(
    db: &impl ConnectionTrait,
    identifier: &str,
) -> Result<Option<Model>, DbErr> {
    if !identifier.contains('@') {
        return find_by_username(db, identifier).await;
    }
    if identifier.contains(char::is_control) {
        return Ok(None);
    }
    Entity::find().filter(Column::EmailKey.eq(email::fold(identifier))).one(db).await
}

/// Those of these accounts that there are, by their identifiers.
pub async fn identities(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Identity>, DbErr> {
    let people = Entity::find()
        .filter(Column::Id.is_in(ids))
        .into_partial_model::<Identity>()
        .all(db)
        .await?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().count(db).await
}

/// An account to be made. Everything is validated and the password hashed.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub display_name: String,
}

/// Why an account can't be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("the username is taken")]
    UsernameTaken,
    #[error("the e-mail address has an account")]
    EmailTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// That names and addresses are unique is the database's to say; its answer is translated here.
pub async fn create(db: &impl ConnectionTrait, new: NewUser) -> Result<i64, CreateError> {
    let id = id::mint();
    let username_key = username::fold(&new.username);
    let row = super::entity::ActiveModel {
        id: Set(id),
        username_key: Set(username_key.clone()),
        username: Set(new.username),
        email_key: Set(email::fold(&new.email)),
        email: Set(new.email),
        password_hash: Set(new.password_hash),
        display_name: Set(new.display_name),
        bio: Set(String::new()),
        locale: Set(String::new()),
        theme: Set(Theme::default()),
        role: Set(Role::Member),
        suspended_at: Set(None),
        created_at: Set(id::now_ms()),
    };
    match Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(id),
        Err(error) => match violated_constraint(&error) {
            Some(constraint) if constraint.contains("username_key") => {
                Err(CreateError::UsernameTaken)
            }
            // Both may be taken, and databases differ in which they name. A taken username is
            // public; that the address has an account is not, so it must never decide.
            Some(constraint) if constraint.contains("email_key") => {
                match find_by_username(db, &username_key).await? {
                    Some(_) => Err(CreateError::UsernameTaken),
                    None => Err(CreateError::EmailTaken),
                }
            }
            _ => Err(error.into()),
        },
    }
}

/// The part of the database's message that names the constraint, without the value in front of it
/// (which the visitor chose).
fn violated_constraint(error: &DbErr) -> Option<String> {
    match error.sql_err()? {
        SqlErr::UniqueConstraintViolation(message) => {
            Some(message.rsplit_once("for key").map_or(message.as_str(), |(_, key)| key).to_owned())
        }
        _ => None,
    }
}

/// What its owner may change on a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub display_name: String,
    pub bio: String,
    pub locale: String,
    pub theme: Theme,
}

pub async fn update_profile(
    db: &impl ConnectionTrait,
    id: i64,
    profile: Profile,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::DisplayName, Expr::value(profile.display_name))
        .col_expr(Column::Bio, Expr::value(profile.bio))
        .col_expr(Column::Locale, Expr::value(profile.locale))
        .col_expr(Column::Theme, Expr::value(profile.theme))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

pub async fn set_password_hash(
    db: &impl ConnectionTrait,
    id: i64,
    hash: &str,
) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::PasswordHash, Expr::value(hash));
    update.filter(Column::Id.eq(id)).exec(db).await.map(drop)
}

/// Replaces this very hash and no other.
pub async fn replace_password_hash(
    db: &impl ConnectionTrait,
    id: i64,
    old: &str,
    new: &str,
) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::PasswordHash, Expr::value(new));
    update.filter(Column::Id.eq(id)).filter(Column::PasswordHash.eq(old)).exec(db).await.map(drop)
}

pub async fn set_role(db: &impl ConnectionTrait, id: i64, role: Role) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::Role, Expr::value(role));
    update.filter(Column::Id.eq(id)).exec(db).await.map(drop)
}

pub async fn set_suspended(
    db: &impl ConnectionTrait,
    id: i64,
    suspended: bool,
) -> Result<(), DbErr> {
    let since = suspended.then(id::now_ms);
    let update = Entity::update_many().col_expr(Column::SuspendedAt, Expr::value(since));
    update.filter(Column::Id.eq(id)).exec(db).await.map(drop)
}
