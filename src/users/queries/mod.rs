//! All that is asked of the tables of people.

pub mod circle;
pub mod credentials;
pub mod digests;
pub mod follows;
pub mod presence;
pub mod relations;
pub mod search;

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, EntityTrait,
    ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
};

use crate::db::Db;
use crate::db::lists::of_few_lengths;
use crate::id;
use crate::users::entity::{
    Column, Entity, Identity, Link, MailDigest, Model, NotifyFrom, Role, Theme,
};
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

/// Within a transaction: whoever else wants to change what is between these people, or count what
/// they have, waits until it has ended. (SQLite has one writer at a time as it is.)
pub async fn lock(
    db: &impl ConnectionTrait,
    people: impl IntoIterator<Item = i64>,
) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::Id.is_in(people));
    // Always in one order: two who lock each other's would wait for ever.
    // On PostgreSQL not so strong that rows which only refer to them would have to wait, too.
    let lock = match db.get_database_backend() {
        DatabaseBackend::Postgres => LockType::NoKeyUpdate,
        _ => LockType::Update,
    };
    rows.order_by_asc(Column::Id).lock(lock).all(db).await
}

/// By e-mail address or username, as people sign in. A username has no @.
pub async fn find_by_identifier(
    db: &impl ConnectionTrait,
    identifier: &str,
) -> Result<Option<Model>, DbErr> {
    if !identifier.contains('@') {
        return find_by_username(db, identifier).await;
    }
    find_by_email(db, identifier).await
}

/// The accounts that somebody may mean who signs in, always as many for a name of one kind: by a
/// username one; by an address that whose it is, and the oldest of those that claim it.
pub async fn sign_in_candidates(
    db: &impl ConnectionTrait,
    identifier: &str,
) -> Result<Vec<Option<Model>>, DbErr> {
    if !identifier.contains('@') {
        return Ok(vec![find_by_username(db, identifier).await?]);
    }
    let (verified, claims): (Vec<_>, Vec<_>) =
        all_claims(db, identifier, 2).await?.into_iter().partition(Model::is_verified);
    Ok(vec![verified.into_iter().next(), claims.into_iter().next()])
}

/// The account whose verified address this is. Until it is anybody's, the oldest that claims it.
pub async fn find_by_email(
    db: &impl ConnectionTrait,
    address: &str,
) -> Result<Option<Model>, DbErr> {
    Ok(claims_on_email(db, address, 1).await?.pop())
}

/// The account whose verified address this is, or the oldest that claim it.
pub async fn claims_on_email(
    db: &impl ConnectionTrait,
    address: &str,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    let mut claims = all_claims(db, address, most).await?;
    if claims.first().is_some_and(Model::is_verified) {
        claims.truncate(1);
    }
    Ok(claims)
}

/// Whose it is comes first, then who claims it, the oldest first.
async fn all_claims(
    db: &impl ConnectionTrait,
    address: &str,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    if address.contains(char::is_control) {
        return Ok(Vec::new());
    }
    let claims = Entity::find()
        .filter(Column::EmailKey.eq(email::fold(address)))
        .order_by_asc(Expr::col(Column::VerifiedEmailKey).is_null())
        .order_by_asc(Column::Id)
        .limit(most);
    claims.all(db).await
}

/// The account that this folded address belongs to.
pub async fn owner_of_email(
    db: &impl ConnectionTrait,
    email_key: &str,
) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::VerifiedEmailKey.eq(email_key)).one(db).await
}

