//! actix-session's store trait over the table `sessions`.

use std::collections::HashMap;
use std::time::Duration;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time;
use anyhow::Error;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{ID, REMEMBER, UNAVAILABLE, USER_ID, entity};
use crate::db::Db;
use crate::id::now_ms;
use crate::settings;
use crate::web::fingerprint::fingerprint;

type State = HashMap<String, String>;

/// A session's last use is written down at most this often: reading a page shouldn't write.
const TOUCH_EVERY_MS: i64 = 5 * 60 * 1000;
/// Nor should reading wait for somebody who writes.
const TOUCH_TIMEOUT: Duration = Duration::from_millis(100);

#[derive(Clone)]
pub struct DatabaseStore {
    db: Db,
    timeouts: settings::Session,
}

impl DatabaseStore {
    pub fn new(db: Db, timeouts: settings::Session) -> Self {
        Self { db, timeouts }
    }

    /// When a session ends that was begun at `created_at` and is in use now.
    fn expires_at(&self, state: &State, created_at: i64, now: i64) -> i64 {
        let remembered = state.get(REMEMBER).is_some_and(|value| value == "true");
        let (idle, absolute) = match remembered {
            true => (self.timeouts.remember_idle_timeout, self.timeouts.remember_absolute_timeout),
            false => (self.timeouts.idle_timeout, self.timeouts.absolute_timeout),
        };
        now.saturating_add(ms(idle)).min(created_at.saturating_add(ms(absolute)))
    }

    async fn find(&self, key: &SessionKey) -> Result<Option<entity::Model>, DbErr> {
        let row =
            entity::Entity::find_by_id(fingerprint(key.as_ref())).one(self.db.reader()).await?;
        Ok(row.filter(|row| row.expires_at > now_ms()))
    }

    async fn touch(&self, row: entity::Model, state: &State) -> Result<(), DbErr> {
        let now = now_ms();
        let active = entity::ActiveModel {
            expires_at: Set(self.expires_at(state, row.created_at, now)),
            seen_at: Set(now),
            ..row.into()
        };
        // The row may just have been deleted by a sign-out elsewhere: that is fine.
        match active.update(self.db.writer()).await {
            Ok(_) | Err(DbErr::RecordNotUpdated) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn insert(&self, state: &State) -> Result<SessionKey, Error> {
        let key = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        let now = now_ms();
        let row = entity::ActiveModel {
            key_hash: Set(fingerprint(&key)),
            user_id: Set(number(state, USER_ID)),
            id: Set(number(state, ID)),
            state: Set(serde_json::to_string(state)?),
            created_at: Set(now),
            seen_at: Set(now),
            expires_at: Set(self.expires_at(state, now, now)),
        };
        entity::Entity::insert(row).exec_without_returning(self.db.writer()).await?;
        Ok(key.try_into()?)
    }
}

impl SessionStore for DatabaseStore {
    /// Never fails: an error here would leave actix-session without a page or a log line. What it
    /// can't find out it says in the state, and [`super::note`] answers 503.
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let row = match self.find(key).await {
            Ok(row) => row,
            Err(error) => {
                log::error!("can't read a session: {error}");
                return Ok(Some(State::from([(UNAVAILABLE.to_owned(), "true".to_owned())])));
            }
        };
        let Some(row) = row else { return Ok(None) };
        let state: State = serde_json::from_str(&row.state)
            .map_err(|error| LoadError::Deserialization(error.into()))?;
        if now_ms() - row.seen_at > TOUCH_EVERY_MS
            && tokio::time::timeout(TOUCH_TIMEOUT, self.touch(row, &state)).await.is_err()
        {
            // A reader doesn't wait for writers; the next request will note it.
            log::debug!("no time to note a session's use");
        }
        Ok(Some(state))
    }

    async fn save(&self, state: State, _: &time::Duration) -> Result<SessionKey, SaveError> {
        self.insert(&state).await.inspect_err(tell).map_err(SaveError::Other)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: State,
        _: &time::Duration,
    ) -> Result<SessionKey, UpdateError> {
        let found = self.find(&key).await.map_err(|error| UpdateError::Other(error.into()))?;
        let Some(row) = found else {
            // It was ended elsewhere while this request was under way: it stays so.
            let state = if state.contains_key(USER_ID) { State::new() } else { state };
            return self.insert(&state).await.map_err(UpdateError::Other);
        };
        let now = now_ms();
        let text = serde_json::to_string(&state)
            .map_err(|error| UpdateError::Serialization(error.into()))?;
        let active = entity::ActiveModel {
            user_id: Set(number(&state, USER_ID)),
            id: Set(number(&state, ID)),
            state: Set(text),
            expires_at: Set(self.expires_at(&state, row.created_at, now)),
            seen_at: Set(now),
            ..row.into()
        };
        active.update(self.db.writer()).await.map_err(|error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    /// Time-outs are the store's own business; see [`DatabaseStore::expires_at`].
    async fn update_ttl(&self, _: &SessionKey, _: &time::Duration) -> Result<(), Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), Error> {
        let deleted =
            entity::Entity::delete_by_id(fingerprint(key.as_ref())).exec(self.db.writer()).await;
        deleted.map(drop).map_err(Error::from).inspect_err(tell)
    }
}

/// actix-session hides the cause in its own errors.
fn tell(error: &Error) {
    log::error!("can't write a session: {error:#}");
}

/// Removes what has expired.
pub async fn sweep(db: &Db) -> Result<u64, DbErr> {
    let expired = entity::Entity::delete_many().filter(entity::Column::ExpiresAt.lte(now_ms()));
    Ok(expired.exec(db.writer()).await?.rows_affected)
}

/// A number that the state holds.
fn number(state: &State, key: &str) -> Option<i64> {
    state.get(key).and_then(|value| value.parse().ok())
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
