//! Who moderates. To everybody else there is nothing here.

use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::queries::reports;
use crate::db::Db;
use crate::users::CurrentUser;
use crate::web::accept::wants_page;
use crate::web::error::Error;
use crate::web::page::Moderation;

/// A signed-in moderator or administrator. A handler that takes it is for them alone.
pub struct Staff(pub CurrentUser);

impl std::ops::Deref for Staff {
    type Target = CurrentUser;

    fn deref(&self) -> &CurrentUser {
        &self.0
    }
}

impl FromRequest for Staff {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user = req.extensions().get::<CurrentUser>().cloned();
        ready(match user {
            Some(user) if user.is_staff() => Ok(Self(user)),
            Some(_) => Err(Error::NotFound),
            // His session may have ended.
            None => Err(Error::SignInNeeded),
        })
    }
}

/// The middleware inside the one that knows people: tells the pages of those who moderate how much
/// waits for them. A script's request shows no page.
pub async fn count_open_reports(
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let user = req.extensions().get::<CurrentUser>().cloned();
    if let Some(user) = user
        && user.is_staff()
        && wants_page(req.headers())
        && (req.method() == Method::GET || req.path().starts_with("/admin"))
    {
        let Some(db) = req.app_data::<Data<Db>>().cloned() else {
            return Ok(req.error_response(Error::internal("the app lacks a database")));
        };
        match reports::count_open(db.reader(), user.id).await {
            Ok(open) => {
                req.extensions_mut().insert(Moderation { open });
            }
            Err(error) => return Ok(req.error_response(Error::from(error))),
        }
    }
    next.call(req).await
}
