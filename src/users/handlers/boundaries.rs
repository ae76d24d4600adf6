//! Muting and blocking.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::find;
use crate::db::Db;
use crate::events::{Event, Events};
use crate::users::CurrentUser;
use crate::users::queries::relations;
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::page::Page;

pub async fn mute(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    relations::mute(db.writer(), user.id, person.id, true).await?;
    Ok(page.redirect_back_saying(&UserCard::url_of(&person.username), Flash::Muted))
}

pub async fn unmute(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    relations::mute(db.writer(), user.id, person.id, false).await?;
    Ok(page.redirect_back_saying(&UserCard::url_of(&person.username), Flash::Unmuted))
}

/// To that person's page: the post that the button was under is hidden now.
pub async fn block(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    if person.id == user.id {
        return Err(Error::NotYours);
    }
    let transaction = db.begin().await?;
    relations::block(&transaction, user.id, person.id).await?;
    events.tell(&transaction, &Event::Blocked { person: person.id, by: user.id }).await?;
    transaction.commit().await?;
    Ok(page.redirect_saying(&UserCard::url_of(&person.username), Flash::Blocked))
}

pub async fn unblock(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    relations::unblock(db.writer(), user.id, person.id).await?;
    Ok(page.redirect_back_saying(&UserCard::url_of(&person.username), Flash::Unblocked))
}
