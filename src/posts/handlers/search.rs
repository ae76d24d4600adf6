//! Search: posts, people and tags.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::timeline::fill;
use crate::db::Db;
use crate::posts::queries::search::{self, Sought};
use crate::posts::views::{Reader, Search, Tab, TagLink};
use crate::users::queries::follows;
use crate::users::views::Listed;
use crate::users::{self, MaybeUser};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;
use crate::web::rate_limit::{self, Rule};
use crate::web::text;

/// The most of a question that is looked at, in bytes.
const QUESTION_MAX: usize = 500;
/// The most tags that are shown.
const TAGS: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    q: String,
    /// `posts`, `people` or `tags`.
    #[serde(rename = "in")]
    section: String,
}

pub async fn search(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    client: Client,
    (question, cursor): (Query<Question>, Query<Cursor>),
) -> Result<HttpResponse, Error> {
    let (reader, size) = (Reader::of(user.0.as_ref()), page.settings.posts.page_size);
    // What no text holds can't be found, and PostgreSQL takes no NUL.
    let q = question.q.replace(char::is_control, " ");
    let q = q.get(..q.floor_char_boundary(QUESTION_MAX)).unwrap_or_default().trim();
    let section = match question.section.as_str() {
        "people" => "people",
        "tags" => "tags",
        _ => "posts",
    };
    let mut view = Search {
        q: q.to_owned(),
        searched: !text::is_blank(q),
        section,
        tabs: ["posts", "people", "tags"]
            .map(|tab| Tab { section: tab, url: url_of(q, tab), current: tab == section })
            .into(),
        ..Search::default()
    };
    if !view.searched {
        return page.show(&view);
    }
    let subject = reader.id().map_or_else(|| client.limit_key(), |id| id.to_string());
    let limits = &page.settings.rate_limit;
    if let Some(wait) = rate_limit::count(&db, limits, Rule::Search, &subject).await? {
        return page.show_too_often(wait, |errors| Search { errors, ..view });
    }
    match section {
        "people" => {
            let found =
                users::queries::search::people(db.reader(), reader.id(), q, &cursor, size).await?;
            view.older_url = found.older_url(&url_of(q, section));
            let standing = follows::standing(db.reader(), reader.id(), &found.items).await?;
            view.people = Listed::all(&found.items, reader.id(), &standing);
        }
        "tags" => {
            let tags = search::tags(db.reader(), reader.id(), q, TAGS).await?;
            view.tags = tags.into_iter().map(TagLink::of).collect();
        }
        _ => {
            let sought = Sought::parse(q);
            let slice = search::posts(db.reader(), reader.id(), &sought, &cursor, size).await?;
            view.timeline = fill(&db, &slice, &reader, &url_of(q, section)).await?;
        }
    }
    page.show(&view)
}

fn url_of(q: &str, section: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("/search?{}", query.append_pair("q", q).append_pair("in", section).finish())
}
