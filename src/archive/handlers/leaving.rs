//! Deleting one's account, and keeping it after all.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::archive::entity::job::{Kind, State};
use crate::archive::forms;
use crate::archive::leaving;
use crate::archive::queries::jobs;
use crate::archive::views::{CancelPage, DeleteForm, DeletePage};
use crate::auth::accounts::{Unconfirmed, confirm_password};
use crate::auth::password::Hasher;
use crate::db::Db;
use crate::mail::Mailer;
use crate::posts::views::rfc3339;
use crate::users::CurrentUser;
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::session::Session;

pub async fn show(page: Page, user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&DeletePage { username: user.username.clone(), form: DeleteForm::default() })
}

pub async fn leave(
    page: Page,
    user: CurrentUser,
    client: Client,
    session: Session,
    shared: (Data<Db>, Data<Hasher>, Data<Mailer>),
    Form(form): Form<forms::Delete>,
) -> Result<HttpResponse, Error> {
    let (db, hasher, mailer) = shared;
    let view = |form| DeletePage { username: user.username.clone(), form };
    let errors = form.validate(&user.username);
    if !errors.is_empty() {
        return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view(form.refuse(errors)));
    }
    let (limits, password) = (&page.settings.rate_limit, &form.current_password);
    match confirm_password(&db, &hasher, limits, &client, &user, password).await? {
        Ok(()) => {}
        Err(Unconfirmed::TooMany(wait)) => {
            return page.show_too_often(wait, |errors| view(form.refuse(errors)));
        }
        Err(Unconfirmed::Missing | Unconfirmed::Wrong) => {
            let errors = Errors::one("current_password", Message::new("error-password-wrong"));
            return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view(form.refuse(errors)));
        }
    }
    leaving::leave(&db, &mailer, &user, page.locale()).await?;
    session.sign_out();
    log::info!(user = user.id; "is leaving");
    Ok(page.redirect_saying("/", Flash::Leaving))
}

pub async fn show_cancel(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    if user.leaving_at.is_none() {
        return Ok(page.redirect("/settings/delete"));
    }
    let job = jobs::find(db.reader(), user.id, Kind::Removal).await?;
    let too_late = job.as_ref().is_some_and(|job| job.state != State::Waiting);
    let due_at = rfc3339(job.map_or(0, |job| job.due_at));
    page.show(&CancelPage { due_at, too_late })
}

pub async fn cancel(page: Page, user: CurrentUser, db: Data<Db>) -> Result<HttpResponse, Error> {
    if user.leaving_at.is_none() {
        return Ok(page.redirect("/settings/delete"));
    }
    if !leaving::stay(&db, user.id).await? {
        return Ok(page.redirect("/settings/delete/cancel"));
    }
    log::info!(user = user.id; "stays");
    Ok(page.redirect_saying("/", Flash::Staying))
}
