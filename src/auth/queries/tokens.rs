//! Links that were sent by mail. What the database has of one is its fingerprint.

use std::time::Duration;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

pub use crate::auth::entity::token::Purpose;
use crate::auth::entity::token::{ActiveModel, Column, Entity, Model};
use crate::id::now_ms;
use crate::web::fingerprint::fingerprint;

/// How long a link is good for. A reset's lets somebody in, and he is waiting for it.
pub const fn lifetime(purpose: Purpose) -> Duration {
    match purpose {
        Purpose::Reset => Duration::from_mins(30),
        Purpose::Verify | Purpose::Leave | Purpose::Move => Duration::from_hours(24),
    }
}

/// Makes a token of 256 bits for a link to this address.
pub async fn issue(
    db: &impl ConnectionTrait,
    user_id: i64,
    purpose: Purpose,
    email_key: &str,
) -> Result<String, DbErr> {
    let token = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
    let now = now_ms();
    let lifetime = i64::try_from(lifetime(purpose).as_millis()).unwrap_or(0);
    let row = ActiveModel {
        token_hash: Set(fingerprint(&token)),
        user_id: Set(user_id),
        purpose: Set(purpose),
        email_key: Set(email_key.to_owned()),
        created_at: Set(now),
        expires_at: Set(now + lifetime),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(token)
}

/// One that hasn't expired, used or not.
pub async fn find(db: &impl ConnectionTrait, token: &str) -> Result<Option<Model>, DbErr> {
    let row = Entity::find_by_id(fingerprint(token)).one(db).await?;
    Ok(row.filter(|row| row.expires_at > now_ms()))
}

/// Whether it could be used, which it can once: of two who try at the same moment, one.
pub async fn use_up(db: &impl ConnectionTrait, row: &Model) -> Result<bool, DbErr> {
    let now = now_ms();
    let update = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(now)))
        .filter(Column::TokenHash.eq(row.token_hash.as_str()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Makes an account's links of these kinds worthless.
pub async fn void(
    db: &impl ConnectionTrait,
    user_id: i64,
    purposes: &[Purpose],
) -> Result<(), DbErr> {
    let mine = Entity::delete_many().filter(Column::UserId.eq(user_id));
    mine.filter(Column::Purpose.is_in(purposes.iter().copied())).exec(db).await.map(drop)
}

/// Removes those that have expired.
pub async fn sweep(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let expired = Entity::delete_many().filter(Column::ExpiresAt.lte(now_ms()));
    Ok(expired.exec(db).await?.rows_affected)
}
