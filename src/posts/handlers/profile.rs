//! A person's own page.

use std::collections::HashSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use crate::db::Db;
use crate::posts::queries::timelines::Kind;
use crate::posts::queries::{cards, timelines};
use crate::posts::views::{
    OpenGraph, Person, PostCard, Profile, Reader, ShownLink, Suspended, Timeline, rfc3339,
};
use crate::users::MaybeUser;
use crate::users::entity::{Link, Model};
use crate::users::queries::relations::{self, Relation};
use crate::users::queries::{self, follows};
use crate::users::views::UserCard;
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;
use crate::web::text;

/// What a profile lists.
#[derive(Debug, Default, Deserialize)]
pub struct Tab {
    tab: Option<String>,
}

pub async fn profile(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    client: Client,
    (username, cursor, tab): (Path<String>, Query<Cursor>, Query<Tab>),
) -> Result<HttpResponse, Error> {
    let person = queries::find_by_username(db.reader(), &username).await?.ok_or(Error::NotFound)?;
    if person.is_suspended() {
        return page.show_with(StatusCode::GONE, &Suspended { username: person.username });
    }
    let reader = Reader::of(user.0.as_ref());
    if person.is_gone() && reader.id() != Some(person.id) {
        return Err(Error::NotFound);
    }
    let is_me = reader.id() == Some(person.id);
    let relation = match reader.id().filter(|_| !is_me) {
        Some(viewer) => Some(relations::between(db.reader(), viewer, person.id).await?),
        None => None,
    };
    let url = UserCard::url_of(&person.username);
    let (tab, kind, path) = match tab.tab.as_deref() {
        Some("replies") => ("replies", Kind::Replies, format!("{url}?tab=replies")),
        _ => ("posts", Kind::Posts, url),
    };
    let hidden = relation.is_some_and(|relation| relation.blocking || relation.blocked_by);
    let (mut timeline, mut pinned) = (Timeline::default(), Vec::new());
    if !hidden {
        let size = page.settings.posts.page_size;
        let slice =
            timelines::by_author(db.reader(), reader.id(), person.id, kind, &cursor, size).await?;
        let mut entries = Vec::new();
        if kind == Kind::Posts && cursor.before.is_none() {
            entries = timelines::pinned(db.reader(), reader.id(), person.id).await?;
        }
        // What stands on top isn't said twice.
        let on_top: HashSet<i64> = entries.iter().map(|entry| entry.post).collect();
        entries.extend(slice.items.iter().filter(|entry| !on_top.contains(&entry.post)));
        let cards = cards::find(db.reader(), &entries, reader.id()).await?;
        let (top, below): (Vec<_>, Vec<_>) =
            cards.into_iter().partition(|card| on_top.contains(&card.post.id));
        pinned = top.iter().map(|card| PostCard::of(card, &reader)).collect();
        timeline = Timeline::new(&below, &reader, slice.older_url(&path));
    }
    let shown = !relation.is_some_and(|relation| relation.blocked_by);
    let og = shown.then(|| og(&page, &client, &person));
    let person = describe(&db, person, &reader, relation).await?;
    page.show(&Profile { person, is_me, relation, tab, pinned, timeline, og })
}

async fn describe(
    db: &Db,
    person: Model,
    reader: &Reader<'_>,
    relation: Option<Relation>,
) -> Result<Person, Error> {
    let (followers_count, following_count) = follows::counts(db.reader(), person.id).await?;
    // Who was blocked needn't learn more than the name.
    let shown = !relation.is_some_and(|relation| relation.blocked_by);
    let links = Link::of_column(person.links.as_deref().filter(|_| shown));
    Ok(Person {
        card: UserCard::of(&person.identity()),
        bio_html: if shown { text::to_html(&person.bio) } else { String::new() },
        links: links.into_iter().map(ShownLink::of).collect(),
        locked: person.locked,
        findable: person.discoverable,
        joined: rfc3339(person.created_at),
        posts_count: timelines::count_by_author(db.reader(), reader.id(), person.id).await?,
        followers_count,
        following_count,
    })
}

fn og(page: &Page, client: &Client, person: &Model) -> OpenGraph {
    let card = UserCard::of(&person.identity());
    OpenGraph {
        title: format!("{} (@{})", card.display_name, card.username),
        description: text::shorten(&text::plain(&person.bio), 160),
        url: format!("{}{}", client.base_url(&page.settings), card.url),
        published: None,
    }
}