/// Those of these accounts that there are, by their identifiers.
pub async fn identities(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Identity>, DbErr> {
    let people = Entity::find()
        .filter(Column::Id.is_in(of_few_lengths(ids)))
        .into_partial_model::<Identity>()
        .all(db)
        .await?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

/// Those whom these names belong to, folded (see [`username::fold`]).
pub async fn find_by_keys(
    db: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = String>,
) -> Result<Vec<i64>, DbErr> {
    let named = Entity::find().select_only().column(Column::Id);
    named.filter(Column::UsernameKey.is_in(keys)).into_tuple().all(db).await
}

/// The accounts that these names belong to, folded as well.
pub async fn ids_of_keys(
    db: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, i64>, DbErr> {
    let named = Entity::find().select_only().column(Column::UsernameKey).column(Column::Id);
    let named = named.filter(Column::UsernameKey.is_in(keys)).into_tuple().all(db).await?;
    Ok(named.into_iter().collect())
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
    /// Whether somebody vouches for the address.
    pub verified: bool,
}

/// Why an account can't be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Username,
    /// Somebody's verified one, and this account's was to be so as well.
    Email,
}

/// That names and verified addresses are unique is the database's to say; its answer is translated
/// here. The account, what it is found by and what else belongs to it are there together or not at
/// all.
pub async fn create<E: From<DbErr>>(
    db: &Db,
    new: NewUser,
    also: impl AsyncFn(&DatabaseTransaction, i64) -> Result<(), E>,
) -> Result<Result<i64, Taken>, E> {
    let username_key = username::fold(&new.username);
    let transaction = db.begin().await?;
    let error = match insert(&transaction, new).await {
        Ok(id) => {
            also(&transaction, id).await?;
            transaction.commit().await?;
            return Ok(Ok(id));
        }
        Err(error) => error,
    };
    // What failed within it has ended it.
    transaction.rollback().await?;
    match violated_constraint(&error) {
        Some(constraint) if constraint.contains("username_key") => Ok(Err(Taken::Username)),
        // Both may be taken, and databases differ in which they name.
        Some(constraint) if constraint.contains("email_key") => {
            let namesake = find_by_username(db.writer(), &username_key).await?;
            Ok(Err(namesake.map_or(Taken::Email, |_| Taken::Username)))
        }
        _ => Err(error.into()),
    }
}

async fn insert(db: &impl ConnectionTrait, new: NewUser) -> Result<i64, DbErr> {
    let id = id::mint();
    let (now, email_key) = (id::now_ms(), email::fold(&new.email));
    let (username, display_name) = (new.username.clone(), new.display_name.clone());
    let row = super::entity::ActiveModel {
        id: Set(id),
        username_key: Set(username::fold(&new.username)),
        username: Set(new.username),
        verified_email_key: Set(new.verified.then(|| email_key.clone())),
        email_verified_at: Set(new.verified.then_some(now)),
        email_key: Set(email_key),
        email: Set(new.email),
        password_hash: Set(new.password_hash),
        display_name: Set(new.display_name),
        bio: Set(String::new()),
        locale: Set(String::new()),
        theme: Set(Theme::default()),
        role: Set(Role::Member),
        suspended_at: Set(None),
        created_at: Set(now),
        locked: Set(false),
        notify_from: Set(NotifyFrom::default()),
        muted_words: Set(None),
        links: Set(None),
        notifications_read: Set(0),
        silenced_at: Set(None),
        leaving_at: Set(None),
        awaiting_at: Set(None),
        discoverable: Set(true),
        mail_digest: Set(MailDigest::default()),
        digested_at: Set(0),
        password_changed_at: Set(0),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    search::index(db, id, &username, &display_name, "").await?;
    Ok(id)
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
    /// As they are, when the form doesn't say.
    pub locale: Option<String>,
    pub theme: Option<Theme>,
    pub links: Vec<Link>,
}

pub async fn update_profile(
    db: &impl ConnectionTrait,
    user: &Model,
    profile: Profile,
) -> Result<(), DbErr> {
    let (id, name) = (user.id, &user.username);
    search::index(db, id, name, &profile.display_name, &profile.bio).await?;
    let appearance = Appearance {
        locale: profile.locale.unwrap_or_else(|| user.locale.clone()),
        theme: profile.theme.unwrap_or(user.theme),
    };
    update_appearance(db, id, appearance).await?;
    Entity::update_many()
        .col_expr(Column::DisplayName, Expr::value(profile.display_name))
        .col_expr(Column::Bio, Expr::value(profile.bio))
        .col_expr(Column::Links, Expr::value(Link::to_column(&profile.links)))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// How pages look to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appearance {
    pub locale: String,
    pub theme: Theme,
}

pub async fn update_appearance(
    db: &impl ConnectionTrait,
    id: i64,
    appearance: Appearance,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Locale, Expr::value(appearance.locale))
        .col_expr(Column::Theme, Expr::value(appearance.theme))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// What somebody lets through to himself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privacy {
    pub locked: bool,
    pub discoverable: bool,
    pub notify_from: NotifyFrom,
    pub muted_words: Option<String>,
}

pub async fn update_privacy(
    db: &impl ConnectionTrait,
    id: i64,
    privacy: Privacy,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Locked, Expr::value(privacy.locked))
        .col_expr(Column::Discoverable, Expr::value(privacy.discoverable))
        .col_expr(Column::NotifyFrom, Expr::value(privacy.notify_from))
        .col_expr(Column::MutedWords, Expr::value(privacy.muted_words))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

pub async fn set_notifications_read(
    db: &impl ConnectionTrait,
    id: i64,
    up_to: i64,
) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::NotificationsRead, Expr::value(up_to));
    // Never back: another window may have read further.
    let mine = update.filter(Column::Id.eq(id)).filter(Column::NotificationsRead.lt(up_to));
    mine.exec(db).await.map(drop)
}

pub async fn set_role(db: &impl ConnectionTrait, id: i64, role: Role) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::Role, Expr::value(role));
    update.filter(Column::Id.eq(id)).exec(db).await.map(drop)
}

/// When its owner has asked for it to be deleted; or that he stays.
pub async fn set_leaving(
    db: &impl ConnectionTrait,
    id: i64,
    since: Option<i64>,
) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::LeavingAt, Expr::value(since));
    update.filter(Column::Id.eq(id)).exec(db).await.map(drop)
}

/// With all that refers to it.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    Entity::delete_by_id(id).exec(db).await.map(drop)
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
