//! Taking it all along: a zip with what somebody has written and chosen, for machines in the words of
//! `ActivityStreams`, and as one page for people. Read page by page and kept piece by piece, so that
//! its size is nobody's memory.

mod lists;
mod page;
pub mod vocabulary;
mod zip;

use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::{Value, json};

use self::vocabulary::Places;
use self::zip::Zip;
use super::entity::job::{Kind, Outcome, State};
use super::queries::chunks;
use super::queries::jobs::{self, NewJob};
use super::worker::{Interrupted, Work, breaks_uniqueness};
use crate::db::Db;
use crate::id;
use crate::posts::queries::cards::{self, Card};
use crate::posts::queries::own_posts;
use crate::posts::queries::timelines::Entry;
use crate::posts::views::rfc3339;
use crate::users;
use crate::users::entity::Model;

/// So many rows are read at a time.
const PAGE: u64 = 200;

/// Asks for one. Whether it was news: an earlier one may still be in the making.
pub async fn start(db: &Db, user_id: i64, locale: &str) -> Result<bool, DbErr> {
    let start = async |transaction: &DatabaseTransaction| {
        let (kind, state, due_at) = (Kind::Export, State::Waiting, id::now_ms());
        jobs::start(transaction, NewJob { user_id, kind, state, locale, due_at }).await
    };
    match db.write(start).await {
        Ok(_) => Ok(true),
        Err(error) if breaks_uniqueness(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What the file is called on the disk of whoever fetches it: whose it is, and of which day.
pub fn file_name(username: &str, job_id: i64) -> String {
    let day = rfc3339(id::time_of(job_id));
    let day = day.split('T').next().unwrap_or_default();
    format!("{username}-{day}.zip")
}

/// An export on its way.
struct Export {
    work: Work,
    user: Model,
    zip: Zip,
    /// Of the next piece.
    number: i64,
}

pub async fn run(mut work: Work) -> Result<Outcome, Interrupted> {
    let job_id = work.job.id;
    (work.job.done, work.job.size) = (0, 0);
    // What an earlier attempt has left.
    let transaction = work.begin().await?;
    chunks::delete(&transaction, job_id).await?;
    transaction.commit().await?;
    let user_id = work.job.user_id;
    let user = users::queries::find(work.db().reader(), user_id).await?;
    let user = user.ok_or(Interrupted::Lost)?;
    let (posts, reposts) = own_posts::count(work.db().reader(), user_id).await?;
    // Each post is written three times: for machines, what it was before, for people.
    work.job.total = (3 * posts + reposts).cast_signed() + 1;
    work.say_how_far().await?;
    let mut export = Export { work, user, zip: Zip::begin(id::now_ms()), number: 0 };
    export.write_all().await?;
    export.zip.end().await?;
    export.work.job.done = export.work.job.total;
    export.keep_pieces().await?;
    export.work.say_how_far().await?;
    Ok(Outcome::default())
}

impl Export {
    async fn write_all(&mut self) -> Result<(), Interrupted> {
        let base = self.work.base_url();
        let places = Places { base: &base };
        let actor = vocabulary::person(&self.user, &places);
        self.document("actor.json", &actor).await?;
        let settings = vocabulary::settings(&self.user);
        self.document("settings.json", &settings).await?;
        self.write_outbox(&places).await?;
        self.write_history(&places).await?;
        let drafts = own_posts::drafts(self.work.db().reader(), self.user.id).await?;
        let drafts: Vec<Value> =
            drafts.iter().map(|draft| vocabulary::draft(draft, &places)).collect();
        self.collection("drafts.json", "drafts.json", drafts).await?;
        self.write_lists(&places).await?;
        self.write_page(&base).await
    }

    /// A file that is one object.
    async fn document(&mut self, name: &'static str, value: &Value) -> Result<(), Interrupted> {
        self.zip.file(name).await?;
        self.zip.write(format!("{value:#}\n")).await?;
        self.keep_pieces().await
    }

    /// A file that is a short collection.
    async fn collection(
        &mut self,
        name: &'static str,
        id: &str,
        items: Vec<Value>,
    ) -> Result<(), Interrupted> {
        let mut file = self.begin_list(name, id).await?;
        self.add_to_list(&mut file, items).await?;
        self.end_list(file).await
    }

    /// Oldest first, as it was written: what is answered stands before its answer.
    async fn write_outbox(&mut self, places: &Places<'_>) -> Result<(), Interrupted> {
        let mut file = self.begin_list("outbox.json", "outbox.json").await?;
        let (mut posts, mut reposts) = (Ahead::default(), Ahead::default());
        loop {
            if posts.is_used_up() {
                let page = self.read_posts(posts.last).await?;
                posts.refill(page, |card| card.post.id);
            }
            if reposts.is_used_up() {
                let db = self.work.db().reader();
                let page = own_posts::reposts_after(db, self.user.id, reposts.last, PAGE).await?;
                reposts.refill(page, |(at, _)| *at);
            }
            let mut items = Vec::new();
            // As long as it is known which is the older one.
            while !posts.is_used_up() && !reposts.is_used_up() {
                let post_is_older = match (posts.next_id(), reposts.next_id()) {
                    (Some(post), Some(repost)) => post < repost,
                    (Some(_), None) => true,
                    (None, _) => false,
                };
                if post_is_older {
                    items.extend(posts.take().map(|card| vocabulary::create(&card, places)));
                } else if let Some((at, post)) = reposts.take() {
                    let (by, when) = (&self.user.username, id::time_of(at));
                    items.push(vocabulary::announce(by, when, at, post, places));
                } else {
                    break;
                }
            }
            if items.is_empty() {
                break;
            }
            self.work.job.done += items.len() as i64;
            self.add_to_list(&mut file, items).await?;
        }
        self.end_list(file).await
    }

    async fn write_history(&mut self, places: &Places<'_>) -> Result<(), Interrupted> {
        let mut file = self.begin_list("history.json", "history.json").await?;
        let mut after = 0;
        loop {
            let entries = self.read_entries(after).await?;
            let Some(last) = entries.last() else { break };
            after = last.post;
            let ids = entries.iter().map(|entry| entry.post);
            let edits = own_posts::edits_of(self.work.db().reader(), ids).await?;
            let versions = edits.iter().map(|edit| vocabulary::version(edit, places)).collect();
            self.work.job.done += entries.len() as i64;
            self.add_to_list(&mut file, versions).await?;
        }
        self.end_list(file).await
    }

    async fn read_entries(&self, after: i64) -> Result<Vec<Entry>, DbErr> {
        own_posts::posts_after(self.work.db().reader(), self.user.id, after, PAGE).await
    }

    async fn read_posts(&self, after: i64) -> Result<Vec<Card>, DbErr> {
        let entries = self.read_entries(after).await?;
        cards::find(self.work.db().reader(), &entries, Some(self.user.id)).await
    }

    async fn begin_list(&mut self, name: &'static str, id: &str) -> Result<List, Interrupted> {
        self.zip.file(name).await?;
        let (context, id) = (vocabulary::context(), Value::from(id));
        let kind = "\"type\": \"OrderedCollection\"";
        let head = format!("{{\n\"@context\": {context},\n\"id\": {id},\n{kind},\n");
        self.zip.write(format!("{head}\"orderedItems\": [")).await?;
        Ok(List { items: 0 })
    }

    async fn add_to_list(&mut self, list: &mut List, items: Vec<Value>) -> Result<(), Interrupted> {
        let mut text = String::new();
        for item in items {
            text.push_str(if list.items == 0 { "\n" } else { ",\n" });
            text.push_str(&item.to_string());
            list.items += 1;
        }
        self.zip.write(text).await?;
        self.keep_pieces().await?;
        self.work.say_how_far().await
    }

    /// The number stands at the end: only now it is known.
    async fn end_list(&mut self, list: List) -> Result<(), Interrupted> {
        self.zip.write(format!("\n],\n\"totalItems\": {}\n}}\n", json!(list.items))).await?;
        self.keep_pieces().await
    }

    /// What is ready goes into the database.
    async fn keep_pieces(&mut self) -> Result<(), Interrupted> {
        while let Some(piece) = self.zip.take_piece() {
            let (job_id, number) = (self.work.job.id, self.number);
            self.work.job.size += piece.len() as i64;
            let transaction = self.work.begin().await?;
            chunks::put(&transaction, job_id, number, piece).await?;
            transaction.commit().await?;
            self.number += 1;
        }
        Ok(())
    }
}

/// A collection that is being written.
struct List {
    items: u64,
}

/// Rows that are read a page ahead of their use.
struct Ahead<T> {
    rows: std::collections::VecDeque<(i64, T)>,
    last: i64,
    /// There are no more behind these.
    ended: bool,
}

impl<T> Default for Ahead<T> {
    fn default() -> Self {
        Self { rows: std::collections::VecDeque::new(), last: 0, ended: false }
    }
}

impl<T> Ahead<T> {
    fn refill(&mut self, page: Vec<T>, id: impl Fn(&T) -> i64) {
        self.ended = page.is_empty();
        self.rows = page.into_iter().map(|row| (id(&row), row)).collect();
        self.last = self.rows.back().map_or(self.last, |(id, _)| *id);
    }

    /// Whether more must be read before it is known what comes next.
    fn is_used_up(&self) -> bool {
        self.rows.is_empty() && !self.ended
    }

    fn next_id(&self) -> Option<i64> {
        self.rows.front().map(|(id, _)| *id)
    }

    fn take(&mut self) -> Option<T> {
        self.rows.pop_front().map(|(_, row)| row)
    }
}
