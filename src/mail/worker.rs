//! What takes letters from the outbox and gets them out, in each instance. Which instance has a row
//! is said by a lease in the row; what was handed over is never taken again.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use lettre::Message;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::entity::State;
use super::letter::Words;
use super::message::Stationery;
use super::queries::{self, Claimed, LEASE};
use super::smtp::{Failure, Server};
use super::{Composer, LETTER, Mailer, files};
use crate::db::{Db, Outdone};
use crate::id;
use crate::settings::MailTransport;
use crate::web::error::Error;
use crate::web::templates::Templates;

/// How often to look, at the least, for what others have put there, or left.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// So many letters are on their way at a time: one may take minutes.
const AT_ONCE: usize = 8;
/// How often letters are written again that others' transactions were in the way of.
const DEADLOCKS: u64 = 6;
/// After this a letter is given up. A pause is never longer than a fourth of it.
const PATIENCE: Duration = Duration::from_hours(24);
const LONGEST_PAUSE: Duration = Duration::from_hours(6);

/// One for each process. Cheap to clone.
#[derive(Clone)]
pub struct Worker(Arc<Inner>);

struct Inner {
    mailer: Mailer,
    db: Db,
    templates: Arc<Templates>,
    composers: HashMap<&'static str, Box<dyn Composer>>,
    /// None: into files.
    server: Option<Server>,
}

/// What becomes of a row when it is let go of.
enum Outcome {
    Sent,
    /// Nothing is changed: it isn't ours any more.
    Lost,
    /// For any other instance, at once.
    Released,
    Failed {
        before: State,
        failure: Failure,
    },
}

impl Worker {
    /// # Errors
    /// When the settings for SMTP can't be used.
    pub fn new(
        mailer: Mailer,
        db: Db,
        templates: Arc<Templates>,
        composers: Vec<Box<dyn Composer>>,
    ) -> anyhow::Result<Self> {
        let settings = mailer.0.settings.get();
        let mail = &settings.mail;
        let server = match mail.transport {
            MailTransport::Smtp => {
                let smtp = mail
                    .smtp()
                    .map_err(|expected| anyhow::anyhow!("mail.smtp_url: expected {expected}"))?;
                let stationery = Stationery {
                    settings: &settings,
                    templates: &templates,
                    home: &mailer.0.base_url,
                };
                Some(Server::new(smtp, mail.smtp_ca.as_deref(), &stationery.host())?)
            }
            MailTransport::File => {
                if settings.environment.is_production() {
                    log::warn!("mail.transport is file: nobody gets any mail");
                }
                None
            }
        };
        let composers = composers.into_iter().map(|composer| (composer.kind(), composer)).collect();
        Ok(Self(Arc::new(Inner { mailer, db, templates, composers, server })))
    }

    /// Until [`Mailer::end`]; then it waits for what a server is being given at the moment.
    pub async fn run(self) -> std::io::Result<()> {
        let mut running = JoinSet::new();
        let mut failing = false;
        let look_every = LOOK_EVERY.min(self.0.mailer.0.settings.get().mail.retry_after);
        while !self.0.mailer.is_over() {
            match self.begin(&mut running).await {
                Ok(()) => failing = false,
                // Once is enough to know.
                Err(error) if !failing => {
                    failing = true;
                    log::warn!("can't look into the outbox: {error}");
                }
                Err(error) => log::debug!("can't look into the outbox: {error}"),
            }
            tokio::select! {
                () = self.0.mailer.ended() => {}
                () = self.0.mailer.0.wanted.notified() => {}
                Some(_) = running.join_next() => {}
                () = sleep(look_every) => {}
            }
        }
        while running.join_next().await.is_some() {}
        Ok(())
    }

    /// Takes on as much as there is and may be.
    async fn begin(&self, running: &mut JoinSet<()>) -> Result<(), sea_orm::DbErr> {
        while running.try_join_next().is_some() {}
        let free = AT_ONCE.saturating_sub(running.len());
        if free == 0 {
            return Ok(());
        }
        for id in queries::due(self.0.db.reader(), free as u64).await? {
            if let Some(row) = queries::claim(self.0.db.writer(), id).await? {
                running.spawn(self.clone().handle(row));
            }
        }
        Ok(())
    }

    async fn handle(self, row: Claimed) {
        let outcome =
            if row.kind == LETTER { self.deliver(&row).await } else { self.compose(&row).await };
        if let Err(error) = self.settle(&row, outcome).await {
            // The lease runs out, and it is tried again; or it was handed over, and isn't.
            log::warn!(letter = row.id; "can't say what became of a letter: {error}");
        }
    }

    async fn compose(&self, row: &Claimed) -> Outcome {
        let mut written = self.compose_once(row).await;
        for number in 1..DEADLOCKS {
            if !written.as_ref().is_err_and(Outdone::is_outdone) {
                break;
            }
            sleep(Duration::from_millis(rand::random_range(1..=10 * number))).await;
            written = self.compose_once(row).await;
        }
        let Err(error) = written else {
            self.0.mailer.wake();
            // It is finished in the letters' own transaction.
            return Outcome::Lost;
        };
        log::warn!(letter = row.id, kind = row.kind.as_str(); "can't write a letter: {error}");
        let failure = Failure::Passing("it couldn't be written".to_owned());
        Outcome::Failed { before: State::Waiting, failure }
    }

