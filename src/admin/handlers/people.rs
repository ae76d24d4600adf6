//! Looking for people, those too who aren't there for others.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::person_url;
use crate::admin::queries::people::{self, Which};
use crate::admin::staff::Staff;
use crate::admin::views::{People, PersonLine};
use crate::db::Db;
use crate::posts::views::rfc3339;
use crate::users::entity::Model;
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    q: String,
    which: String,
}

pub async fn list(
    page: Page,
    _: Staff,
    db: Data<Db>,
    cursor: Query<Cursor>,
    sought: Query<Sought>,
) -> Result<HttpResponse, Error> {
    let (which, name) = match sought.which.as_str() {
        "silenced" => (Which::Silenced, "silenced"),
        "suspended" => (Which::Suspended, "suspended"),
        _ => (Which::All, "all"),
    };
    let size = page.settings.posts.page_size;
    let slice = people::list(db.reader(), which, &sought.q, &cursor, size).await?;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("q", &sought.q).append_pair("which", name).finish();
    page.show(&People {
        q: sought.q.clone(),
        which: name,
        people: slice.items.iter().map(line).collect(),
        older_url: slice.older_url(&format!("/admin/people?{query}")),
    })
}

fn line(person: &Model) -> PersonLine {
    let states = [
        (person.is_suspended(), "suspended"),
        (person.silenced_at.is_some(), "silenced"),
        (person.leaving_at.is_some(), "leaving"),
        (person.awaiting_at.is_some(), "awaiting"),
    ];
    PersonLine {
        card: UserCard::of(&person.identity()),
        url: person_url(&person.username),
        role: person.role.to_value(),
        joined: rfc3339(person.created_at),
        states: states.into_iter().filter(|(is, _)| *is).map(|(_, state)| state).collect(),
    }
}
