//! Posts that aren't published yet; each is its owner's alone.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::posts::entity::draft::{Column, Entity, Model};
use crate::web::pagination::{Cursor, Slice};

/// The most that somebody may keep.
pub const MOST: u64 = 100;

fn own(id: i64, user_id: i64) -> Condition {
    Condition::all().add(Column::Id.eq(id)).add(Column::UserId.eq(user_id))
}

pub async fn find(
    db: &impl ConnectionTrait,
    id: i64,
    user_id: i64,
) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(own(id, user_id)).one(db).await
}

pub async fn count(db: &impl ConnectionTrait, user_id: i64) -> Result<u64, DbErr> {
    Entity::find().filter(Column::UserId.eq(user_id)).count(db).await
}

pub async fn insert(db: &impl ConnectionTrait, draft: Model) -> Result<(), DbErr> {
    let row = draft.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Whether it was there to be replaced.
pub async fn update(db: &impl ConnectionTrait, draft: Model) -> Result<bool, DbErr> {
    let mine = own(draft.id, draft.user_id);
    let mut row = draft.into_active_model().reset_all();
    (row.id, row.user_id) = (sea_orm::ActiveValue::NotSet, sea_orm::ActiveValue::NotSet);
    Ok(Entity::update_many().set(row).filter(mine).exec(db).await?.rows_affected > 0)
}

/// Whether it was there.
pub async fn delete(db: &impl ConnectionTrait, id: i64, user_id: i64) -> Result<bool, DbErr> {
    Ok(Entity::delete_many().filter(own(id, user_id)).exec(db).await?.rows_affected > 0)
}

/// One page, the last begun first.
pub async fn page(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Model>, DbErr> {
    let rows = Entity::find()
        .filter(Column::UserId.eq(user_id))
        .apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(size + 1);
    Ok(Slice::new(rows.all(db).await?, size, |draft| draft.id))
}
