//! Registering, signing in and out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::accounts::{self, Registered, SignIn};
use super::forms::{self, LoginQuery};
use super::password::Hasher;
use super::views::{Login, LoginForm, Register};
use crate::db::Db;
use crate::settings::Registration;
use crate::users::{MaybeUser, email};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};
use crate::web::session::Session;

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
    match accounts::register(&db, &hasher, &valid.username, &valid.email, &valid.password).await? {
        Registered::UsernameTaken => unprocessable(
            valid.refuse(Errors::one("username", Message::new("error-username-taken"))),
        ),
        outcome => {
            match outcome {
                Registered::Created(id) => log::info!(user = id; "registered"),
                _ => log::info!("a registration named an address that has an account"),
            }
            Ok(page.redirect_saying("/auth/login", Flash::Registered))
        }
    }
}

pub async fn show_login(
    page: Page,
    user: MaybeUser,
    query: Option<Query<LoginQuery>>,
) -> Result<HttpResponse, Error> {
    let next = query.map(|query| query.into_inner().next).unwrap_or_default();
    let form = forms::Login::leading_to(next);
    if user.0.is_some() {
        return Ok(page.redirect(form.next()));
    }
    page.show(&Login { form: form.refuse(Errors::default()) })
}

pub async fn sign_in(
    page: Page,
    client: Client,
    session: Session,
    db: Data<Db>,
    hasher: Data<Hasher>,
    Form(form): Form<forms::Login>,
) -> Result<HttpResponse, Error> {
    let unprocessable =
        |form: LoginForm| page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &Login { form });
    let errors = form.validate();
    if !errors.is_empty() {
        return unprocessable(form.refuse(errors));
    }
    // Named by what was typed, so that it is counted alike whether or not there is such an account.
    let account = format!("{} {}", email::fold(&form.identifier), client.limit_key());
    for (rule, subject) in
        [(Rule::LoginAddress, &client.limit_key()), (Rule::LoginAccount, &account)]
    {
        if let Some(wait) = rate_limit::count(&db, &page.settings.rate_limit, rule, subject).await?
        {
            log::warn!(client:% = client.address; "too many sign-ins");
            return page.show_too_often(wait, |errors| Login { form: form.refuse(errors) });
        }
    }
    let failed = match accounts::sign_in(&db, &hasher, &form.identifier, &form.password).await? {
        SignIn::Welcome(id) => {
            rate_limit::forgive(&db, Rule::LoginAccount, &account).await?;
            session.sign_in(id, form.remember())?;
            log::info!(user = id, client:% = client.address; "signed in");
            return Ok(page.redirect(form.next()));
        }
        SignIn::Refused => "error-login-failed",
        SignIn::Suspended => "error-account-suspended",
    };
    log::info!(client:% = client.address; "refused a sign-in");
    unprocessable(form.refuse(Errors::one("form", Message::new(failed))))
}

pub async fn sign_out(page: Page, session: Session) -> HttpResponse {
    session.sign_out();
    page.redirect_saying("/", Flash::SignedOut)
}
