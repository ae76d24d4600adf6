//! The second factor: whether there is one, and codes that are good once.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, SqlErr,
};

use crate::auth::entity::{recovery_code, second_factor};
use crate::id::now_ms;
use second_factor::{ActiveModel, Column, Entity, Model};

pub async fn find(db: &impl ConnectionTrait, user_id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(user_id).one(db).await
}

/// Whether it is on now; not when it was already. Within a transaction that ends with a refusal.
pub async fn enable(
    db: &impl ConnectionTrait,
    user_id: i64,
    secret: &str,
    step: i64,
) -> Result<bool, DbErr> {
    let row = ActiveModel {
        user_id: Set(user_id),
        secret: Set(secret.to_owned()),
        last_step: Set(step),
        created_at: Set(now_ms()),
    };
    match Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Whether it was on. The recovery codes go with it.
pub async fn disable(db: &impl ConnectionTrait, user_id: i64) -> Result<bool, DbErr> {
    delete_codes(db, user_id).await?;
    Ok(Entity::delete_by_id(user_id).exec(db).await?.rows_affected > 0)
}

/// Whether no code of this step or a later one has been accepted before: of two who send the same
/// code at once, one is let in.
pub async fn accept_step(
    db: &impl ConnectionTrait,
    user_id: i64,
    step: i64,
) -> Result<bool, DbErr> {
    let update = Entity::update_many().col_expr(Column::LastStep, Expr::value(step));
    let mine = update.filter(Column::UserId.eq(user_id)).filter(Column::LastStep.lt(step));
    Ok(mine.exec(db).await?.rows_affected > 0)
}

/// These in place of those that there were.
pub async fn replace_codes(
    db: &impl ConnectionTrait,
    user_id: i64,
    hashes: impl IntoIterator<Item = String>,
) -> Result<(), DbErr> {
    delete_codes(db, user_id).await?;
    let rows = hashes
        .into_iter()
        .map(|hash| recovery_code::ActiveModel { code_hash: Set(hash), user_id: Set(user_id) });
    recovery_code::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

async fn delete_codes(db: &impl ConnectionTrait, user_id: i64) -> Result<(), DbErr> {
    let mine = recovery_code::Column::UserId.eq(user_id);
    recovery_code::Entity::delete_many().filter(mine).exec(db).await.map(drop)
}

/// Whether this was one of the account's recovery codes. It isn't any more.
pub async fn use_code(db: &impl ConnectionTrait, user_id: i64, hash: &str) -> Result<bool, DbErr> {
    let code = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::CodeHash.eq(hash))
        .filter(recovery_code::Column::UserId.eq(user_id));
    Ok(code.exec(db).await?.rows_affected > 0)
}

/// How many are left.
pub async fn count_codes(db: &impl ConnectionTrait, user_id: i64) -> Result<u64, DbErr> {
    recovery_code::Entity::find().filter(recovery_code::Column::UserId.eq(user_id)).count(db).await
}
