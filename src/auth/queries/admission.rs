//! Invitations, applications, and who may not make an account.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::auth::entity::sign_up_block::Kind;
use crate::auth::entity::{application, invitation, sign_up_block};
use crate::id;
use crate::users::entity as people;
use crate::web::pagination::{Cursor, Slice};

/// An invitation to be made.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    pub code: String,
    pub note: String,
    pub made_by: i64,
    pub max_uses: i32,
    pub expires_at: Option<i64>,
}

pub async fn add_invitation(db: &impl ConnectionTrait, new: NewInvitation) -> Result<i64, DbErr> {
    let id = id::mint();
    let row = invitation::ActiveModel {
        id: Set(id),
        code: Set(new.code),
        note: Set(new.note),
        made_by: Set(new.made_by),
        max_uses: Set(new.max_uses),
        uses: Set(0),
        expires_at: Set(new.expires_at),
        revoked_at: Set(None),
    };
    invitation::Entity::insert(row).exec_without_returning(db).await?;
    Ok(id)
}

/// One page, the last made first.
pub async fn invitations(
    db: &impl ConnectionTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<invitation::Model>, DbErr> {
    let rows = invitation::Entity::find()
        .filter(invitation::Column::Id.lt(cursor.end()))
        .order_by_desc(invitation::Column::Id)
        .limit(size + 1);
    Ok(Slice::new(rows.all(db).await?, size, |row| row.id))
}

/// Whether it was good until now.
pub async fn revoke_invitation(db: &impl ConnectionTrait, id: i64) -> Result<bool, DbErr> {
    let update = invitation::Entity::update_many()
        .col_expr(invitation::Column::RevokedAt, Expr::value(id::now_ms()))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::RevokedAt.is_null());
    Ok(update.exec(db).await?.rows_affected > 0)
}

fn good(code: &str) -> Condition {
    let open_ended = invitation::Column::ExpiresAt.is_null();
    Condition::all()
        .add(invitation::Column::Code.eq(code))
        .add(invitation::Column::RevokedAt.is_null())
        .add(open_ended.or(invitation::Column::ExpiresAt.gt(id::now_ms())))
        .add(Expr::col(invitation::Column::Uses).lt(Expr::col(invitation::Column::MaxUses)))
}

/// Whether somebody could come in with this code now.
pub async fn is_good(db: &impl ConnectionTrait, code: &str) -> Result<bool, DbErr> {
    let rows = invitation::Entity::find().select_only().column(invitation::Column::Id);
    let id: Option<i64> = rows.filter(good(code)).into_tuple().one(db).await?;
    Ok(id.is_some())
}

