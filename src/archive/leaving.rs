//! Asking for one's account to be deleted, and staying after all. Between the two is a week in which
//! nobody sees the account, and its owner can do nothing with it but decide.

use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse};
use sea_orm::{DatabaseTransaction, DbErr};

use super::entity::job::{Kind, State};
use super::queries::jobs::{self, NewJob};
use super::worker::breaks_uniqueness;
use crate::db::Db;
use crate::id;
use crate::mail::{Action, Letter, Mailer};
use crate::posts::views::rfc3339;
use crate::users::entity::Model;
use crate::users::{CurrentUser, queries};
use crate::web::error::Error;
use crate::web::i18n::{self, Locale, Message};
use crate::web::session::list;

/// So long one may think better of it.
pub const GRACE: Duration = Duration::from_hours(7 * 24);

/// What can be done meanwhile: to keep the account, to take one's data along, to sign out.
const STILL_OPEN: [&str; 3] = ["/settings/delete/cancel", "/settings/export", "/auth/logout"];

/// The middleware inside the one that knows people: leads whoever is leaving to the page where he can
/// stay.
pub async fn hold_leaving(
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let user = req.extensions().get::<CurrentUser>().cloned();
    let is_leaving = user.is_some_and(|user| user.leaving_at.is_some());
    let path = req.path();
    let open = STILL_OPEN.contains(&path) || path.starts_with("/settings/export/");
    if !is_leaving || open {
        return next.call(req).await;
    }
    let to = (header::LOCATION, "/settings/delete/cancel");
    let mut response = HttpResponse::SeeOther();
    response.insert_header(to).insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(req.into_response(response.finish()))
}

/// From now on nobody sees it and nobody is signed in to it, and in a week it will be gone. To ask
/// twice is to ask once.
pub async fn leave(db: &Db, mailer: &Mailer, user: &Model, seen: Locale) -> Result<(), Error> {
    let user_id = user.id;
    let leave = async |transaction: &DatabaseTransaction| -> Result<(), Error> {
        let now = id::now_ms();
        queries::set_leaving(transaction, user_id, Some(now)).await?;
        let due_at = now + i64::try_from(GRACE.as_millis()).unwrap_or(i64::MAX);
        let (kind, state, locale) = (Kind::Removal, State::Waiting, seen.tag());
        let new = NewJob { user_id, kind, state, locale, due_at };
        let job = jobs::start(transaction, new).await?;
        list::end_all(transaction, user_id).await?;
        if let Some(letter) = notice(mailer, user, seen, due_at) {
            mailer.enqueue(transaction, &format!("leaving {}", job.id), &letter).await?;
        }
        Ok(())
    };
    match db.write(leave).await {
        Err(Error::Internal(error))
            if error.downcast_ref::<DbErr>().is_some_and(breaks_uniqueness) => {}
        outcome => outcome?,
    }
    mailer.wake();
    Ok(())
}

/// To its owner, who may not be the one who asked. Only to an address that is known to be his.
fn notice(mailer: &Mailer, user: &Model, seen: Locale, due_at: i64) -> Option<Letter> {
    let locale = user.locale_or(seen);
    let when = i18n::when(locale, &rfc3339(due_at)).unwrap_or_default();
    let subject = Message::new("mail-leaving-subject");
    let line = Message::new("mail-leaving-line").with("name", user.username.as_str());
    let lines = vec![line.with("when", when.as_str()), Message::new("mail-leaving-not-you")];
    let label = Message::new("mail-leaving-action");
    let action = Some(Action { label, url: mailer.link("/settings/delete/cancel") });
    let letter = Letter { action, ..Letter::new(&user.email, locale, subject, lines) };
    user.is_verified().then_some(letter)
}

/// Whether it isn't too late.
pub async fn stay(db: &Db, user_id: i64) -> Result<bool, DbErr> {
    let stay = async |transaction: &DatabaseTransaction| {
        let called_off = jobs::call_off(transaction, user_id, Kind::Removal).await?;
        if called_off {
            queries::set_leaving(transaction, user_id, None).await?;
        }
        Ok(called_off)
    };
    db.write(stay).await
}
