//! The sessions of one account: to see where it is signed in, and to end them.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::entity::{Column, Entity, Model};
use super::{ADDRESS, DEVICE};
use crate::id::now_ms;

/// More than anybody has a use for; the latest are shown.
const MOST: u64 = 200;

/// A session as its owner may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: i64,
    /// What the browser said of itself when it signed in.
    pub device: String,
    /// Where from, shortened.
    pub address: String,
    /// In milliseconds since 1970.
    pub created_at: i64,
    pub seen_at: i64,
}

impl Listed {
    fn of(row: &Model) -> Self {
        let state: HashMap<String, String> = serde_json::from_str(&row.state).unwrap_or_default();
        let text = |key| state.get(key).and_then(|json| serde_json::from_str(json).ok());
        Self {
            id: row.id.unwrap_or_default(),
            device: text(DEVICE).unwrap_or_default(),
            address: text(ADDRESS).unwrap_or_default(),
            created_at: row.created_at,
            seen_at: row.seen_at,
        }
    }
}

/// The last used come first.
pub async fn of_account(db: &impl ConnectionTrait, user_id: i64) -> Result<Vec<Listed>, DbErr> {
    let rows = Entity::find()
        .filter(Column::UserId.eq(user_id))
        .filter(Column::ExpiresAt.gt(now_ms()))
        .order_by_desc(Column::SeenAt)
        .limit(MOST);
    Ok(rows.all(db).await?.iter().map(Listed::of).collect())
}

/// Whether there was such a session of this account.
pub async fn end(db: &impl ConnectionTrait, user_id: i64, id: i64) -> Result<bool, DbErr> {
    let mine = Entity::delete_many().filter(Column::UserId.eq(user_id)).filter(Column::Id.eq(id));
    Ok(mine.exec(db).await?.rows_affected > 0)
}

/// All but the present one; how many there were.
pub async fn end_others(
    db: &impl ConnectionTrait,
    user_id: i64,
    present: Option<i64>,
) -> Result<u64, DbErr> {
    let others = match present {
        Some(id) => Condition::any().add(Column::Id.is_null()).add(Column::Id.ne(id)),
        None => Condition::all(),
    };
    let others = Entity::delete_many().filter(Column::UserId.eq(user_id)).filter(others);
    Ok(others.exec(db).await?.rows_affected)
}

/// Ends every session of an account.
pub async fn end_all(db: &impl ConnectionTrait, user_id: i64) -> Result<u64, DbErr> {
    end_others(db, user_id, None).await
}
