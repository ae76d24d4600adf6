//! Links that prove an address.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::unkept;
use crate::auth::forms::TokenQuery;
use crate::auth::links::{self, Followed};
use crate::auth::views::Verified;
use crate::db::Db;
use crate::mail::Mailer;
use crate::users::CurrentUser;
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

pub async fn verify(
    page: Page,
    db: Data<Db>,
    mailer: Data<Mailer>,
    query: Option<Query<TokenQuery>>,
) -> Result<HttpResponse, Error> {
    let token = query.map(|query| query.into_inner().token).unwrap_or_default();
    let followed = links::follow(&db, &mailer, &page.settings, &token, page.locale()).await?;
    let status = match followed {
        Followed::Void => StatusCode::GONE,
        Followed::Taken => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    Ok(unkept(page.show_with(status, &Verified::new(followed))?))
}

pub async fn resend(
    page: Page,
    client: Client,
    user: CurrentUser,
    db: Data<Db>,
    mailer: Data<Mailer>,
) -> Result<HttpResponse, Error> {
    let limits = &page.settings.rate_limit;
    let here = client.limit_key();
    let asked_too_often =
        rate_limit::count(&db, limits, Rule::RecoverAddress, &here).await?.is_some();
    if user.is_verified() {
        return Ok(page.redirect("/settings/account"));
    }
    if asked_too_often || !links::may_write_to(&db, limits, &user.email_key).await? {
        return Ok(page.redirect_saying("/settings/account", Flash::LinkLater));
    }
    let ask = async |tx: &_| {
        links::ask_to_verify(&mailer, tx, user.id, &user.email_key, page.locale()).await
    };
    db.write(ask).await?;
    mailer.wake();
    Ok(page.redirect_saying("/settings/account", Flash::LinkSent))
}
