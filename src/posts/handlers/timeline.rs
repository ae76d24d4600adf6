//! Pages that show posts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::parse_id;
use crate::db::Db;
use crate::posts::queries::timelines::Entry;
use crate::posts::queries::{cards, threads, timelines, versions, visibility};
use crate::posts::views::{
    Bookmarks, Composer, Explore, History, Home, Likes, OpenGraph, PostCard, Reader, Reply, Show,
    Tag, Timeline, permalink, tag_url,
};
use crate::users::{self, CurrentUser, MaybeUser};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::{Cursor, Slice};
use crate::web::text;

/// The replies on one page of a thread.
const REPLIES: usize = 100;

/// One's own timeline, or a welcome above everybody's.
pub async fn home(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let posts = &page.settings.posts;
    let Some(user) = user.0 else {
        return show_everybodys(&page, None, &db, &cursor, "/").await;
    };
    let slice = timelines::home(db.reader(), user.id, &cursor, posts.page_size).await?;
    let timeline = fill(&db, &slice, &Reader::of(Some(&user)), "/").await?;
    let composer = Composer::empty(posts.max_length);
    page.show(&Home { composer, timeline, live_url: live_url("home", &slice, &cursor) })
}

pub async fn explore(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    show_everybodys(&page, user.0.as_ref(), &db, &cursor, "/explore").await
}

async fn show_everybodys(
    page: &Page,
    user: Option<&CurrentUser>,
    db: &Db,
    cursor: &Cursor,
    path: &str,
) -> Result<HttpResponse, Error> {
    let (reader, size) = (Reader::of(user), page.settings.posts.page_size);
    let slice = timelines::public(db.reader(), reader.id(), cursor, size).await?;
    let timeline = fill(db, &slice, &reader, path).await?;
    let live_url = live_url("explore", &slice, cursor);
    page.show(&Explore { timeline, welcome: path == "/", live_url })
}

/// Where a list's first page hears of what is newer than it.
fn live_url(list: &str, slice: &Slice<Entry>, cursor: &Cursor) -> Option<String> {
    let newest = slice.items.first().map_or(0, |entry| entry.at);
    cursor.before.is_none().then(|| format!("/live?list={list}&after={newest}"))
}

pub async fn tag(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    tag: Path<String>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let folded = parse_tag(&tag)?;
    let (reader, size) = (Reader::of(user.0.as_ref()), page.settings.posts.page_size);
    let slice = timelines::tagged(db.reader(), reader.id(), &folded, &cursor, size).await?;
    let url = tag_url(&folded);
    let timeline = fill(&db, &slice, &reader, &url).await?;
    page.show(&Tag { tag: tag.into_inner(), feed_url: format!("{url}/feed.atom"), timeline })
}

/// What can't be a tag isn't asked for.
pub(super) fn parse_tag(tag: &str) -> Result<String, Error> {
    let found = text::tags(&format!("#{tag}"));
    match found.as_slice() {
        [folded] if *folded == text::fold_tag(tag) => Ok(folded.clone()),
        _ => Err(Error::NotFound),
    }
}

pub async fn bookmarks(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let (reader, size) = (Reader::of(Some(&user)), page.settings.posts.page_size);
    let slice = timelines::bookmarks(db.reader(), user.id, &cursor, size).await?;
    page.show(&Bookmarks { timeline: fill(&db, &slice, &reader, "/bookmarks").await? })
}

pub async fn likes(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let (reader, size) = (Reader::of(Some(&user)), page.settings.posts.page_size);
    let slice = timelines::likes(db.reader(), user.id, &cursor, size).await?;
    page.show(&Likes { timeline: fill(&db, &slice, &reader, "/likes").await? })
}

/// A page of entries, made the page that is shown.
pub(super) async fn fill(
    db: &Db,
    slice: &Slice<Entry>,
    reader: &Reader<'_>,
    path: &str,
) -> Result<Timeline, Error> {
    let cards = cards::find(db.reader(), &slice.items, reader.id()).await?;
    Ok(Timeline::new(&cards, reader, slice.older_url(path)))
}

/// Where the replies to a post go on.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    /// The last that was shown.
    after: Option<i64>,
}

pub async fn show(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    client: Client,
    (id, after): (Path<String>, Query<After>),
) -> Result<HttpResponse, Error> {
    let (id, reader) = (parse_id(&id)?, Reader::of(user.0.as_ref()));
    let post = visibility::find(db.reader(), reader.id(), id).await?.ok_or(Error::NotFound)?;
    let thread = threads::around(db.reader(), &post, reader.id()).await?;
    let seen =
        after.after.and_then(|after| thread.replies.iter().position(|reply| reply.id == after));
    let (_, left) = thread.replies.split_at(seen.map_or(0, |seen| seen + 1));
    let (shown, more) = left.split_at(left.len().min(REPLIES));
    let replies_more_url = shown
        .last()
        .filter(|_| !more.is_empty())
        .map(|last| format!("{}?after={}", permalink(id), last.id));

    let above = thread.ancestors.iter().copied();
    let entries = above.chain([id]).chain(shown.iter().map(|reply| reply.id)).map(Entry::of);
    let entries: Vec<Entry> = entries.collect();
    let mut ancestors = cards::find(db.reader(), &entries, reader.id()).await?;
    let place = ancestors.iter().position(|card| card.post.id == id).ok_or(Error::NotFound)?;
    let replies = ancestors.split_off(place + 1);
    let card = ancestors.pop().ok_or(Error::NotFound)?;
    let place = |card: &cards::Card| shown.iter().find(|reply| reply.id == card.post.id).copied();
    let replies =
        replies.iter().filter_map(|card| Some(Reply::of(card, place(card)?, &reader))).collect();
    let post = PostCard::of(&card, &reader);
    let composer = match reader.id() {
        None => None,
        Some(me) => {
            let there = cards::conversation(db.reader(), &card, me).await?;
            Some(Composer::answering(&card, &there, me, page.settings.posts.max_length))
        }
    };
    let author = users::queries::find(db.reader(), card.post.author_id).await?;
    page.show(&Show {
        findable: author.is_some_and(|author| author.discoverable),
        ancestors: ancestors.iter().map(|card| PostCard::of(card, &reader)).collect(),
        og: OpenGraph::of_post(&post, &client.base_url(&page.settings)),
        post,
        replies,
        replies_more_url,
        composer,
    })
}

pub async fn history(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let (id, reader) = (parse_id(&id)?, Reader::of(user.0.as_ref()));
    let card = cards::find_one(db.reader(), id, reader.id()).await?.ok_or(Error::NotFound)?;
    let before = versions::before(db.reader(), &card.post, reader.id()).await?;
    page.show(&History::new(&card, before, &reader))
}
