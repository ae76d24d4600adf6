//! What moderators tell each other of somebody.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::admin::entity::note::{ActiveModel, Column, Entity, Model};
use crate::id;

/// The last ones are shown.
const MOST: u64 = 50;

pub async fn add(
    db: &impl ConnectionTrait,
    person_id: i64,
    author_id: i64,
    body: &str,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(id::mint()),
        person_id: Set(person_id),
        author_id: Set(author_id),
        body: Set(body.to_owned()),
    };
    Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// The last come first.
pub async fn about(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<Model>, DbErr> {
    let notes = Entity::find().filter(Column::PersonId.eq(person_id));
    notes.order_by_desc(Column::Id).limit(MOST).all(db).await
}
