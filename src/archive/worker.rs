//! Works on the jobs, one at a time, beside the server. Each instance has a worker; which of them
//! takes a job, the database decides (see [`super::queries::jobs`]).
//!
//! A job that was interrupted, by a stop or by a crash, is taken up again: an import goes on after
//! the last entries that were committed, an export begins anew, a removal takes what is left.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{DatabaseTransaction, DbErr};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;

use super::entity::job::{Kind, Model, Outcome, State};
use super::queries::jobs;
use super::{export, import, removal};
use crate::db::{self, Db, Outdone};
use crate::id::now_ms;
use crate::mail::Mailer;
use crate::settings::Handle;
use crate::web::templates::Templates;

/// How often to look for what other instances have been asked for, or left behind.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A job that has failed so often fails for good; but a removal, which was promised, never does.
const ATTEMPTS: i64 = 5;
/// Before the second attempt; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(10);

/// Why a job isn't done.
#[derive(Debug, thiserror::Error)]
pub enum Interrupted {
    #[error("the process is stopping")]
    Stopping,
    #[error("another instance has taken it over")]
    Lost,
    /// It can't be done, and its owner is told why: the end of a message's key.
    #[error("refused: {0}")]
    Refused(&'static str),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

impl Outdone for Interrupted {
    fn is_outdone(&self) -> bool {
        matches!(self, Self::Database(error) if error.is_outdone())
    }
}

impl From<std::io::Error> for Interrupted {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.into())
    }
}

/// The worker, and the bell by which the handlers wake it.
#[derive(Clone)]
pub struct Worker(Arc<Inner>);

struct Inner {
    db: Db,
    settings: Handle,
    templates: Arc<Templates>,
    mailer: Mailer,
    bell: Notify,
    stopping: AtomicBool,
    /// Held while it runs.
    running: Semaphore,
}

impl Worker {
    pub fn new(db: Db, settings: Handle, templates: Arc<Templates>, mailer: Mailer) -> Self {
        Self(Arc::new(Inner {
            db,
            settings,
            templates,
            mailer,
            bell: Notify::new(),
            stopping: AtomicBool::new(false),
            running: Semaphore::new(1),
        }))
    }

    /// There is something to do, at once. After the commit.
    pub fn wake(&self) {
        self.0.bell.notify_one();
    }

    /// Until it is stopped.
    ///
    /// # Errors
    /// None: what fails is tried again.
    pub async fn run(self) -> std::io::Result<()> {
        let _running = self.0.running.acquire().await;
        while !self.is_stopping() {
            let worked = match self.work_once().await {
                Ok(worked) => worked,
                Err(error) => {
                    log::warn!("can't look for jobs: {error}");
                    false
                }
            };
            if !worked && !self.is_stopping() {
                // What it is woken by doesn't matter: it looks.
                let _ = tokio::time::timeout(LOOK_EVERY, self.0.bell.notified()).await;
            }
        }
        Ok(())
    }

    /// Puts down what it works on where another can take it up, or leaves it when that takes longer.
    pub async fn stop(&self, within: Duration) {
        self.0.stopping.store(true, Ordering::Relaxed);
        self.0.bell.notify_one();
        if tokio::time::timeout(within, self.0.running.acquire()).await.is_err() {
            log::warn!("a job is still going on; another instance will take it up");
        }
    }

    fn is_stopping(&self) -> bool {
        // Ordering::Relaxed: nothing but the word itself is handed over.
        self.0.stopping.load(Ordering::Relaxed)
    }

    /// Whether there was something to do.
    async fn work_once(&self) -> Result<bool, DbErr> {
        let Some(job) = jobs::claim(&self.0.db).await? else { return Ok(false) };
        let (id, kind) = (job.id, job.kind);
        log::info!(job = id, user = job.user_id, attempt = job.attempts; "begun: {kind:?}");
        // A task of its own, so that a panic is only the job's; in a set, so that it ends with us.
        let mut task = JoinSet::new();
        task.spawn(Work { worker: self.clone(), job: job.clone() }.run());
        let worked = match task.join_next().await {
            Some(Ok(worked)) => worked,
            Some(Err(error)) => Err(Interrupted::Other(error.into())),
            None => Ok(Outcome::default()),
        };
        self.put_down(&job, worked).await?;
        Ok(true)
    }

