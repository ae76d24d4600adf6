//! Letters: what is to be sent is written into the outbox in the transaction of what caused it, and
//! a worker of each instance takes it from there. A request never waits for a mail server, and for
//! one event there is never more than one letter (docs/adr/0008).
//!
//! It doesn't know why anything is sent: who has something to say makes a [`Letter`], or a
//! [`Composer`] that writes it later.

mod entity;
mod files;
mod letter;
mod message;
mod queries;
mod smtp;
pub mod views;
mod worker;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use tokio::sync::{Notify, watch};

pub use letter::{Action, Item, Letter};
pub use queries::sweep;
pub use worker::Worker;

use crate::settings::{Handle, MailTransport};
use crate::web::error::Error;
use crate::web::i18n::{Catalogue, Locale, Message};

/// The kind of a row that is a letter already. No composer is called that.
const LETTER: &str = "letter";

/// Puts letters into the outbox. Cheap to clone.
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

struct Inner {
    settings: Handle,
    /// Without a slash at its end.
    base_url: String,
    catalogues: HashMap<Locale, Catalogue>,
    wanted: Notify,
    over: watch::Sender<bool>,
}

/// Writes letters when their turn has come: so that the request which asked for them takes the same
/// time whatever there was to say, and to whom.
#[async_trait]
pub trait Composer: Send + Sync {
    /// As [`Mailer::ask`] names it.
    fn kind(&self) -> &'static str;

    /// What the letters say of the database must hold with them: both go through `tx`.
    async fn compose(
        &self,
        mailer: &Mailer,
        tx: &DatabaseTransaction,
        payload: serde_json::Value,
    ) -> Result<Vec<Letter>, Error>;
}

impl Mailer {
    /// `own_url` is where we listen, for links when `server.base_url` isn't set.
    ///
    /// # Errors
    /// When a catalogue can't be read.
    pub fn new(settings: Handle, own_url: &str) -> anyhow::Result<Self> {
        let base_url = settings.get().server.base_url.clone();
        let base_url = base_url.as_deref().unwrap_or(own_url).trim_end_matches('/').to_owned();
        let catalogues =
            Locale::ALL.into_iter().map(|locale| Ok((locale, Catalogue::load(locale)?)));
        let catalogues = catalogues.collect::<anyhow::Result<_>>()?;
        let (wanted, over) = (Notify::new(), watch::Sender::new(false));
        Ok(Self(Arc::new(Inner { settings, base_url, catalogues, wanted, over })))
    }

    /// A path of ours as an absolute URL.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.base_url)
    }

    /// What the site is called at the moment.
    pub fn site(&self) -> String {
        self.0.settings.get().site.name.clone()
    }

    /// A message in words, for what a letter quotes.
    pub fn word(&self, locale: Locale, message: &Message) -> Result<String, Error> {
        letter::word(self.catalogue(locale)?, message)
    }

    /// Puts a letter into the outbox, within the transaction of what caused it. `event` names what
    /// that was: a second letter for the same event is not sent, and is no error.
    pub async fn enqueue(
        &self,
        db: &impl ConnectionTrait,
        event: &str,
        letter: &Letter,
    ) -> Result<(), Error> {
        let words = letter.in_words(self.catalogue(letter.locale)?)?;
        let payload = serde_json::to_string(&words).context("a letter is JSON")?;
        queries::insert(db, event, LETTER, payload).await?;
        Ok(())
    }

    /// The same, but what is to be written, if anything, is found out later by the composer of this
    /// kind.
    pub async fn ask(
        &self,
        db: &impl ConnectionTrait,
        event: &str,
        kind: &'static str,
        payload: &serde_json::Value,
    ) -> Result<(), Error> {
        queries::insert(db, event, kind, payload.to_string()).await?;
        Ok(())
    }

    /// Takes back what waits for this address, and removes what this instance has written for it into
    /// files: its owner's account goes, and nothing that names him stays.
    pub async fn forget(&self, db: &impl ConnectionTrait, address: &str) -> Result<(), Error> {
        // As it stands in a payload, be it a letter's or of what is only asked for: there as somebody
        // has typed it.
        let address = address.to_lowercase();
        let written = serde_json::to_string(&address).context("a text is JSON")?;
        let waiting = queries::waiting(db).await?.into_iter();
        let his = waiting.filter(|(_, payload)| payload.to_lowercase().contains(&written));
        queries::take_back(db, his.map(|(id, _)| id)).await?;
        if self.0.settings.get().mail.transport == MailTransport::File {
            files::remove(&self.mail_dir(), &address).await?;
        }
        Ok(())
    }

    /// After the commit: the worker needn't wait for its next look.
    pub fn wake(&self) {
        self.0.wanted.notify_one();
    }

    /// The instance goes down: nothing more is begun, and what no server has been given is let go.
    pub fn end(&self) {
        self.0.over.send_replace(true);
    }

    fn is_over(&self) -> bool {
        *self.0.over.borrow()
    }

    /// When the instance goes down.
    async fn ended(&self) {
        // An error would say that there is no mailer any more.
        let _ = self.0.over.subscribe().wait_for(|over| *over).await;
    }

    /// Where messages are when they are written to files: pages that say "look into your inbox" name
    /// it. Not in production, where nobody who reads a page could look there.
    pub fn folder(&self) -> Option<String> {
        let settings = self.0.settings.get();
        let file = settings.mail.transport == MailTransport::File;
        (file && !settings.environment.is_production())
            .then(|| self.mail_dir().display().to_string())
    }

    fn mail_dir(&self) -> PathBuf {
        self.0.settings.get().data.dir.join("mail")
    }

    fn catalogue(&self, locale: Locale) -> Result<&Catalogue, Error> {
        self.0.catalogues.get(&locale).ok_or(Error::internal("a language without a catalogue"))
    }
}
