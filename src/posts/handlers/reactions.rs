//! Liking and bookmarking.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::timeline::parse_id;
use crate::db::Db;
use crate::posts::queries::reactions::{self, Reaction};
use crate::posts::views::permalink;
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::page::Page;

pub async fn like(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    react(&page, &user, &db, &id, Reaction::Like, true).await
}

pub async fn unlike(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    react(&page, &user, &db, &id, Reaction::Like, false).await
}

pub async fn bookmark(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    react(&page, &user, &db, &id, Reaction::Bookmark, true).await
}

pub async fn unbookmark(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    react(&page, &user, &db, &id, Reaction::Bookmark, false).await
}

/// Back to the page where the button was; to a script, what is the case now.
async fn react(
    page: &Page,
    user: &CurrentUser,
    db: &Db,
    id: &str,
    reaction: Reaction,
    on: bool,
) -> Result<HttpResponse, Error> {
    let id = parse_id(id)?;
    if on {
        if !reactions::add(db.writer(), reaction, user.id, id).await? {
            return Err(Error::NotFound);
        }
    } else {
        reactions::remove(db.writer(), reaction, user.id, id).await?;
    }
    if !page.is_for_script() {
        return Ok(page.redirect_back(&permalink(id)));
    }
    Ok(HttpResponse::Ok().json(match reaction {
        Reaction::Like => {
            json!({ "liked": on, "likes": reactions::count_likes(db.reader(), id).await? })
        }
        Reaction::Bookmark => json!({ "bookmarked": on }),
    }))
}
