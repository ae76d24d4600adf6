//! Liking, reposting, bookmarking; pinning one's own.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde_json::json;

use super::parse_id;
use crate::db::Db;
use crate::db::pairs::Put;
use crate::events::{Event, Events};
use crate::posts::queries::reactions::{self, Pinned, Reaction};
use crate::posts::queries::visibility;
use crate::posts::views::permalink;
use crate::users::{self, CurrentUser};
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::page::Page;

/// What a handler here is given.
type Asked = (CurrentUser, Data<Db>, Data<Events>, Path<String>);

pub async fn like(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    react(&page, asked, Reaction::Like, true).await
}

pub async fn unlike(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    react(&page, asked, Reaction::Like, false).await
}

pub async fn repost(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    react(&page, asked, Reaction::Repost, true).await
}

pub async fn unrepost(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    react(&page, asked, Reaction::Repost, false).await
}

pub async fn bookmark(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    react(&page, asked, Reaction::Bookmark, true).await
}

pub async fn unbookmark(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    react(&page, asked, Reaction::Bookmark, false).await
}

/// Back to the page where the button was; to a script, what is the case now.
async fn react(
    page: &Page,
    (user, db, events, id): Asked,
    reaction: Reaction,
    on: bool,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    if on {
        add(&db, &events, user.id, id, reaction).await?;
    } else {
        remove(&db, &events, user.id, id, reaction).await?;
    }
    if !page.is_for_script() {
        return Ok(page.redirect_back(&permalink(id)));
    }
    // What the database itself says, and not a reader's older view of it; nothing of a post that he
    // may not see any more.
    let count = match visibility::find(db.writer(), Some(user.id), id).await? {
        Some(_) if reaction != Reaction::Bookmark => {
            Some(reactions::count(db.writer(), reaction, id).await?)
        }
        _ => None,
    };
    Ok(HttpResponse::Ok().json(match reaction {
        Reaction::Like => json!({ "liked": on, "likes": count }),
        Reaction::Repost => json!({ "reposted": on, "reposts": count }),
        Reaction::Bookmark => json!({ "bookmarked": on }),
    }))
}

async fn add(db: &Db, events: &Events, by: i64, id: i64, reaction: Reaction) -> Result<(), Error> {
    let transaction = db.begin().await?;
    let post = visibility::find(&transaction, Some(by), id).await?.ok_or(Error::NotFound)?;
    if reaction == Reaction::Repost && !post.visibility.is_open() {
        // Who wrote for some people doesn't want others to carry it on.
        return Err(Error::NotYours);
    }
    let (author, post) = (post.author_id, id);
    match reactions::add(&transaction, reaction, by, post).await? {
        Put::Gone => return Err(Error::NotFound),
        Put::Known => return Ok(()),
        Put::New => {}
    }
    match reaction {
        Reaction::Like => events.tell(&transaction, &Event::Liked { post, author, by }).await?,
        Reaction::Repost => {
            events.tell(&transaction, &Event::Reposted { post, author, by }).await?;
        }
        Reaction::Bookmark => {}
    }
    Ok(transaction.commit().await?)
}

/// Of a post that can't be seen any more, too; but what was never there to be undone tells nothing
/// about a post that one can't see.
async fn remove(
    db: &Db,
    events: &Events,
    by: i64,
    post: i64,
    reaction: Reaction,
) -> Result<(), Error> {
    let transaction = db.begin().await?;
    if reactions::remove(&transaction, reaction, by, post).await? {
        match reaction {
            Reaction::Like => events.tell(&transaction, &Event::Unliked { post, by }).await?,
            Reaction::Repost => events.tell(&transaction, &Event::Unreposted { post, by }).await?,
            Reaction::Bookmark => {}
        }
    } else {
        visibility::find(&transaction, Some(by), post).await?.ok_or(Error::NotFound)?;
    }
    Ok(transaction.commit().await?)
}

pub async fn pin(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    set_pinned(&page, &user, &db, &id, true).await
}

pub async fn unpin(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    set_pinned(&page, &user, &db, &id, false).await
}

async fn set_pinned(
    page: &Page,
    user: &CurrentUser,
    db: &Db,
    id: &str,
    on: bool,
) -> Result<HttpResponse, Error> {
    let id = parse_id(id)?;
    let transaction = db.begin().await?;
    let post = visibility::find(&transaction, Some(user.id), id).await?.ok_or(Error::NotFound)?;
    if post.author_id != user.id {
        return Err(Error::NotYours);
    }
    // So that those that are pinned meanwhile are counted.
    users::queries::lock(&transaction, [user.id]).await?;
    let pinned = reactions::pin(&transaction, user.id, id, on).await?;
    transaction.commit().await?;
    let flash = match (pinned, on) {
        (Pinned::TooMany, _) => Flash::TooManyPins,
        (Pinned::Done, true) => Flash::Pinned,
        (Pinned::Done, false) => Flash::Unpinned,
    };
    Ok(page.redirect_back_saying(&permalink(id), flash))
}
