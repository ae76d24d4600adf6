//! Making an account.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::auth::password::Hasher;
use crate::auth::views::Register;
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

pub async fn show_register(page: Page, user: MaybeUser) -> Result<HttpResponse, Error> {
    if user.0.is_some() {
        return Ok(page.redirect("/"));
    }
    let closed = page.settings.auth.registration == Registration::Closed;
    page.show(&Register { closed, ..Register::default() })
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
    if settings.auth.registration == Registration::Closed {
        return page
            .show_with(StatusCode::FORBIDDEN, &Register { closed: true, ..Register::default() });
    }
    let unprocessable =
        |form| page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &Register { form, closed: false });
    let valid = match form.validate() {
        Ok(valid) => valid,
        Err(form) => return unprocessable(form),
    };
    let limits = &settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::RegisterAddress, &client.limit_key()).await?
    {
        return page
            .show_too_often(wait, |errors| Register { form: valid.refuse(errors), closed: false });
    }
    if let Some(fault) =
        hasher.weakness(&valid.password, valid.context(&settings.site.name)).await?
    {
        return unprocessable(valid.refuse(Errors::one("password", fault)));
    }
    let (email, locale) = (valid.email.clone(), page.locale());
    let email_key = email::fold(&email);
    let may_write = links::may_write_to(&db, limits, &email_key).await?;
    let refused = valid.refuse(Errors::one("username", Message::new("error-username-taken")));
    let ask = async |transaction: &_, id| match may_write {
        true => links::ask_to_verify(&mailer, transaction, id, &email_key, locale).await,
        false => Ok(()),
    };
    match accounts::register(&db, &hasher, valid, false, ask).await? {
        Ok(id) => {
            mailer.wake();
            log::info!(user = id; "registered");
            Ok(page.redirect_saying("/auth/login", Flash::Registered))
        }
        // That the address is somebody's is no reason, as this account doesn't claim to be its owner.
        Err(Taken::Username | Taken::Email) => unprocessable(refused),
    }
}
