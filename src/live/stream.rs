//! One stream: an answer that goes on for minutes, an event now and then.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep_until};

use super::news::{Count, count_unread};
use super::source::{Found, Listener};
use crate::db::Db;

/// A stream ends after so many seconds, so that what it knows of its viewer is fresh again soon;
/// not all of those that began together end together.
const LASTS_SECONDS: std::ops::RangeInclusive<u64> = 300..=600;
/// When the browser comes back after the end, in milliseconds; spread for the same reason.
const RETRY_MS: std::ops::RangeInclusive<u64> = 2000..=5000;
/// Proxies hang up on a connection that is silent for long, nginx after a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// The first write to a connection that the browser has left only provokes its reset; the second
/// one meets it. So a stream that nobody reads is gone a moment later, and its seat is free.
const KNOCK_AGAIN: Duration = Duration::from_secs(1);
const COMMENT: &str = ":\n\n";

pub struct Stream {
    listener: Listener,
    db: Data<Db>,
    viewer: Option<i64>,
    count: Count,
    /// What it says of notifications.
    unread: Option<u64>,
    /// There is news of them that hasn't been counted yet.
    unread_due: bool,
    ends_at: Instant,
    /// When it has been silent long enough.
    speaks_at: Instant,
    knocked: bool,
}

impl Stream {
    /// What has come before the stream began is its first event; `heard` is the newest post that
    /// the browser knows of from the stream before.
    pub fn answer(
        listener: Listener,
        db: Data<Db>,
        viewer: Option<i64>,
        count: Count,
        unread: Option<u64>,
        heard: Option<i64>,
    ) -> HttpResponse {
        let now = Instant::now();
        let mut first = retry();
        if count.newest() > heard {
            first.push_str(&posts_event(&count));
        }
        if let Some(unread) = unread {
            first.push_str(&notifications_event(unread));
        }
        let stream = Self {
            listener,
            db,
            viewer,
            count,
            unread,
            unread_due: false,
            ends_at: now + Duration::from_secs(rand::random_range(LASTS_SECONDS)),
            speaks_at: now + KEEP_ALIVE,
            knocked: false,
        };
        let rest = stream::unfold((Some(first), stream), |(first, stream)| async {
            let (text, stream) = match first {
                Some(first) => (first, stream),
                None => stream.next().await?,
            };
            Some((Ok::<_, actix_web::Error>(Bytes::from(text)), (None, stream)))
        });
        head().streaming(Box::pin(rest))
    }

    /// The next thing to say; none at the end.
    async fn next(mut self) -> Option<(String, Self)> {
        let (mut over, ends_at) = (self.listener.over.clone(), self.ends_at);
        let text = tokio::select! {
            biased;
            _ = over.wait_for(|over| *over) => None,
            () = sleep_until(ends_at) => None,
            text = self.say() => text,
        }?;
        Some((text, self))
    }

    async fn say(&mut self) -> Option<String> {
        loop {
            let mut text = String::new();
            tokio::select! {
                found = self.listener.found.recv() => match found {
                    Ok(found) => text = self.take_in(&found),
                    // Too far behind: the browser comes back, and all is counted afresh.
                    Err(RecvError::Lagged(_) | RecvError::Closed) => return None,
                },
                () = sleep_until(self.speaks_at) => text.push_str(COMMENT),
            }
            if self.unread_due {
                text.push_str(&self.count_unread().await?);
            }
            if text == COMMENT {
                self.knocked = !self.knocked;
                let pause = if self.knocked { KNOCK_AGAIN } else { KEEP_ALIVE };
                self.speaks_at = Instant::now() + pause;
                return Some(text);
            }
            if !text.is_empty() {
                self.knocked = false;
                self.speaks_at = Instant::now() + KEEP_ALIVE;
                return Some(text);
            }
        }
    }

    fn take_in(&mut self, found: &Found) -> String {
        self.unread_due |= self.viewer.is_some_and(|viewer| found.told.contains(&viewer));
        if self.count.add(&found.posts) { posts_event(&self.count) } else { String::new() }
    }

    /// None when he has no account any more.
    async fn count_unread(&mut self) -> Option<String> {
        let viewer = self.viewer?;
        match count_unread(&self.db, viewer).await {
            Ok(None) => None,
            Ok(unread) => {
                self.unread_due = false;
                let changed = unread.filter(|_| unread != self.unread);
                self.unread = unread;
                Some(changed.map(notifications_event).unwrap_or_default())
            }
            // It stays due: the next thing that happens, or the next comment, brings it up again.
            Err(error) => {
                log::debug!("can't count notifications: {error}");
                Some(String::new())
            }
        }
    }
}

/// What a stream begins with, when nothing more is wanted of it.
pub fn head_only() -> HttpResponse {
    head().finish()
}

/// To a browser that comes while the instance goes down: a stream that says when to come back, and
/// ends. Any other status would be the end of the page's live updates.
pub fn not_now() -> HttpResponse {
    head().body(retry())
}

fn head() -> actix_web::HttpResponseBuilder {
    let mut head = HttpResponse::Ok();
    head.content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Else the middleware would compress it, and hold small pieces back.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        // nginx would, too.
        .insert_header(("X-Accel-Buffering", "no"))
        // After minutes the connection has served; and when we go down, nothing is left to wait for.
        .force_close();
    head
}

fn retry() -> String {
    format!("retry: {}\n\n", rand::random_range(RETRY_MS))
}

/// Its `id` comes back as `Last-Event-ID`. The number is all that has come since the page was shown,
/// however many streams that has taken.
fn posts_event(count: &Count) -> String {
    let id = count.newest().unwrap_or_default();
    format!("id: {id}\nevent: posts\ndata: {}\n\n", json!({ "new": count.len() }))
}

fn notifications_event(unread: u64) -> String {
    format!("event: notifications\ndata: {}\n\n", json!({ "unread": unread }))
}
