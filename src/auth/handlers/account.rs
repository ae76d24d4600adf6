//! One's own account: its address and its password.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::fault_of;
use crate::auth::accounts::{Unconfirmed, confirm_password};
use crate::auth::forms::{AccountChanges, EditAccount, password_context};
use crate::auth::links::{self, Changes};
use crate::auth::password::Hasher;
use crate::auth::queries::{email_changes, second_factor};
use crate::auth::views::{Account, AccountForm};
use crate::db::Db;
use crate::mail::Mailer;
use crate::users::{CurrentUser, email};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::session::Session;

const PATH: &str = "/settings/account";

/// Where password managers look (<https://w3c.github.io/webappsec-change-password-url/>).
pub async fn lead_to_password(page: Page) -> HttpResponse {
    page.redirect(PATH)
}

pub async fn show_account(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    mailer: Data<Mailer>,
) -> Result<HttpResponse, Error> {
    page.show(&describe(&user, &db, &mailer, AccountForm::default()).await?)
}

async fn describe(
    user: &CurrentUser,
    db: &Db,
    mailer: &Mailer,
    form: AccountForm,
) -> Result<Account, Error> {
    let change = email_changes::find(db.reader(), user.id).await?;
    Ok(Account {
        username: user.username.clone(),
        email: user.email.clone(),
        verified: user.is_verified(),
        change: change.map(Into::into),
        second_factor: second_factor::find(db.reader(), user.id).await?.is_some(),
        mail_folder: mailer.folder(),
        form,
    })
}

pub async fn save_account(
    page: Page,
    (client, session, user): (Client, Session, CurrentUser),
    db: Data<Db>,
    hasher: Data<Hasher>,
    mailer: Data<Mailer>,
    Form(form): Form<EditAccount>,
) -> Result<HttpResponse, Error> {
    let mut changes = form.read(&user);
    let limits = &page.settings.rate_limit;
    let confirmed =
        confirm_password(&db, &hasher, limits, &client, &user, &form.current_password).await?;
    if let Err(Unconfirmed::TooMany(wait)) = confirmed {
        let view = describe(&user, &db, &mailer, changes.form.emptied()).await?;
        return page.show_too_often(wait, |errors| view.refused(changes.password.as_ref(), errors));
    }
    if let Some(fault) = confirmed.err().and_then(fault_of) {
        changes.add("current_password", fault);
    }
    if changes.is_right()
        && let Some(password) = &changes.password
    {
        let context = password_context(&user.username, &user.email, &page.settings.site.name);
        if let Some(fault) = hasher.weakness(password, context).await? {
            changes.add("new_password", fault);
        }
    }
    if !changes.is_right() {
        let view = describe(&user, &db, &mailer, changes.form).await?;
        return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    apply(&page, (&session, &user), &db, &hasher, &mailer, changes).await
}

async fn apply(
    page: &Page,
    (session, user): (&Session, &CurrentUser),
    db: &Db,
    hasher: &Hasher,
    mailer: &Mailer,
    mut changes: AccountChanges,
) -> Result<HttpResponse, Error> {
    let hash = match &changes.password {
        Some(password) => Some(hasher.hash(password).await?),
        None => None,
    };
    let may_write = match &changes.email {
        Some(address) => {
            let key = email::fold(address);
            links::may_write_to(db, &page.settings.rate_limit, &key).await?
        }
        None => false,
    };
    let wanted =
        Changes { email: changes.email.as_deref(), password_hash: hash.as_deref(), may_write };
    let (settings, locale) = (&page.settings, page.locale());
    let done =
        links::change_account(db, mailer, settings, user, session.id(), &wanted, locale).await?;
    let Some(epoch) = done else {
        changes.add("current_password", Message::new("error-password-wrong"));
        let view = describe(user, db, mailer, changes.form).await?;
        return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    if changes.email.is_some() {
        log::info!(user = user.id; "asked for another address");
    }
    if hash.is_some() {
        session.renew(epoch)?;
        log::info!(user = user.id; "password changed");
        return Ok(page.redirect_saying(PATH, Flash::PasswordChanged));
    }
    Ok(page.redirect_saying(PATH, Flash::EmailChangeAsked))
}

pub async fn cancel_email_change(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let cancel = async |tx: &_| email_changes::cancel(tx, user.id).await;
    if db.write(cancel).await? {
        log::info!(user = user.id; "took back another address");
    }
    Ok(page.redirect_saying(PATH, Flash::EmailChangeCancelled))
}
