//! The one that asks the database what is new, for all streams of this process. So a new post is
//! read once an instance, however many look on, and nothing has to pass between instances: what
//! they share is the database.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::DbErr;
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::{sleep, timeout};

use super::seats::{Full, Seat, Seats, Whose};
use crate::db::Db;
use crate::id;
use crate::notifications::queries as notifications;
use crate::posts::queries::visibility::{self, Arrival};

/// What a page learns late by at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Identifiers sort by the clocks of several instances, and what is minted first may be committed
/// last: this much is read again with each look. Two clocks, or a transaction, that are further
/// off cost live updates, nothing else.
const OVERLAP_MS: i64 = 10_000;
/// The most rows of one look. A count ends long before.
const MOST_ROWS: u64 = 5000;
/// A look that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many looks' news a stream may be behind before it has to begin again.
const BACKLOG: usize = 64;

/// What one look has found.
#[derive(Debug, Default)]
pub struct Found {
    pub posts: Vec<Arrival>,
    /// Those for whom there is a new notification.
    pub told: HashSet<i64>,
}

/// One for each process. Cheap to clone.
#[derive(Clone)]
pub struct Source {
    found: broadcast::Sender<Arc<Found>>,
    wanted: Arc<Notify>,
    over: watch::Sender<bool>,
    seats: Seats,
}

/// A listener's end; dropping it is leaving.
pub struct Listener {
    pub found: broadcast::Receiver<Arc<Found>>,
    /// Turns true when the instance goes down.
    pub over: watch::Receiver<bool>,
    _seat: Seat,
}

impl Source {
    pub fn new() -> Self {
        Self {
            found: broadcast::Sender::new(BACKLOG),
            wanted: Arc::default(),
            over: watch::Sender::new(false),
            seats: Seats::default(),
        }
    }

    /// What is committed from now on is heard. What was committed up to ten seconds before may be
    /// heard as well, so a listener has to know what it has heard of already.
    pub fn listen(&self, whose: Whose) -> Result<Listener, Full> {
        let seat = self.seats.take(whose)?;
        let listener =
            Listener { found: self.found.subscribe(), over: self.over.subscribe(), _seat: seat };
        self.wanted.notify_one();
        Ok(listener)
    }

    /// Ends all streams: the instance goes down.
    pub fn end(&self) {
        self.over.send_replace(true);
    }

    pub fn is_over(&self) -> bool {
        *self.over.borrow()
    }

    /// Looks for as long as somebody listens, and waits for somebody when nobody does. Returns only
    /// after [`Self::end`].
    pub async fn run(self, db: Db) -> std::io::Result<()> {
        let mut over = self.over.subscribe();
        tokio::select! {
            _ = over.wait_for(|over| *over) => {}
            () = self.look_on(&db) => {}
        }
        Ok(())
    }

    async fn look_on(&self, db: &Db) {
        loop {
            self.wanted.notified().await;
            let mut window = Window::default();
            let mut failing = false;
            while self.found.receiver_count() > 0 {
                let looked = timeout(PATIENCE, window.look(db)).await;
                match looked.map_err(|_| DbErr::Custom("no answer in time".to_owned())).flatten() {
                    Ok(found) => {
                        failing = false;
                        if !found.posts.is_empty() || !found.told.is_empty() {
                            // An error says that nobody listens any more.
                            let _ = self.found.send(Arc::new(found));
                        }
                    }
                    // Once is enough to know, and once a second too much to read.
                    Err(error) if !failing => {
                        failing = true;
                        log::warn!("can't look for what is new: {error}");
                    }
                    Err(error) => log::debug!("can't look for what is new: {error}"),
                }
                sleep(LOOK_EVERY).await;
            }
        }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::new()
    }
}

/// What lies so close behind that something older may still be committed there.
#[derive(Default)]
struct Window {
    /// When it was last looked, successfully; the next look begins there, not at what was found.
    looked_at: Option<i64>,
    posts: HashSet<i64>,
    notifications: HashSet<i64>,
}

impl Window {
    async fn look(&mut self, db: &Db) -> Result<Found, DbErr> {
        let now = id::now_ms();
        // The clock may have been set back.
        let from = self.looked_at.map_or(now, |looked_at| looked_at.min(now));
        let since = id::first_at(from - OVERLAP_MS);
        let posts = visibility::arrived_since(db.reader(), since, MOST_ROWS).await?;
        let told = notifications::told_since(db.reader(), since, MOST_ROWS).await?;

        let post_ids = posts.iter().map(|post| post.id).collect();
        let told_ids = told.iter().map(|(id, _)| *id).collect();
        let seen_posts = std::mem::replace(&mut self.posts, post_ids);
        let seen_told = std::mem::replace(&mut self.notifications, told_ids);
        self.looked_at = Some(now);
        let is_new = |post: &Arrival| !seen_posts.contains(&post.id);
        let told = told.into_iter().filter(|(id, _)| !seen_told.contains(id));
        Ok(Found {
            posts: posts.into_iter().filter(is_new).collect(),
            told: told.map(|(_, person)| person).collect(),
        })
    }
}
