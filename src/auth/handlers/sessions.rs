//! Where one is signed in.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use crate::auth::views::Sessions;
use crate::db::Db;
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::page::Page;
use crate::web::session::{Session, list};

pub async fn show_sessions(
    page: Page,
    user: CurrentUser,
    session: Session,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let all = list::of_account(db.reader(), user.id).await?;
    page.show(&Sessions::new(all, session.id()))
}

pub async fn revoke(
    page: Page,
    user: CurrentUser,
    session: Session,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    if session.id() == Some(id) {
        session.sign_out();
        log::info!(user = user.id; "signed out");
        return Ok(page.redirect_saying("/", Flash::SignedOut));
    }
    if !list::end(db.writer(), user.id, id).await? {
        return Err(Error::NotFound);
    }
    log::info!(user = user.id; "ended another session");
    Ok(page.redirect_saying("/auth/sessions", Flash::SessionEnded))
}

pub async fn revoke_others(
    page: Page,
    user: CurrentUser,
    session: Session,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let ended = list::end_others(db.writer(), user.id, session.id()).await?;
    log::info!(user = user.id, sessions = ended; "ended all other sessions");
    Ok(page.redirect_saying("/auth/sessions", Flash::OtherSessionsEnded))
}
