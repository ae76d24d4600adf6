//! Making an account.

use std::cell::Cell;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::auth::admission::{self, Ticket};
use crate::auth::password::Hasher;
use crate::auth::views::{Register, RegisterForm};
use crate::auth::{accounts, forms, links};
use crate::db::Db;
use crate::mail::Mailer;
use crate::settings::Registration;
use crate::users::queries::Taken;
use crate::users::{MaybeUser, email};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

/// The query of the page: what a link that invites brings along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Invited {
    invitation: String,
}

pub async fn show_register(
    page: Page,
    user: MaybeUser,
    invited: Option<Query<Invited>>,
) -> Result<HttpResponse, Error> {
    if user.0.is_some() {
        return Ok(page.redirect("/"));
    }
    let invitation = invited.map(|query| query.into_inner().invitation).unwrap_or_default();
    let form = RegisterForm { invitation, ..RegisterForm::default() };
    page.show(&Register { form, mode: page.settings.auth.registration.name() })
}

pub async fn register(
    page: Page,
    client: Client,
    db: Data<Db>,
    hasher: Data<Hasher>,
    mailer: Data<Mailer>,
    Form(form): Form<forms::Register>,
) -> Result<HttpResponse, Error> {
    let settings = &page.settings;
    let mode = settings.auth.registration;
    let view = |form| Register { form, mode: mode.name() };
    if mode == Registration::Closed {
        return page.show_with(StatusCode::FORBIDDEN, &view(RegisterForm::default()));
    }
    let unprocessable = |form| page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view(form));
    let valid = match form.validate() {
        Ok(valid) => valid,
        Err(form) => return unprocessable(form),
    };
    let limits = &settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::RegisterAddress, &client.limit_key()).await?
    {
        return page.show_too_often(wait, |errors| view(valid.refuse(errors)));
    }
    let ticket = match admission::judge(&db, mode, &valid).await? {
        Ok(ticket) => ticket,
        Err(errors) => return unprocessable(valid.refuse(errors)),
    };
    if let Some(fault) =
        hasher.weakness(&valid.password, valid.context(&settings.site.name)).await?
    {
        return unprocessable(valid.refuse(Errors::one("password", fault)));
    }
    let (email, locale) = (valid.email.clone(), page.locale());
    let email_key = email::fold(&email);
    let may_write = links::may_write_to(&db, limits, &email_key).await?;
    let refused = valid.refuse(Errors::one("username", Message::new("error-username-taken")));
    let too_late = valid.refuse(admission::not_good(&valid.invitation));
    let used_up = Cell::new(false);
    let also = async |transaction: &_, id| {
        if !admission::let_in(transaction, id, &ticket).await? {
            used_up.set(true);
            return Err(Error::BadRequest);
        }
        match may_write {
            true => links::ask_to_verify(&mailer, transaction, id, &email_key, locale).await,
            false => Ok(()),
        }
    };
    let outcome = accounts::register(&db, &hasher, valid, false, also).await;
    if used_up.get() {
        return unprocessable(too_late);
    }
    match outcome? {
        Ok(id) => {
            mailer.wake();
            log::info!(user = id; "registered");
            let flash = match ticket {
                Ticket::Applying(_) => Flash::Applied,
                _ => Flash::Registered,
            };
            Ok(page.redirect_saying("/auth/login", flash))
        }
        // That the address is somebody's is no reason, as this account doesn't claim to be its owner.
        Err(Taken::Username | Taken::Email) => unprocessable(refused),
    }
}
