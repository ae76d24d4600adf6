//! Pages that show posts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use crate::db::Db;
use crate::posts::queries::timelines::Kind;
use crate::posts::queries::{cards, threads, timelines};
use crate::posts::views::{
    Bookmarks, Composer, Explore, Home, Person, PostCard, Profile, Show, Timeline, permalink,
    rfc3339,
};
use crate::users::queries::follows;
use crate::users::views::UserCard;
use crate::users::{self, CurrentUser, MaybeUser};
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
    let timeline = fill(&db, &slice, Some(&user), "/").await?;
    page.show(&Home { composer: Composer::empty(posts.max_length), timeline })
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
    let slice = timelines::public(db.reader(), cursor, page.settings.posts.page_size).await?;
    let timeline = fill(db, &slice, user, path).await?;
    page.show(&Explore { timeline, welcome: path == "/" })
}

pub async fn bookmarks(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let slice =
        timelines::bookmarks(db.reader(), user.id, &cursor, page.settings.posts.page_size).await?;
    page.show(&Bookmarks { timeline: fill(&db, &slice, Some(&user), "/bookmarks").await? })
}

/// A page of identifiers, made the page that is shown.
async fn fill(
    db: &Db,
    slice: &Slice<i64>,
    user: Option<&CurrentUser>,
    path: &str,
) -> Result<Timeline, Error> {
    let cards = cards::find(db.reader(), &slice.items, user.map(|user| user.id)).await?;
    Ok(Timeline::new(&cards, user, slice.older_url(path)))
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
    id: Path<String>,
    after: Query<After>,
) -> Result<HttpResponse, Error> {
    let (id, viewer) = (parse_id(&id)?, user.0.as_ref().map(|user| user.id));
    let card = cards::find_one(db.reader(), id, viewer).await?.ok_or(Error::NotFound)?;
    let thread = threads::around(db.reader(), &card.post).await?;
    let seen =
        after.after.and_then(|after| thread.descendants.iter().position(|reply| *reply == after));
    let replies: Vec<i64> =
        thread.descendants.iter().skip(seen.map_or(0, |seen| seen + 1)).copied().collect();
    let (shown, more) = replies.split_at(replies.len().min(REPLIES));
    let more_url = shown
        .last()
        .filter(|_| !more.is_empty())
        .map(|last| format!("{}?after={last}", permalink(id)));

    let ancestors = cards::find(db.reader(), &thread.ancestors, viewer).await?;
    let replies = cards::find(db.reader(), shown, viewer).await?;
    let user = user.0.as_ref();
    page.show(&Show {
        ancestors: ancestors.iter().map(|card| PostCard::of(card, user)).collect(),
        post: PostCard::of(&card, user),
        replies: Timeline::new(&replies, user, more_url),
        composer: user.map(|_| Composer::empty(page.settings.posts.max_length)),
    })
}

/// What a profile lists.
#[derive(Debug, Default, Deserialize)]
pub struct Tab {
    tab: Option<String>,
}

pub async fn profile(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    username: Path<String>,
    (cursor, tab): (Query<Cursor>, Query<Tab>),
) -> Result<HttpResponse, Error> {
    let person =
        users::queries::find_by_username(db.reader(), &username).await?.ok_or(Error::NotFound)?;
    let card = UserCard::of(&person.identity());
    let (tab, kind, path) = match tab.tab.as_deref() {
        Some("replies") => ("replies", Kind::Replies, format!("{}?tab=replies", card.url)),
        _ => ("posts", Kind::Posts, card.url.clone()),
    };
    let slice =
        timelines::by_author(db.reader(), person.id, kind, &cursor, page.settings.posts.page_size)
            .await?;
    let timeline = fill(&db, &slice, user.0.as_ref(), &path).await?;
    let (followers_count, following_count) = follows::counts(db.reader(), person.id).await?;
    let following = match &user.0 {
        Some(viewer) => {
            follows::followed_among(db.reader(), viewer.id, [person.id]).await?.contains(&person.id)
        }
        None => false,
    };
    let person_view = Person {
        card,
        bio_html: text::to_html(&person.bio),
        joined: rfc3339(person.created_at),
        posts_count: timelines::count_by_author(db.reader(), person.id).await?,
        followers_count,
        following_count,
    };
    let is_me = user.0.is_some_and(|user| user.id == person.id);
    page.show(&Profile { person: person_view, is_me, following, tab, timeline })
}

/// What isn't a number can't be a post's.
pub(super) fn parse_id(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
