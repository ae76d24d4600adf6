//! The log of what moderators and operators do. It is only ever added to: nothing here changes or
//! removes a row.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

pub use super::entity::entry::{Act, Model as Entry};
use super::entity::entry::{ActiveModel, Column, Entity};
use crate::id;
use crate::web::pagination::{Cursor, Slice};

/// An act to be written down.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// None: the command line.
    pub by: Option<i64>,
    pub act: Act,
    pub person: Option<i64>,
    pub post: Option<i64>,
    pub object: Option<i64>,
    pub reason: &'a str,
}

impl<'a> Done<'a> {
    pub fn new(by: Option<i64>, act: Act, reason: &'a str) -> Self {
        Self { by, act, person: None, post: None, object: None, reason }
    }

    #[must_use]
    pub fn to(self, person: i64) -> Self {
        Self { person: Some(person), ..self }
    }

    #[must_use]
    pub fn about(self, object: i64) -> Self {
        Self { object: Some(object), ..self }
    }
}

/// Within the transaction of the act. Returns the entry's identifier, which is when it was.
pub async fn write(db: &impl ConnectionTrait, done: Done<'_>) -> Result<i64, DbErr> {
    let id = id::mint();
    let row = ActiveModel {
        id: Set(id),
        actor_id: Set(done.by),
        act: Set(done.act),
        person_id: Set(done.person),
        post_id: Set(done.post),
        object_id: Set(done.object),
        reason: Set(done.reason.to_owned()),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    let act = done.act.name();
    log::info!(user = done.by, act, about = done.person, post = done.post; "moderated");
    Ok(id)
}

/// One page, the last act first; of all, or of what was done about one person.
pub async fn list(
    db: &impl ConnectionTrait,
    about: Option<i64>,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let rows = Entity::find()
        .apply_if(about, |list, person| list.filter(Column::PersonId.eq(person)))
        .filter(Column::Id.lt(cursor.end()))
        .order_by_desc(Column::Id)
        .limit(size + 1);
    Ok(Slice::new(rows.all(db).await?, size, |entry| entry.id))
}
