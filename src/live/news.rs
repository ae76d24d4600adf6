//! What of all that is new is news to one viewer, and how many it is.

use std::collections::BTreeSet;

use sea_orm::DbErr;
use serde::Deserialize;

use crate::db::Db;
use crate::notifications::queries as notifications;
use crate::posts::queries::arrivals;
use crate::posts::queries::visibility::Arrival;
use crate::users::queries::{self as people, circle::Circle};

/// More than this isn't counted.
pub const MOST_COUNTED: usize = 100;

/// The lists that a page may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    Home,
    Explore,
}

/// Whose eyes are on which list. A home is somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Home(i64),
    Explore(Option<i64>),
}

impl View {
    pub fn viewer(self) -> Option<i64> {
        match self {
            Self::Home(viewer) => Some(viewer),
            Self::Explore(viewer) => viewer,
        }
    }
}

/// The posts that have come to a list since it was shown. The circle is as it was in the beginning:
/// a stream ends within minutes, and the next one reads it again.
pub struct Count {
    view: View,
    circle: Circle,
    /// The newest post that the page shows.
    after: i64,
    counted: BTreeSet<i64>,
}

impl Count {
    /// With what has come until now.
    pub async fn begin(db: &Db, view: View, after: i64) -> Result<Self, DbErr> {
        let (db, most) = (db.reader(), MOST_COUNTED as u64);
        let circle = match view.viewer() {
            Some(viewer) => Circle::of(db, viewer).await?,
            None => Circle::default(),
        };
        let counted = match view {
            View::Home(viewer) => arrivals::home_since(db, viewer, after, most).await?,
            View::Explore(viewer) => arrivals::public_since(db, viewer, after, most).await?,
        };
        Ok(Self { view, circle, after, counted: counted.into_iter().collect() })
    }

    /// Whether it has grown.
    pub fn add(&mut self, posts: &[Arrival]) -> bool {
        let before = self.counted.len();
        for post in posts {
            if self.counted.len() >= MOST_COUNTED {
                break;
            }
            if self.is_news(post) {
                self.counted.insert(post.id);
            }
        }
        self.counted.len() > before
    }

    fn is_news(&self, post: &Arrival) -> bool {
        post.id > self.after
            && match self.view {
                View::Home(viewer) => arrivals::comes_home_to(viewer, &self.circle, post),
                View::Explore(viewer) => arrivals::comes_to_explore(viewer, &self.circle, post),
            }
    }

    pub fn len(&self) -> usize {
        self.counted.len()
    }

    /// The newest of them.
    pub fn newest(&self) -> Option<i64> {
        self.counted.last().copied()
    }
}

/// How many notifications are new to somebody; none when there is no such account any more, or it
/// isn't here. Asked again each time: he reads in other places, too.
pub async fn count_unread(db: &Db, viewer: i64) -> Result<Option<u64>, DbErr> {
    let db = db.reader();
    let user = people::find(db, viewer).await?.filter(|user| !user.is_gone());
    let Some(user) = user else { return Ok(None) };
    notifications::count_unread(db, viewer, user.notifications_read).await.map(Some)
}
