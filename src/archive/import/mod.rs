//! Bringing an archive: one's own posts out of a zip that this place, or another like it, has made.
//!
//! Whoever sends one may have made it by hand to do harm. So nothing in it is believed: not its sizes
//! (what is unpacked is counted), not its names (no file is ever written), not its words (each post
//! is judged as if it had been typed here). And none of it is held as a whole: bytes come from the
//! database piece by piece, are unpacked and parsed on a thread of their own, and go back in batches
//! of posts, each in one transaction together with how far the job is then.

mod reading;
mod receiving;
mod unzip;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;

use self::reading::{Item, Owner};
use self::unzip::{Archive, Source};
use super::entity::job::{Model, Outcome};
use super::queries::jobs;
use super::worker::{Interrupted, Work};
use crate::db::Outdone;
use crate::posts::publishing::bringing::{self, Brought};

pub use receiving::{Received, receive};

/// The most that a zip may have.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;
/// The most that the files in it may have together.
const MAX_UNPACKED: u64 = 500 * 1024 * 1024;
/// The most files, and the most entries in the outbox.
const MAX_ENTRIES: u64 = 100_000;

/// So many posts are written in one transaction: SQLite's other writers wait meanwhile.
const BATCH: usize = 50;
/// How often one is tried.
const ATTEMPTS: u64 = 6;

pub async fn run(mut work: Work) -> Result<Outcome, Interrupted> {
    match bring(&mut work).await {
        // What has come so far stays, and is told of.
        Err(Interrupted::Refused(fault)) => {
            Ok(Outcome { fault: Some(fault.to_owned()), ..work.job.outcome() })
        }
        Err(error) => Err(error),
        Ok(()) => Ok(work.job.outcome()),
    }
}

async fn bring(work: &mut Work) -> Result<(), Interrupted> {
    let source = Source::of(work.db().clone(), &work.job);
    let archive = Archive::open(&source).await?;
    let actor = archive.read_small(&source, "actor.json").await?;
    let owner = Owner::of(&actor, &work.base_url(), work.settings().posts.max_length)
        .ok_or(Interrupted::Refused("not-ours"))?;
    let outbox = archive.find("outbox.json").ok_or(Interrupted::Refused("not-ours"))?.clone();

    let read = Arc::new(AtomicU64::new(0));
    work.job.total = outbox.packed.cast_signed();
    let (bytes_in, bytes_out) = mpsc::channel(2);
    let (items_in, items_out) = mpsc::channel(BATCH);
    let parsed_entry = outbox.clone();
    // Ends when either channel does: it never outlives what is awaited below for long.
    let parsing = tokio::task::spawn_blocking(move || {
        reading::read_outbox(bytes_out, &items_in, &parsed_entry, &owner)
    });
    let feeding = source.feed(&outbox, bytes_in, read.clone());
    let keeping = keep(work, items_out, &read);
    tokio::try_join!(feeding, keeping)?;
    parsing.await.map_err(anyhow::Error::from)?
}

/// Writes what comes, from where an earlier attempt left off.
async fn keep(
    work: &mut Work,
    mut items: mpsc::Receiver<Item>,
    read: &AtomicU64,
) -> Result<(), Interrupted> {
    let mut seen = 0;
    let mut batch = Vec::with_capacity(BATCH);
    while items.recv_many(&mut batch, BATCH).await > 0 {
        let outcome = work.job.outcome();
        let known = usize::try_from(outcome.position.saturating_sub(seen)).unwrap_or(usize::MAX);
        seen += batch.len() as u64;
        let fresh: Vec<Item> = batch.drain(..).skip(known).collect();
        if fresh.is_empty() {
            continue;
        }
        // Ordering::Relaxed: it is only shown.
        work.job.done = read.load(Ordering::Relaxed).cast_signed();
        work.job.outcome = keep_batch(work, &fresh).await?.to_column();
    }
    Ok(())
}

/// These posts, and how far the import is with them: both or neither. Again, when it was given up for
/// the sake of somebody who was publishing at the moment.
async fn keep_batch(work: &Work, items: &[Item]) -> Result<Outcome, Interrupted> {
    for attempt in 1..ATTEMPTS {
        match try_batch(work, items).await {
            Err(error) if error.is_outdone() => {
                tokio::time::sleep(Duration::from_millis(20 * attempt)).await;
            }
            outcome => return outcome,
        }
    }
    try_batch(work, items).await
}

async fn try_batch(work: &Work, items: &[Item]) -> Result<Outcome, Interrupted> {
    let transaction = work.begin().await?;
    let job = &work.job;
    let mut outcome = job.outcome();
    for item in items {
        outcome.position += 1;
        match item {
            Item::PassedOver => {}
            Item::Refused => outcome.refused += 1,
            Item::Post(post) => {
                match bringing::bring(&transaction, job.user_id, post.as_ref().clone()).await? {
                    Brought::New => outcome.imported += 1,
                    Brought::Known => outcome.known += 1,
                    Brought::NoPlace => outcome.refused += 1,
                }
            }
        }
    }
    let now = Model { outcome: outcome.to_column(), ..job.clone() };
    jobs::hold(&transaction, &now).await?;
    transaction.commit().await?;
    Ok(outcome)
}
