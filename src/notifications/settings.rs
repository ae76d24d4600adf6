//! Whether and how often somebody is told by mail: his settings, and the end of it without a
//! sign-in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::unsubscribe::Tokens;
use super::views::{MailForm, SettingsNotifications, Unsubscribe};
use crate::db::Db;
use crate::users::CurrentUser;
use crate::users::entity::MailDigest;
use crate::users::queries::digests;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditMail {
    /// `none`, `daily` or `weekly`.
    mail_digest: String,
}

pub async fn show(page: Page, user: CurrentUser) -> Result<HttpResponse, Error> {
    let form = MailForm { mail_digest: user.mail_digest.to_value(), errors: Errors::default() };
    page.show(&SettingsNotifications { form, verified: user.is_verified() })
}

pub async fn save(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<EditMail>,
) -> Result<HttpResponse, Error> {
    let Ok(digest) = MailDigest::try_from_value(&form.mail_digest) else {
        let errors = Errors::one("mail_digest", Message::new("error-choice-invalid"));
        let form = MailForm { mail_digest: form.mail_digest, errors };
        let view = SettingsNotifications { form, verified: user.is_verified() };
        return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let save = async |transaction: &_| digests::set_mail_digest(transaction, user.id, digest).await;
    db.write(save).await?;
    Ok(page.redirect_saying("/settings/notifications", Flash::Saved))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Token {
    token: String,
}

/// Only asks: programs follow links in mail to look whether they are dangerous.
pub async fn ask_to_unsubscribe(
    page: Page,
    tokens: Data<Tokens>,
    query: Query<Token>,
) -> Result<HttpResponse, Error> {
    tokens.user_of(&query.token).ok_or(Error::NotFound)?;
    page.show(&Unsubscribe { token: query.into_inner().token, done: false })
}

/// From that page, or from a mail program's own button (RFC 8058), in whose body is nothing that we
/// need. Signed in or not makes no difference: the token says for whom it is.
pub async fn unsubscribe(
    page: Page,
    db: Data<Db>,
    tokens: Data<Tokens>,
    query: Query<Token>,
) -> Result<HttpResponse, Error> {
    let user_id = tokens.user_of(&query.token).ok_or(Error::NotFound)?;
    digests::set_mail_digest(db.writer(), user_id, MailDigest::None).await?;
    log::info!(user = user_id; "no more digests, by the link in one");
    page.show(&Unsubscribe { token: query.into_inner().token, done: true })
}
