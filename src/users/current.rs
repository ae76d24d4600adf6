//! Who is looking at the page.

use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use sea_orm::ActiveEnum;

use super::entity::Model;
use super::queries;
use super::views::{UserCard, ViewerCard};
use crate::db::Db;
use crate::web::error::Error;
use crate::web::i18n::{Locale, Preferred};
use crate::web::page::Viewer;
use crate::web::session::Session;

/// The signed-in person. A handler that takes it needs a sign-in; there is nothing else to declare.
#[derive(Debug, Clone)]
pub struct CurrentUser(pub Rc<Model>);

impl std::ops::Deref for CurrentUser {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.0
    }
}

/// The same where a sign-in isn't needed.
pub struct MaybeUser(pub Option<CurrentUser>);

/// The middleware inside the session's: looks the person up once, for the handler and the page.
pub async fn load_current_user(
    mut req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let session = req.extract::<Session>().await?;
    let Some(id) = session.user_id() else { return next.call(req).await };
    let Some(db) = req.app_data::<Data<Db>>().cloned() else {
        return Ok(req.error_response(Error::internal("the app lacks a database")));
    };
    match queries::find(db.reader(), id).await {
        Ok(Some(user)) if !user.is_suspended() && session.epoch() == user.password_changed_at => {
            let card = UserCard::of(&user.identity());
            let viewer = Viewer {
                card: tera::Value::from_serializable(&ViewerCard {
                    card,
                    unverified: !user.is_verified(),
                }),
                theme: user.theme.to_value(),
            };
            if let Some(locale) = Locale::from_tag(&user.locale) {
                req.extensions_mut().insert(Preferred(locale));
            }
            req.extensions_mut().insert(viewer);
            req.extensions_mut().insert(CurrentUser(Rc::new(user)));
        }
        // The account is gone or suspended, or its password has been changed: the session ends.
        Ok(_) => session.sign_out(),
        Err(error) => return Ok(req.error_response(Error::from(error))),
    }
    next.call(req).await
}

impl FromRequest for CurrentUser {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(req.extensions().get::<Self>().cloned().ok_or(Error::SignInNeeded))
    }
}

impl FromRequest for MaybeUser {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(req.extensions().get::<CurrentUser>().cloned())))
    }
}
