//! Changes of address that wait for both ends to agree.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::auth::entity::email_change::{ActiveModel, Column, Entity, Model};
use crate::auth::entity::token::Purpose;
use crate::auth::queries::tokens;
use crate::id::now_ms;
use crate::users::email;
use crate::users::entity::Model as User;

/// The one that is under way.
pub async fn find(db: &impl ConnectionTrait, user_id: i64) -> Result<Option<Model>, DbErr> {
    let row = Entity::find_by_id(user_id).one(db).await?;
    Ok(row.filter(|row| row.expires_at > now_ms()))
}

/// Begins one, in place of that which may be under way. Within a transaction that has locked the
/// account.
pub async fn begin(db: &impl ConnectionTrait, user: &User, address: &str) -> Result<(), DbErr> {
    cancel(db, user.id).await?;
    let now = now_ms();
    let lifetime = i64::try_from(tokens::lifetime(Purpose::Move).as_millis()).unwrap_or(0);
    let row = ActiveModel {
        user_id: Set(user.id),
        email: Set(address.to_owned()),
        email_key: Set(email::fold(address)),
        old_email_key: Set(user.verified_email_key.clone()),
        old_confirmed: Set(false),
        new_confirmed: Set(false),
        created_at: Set(now),
        expires_at: Set(now + lifetime),
    };
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Its links are worth nothing any more. Whether there was one.
pub async fn cancel(db: &impl ConnectionTrait, user_id: i64) -> Result<bool, DbErr> {
    tokens::void(db, user_id, &[Purpose::Leave, Purpose::Move]).await?;
    Ok(Entity::delete_by_id(user_id).exec(db).await?.rows_affected > 0)
}

/// It is done. Its links stay, so that following one again can say so.
pub async fn finish(db: &impl ConnectionTrait, user_id: i64) -> Result<(), DbErr> {
    Entity::delete_by_id(user_id).exec(db).await.map(drop)
}

/// Notes that one end agrees.
pub async fn confirm(
    db: &impl ConnectionTrait,
    user_id: i64,
    purpose: Purpose,
) -> Result<(), DbErr> {
    let end = if purpose == Purpose::Leave { Column::OldConfirmed } else { Column::NewConfirmed };
    let update = Entity::update_many().col_expr(end, Expr::value(true));
    update.filter(Column::UserId.eq(user_id)).exec(db).await.map(drop)
}

/// Removes those that have expired.
pub async fn sweep(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let expired = Entity::delete_many().filter(Column::ExpiresAt.lte(now_ms()));
    Ok(expired.exec(db).await?.rows_affected)
}
