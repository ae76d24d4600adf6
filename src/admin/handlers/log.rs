//! Reading the log of what was done.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};

use super::{cards, post_url};
use crate::admin::audit::{self, Entry};
use crate::admin::staff::Staff;
use crate::admin::views::{Log, LogLine};
use crate::db::Db;
use crate::id;
use crate::posts::views::rfc3339;
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

pub async fn show(
    page: Page,
    _: Staff,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let slice = audit::list(db.reader(), None, &cursor, page.settings.posts.page_size).await?;
    let named = slice.items.iter().flat_map(|entry| [entry.actor_id, entry.person_id]);
    let people = cards(&db, named.flatten()).await?;
    page.show(&Log {
        entries: slice.items.iter().map(|entry| line(entry, &people)).collect(),
        older_url: slice.older_url("/admin/audit"),
    })
}

pub fn line(entry: &Entry, people: &HashMap<i64, UserCard>) -> LogLine {
    let card = |id: Option<i64>| id.and_then(|id| people.get(&id)).cloned();
    LogLine {
        at: rfc3339(id::time_of(entry.id)),
        act: entry.act.name(),
        by_operator: entry.actor_id.is_none(),
        by: card(entry.actor_id),
        by_id: entry.actor_id.map(|id| id.to_string()),
        person: card(entry.person_id),
        person_id: entry.person_id.map(|id| id.to_string()),
        post_url: entry.post_id.map(post_url),
        reason: entry.reason.clone(),
    }
}
