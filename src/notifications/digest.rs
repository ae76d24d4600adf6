//! What is new, by mail: for those who want it daily or weekly and whose address is their own.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use sea_orm::DbErr;

use super::entity::Kind;
use super::queries::{self, Group};
use super::unsubscribe::Tokens;
use super::views::Line;
use crate::db::{Db, Outdone};
use crate::id;
use crate::mail::{Action, Item, Letter, Mailer};
use crate::posts::queries::cards::{self, Card};
use crate::posts::queries::timelines::Entry;
use crate::posts::views::Reader;
use crate::users::CurrentUser;
use crate::users::entity::{Identity, MailDigest, Model};
use crate::users::queries::{self as people, digests};
use crate::web::error::Error;
use crate::web::i18n::{Locale, Message};
use crate::web::pagination::Cursor;

/// How often to look for whose turn it is.
const LOOK_EVERY: Duration = Duration::from_mins(5);
/// So many people are looked up at a time.
const BATCH: u64 = 100;
/// The most lines of a letter; the page has them all.
const MOST_LINES: u64 = 20;

/// Sends digests, one instance's share of them.
#[derive(Clone)]
pub struct Digester {
    pub db: Db,
    pub mailer: Mailer,
    pub tokens: Tokens,
}

/// What somebody is told.
struct News {
    groups: Vec<Group>,
    actors: HashMap<i64, Identity>,
    cards: Vec<Card>,
    /// How many lines there would be.
    count: Option<u64>,
}

impl Digester {
    /// Never returns.
    pub async fn run(self) -> std::io::Result<()> {
        loop {
            for (digest, period) in [
                (MailDigest::Daily, Duration::from_hours(24)),
                (MailDigest::Weekly, Duration::from_hours(7 * 24)),
            ] {
                if let Err(error) = self.send_due(digest, period).await {
                    log::warn!("can't look for whom to send a digest: {error}");
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn send_due(&self, digest: MailDigest, period: Duration) -> Result<(), DbErr> {
        loop {
            let before = id::now_ms() - period.as_millis() as i64;
            let due = digests::due_for_digest(self.db.reader(), digest, before, BATCH).await?;
            let mut told = 0;
            for user in &due {
                match self.tell(user).await {
                    Ok(()) => told += 1,
                    // The next look tries again.
                    Err(error) => log::warn!(user = user.id; "can't send a digest: {error}"),
                }
            }
            // With none told it would be the same ones again.
            if due.len() < BATCH as usize || told == 0 {
                return Ok(());
            }
        }
    }

    /// He is told up to now, also when there was nothing: so it stays one a day or a week.
    async fn tell(&self, user: &Model) -> Result<(), Error> {
        let now = id::now_ms();
        let news = self.news(user).await?;
        let letter = self.write(user, &news)?;
        let event = format!("digest {} {}", user.id, user.digested_at);
        let mut told = self.put(user, now, &event, letter.as_ref()).await;
        if told.as_ref().is_err_and(Outdone::is_outdone) {
            told = self.put(user, now, &event, letter.as_ref()).await;
        }
        told?;
        if letter.is_some() {
            self.mailer.wake();
        }
        Ok(())
    }

    async fn put(
        &self,
        user: &Model,
        now: i64,
        event: &str,
        letter: Option<&Letter>,
    ) -> Result<(), Error> {
        let tx = self.db.begin().await?;
        if !digests::mark_digested(&tx, user, now).await? {
            return Ok(());
        }
        if let Some(letter) = letter {
            self.mailer.enqueue(&tx, event, letter).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn news(&self, user: &Model) -> Result<News, DbErr> {
        let db = self.db.reader();
        let since = id::first_at(user.digested_at).max(user.notifications_read);
        let slice = queries::groups(db, user.id, &Cursor::default(), MOST_LINES).await?;
        let more = slice.next_before.is_some_and(|oldest| oldest > since);
        let mut groups = slice.items;
        groups.retain(|group| group.newest.id > since);
        let rows = || groups.iter().map(|group| &group.newest);
        let actors = people::identities(db, rows().map(|row| row.actor_id)).await?;
        let posts: Vec<Entry> = rows().filter_map(|row| row.post_id).map(Entry::of).collect();
        let cards = cards::find(db, &posts, Some(user.id)).await?;
        let count = match more {
            true => Some(queries::count_unread(db, user.id, since).await?),
            false => None,
        };
        Ok(News { groups, actors, cards, count })
    }

    fn write(&self, user: &Model, news: &News) -> Result<Option<Letter>, Error> {
        let locale = user.locale_or(Locale::default());
        let reader = CurrentUser(Rc::new(user.clone()));
        let reader = Reader::of(Some(&reader));
        let line =
            |group| Line::of(group, &news.actors, &news.cards, &reader, user.notifications_read);
        let items = news.groups.iter().filter_map(|group| Some((group.newest.kind, line(group)?)));
        let items = items.map(|(kind, line)| self.item(locale, kind, &line));
        let items: Vec<Item> = items.collect::<Result<_, _>>()?;
        if items.is_empty() {
            return Ok(None);
        }
        let count = news.count.unwrap_or(items.len() as u64) as i64;
        let subject = Message::new("digest-subject").with("count", count);
        let why = match user.mail_digest {
            MailDigest::Weekly => "digest-why-weekly",
            MailDigest::Daily | MailDigest::None => "digest-why-daily",
        };
        let token = self.tokens.token(user.id);
        Ok(Some(Letter {
            to: user.email.clone(),
            locale,
            subject: subject.with("site", self.mailer.site().as_str()),
            lines: vec![Message::new("digest-lead").with("name", user.identity().shown_name())],
            action: Some(Action {
                label: Message::new("digest-action"),
                url: self.mailer.link("/notifications"),
            }),
            after: vec![Message::new(why)],
            items,
            unsubscribe: Some(
                self.mailer.link(&format!("/notifications/unsubscribe?token={token}")),
            ),
        }))
    }

    fn item(&self, locale: Locale, kind: Kind, line: &Line) -> Result<Item, Error> {
        let title = Message::new(key(kind, line.others > 0))
            .with("name", line.person.display_name.as_str())
            .with("count", line.others);
        let path = line.post.as_ref().map_or(&line.person.url, |post| &post.url);
        Ok(Item {
            title: self.mailer.word(locale, &title)?,
            text: line.post.as_ref().map(|post| post.excerpt.clone()).unwrap_or_default(),
            url: self.mailer.link(path),
        })
    }
}

/// The page shows the whole post of a mention and an answer, with its author; here a line names him.
fn key(kind: Kind, others: bool) -> &'static str {
    match (kind, others) {
        (Kind::Mention, _) => "digest-mention",
        (Kind::Reply, _) => "digest-reply",
        (Kind::Follow, false) => "notify-follow",
        (Kind::Follow, true) => "notify-follow-others",
        (Kind::Request, false) => "notify-request",
        (Kind::Request, true) => "notify-request-others",
        (Kind::Like, false) => "notify-like",
        (Kind::Like, true) => "notify-like-others",
        (Kind::Repost, false) => "notify-repost",
        (Kind::Repost, true) => "notify-repost-others",
        (Kind::Edit, false) => "notify-edit",
        (Kind::Edit, true) => "notify-edit-others",
    }
}
