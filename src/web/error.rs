//! The one error type of the web side. [`super::error_pages`] shows it.
//!
//! Which variant when:
//! - what the visitor sent can't be read at all: [`Error::BadRequest`] (a form that can be read but
//!   isn't right is no error: the handler shows it again with 422);
//! - he must sign in first: [`Error::SignInNeeded`], which leads a browser there and back again;
//! - it exists, but isn't his: [`Error::NotYours`]; it doesn't exist, or he may not know that it
//!   does: [`Error::NotFound`];
//! - something that we depend on is away and will be back: [`Error::Unavailable`];
//! - anything else is our mistake: [`Error::Internal`]. Its text goes to the log, never to the page.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use sea_orm::DbErr;

use crate::db;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the request can't be read")]
    BadRequest,
    #[error("a sign-in is needed")]
    SignInNeeded,
    #[error("not the visitor's own")]
    NotYours,
    #[error("sent from another site")]
    CrossSite,
    #[error("not found")]
    NotFound,
    #[error("method not allowed")]
    MethodNotAllowed,
    #[error("the request took too long to arrive")]
    RequestTimeout,
    #[error("the body is too large")]
    TooLarge,
    #[error("a form must be sent as application/x-www-form-urlencoded")]
    UnsupportedMediaType,
    #[error("unavailable: {0:#}")]
    Unavailable(anyhow::Error),
    #[error("{0:#}")]
    Internal(anyhow::Error),
}

impl Error {
    pub fn internal(message: &'static str) -> Self {
        Self::Internal(anyhow::anyhow!(message))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match db::is_unavailable(&error) {
            true => Self::Unavailable(error.into()),
            false => Self::Internal(error.into()),
        }
    }
}

impl db::Outdone for Error {
    fn is_outdone(&self) -> bool {
        let Self::Unavailable(error) = self else { return false };
        error.downcast_ref::<DbErr>().is_some_and(db::Outdone::is_outdone)
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::NotYours | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Only the status: [`super::error_pages`] puts the body on, as it knows the request.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}
