//! Pages that show posts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use sea_orm::DatabaseConnection;

use crate::posts::queries;
use crate::posts::views::{
    Composer, Explore, Home, Person, PostCard, Profile, Show, Timeline, rfc3339,
};
use crate::users::views::UserCard;
use crate::users::{self, CurrentUser, MaybeUser};
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::{Cursor, Slice};
use crate::web::text;

/// One's own timeline, or a welcome above everybody's.
pub async fn home(
    page: Page,
    user: MaybeUser,
    db: Data<DatabaseConnection>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let posts = &page.settings.posts;
    let Some(user) = user.0 else {
        return show_everybodys(&page, None, &db, &cursor, "/").await;
    };
    let slice = queries::home_timeline(db.get_ref(), user.id, &cursor, posts.page_size).await?;
    let timeline = fill(&db, &slice, Some(&user), "/").await?;
    page.show(&Home { composer: Composer::empty(posts.max_length), timeline })
}

pub async fn explore(
    page: Page,
    user: MaybeUser,
    db: Data<DatabaseConnection>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    show_everybodys(&page, user.0.as_ref(), &db, &cursor, "/explore").await
}

async fn show_everybodys(
    page: &Page,
    user: Option<&CurrentUser>,
    db: &DatabaseConnection,
    cursor: &Cursor,
    path: &str,
) -> Result<HttpResponse, Error> {
    let slice = queries::public_timeline(db, cursor, page.settings.posts.page_size).await?;
    let timeline = fill(db, &slice, user, path).await?;
    page.show(&Explore { timeline, welcome: path == "/" })
}

/// A page of identifiers, made the page that is shown.
async fn fill(
    db: &DatabaseConnection,
    slice: &Slice<i64>,
    user: Option<&CurrentUser>,
    path: &str,
) -> Result<Timeline, Error> {
    let posts = queries::with_authors(db, &slice.items).await?;
    Ok(Timeline::new(&posts, user, slice.older_url(path)))
}

pub async fn show(
    page: Page,
    user: MaybeUser,
    db: Data<DatabaseConnection>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let row = queries::find(db.get_ref(), parse_id(&id)?).await?.ok_or(Error::NotFound)?;
    page.show(&Show { post: PostCard::of(&row, user.0.as_ref()) })
}

pub async fn profile(
    page: Page,
    user: MaybeUser,
    db: Data<DatabaseConnection>,
    username: Path<String>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let person =
        users::queries::find_by_username(db.get_ref(), &username).await?.ok_or(Error::NotFound)?;
    let slice =
        queries::by_author(db.get_ref(), person.id, &cursor, page.settings.posts.page_size).await?;
    let card = UserCard::of(&person.identity());
    let timeline = fill(&db, &slice, user.0.as_ref(), &card.url).await?;
    let person_view = Person {
        card,
        bio_html: text::to_html(&person.bio),
        joined: rfc3339(person.created_at),
        posts_count: queries::count_by_author(db.get_ref(), person.id).await?,
    };
    let is_me = user.0.is_some_and(|user| user.id == person.id);
    page.show(&Profile { person: person_view, is_me, timeline })
}

/// What isn't a number can't be a post's.
pub(super) fn parse_id(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
