//! Following people, and the lists of those who do.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde_json::json;

use super::{find, find_present};
use crate::db::Db;
use crate::events::{Event, Events};
use crate::users::entity::Model;
use crate::users::queries::follows;
use crate::users::queries::relations::{self, Followed, List};
use crate::users::views::{Listed, People, UserCard};
use crate::users::{CurrentUser, MaybeUser};
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

pub async fn follow(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find_present(&db, &username).await?;
    let follow = async |transaction: &_| {
        let outcome = relations::follow(transaction, user.id, person.id).await?;
        let event = match outcome {
            Followed::Now => Some(Event::Followed { person: person.id, by: user.id }),
            Followed::Asked => Some(Event::FollowRequested { person: person.id, by: user.id }),
            Followed::Already => None,
            Followed::Refused => return Err(Error::NotYours),
        };
        if let Some(event) = event {
            events.tell(transaction, &event).await?;
        }
        Ok(outcome)
    };
    let outcome = db.write(follow).await?;
    if outcome == Followed::Asked && !page.is_for_script() {
        let profile = UserCard::url_of(&person.username);
        return Ok(page.redirect_back_saying(&profile, Flash::RequestSent));
    }
    answer(&page, &db, &user, &person).await
}

pub async fn unfollow(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    undo(&db, &events, user.id, person.id).await?;
    answer(&page, &db, &user, &person).await
}

/// Takes a follower away from oneself.
pub async fn remove_follower(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let follower = find(&db, &username).await?;
    undo(&db, &events, follower.id, user.id).await?;
    let back = UserCard::url_of(&follower.username);
    Ok(page.redirect_back_saying(&back, Flash::FollowerRemoved))
}

async fn undo(db: &Db, events: &Events, by: i64, person: i64) -> Result<(), Error> {
    let unfollow = async |transaction: &_| {
        if relations::unfollow(transaction, by, person).await? {
            events.tell(transaction, &Event::Unfollowed { person, by }).await?;
        }
        Ok(())
    };
    db.write(unfollow).await
}

/// Back to the page where the button was; to a script, what is the case now.
async fn answer(
    page: &Page,
    db: &Db,
    user: &CurrentUser,
    person: &Model,
) -> Result<HttpResponse, Error> {
    if !page.is_for_script() {
        return Ok(page.redirect_back(&UserCard::url_of(&person.username)));
    }
    let now = relations::between(db.writer(), user.id, person.id).await?;
    Ok(HttpResponse::Ok().json(json!({ "following": now.following, "requested": now.requested })))
}

pub async fn accept(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    decide(&db, &events, &user, &username, true).await?;
    Ok(page.redirect_back_saying("/follow-requests", Flash::RequestAccepted))
}

pub async fn reject(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    decide(&db, &events, &user, &username, false).await?;
    Ok(page.redirect_back_saying("/follow-requests", Flash::RequestRejected))
}

async fn decide(
    db: &Db,
    events: &Events,
    user: &CurrentUser,
    username: &str,
    accepted: bool,
) -> Result<(), Error> {
    let by = find(db, username).await?.id;
    let decide = async |transaction: &_| {
        if !relations::decide(transaction, user.id, by, accepted).await? {
            return Err(Error::NotFound);
        }
        let event = Event::RequestDecided { person: user.id, by, accepted };
        Ok(events.tell(transaction, &event).await?)
    };
    db.write(decide).await
}

pub async fn followers(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    username: Path<String>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let person = find_present(&db, &username).await?;
    let path = format!("{}/followers", UserCard::url_of(&person.username));
    show(&page, user.0.as_ref(), &db, &person, (List::Followers, "followers", &path), &cursor).await
}

pub async fn following(
    page: Page,
    user: MaybeUser,
    db: Data<Db>,
    username: Path<String>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let person = find_present(&db, &username).await?;
    let path = format!("{}/following", UserCard::url_of(&person.username));
    show(&page, user.0.as_ref(), &db, &person, (List::Following, "following", &path), &cursor).await
}

pub async fn requests(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let list = (List::Requests, "requests", "/follow-requests");
    show(&page, Some(&user), &db, &user, list, &cursor).await
}

pub async fn mutes(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let list = (List::Mutes, "mutes", "/settings/mutes");
    show(&page, Some(&user), &db, &user, list, &cursor).await
}

pub async fn blocks(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let list = (List::Blocks, "blocks", "/settings/blocks");
    show(&page, Some(&user), &db, &user, list, &cursor).await
}

async fn show(
    page: &Page,
    user: Option<&CurrentUser>,
    db: &Db,
    person: &Model,
    (list, kind, path): (List, &'static str, &str),
    cursor: &Cursor,
) -> Result<HttpResponse, Error> {
    let (viewer, size) = (user.map(|user| user.id), page.settings.posts.page_size);
    // Between whom there is a block, they see nothing of each other.
    if let Some(viewer) = viewer.filter(|viewer| *viewer != person.id)
        && relations::is_blocked(db.reader(), viewer, person.id).await?
    {
        return Err(Error::NotFound);
    }
    let slice = relations::people(db.reader(), list, person.id, viewer, cursor, size).await?;
    let standing = follows::standing(db.reader(), viewer, &slice.items).await?;
    page.show(&People {
        older_url: slice.older_url(path),
        people: Listed::all(&slice.items, viewer, &standing),
        person: UserCard::of(&person.identity()),
        kind,
    })
}
