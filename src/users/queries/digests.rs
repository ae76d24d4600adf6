//! Who wants to be told by mail what is new to him, and up to when he was.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::id;
use crate::users::entity::{Column, Entity, MailDigest, Model};

/// Changes how often. What happened before he asked for it isn't told.
pub async fn set_mail_digest(
    db: &impl ConnectionTrait,
    id: i64,
    digest: MailDigest,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::DigestedAt, Expr::value(id::now_ms()))
        .filter(Column::Id.eq(id))
        .filter(Column::MailDigest.eq(MailDigest::None))
        .exec(db)
        .await?;
    let update = Entity::update_many().col_expr(Column::MailDigest, Expr::value(digest));
    update.filter(Column::Id.eq(id)).exec(db).await.map(drop)
}

/// Those who want it so often and were last told before this time, the longest ago first. Only whose
/// address is known to be his own, and who is there.
pub async fn due_for_digest(
    db: &impl ConnectionTrait,
    digest: MailDigest,
    before: i64,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::MailDigest.eq(digest))
        .filter(Column::DigestedAt.lte(before))
        .filter(Column::VerifiedEmailKey.is_not_null())
        .filter(Column::SuspendedAt.is_null())
        .filter(Column::LeavingAt.is_null())
        .order_by_asc(Column::DigestedAt)
        .limit(most)
        .all(db)
        .await
}

/// He is told up to now, unless another instance has told him or he doesn't want it any more.
/// Whether it is ours to tell him.
pub async fn mark_digested(
    db: &impl ConnectionTrait,
    user: &Model,
    now: i64,
) -> Result<bool, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::DigestedAt, Expr::value(now))
        .filter(Column::Id.eq(user.id))
        .filter(Column::DigestedAt.eq(user.digested_at))
        .filter(Column::MailDigest.eq(user.mail_digest));
    Ok(update.exec(db).await?.rows_affected > 0)
}
