//! What has been reported and waits, and what has been dealt with.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::{cards, report_url};
use crate::admin::queries::reports::{self, Place};
use crate::admin::staff::Staff;
use crate::admin::views::{Queue, QueuePlace};
use crate::db::Db;
use crate::id;
use crate::posts::views::rfc3339;
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;
use crate::web::text;

/// Of a reported post, in grapheme clusters.
const EXCERPT: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub struct Tab {
    tab: Option<String>,
}

pub async fn index(page: Page, _: Staff) -> HttpResponse {
    page.redirect("/admin/reports")
}

pub async fn show(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    cursor: Query<Cursor>,
    tab: Query<Tab>,
) -> Result<HttpResponse, Error> {
    let (tab, path) = match tab.tab.as_deref() {
        Some("closed") => ("closed", "/admin/reports?tab=closed"),
        _ => ("open", "/admin/reports"),
    };
    let size = page.settings.posts.page_size;
    let slice = reports::queue(db.reader(), staff.id, tab == "open", &cursor, size).await?;
    let people = cards(&db, slice.items.iter().map(|place| place.last.person_id)).await?;
    let place = |place: &Place| Some(line(place, people.get(&place.last.person_id)?.clone()));
    page.show(&Queue {
        tab,
        places: slice.items.iter().filter_map(place).collect(),
        older_url: slice.older_url(path),
    })
}

fn line(place: &Place, person: UserCard) -> QueuePlace {
    let last = &place.last;
    let excerpt = |wording: &String| text::shorten(&text::plain(wording), EXCERPT);
    QueuePlace {
        url: report_url(last.id),
        person,
        excerpt: last.wording.as_ref().map(excerpt),
        reports: place.reports,
        reasons: place.reasons.iter().map(ActiveEnum::to_value).collect(),
        at: rfc3339(id::time_of(last.id)),
        outcome: last.outcome.as_ref().map(ActiveEnum::to_value),
    }
}