    /// The letters, and that they have been written, are there together or not at all. (Not by
    /// `Db::write`: what borrows in its closure can't be shown to be sendable here.)
    async fn compose_once(&self, row: &Claimed) -> Result<(), Error> {
        let composer = self.0.composers.get(row.kind.as_str()).context("no such composer")?;
        let payload = serde_json::from_str(&row.payload).context("not JSON")?;
        let tx = self.0.db.begin().await?;
        let letters = composer.compose(&self.0.mailer, &tx, payload).await?;
        for (number, letter) in letters.iter().enumerate() {
            self.0.mailer.enqueue(&tx, &format!("{}:{number}", row.event), letter).await?;
        }
        if !row.finish(&tx, State::Waiting, State::Sent, None).await? {
            return Err(Error::internal("the row isn't ours any more"));
        }
        Ok(tx.commit().await?)
    }

    /// Keeps the lease while the letter is under way, and lets go of it when the instance goes down.
    async fn deliver(&self, row: &Claimed) -> Outcome {
        let handed = AtomicBool::new(false);
        let delivering = self.try_delivery(row, &handed);
        tokio::pin!(delivering);
        loop {
            // Ordering::Relaxed: it is set by the same task.
            let open = !handed.load(Ordering::Relaxed);
            tokio::select! {
                outcome = &mut delivering => return outcome,
                () = sleep(LEASE / 3), if open => {
                    if !handed.load(Ordering::Relaxed)
                        && let Ok(false) = row.renew(self.0.db.writer()).await
                    {
                        return Outcome::Lost;
                    }
                }
                () = self.0.mailer.ended(), if open => {
                    if !handed.load(Ordering::Relaxed) {
                        return Outcome::Released;
                    }
                }
            }
        }
    }

    async fn try_delivery(&self, row: &Claimed, handed: &AtomicBool) -> Outcome {
        let failed = |before, failure| Outcome::Failed { before, failure };
        let message = match self.write(row) {
            Ok(message) => message,
            Err(error) => {
                log::warn!(letter = row.id; "a letter can't be sent as it is: {error:#}");
                return failed(State::Waiting, Failure::Final("it can't be a message".to_owned()));
            }
        };
        let Some(server) = &self.0.server else {
            return match files::write(&self.0.mailer.mail_dir(), row.id, message.formatted()).await
            {
                Ok(()) => Outcome::Sent,
                Err(error) => failed(State::Waiting, Failure::Passing(format!("{error:#}"))),
            };
        };
        let offered = match server.open(&message).await {
            Ok(offered) => offered,
            Err(failure) => return failed(State::Waiting, failure),
        };
        // From the question on: whether it was answered with yes isn't known any more when it is
        // interrupted.
        handed.store(true, Ordering::Relaxed);
        match row.hand_over(self.0.db.writer()).await {
            Ok(true) => {}
            Ok(false) => return Outcome::Lost,
            Err(error) => {
                log::warn!(letter = row.id; "can't hand a letter over: {error}");
                return Outcome::Lost;
            }
        }
        match offered.hand_over(&message.formatted()).await {
            Ok(()) => Outcome::Sent,
            Err(failure) => failed(State::Handed, failure),
        }
    }

    fn write(&self, row: &Claimed) -> anyhow::Result<Message> {
        let words: Words = serde_json::from_str(&row.payload).context("not a letter")?;
        let inner = &self.0;
        let settings = inner.mailer.0.settings.get();
        let home = inner.mailer.0.base_url.as_str();
        Stationery { settings: &settings, templates: &inner.templates, home }
            .write(&words, &row.event)
    }

    async fn settle(&self, row: &Claimed, outcome: Outcome) -> Result<(), sea_orm::DbErr> {
        let db = self.0.db.writer();
        let (letter, attempts) = (row.id, row.attempts);
        match outcome {
            Outcome::Lost => {}
            Outcome::Released => {
                row.wait(db, State::Waiting, Duration::ZERO, None).await?;
            }
            Outcome::Sent => {
                let before = match self.0.server {
                    Some(_) => State::Handed,
                    None => State::Waiting,
                };
                row.finish(db, before, State::Sent, None).await?;
                log::info!(letter, attempts; "a letter is sent");
            }
            Outcome::Failed { before, failure: Failure::Passing(why) } => {
                let pause = pause(self.0.mailer.0.settings.get().mail.retry_after, attempts);
                let age = id::now_ms() - id::time_of(row.id) + pause.as_millis() as i64;
                if age > PATIENCE.as_millis() as i64 {
                    row.finish(db, before, State::Failed, Some(&why)).await?;
                    log::warn!(letter, attempts; "a letter is given up: {why}");
                } else {
                    row.wait(db, before, pause, Some(&why)).await?;
                    log::warn!(letter, attempts, pause:? = pause; "a letter isn't sent yet: {why}");
                }
            }
            Outcome::Failed { before, failure: Failure::Final(why) } => {
                row.finish(db, before, State::Failed, Some(&why)).await?;
                log::warn!(letter, attempts; "a letter is refused: {why}");
            }
            Outcome::Failed { failure: Failure::Unclear(why), .. } => {
                row.finish(db, State::Handed, State::Handed, Some(&why)).await?;
                log::warn!(letter, attempts; "whether a letter was taken isn't known: {why}");
            }
        }
        Ok(())
    }
}

/// Twice as long after every failure, give or take a quarter: not all at once when a server is back.
fn pause(first: Duration, attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    let pause = first.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    pause.mul_f64(rand::random_range(0.75..1.25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_end_within_the_day() {
        let first = Duration::from_mins(1);
        let between = |pause: Duration, low: u64, high: u64| {
            assert!((low..=high).contains(&pause.as_secs()), "{pause:?}");
        };
        between(pause(first, 1), 45, 75);
        between(pause(first, 2), 90, 150);
        between(pause(first, 5), 720, 1200);
        between(pause(first, 30), 4 * 3600, 8 * 3600);
    }
}
