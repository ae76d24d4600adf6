//! Following people, and the lists of those who do.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde_json::json;

use crate::db::Db;
use crate::users::entity::Model;
use crate::users::queries::follows::List;
use crate::users::queries::{self, follows};
use crate::users::views::{Listed, People, UserCard};
use crate::users::{CurrentUser, MaybeUser};
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

pub async fn follow(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    follows::follow(db.writer(), user.id, person.id).await?;
    Ok(answer(&page, &person, person.id != user.id))
}

pub async fn unfollow(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    follows::unfollow(db.writer(), user.id, person.id).await?;
    Ok(answer(&page, &person, false))
}

/// Back to the page where the button was; to a script, what is the case now.
fn answer(page: &Page, person: &Model, following: bool) -> HttpResponse {
    if page.is_for_script() {
        return HttpResponse::Ok().json(json!({ "following": following }));
    }
    page.redirect_back(&UserCard::of(&person.identity()).url)
}

pub async fn followers(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    username: Path<String>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    show(&page, user, &db, &username, &cursor, List::Followers).await
}

pub async fn following(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    username: Path<String>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    show(&page, user, &db, &username, &cursor, List::Following).await
}

async fn show(
    page: &Page,
    user: MaybeUser,
    db: &Db,
    username: &str,
    cursor: &Cursor,
    list: List,
) -> Result<HttpResponse, Error> {
    let person = find(db, username).await?;
    let slice =
        follows::people(db.reader(), person.id, list, cursor, page.settings.posts.page_size)
            .await?;
    let viewer = user.0.map(|user| user.id);
    let followed = match viewer {
        Some(viewer) => {
            follows::followed_among(db.reader(), viewer, slice.items.iter().map(|user| user.id))
                .await?
        }
        None => std::collections::HashSet::new(),
    };
    let card = UserCard::of(&person.identity());
    let kind = if list == List::Followers { "followers" } else { "following" };
    let listed =
        |user: &Model| Listed::of(user, followed.contains(&user.id), viewer == Some(user.id));
    page.show(&People {
        older_url: slice.older_url(&format!("{}/{kind}", card.url)),
        people: slice.items.iter().map(listed).collect(),
        person: card,
        kind,
    })
}

async fn find(db: &Db, username: &str) -> Result<Model, Error> {
    queries::find_by_username(db.reader(), username).await?.ok_or(Error::NotFound)
}
