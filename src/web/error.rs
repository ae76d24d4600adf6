//! The one error type of the web side, and the pages that show it.
//!
//! Which variant when:
//! - what the visitor sent can't be read at all: [`Error::BadRequest`] (a form that can be read but
//!   isn't right is no error: the handler shows it again with 422);
//! - he must sign in first: [`Error::SignInNeeded`], which leads a browser there and back again;
//! - it exists, but isn't his: [`Error::NotYours`]; it doesn't exist, or he may not know that it
//!   does: [`Error::NotFound`];
//! - something that we depend on is away and will be back: [`Error::Unavailable`];
//! - anything else is our mistake: [`Error::Internal`]. Its text goes to the log, never to the page.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpResponse, ResponseError};
use sea_orm::DbErr;
use serde::Serialize;
use serde_json::json;

use crate::db;
use crate::settings::Handle;
use crate::web::flash::Flash;
use crate::web::i18n::Locale;
use crate::web::page::View;
use crate::web::templates::Templates;
use crate::web::trace::RequestId;

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

    /// The catalogue's word for what happened, without the `http-` in front.
    fn name(&self) -> &'static str {
        match self {
            Self::CrossSite => "cross-site",
            Self::NotYours => "not-yours",
            _ => name_of(self.status_code()),
        }
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

    /// Only the status: [`pages`] puts the body on, as it knows the request.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// The statuses that the catalogues have words for; others are told by their class.
fn name_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "401",
        403 => "403",
        404 => "404",
        405 => "405",
        408 => "408",
        413 => "413",
        415 => "415",
        422 => "422",
        429 => "429",
        431 => "431",
        503 => "503",
        400..500 => "400",
        _ => "500",
    }
}

/// `errors/error.html`.
#[derive(Debug, Serialize)]
pub struct ErrorPage {
    pub status: u16,
    pub title_key: String,
    pub message_key: String,
    pub request_id: String,
}

impl View for ErrorPage {
    const TEMPLATE: &'static str = "errors/error.html";

    fn samples() -> Vec<Self> {
        [("404", 404), ("cross-site", 403), ("500", 500)]
            .map(|(name, status)| Self::new(name, status, "0af7651916cd43dd8448eb211c80319c"))
            .into()
    }
}

impl ErrorPage {
    fn new(name: &str, status: u16, request_id: &str) -> Self {
        Self {
            status,
            title_key: format!("http-{name}-title"),
            message_key: format!("http-{name}-message"),
            request_id: request_id.to_owned(),
        }
    }
}

/// The middleware that gives every error its page: HTML, or JSON (RFC 9457) for those who ask for
/// it. A response that has a body already is left as it is.
pub async fn pages(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let res = next.call(req).await?.map_into_boxed_body();
    let status = res.status();
    let failed = status.is_client_error() || status.is_server_error();
    let has_body = !matches!(res.response().body().size(), BodySize::None | BodySize::Sized(0));
    let error = res.response().error();
    if !failed || (error.is_none() && has_body) {
        return Ok(res);
    }
    let ours = error.and_then(|error| error.as_error::<Error>());
    let name = ours.map_or_else(|| name_of(status), Error::name);
    let id =
        res.request().extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
    if status.is_server_error() {
        let cause = ours
            .map(ToString::to_string)
            .or_else(|| error.map(ToString::to_string))
            .unwrap_or_default();
        log::error!(path = res.request().path(); "{status}: {cause}");
    } else if matches!(ours, Some(Error::CrossSite)) {
        log::warn!(path = res.request().path(); "refused a cross-site request");
    }
    if matches!(ours, Some(Error::SignInNeeded)) && !wants_json(res.request().headers()) {
        let response = sign_in_first(&res);
        return Ok(res.into_response(response));
    }
    let mut response = show(&res, status, name, &id);
    for (header, value) in res.headers() {
        // Allow, Retry-After and their like are part of the answer.
        if !response.headers().contains_key(header) && *header != header::CONTENT_LENGTH {
            response.headers_mut().append(header.clone(), value.clone());
        }
    }
    if response.headers().get(header::ALLOW).is_some_and(|allow| allow == "GET") {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    Ok(res.into_response(response))
}

fn show<B>(res: &ServiceResponse<B>, status: StatusCode, name: &str, id: &str) -> HttpResponse {
    let mut builder = HttpResponse::build(status);
    builder.insert_header((header::CACHE_CONTROL, "no-store"));
    if wants_json(res.request().headers()) {
        let title = status.canonical_reason().unwrap_or("Error");
        return builder.content_type("application/problem+json").body(
            json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "code": name, "request_id": id })
                .to_string(),
        );
    }
    let page = ErrorPage::new(name, status.as_u16(), id);
    let locale = Locale::of_request(res.request());
    let data =
        res.request().app_data::<Data<Templates>>().zip(res.request().app_data::<Data<Handle>>());
    let html =
        data.map(|(templates, settings)| templates.render_alone(&page, locale, &settings.get()));
    match html {
        Some(Ok(html)) => builder.content_type("text/html; charset=utf-8").body(html),
        // The page about the mistake has a mistake: say the least that helps.
        _ => builder
            .content_type("text/plain; charset=utf-8")
            .body(format!("{status}\nRequest id: {id}\n")),
    }
}

/// To the sign-in page, and from there back to the page that was asked for; a form that was sent
/// can't be sent again by a redirect, so that leads to the page it was on.
fn sign_in_first<B>(res: &ServiceResponse<B>) -> HttpResponse {
    let req = res.request();
    let asked = match *req.method() {
        Method::GET | Method::HEAD => req.uri().path_and_query().map(ToString::to_string),
        _ => req.headers().get(header::REFERER).and_then(|page| {
            let page = url::Url::parse(page.to_str().ok()?).ok()?;
            Some(page[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
        }),
    };
    let next = asked.filter(|path| path != "/" && crate::web::page::is_own_path(path));
    let query = next.map(|next| {
        let encoded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("?next={encoded}")
    });
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, format!("/auth/login{}", query.unwrap_or_default())));
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(settings) = req.app_data::<Data<Handle>>() {
        Flash::SignInNeeded.set(&mut response, settings.get().secure_cookies());
    }
    response.finish()
}

/// Whether the caller asks for JSON and not for a page.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
}
