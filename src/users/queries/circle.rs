//! What somebody is to others, as sets in memory: for deciding many times without asking again.

use sea_orm::{Condition, ConnectionTrait, DbErr};

use crate::db::pairs::{self, End, Pair};
use crate::users::entity::{block, follow, mute};

/// The most of each kind that are kept, the latest: 80 kB.
const MOST: u64 = 10_000;

/// As it was when it was read.
#[derive(Debug, Default)]
pub struct Circle {
    followed: People,
    muted: People,
    /// By him, or he by them.
    blocked: People,
}

impl Circle {
    /// Four queries.
    pub async fn of(db: &impl ConnectionTrait, person: i64) -> Result<Self, DbErr> {
        let blocking = others::<block::Entity>(db, End::Subject, person).await?;
        let blocked_by = others::<block::Entity>(db, End::Object, person).await?;
        Ok(Self {
            followed: People::of(others::<follow::Entity>(db, End::Subject, person).await?),
            muted: People::of(others::<mute::Entity>(db, End::Subject, person).await?),
            blocked: People::of([blocking, blocked_by].concat()),
        })
    }

    pub fn follows(&self, person: i64) -> bool {
        self.followed.contains(person)
    }

    pub fn mutes(&self, person: i64) -> bool {
        self.muted.contains(person)
    }

    /// Whether there is a block between the two, whoever made it.
    pub fn blocks(&self, person: i64) -> bool {
        self.blocked.contains(person)
    }
}

async fn others<P: Pair>(
    db: &impl ConnectionTrait,
    end: End,
    person: i64,
) -> Result<Vec<i64>, DbErr> {
    let rows = pairs::list::<P>(db, end, person, None, MOST, |_| Condition::all()).await?;
    Ok(rows.into_iter().map(|(_, other)| other).collect())
}

/// In order: a third of the memory of a hash set.
#[derive(Debug, Default)]
struct People(Box<[i64]>);

impl People {
    fn of(mut ids: Vec<i64>) -> Self {
        ids.sort_unstable();
        Self(ids.into())
    }

    fn contains(&self, person: i64) -> bool {
        self.0.binary_search(&person).is_ok()
    }
}
