//! Reading what one is told of.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;
use serde_json::json;

use super::queries;
use super::views::{Line, List};
use crate::db::Db;
use crate::id;
use crate::posts::queries::cards;
use crate::posts::queries::timelines::Entry;
use crate::posts::views::Reader;
use crate::users::CurrentUser;
use crate::users::queries::{self as people, relations};
use crate::web::error::Error;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

pub async fn list(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let (db, size) = (db.reader(), page.settings.posts.page_size);
    let slice = queries::groups(db, user.id, &cursor, size).await?;
    let rows = || slice.items.iter().map(|group| &group.newest);
    let actors = people::identities(db, rows().map(|row| row.actor_id)).await?;
    let posts: Vec<Entry> = rows().filter_map(|row| row.post_id).map(Entry::of).collect();
    let cards = cards::find(db, &posts, Some(user.id)).await?;
    let reader = Reader::of(Some(&user));
    let line = |group| Line::of(group, &actors, &cards, &reader, user.notifications_read);
    page.show(&List {
        groups: slice.items.iter().filter_map(line).collect(),
        older_url: slice.older_url("/notifications"),
        // Further down the newest isn't in sight: what had come when the page was made.
        up_to: match cursor.before {
            None => rows().map(|row| row.id).max().unwrap_or(0),
            Some(_) => id::mint(),
        }
        .to_string(),
        requests: relations::count_requests(db, user.id).await?,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Read {
    /// The last that was shown.
    up_to: String,
}

pub async fn mark_read(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<Read>,
) -> Result<HttpResponse, Error> {
    let up_to: i64 = form.up_to.parse().map_err(|_| Error::BadRequest)?;
    // What is to come can't have been read.
    let up_to = up_to.min(id::mint());
    people::set_notifications_read(db.writer(), user.id, up_to).await?;
    if page.is_for_script() {
        let read = user.notifications_read.max(up_to);
        let unread = queries::count_unread(db.writer(), user.id, read).await?;
        return Ok(HttpResponse::Ok().json(json!({ "unread": unread })));
    }
    Ok(page.redirect("/notifications"))
}