    async fn put_down(
        &self,
        job: &Model,
        worked: Result<Outcome, Interrupted>,
    ) -> Result<(), DbErr> {
        let (id, kind) = (job.id, job.kind);
        let (state, outcome) = match worked {
            Ok(outcome) => {
                let fault = outcome.fault.clone().unwrap_or_default();
                log::info!(job = id, user = job.user_id, fault:%; "done: {kind:?}");
                (if outcome.fault.is_none() { State::Done } else { State::Failed }, outcome)
            }
            Err(Interrupted::Lost) => {
                log::warn!(job = id; "another instance has taken it over: {kind:?}");
                return Ok(());
            }
            Err(Interrupted::Stopping) => {
                // That isn't its fault.
                let untried = Model { attempts: job.attempts - 1, ..job.clone() };
                return jobs::release(self.0.db.writer(), &untried, job.due_at).await;
            }
            Err(Interrupted::Refused(fault)) => (State::Failed, failed(fault)),
            Err(error) if job.attempts < ATTEMPTS || kind == Kind::Removal => {
                let doublings = (job.attempts - 1).clamp(0, 8) as u32;
                let pause = FIRST_PAUSE * 2_u32.pow(doublings);
                log::error!(job = id, pause_s = pause.as_secs(); "failed, to be tried again: {kind:?}: {error}");
                let due_at = now_ms() + pause.as_millis() as i64;
                return jobs::release(self.0.db.writer(), job, due_at).await;
            }
            Err(error) => {
                log::error!(job = id; "given up: {kind:?}: {error}");
                (State::Failed, failed("internal"))
            }
        };
        let transaction = self.0.db.begin().await?;
        jobs::finish(&transaction, job, state, &outcome).await?;
        transaction.commit().await
    }
}

fn failed(fault: &'static str) -> Outcome {
    Outcome { fault: Some(fault.to_owned()), ..Outcome::default() }
}

/// A job that this instance has, and what it is done with.
pub struct Work {
    worker: Worker,
    pub job: Model,
}

impl Work {
    async fn run(self) -> Result<Outcome, Interrupted> {
        match self.job.kind {
            Kind::Export => export::run(self).await,
            Kind::Import => import::run(self).await,
            Kind::Removal => removal::run(self).await,
        }
    }

    pub fn db(&self) -> &Db {
        &self.worker.0.db
    }

    pub fn settings(&self) -> Arc<crate::settings::Settings> {
        self.worker.0.settings.get()
    }

    pub fn templates(&self) -> &Templates {
        &self.worker.0.templates
    }

    pub fn mailer(&self) -> &Mailer {
        &self.worker.0.mailer
    }

    /// Where people reach the site, without a slash at its end: what is exported is named by it.
    pub fn base_url(&self) -> String {
        self.worker.0.mailer.link("")
    }

    /// A transaction for a part of it, in which it is also said how far the job is then; none when the
    /// process is to stop, or another has the job. Until it ends, nobody else can take the job.
    pub async fn begin(&self) -> Result<DatabaseTransaction, Interrupted> {
        if self.worker.is_stopping() {
            return Err(Interrupted::Stopping);
        }
        let transaction = self.db().begin().await?;
        match jobs::hold(&transaction, &self.job).await? {
            true => Ok(transaction),
            false => Err(Interrupted::Lost),
        }
    }

    /// The same where there is nothing to do but to say how far it is.
    pub async fn say_how_far(&self) -> Result<(), Interrupted> {
        Ok(self.begin().await?.commit().await?)
    }
}

/// Removes results that have expired.
pub async fn sweep(db: &Db) -> Result<u64, DbErr> {
    jobs::sweep(db.writer()).await
}

/// Whether an error is only that the row, by the database's rules, can't be there.
pub fn breaks_uniqueness(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
        && !db::is_unavailable(error)
}
