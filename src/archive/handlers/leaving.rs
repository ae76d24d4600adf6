//! Deleting one's account, and keeping it after all.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::archive::entity::job::{Kind, State};
use crate::archive::forms;
use crate::archive::leaving;
use crate::archive::queries::jobs;
use crate::archive::views::{CancelPage, DeleteForm, DeletePage};
use crate::auth::password::Hasher;
use crate::db::Db;
use crate::posts::views::rfc3339;
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};
use crate::web::session::{self, Session};

pub async fn show(page: Page, user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&DeletePage { username: user.username.clone(), form: DeleteForm::default() })
}

pub async fn leave(
    page: Page,
    user: CurrentUser,
    session: Session,
    db: Data<Db>,
    hasher: Data<Hasher>,
    Form(form): Form<forms::Delete>,
) -> Result<HttpResponse, Error> {
    let view = |form| DeletePage { username: user.username.clone(), form };
    let errors = form.validate(&user.username);
    if !errors.is_empty() {
        return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view(form.refuse(errors)));
    }
    let limits = &page.settings.rate_limit;
    // Whoever has found the browser open may try its owner's passwords here.
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::DeleteAccount, &user.id.to_string()).await?
    {
        return page.show_too_often(wait, |errors| view(form.refuse(errors)));
    }
    if !hasher.verify(&form.current_password, Some(&user.password_hash)).await? {
        log::info!(user = user.id; "a wrong password for deleting the account");
        let errors = Errors::one("current_password", Message::new("error-password-wrong"));
        return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view(form.refuse(errors)));
    }
    leaving::leave(&db, user.id, page.locale().tag()).await?;
    session::end_all_of(&db, user.id).await?;
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