/// Uses the invitation up by one. Of two who come with its last use one gets it.
pub async fn redeem(db: &impl ConnectionTrait, code: &str) -> Result<bool, DbErr> {
    let one_more = Expr::col(invitation::Column::Uses).add(1);
    let update = invitation::Entity::update_many()
        .col_expr(invitation::Column::Uses, one_more)
        .filter(good(code));
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Makes a new account wait for moderators. In the transaction that makes it.
pub async fn apply(db: &impl ConnectionTrait, user_id: i64, reason: &str) -> Result<(), DbErr> {
    people::Entity::update_many()
        .col_expr(people::Column::AwaitingAt, Expr::value(id::now_ms()))
        .filter(people::Column::Id.eq(user_id))
        .exec(db)
        .await?;
    let row = application::ActiveModel { user_id: Set(user_id), reason: Set(reason.to_owned()) };
    application::Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Somebody who waits.
#[derive(Debug, Clone)]
pub struct Applicant {
    pub person: people::Model,
    pub reason: String,
}

/// One page, the last who came first.
pub async fn applicants(
    db: &impl ConnectionTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Applicant>, DbErr> {
    let rows = application::Entity::find()
        .filter(application::Column::UserId.lt(cursor.end()))
        .order_by_desc(application::Column::UserId)
        .limit(size + 1);
    let slice = Slice::new(rows.all(db).await?, size, |row| row.user_id);
    if slice.items.is_empty() {
        return Ok(Slice { items: Vec::new(), next_before: None });
    }
    let ids = slice.items.iter().map(|row| row.user_id);
    let found = people::Entity::find()
        .filter(people::Column::Id.is_in(crate::db::lists::of_few_lengths(ids)));
    let mut found: std::collections::HashMap<i64, people::Model> =
        found.all(db).await?.into_iter().map(|person| (person.id, person)).collect();
    let applicant = |row: application::Model| {
        Some(Applicant { person: found.remove(&row.user_id)?, reason: row.reason })
    };
    let items = slice.items.into_iter().filter_map(applicant).collect();
    Ok(Slice { items, next_before: slice.next_before })
}

/// Lets somebody in who waits. Whether he did.
pub async fn approve(db: &impl ConnectionTrait, user_id: i64) -> Result<bool, DbErr> {
    let update = people::Entity::update_many()
        .col_expr(people::Column::AwaitingAt, Expr::value(Option::<i64>::None))
        .filter(people::Column::Id.eq(user_id))
        .filter(people::Column::AwaitingAt.is_not_null());
    let waited = update.exec(db).await?.rows_affected > 0;
    application::Entity::delete_by_id(user_id).exec(db).await?;
    Ok(waited)
}

/// Removes the account of somebody who waits: the name is free again. Whether he did.
pub async fn reject(db: &impl ConnectionTrait, user_id: i64) -> Result<bool, DbErr> {
    let waiting = people::Entity::delete_many()
        .filter(people::Column::Id.eq(user_id))
        .filter(people::Column::AwaitingAt.is_not_null());
    Ok(waiting.exec(db).await?.rows_affected > 0)
}

/// Whether it is new.
pub async fn add_block(
    db: &impl ConnectionTrait,
    kind: Kind,
    pattern: &str,
    note: &str,
) -> Result<Option<i64>, DbErr> {
    let id = id::mint();
    let row = sign_up_block::ActiveModel {
        id: Set(id),
        kind: Set(kind),
        pattern: Set(pattern.to_owned()),
        note: Set(note.to_owned()),
    };
    let once = OnConflict::columns([sign_up_block::Column::Kind, sign_up_block::Column::Pattern])
        .do_nothing_on([sign_up_block::Column::Id])
        .to_owned();
    match sign_up_block::Entity::insert(row).on_conflict(once).exec_without_returning(db).await {
        Ok(_) | Err(DbErr::RecordNotInserted) => {}
        Err(error) => return Err(error),
    }
    // How many rows an insert has touched that found one there is counted differently by each.
    let there = sign_up_block::Entity::find_by_id(id).one(db).await?;
    Ok(there.map(|row| row.id))
}

pub async fn remove_block(db: &impl ConnectionTrait, id: i64) -> Result<bool, DbErr> {
    Ok(sign_up_block::Entity::delete_by_id(id).exec(db).await?.rows_affected > 0)
}

/// One page, the last made first.
pub async fn blocks(
    db: &impl ConnectionTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<sign_up_block::Model>, DbErr> {
    let rows = sign_up_block::Entity::find()
        .filter(sign_up_block::Column::Id.lt(cursor.end()))
        .order_by_desc(sign_up_block::Column::Id)
        .limit(size + 1);
    Ok(Slice::new(rows.all(db).await?, size, |row| row.id))
}

/// Which of these there are: patterns that something matches are few enough to name all of them.
pub async fn is_blocked(
    db: &impl ConnectionTrait,
    kind: Kind,
    patterns: Vec<String>,
) -> Result<bool, DbErr> {
    let rows = sign_up_block::Entity::find().select_only().column(sign_up_block::Column::Id);
    let found: Option<i64> = rows
        .filter(sign_up_block::Column::Kind.eq(kind))
        .filter(sign_up_block::Column::Pattern.is_in(crate::db::lists::of_few_lengths(patterns)))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}
