//! Forgotten passwords. What is answered is the same whether or not there is such an account, and
//! takes as long: the worker finds out whom there is to write to.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::unkept;
use crate::auth::entity::token::{Model as Token, Purpose};
use crate::auth::forms::{Forgot, ForgotQuery, Reset, TokenQuery, password_context};
use crate::auth::links;
use crate::auth::password::Hasher;
use crate::auth::queries::tokens;
use crate::auth::views::{self, ForgotForm};
use crate::db::Db;
use crate::mail::Mailer;
use crate::users::{self, email};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

pub async fn show_forgot(
    page: Page,
    mailer: Data<Mailer>,
    query: Option<Query<ForgotQuery>>,
) -> Result<HttpResponse, Error> {
    let sent = query.is_some_and(|query| query.sent.is_some());
    page.show(&views::Forgot { form: ForgotForm::default(), sent, mail_folder: mailer.folder() })
}

pub async fn forgot(
    page: Page,
    client: Client,
    db: Data<Db>,
    mailer: Data<Mailer>,
    Form(form): Form<Forgot>,
) -> Result<HttpResponse, Error> {
    let address = match form.validate() {
        Ok(address) => address,
        Err(form) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page.show_with(status, &views::Forgot { form, ..Default::default() });
        }
    };
    let limits = &page.settings.rate_limit;
    let here = client.limit_key();
    if let Some(wait) = rate_limit::count(&db, limits, Rule::RecoverAddress, &here).await? {
        let again = |errors| views::Forgot {
            form: ForgotForm { email: address.clone(), errors },
            ..Default::default()
        };
        return page.show_too_often(wait, again);
    }
    if links::may_write_to(&db, limits, &email::fold(&address)).await? {
        let ask = async |tx: &_| links::ask_to_reset(&mailer, tx, &address, page.locale()).await;
        db.write(ask).await?;
        mailer.wake();
    }
    log::info!(client:% = client.address; "a link for a forgotten password was asked for");
    Ok(page.redirect("/auth/forgot?sent=1"))
}

pub async fn show_reset(
    page: Page,
    db: Data<Db>,
    query: Option<Query<TokenQuery>>,
) -> Result<HttpResponse, Error> {
    let token = query.map(|query| query.into_inner().token).unwrap_or_default();
    match find(&db, &token).await? {
        Some(_) => Ok(unkept(page.show(&views::Reset { token, errors: Errors::default() })?)),
        None => void(&page),
    }
}

pub async fn reset(
    page: Page,
    client: Client,
    db: Data<Db>,
    hasher: Data<Hasher>,
    mailer: Data<Mailer>,
    Form(form): Form<Reset>,
) -> Result<HttpResponse, Error> {
    let again = |errors| views::Reset { token: form.token.clone(), errors };
    let limits = &page.settings.rate_limit;
    let here = client.limit_key();
    if let Some(wait) = rate_limit::count(&db, limits, Rule::RecoverAddress, &here).await? {
        return Ok(unkept(page.show_too_often(wait, again)?));
    }
    let Some(token) = find(&db, &form.token).await? else { return void(&page) };
    let mut errors = form.validate();
    if errors.is_empty() {
        let user = users::queries::find(db.reader(), token.user_id).await?;
        let Some(user) = user else { return void(&page) };
        let context = password_context(&user.username, &user.email, &page.settings.site.name);
        if let Some(fault) = hasher.weakness(&form.password, context).await? {
            errors.add("password", fault);
        }
    }
    if !errors.is_empty() {
        return Ok(unkept(page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &again(errors))?));
    }
    let hash = hasher.hash(&form.password).await?;
    let (settings, locale) = (&page.settings, page.locale());
    if !links::reset_password(&db, &mailer, settings, &token, &hash, locale).await? {
        return void(&page);
    }
    log::info!(user = token.user_id, client:% = client.address; "password reset by mail");
    Ok(page.redirect_saying("/auth/login", Flash::PasswordReset))
}

/// One that is good for a reset, now.
async fn find(db: &Db, token: &str) -> Result<Option<Token>, Error> {
    let token = tokens::find(db.reader(), token).await?;
    Ok(token.filter(|token| token.purpose == Purpose::Reset && token.used_at.is_none()))
}

fn void(page: &Page) -> Result<HttpResponse, Error> {
    Ok(unkept(page.show_with(StatusCode::GONE, &views::ResetVoid {})?))
}
