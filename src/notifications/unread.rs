//! How many notifications are new, for every page.

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::queries;
use crate::db::Db;
use crate::users::CurrentUser;
use crate::web::accept::wants_page;
use crate::web::error::Error;
use crate::web::page::Unread;

/// The middleware inside the one that knows people. A script's request shows no page.
pub async fn count_unread(
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let user = req.extensions().get::<CurrentUser>().cloned();
    if let Some(user) = user
        && req.method() == Method::GET
        && wants_page(req.headers())
    {
        let Some(db) = req.app_data::<Data<Db>>().cloned() else {
            return Ok(req.error_response(Error::internal("the app lacks a database")));
        };
        match queries::count_unread(db.reader(), user.id, user.notifications_read).await {
            Ok(unread) => {
                req.extensions_mut().insert(Unread(unread));
            }
            Err(error) => return Ok(req.error_response(Error::from(error))),
        }
    }
    next.call(req).await
}
