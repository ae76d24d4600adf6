//! All that is asked of the outbox.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::entity::{ActiveModel, Column, Entity, State};
use crate::id;
use crate::web::fingerprint::fingerprint;

/// Puts a row into the outbox, unless there has been one for this event.
pub async fn insert(
    db: &impl ConnectionTrait,
    event: &str,
    kind: &str,
    payload: String,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(id::mint()),
        event: Set(fingerprint(event)),
        kind: Set(kind.to_owned()),
        payload: Set(Some(payload)),
        state: Set(State::Waiting),
        due_at: Set(id::now_ms()),
        claim: Set(None),
        attempts: Set(0),
        failure: Set(None),
    };
    // Not an error to be caught: on PostgreSQL it would end the transaction around it.
    let known = OnConflict::column(Column::Event).do_nothing_on([Column::Id]).to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(db).await.map(drop)
}
