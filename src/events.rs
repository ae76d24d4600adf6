//! What happened, and who listens.
//!
//! A blueprint tells what its transaction does while it is still open; `app` decides who hears it.
//! So a like and the notification of it are there together or not at all, and no blueprint calls
//! upward.

use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};

/// Numbers are identifiers; `by` is always who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Posted {
        post: i64,
        by: i64,
        answers: Option<i64>,
        mentions: Vec<i64>,
    },
    /// `mentions` are those whom it didn't name before, `unnamed` those whom it names no more.
    Edited {
        post: i64,
        by: i64,
        mentions: Vec<i64>,
        unnamed: Vec<i64>,
    },
    Liked {
        post: i64,
        author: i64,
        by: i64,
    },
    Unliked {
        post: i64,
        by: i64,
    },
    Reposted {
        post: i64,
        author: i64,
        by: i64,
    },
    Unreposted {
        post: i64,
        by: i64,
    },
    Followed {
        person: i64,
        by: i64,
    },
    FollowRequested {
        person: i64,
        by: i64,
    },
    /// The follow is undone, or the request taken back.
    Unfollowed {
        person: i64,
        by: i64,
    },
    RequestDecided {
        person: i64,
        by: i64,
        accepted: bool,
    },
    Blocked {
        person: i64,
        by: i64,
    },
}

/// Somebody who wants to know. An error undoes what happened.
#[async_trait]
pub trait Listener: Send + Sync {
    async fn hear(&self, event: &Event, transaction: &DatabaseTransaction) -> Result<(), DbErr>;
}

/// Those who listen, in the order in which they are told.
#[derive(Clone, Default)]
pub struct Events(Arc<Vec<Box<dyn Listener>>>);

impl Events {
    pub fn heard_by(listeners: Vec<Box<dyn Listener>>) -> Self {
        Self(Arc::new(listeners))
    }

    pub async fn tell(
        &self,
        transaction: &DatabaseTransaction,
        event: &Event,
    ) -> Result<(), DbErr> {
        for listener in self.0.iter() {
            listener.hear(event, transaction).await?;
        }
        Ok(())
    }
}
