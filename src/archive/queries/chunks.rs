//! The pieces of archives.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::archive::entity::chunk::{ActiveModel, Column, Entity};

/// How large each is, but the last: large enough that there are few, and small enough to be one
/// packet of any database.
pub const SIZE: usize = 255 * 1024;

pub async fn put(
    db: &impl ConnectionTrait,
    job_id: i64,
    number: i64,
    bytes: Vec<u8>,
) -> Result<(), DbErr> {
    let row = ActiveModel { job_id: Set(job_id), number: Set(number), bytes: Set(bytes) };
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Nothing when there is no such piece.
pub async fn find(
    db: &impl ConnectionTrait,
    job_id: i64,
    number: i64,
) -> Result<Option<Vec<u8>>, DbErr> {
    let row = Entity::find_by_id((job_id, number)).one(db).await?;
    Ok(row.map(|row| row.bytes))
}

/// All of a job's.
pub async fn delete(db: &impl ConnectionTrait, job_id: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::JobId.eq(job_id)).exec(db).await.map(drop)
}
