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

/// What a handler here is given.
type Asked = (CurrentUser, Data<Db>, Data<Events>, Path<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    Mute,
    Unmute,
    Block,
    Unblock,
}

pub async fn mute(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    draw(&page, asked, Boundary::Mute).await
}

pub async fn unmute(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    draw(&page, asked, Boundary::Unmute).await
}

pub async fn block(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    draw(&page, asked, Boundary::Block).await
}

pub async fn unblock(page: Page, asked: Asked) -> Result<HttpResponse, Error> {
    draw(&page, asked, Boundary::Unblock).await
}

async fn draw(
    page: &Page,
    (user, db, events, username): Asked,
    boundary: Boundary,
) -> Result<HttpResponse, Error> {
    let person = find(&db, &username).await?;
    let profile = UserCard::url_of(&person.username);
    if person.id == user.id {
        // Nobody is without himself.
        return Ok(page.redirect(&profile));
    }
    let (me, other) = (user.id, person.id);
    let transaction = db.begin().await?;
    let flash = match boundary {
        Boundary::Mute | Boundary::Unmute => {
            let on = boundary == Boundary::Mute;
            relations::mute(&transaction, me, other, on).await?;
            if on { Flash::Muted } else { Flash::Unmuted }
        }
        Boundary::Block => {
            relations::block(&transaction, me, other).await?;
            events.tell(&transaction, &Event::Blocked { person: other, by: me }).await?;
            Flash::Blocked
        }
        Boundary::Unblock => {
            relations::unblock(&transaction, me, other).await?;
            Flash::Unblocked
        }
    };
    transaction.commit().await?;
    Ok(match boundary {
        // The post that the button was under is hidden now.
        Boundary::Block => page.redirect_saying(&profile, flash),
        _ => page.redirect_back_saying(&profile, flash),
    })
}
