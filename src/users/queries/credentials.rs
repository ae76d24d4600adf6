//! Whose address it is, and which password: what an account is found and let in by.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, SqlErr};

use crate::id::now_ms;
use crate::users::email;
use crate::users::entity::{Column, Entity, Model};

/// What became of an address that was to be an account's alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Won,
    /// It isn't this account's any more, or was verified already.
    Moot,
    /// It is another's. A transaction in which this was said must end: PostgreSQL has ended it.
    Taken,
}

/// Notes that the account's address is its owner's.
pub async fn verify_email(
    db: &impl ConnectionTrait,
    id: i64,
    email_key: &str,
) -> Result<Claim, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::VerifiedEmailKey, Expr::value(email_key))
        .col_expr(Column::EmailVerifiedAt, Expr::value(Some(now_ms())))
        .filter(Column::Id.eq(id))
        .filter(Column::EmailKey.eq(email_key))
        .filter(Column::VerifiedEmailKey.is_null());
    claimed(update.exec(db).await.map(|done| done.rows_affected))
}

/// Gives the account another address, which is known to be its owner's.
pub async fn set_email(db: &impl ConnectionTrait, id: i64, address: &str) -> Result<Claim, DbErr> {
    let key = email::fold(address);
    let update = Entity::update_many()
        .col_expr(Column::Email, Expr::value(address))
        .col_expr(Column::EmailKey, Expr::value(key.as_str()))
        .col_expr(Column::VerifiedEmailKey, Expr::value(key.as_str()))
        .col_expr(Column::EmailVerifiedAt, Expr::value(Some(now_ms())))
        .filter(Column::Id.eq(id));
    claimed(update.exec(db).await.map(|done| done.rows_affected))
}

fn claimed(outcome: Result<u64, DbErr>) -> Result<Claim, DbErr> {
    match outcome {
        Ok(0) => Ok(Claim::Moot),
        Ok(_) => Ok(Claim::Won),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(Claim::Taken)
        }
        Err(error) => Err(error),
    }
}

/// Another password, unless it was changed since the account was read. Since when it is: sessions
/// that were begun under the former are void, even one that is being written down at this moment.
pub async fn change_password(
    db: &impl ConnectionTrait,
    user: &Model,
    hash: &str,
) -> Result<Option<i64>, DbErr> {
    let at = now_ms().max(user.password_changed_at + 1);
    let update = Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(hash))
        .col_expr(Column::PasswordChangedAt, Expr::value(at))
        .filter(Column::Id.eq(user.id))
        .filter(Column::PasswordChangedAt.eq(user.password_changed_at));
    Ok((update.exec(db).await?.rows_affected > 0).then_some(at))
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
