//! The pages that show errors: HTML, or JSON (RFC 9457) for those who ask for it.

use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::json;

use crate::settings::{Handle, Settings};
use crate::web::accept::wants_json;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::headers;
use crate::web::i18n::Locale;
use crate::web::own_path::{is_own_path, own_path_of_referer};
use crate::web::page::Viewer;
use crate::web::templates::{Frame, Templates, View};
use crate::web::trace::{self, RequestId};
use crate::web::upload;

/// No request waits longer, whatever it is that hangs; but a file takes its time.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// The catalogue's word for what happened, without the `http-` in front.
fn name_of_error(error: &Error) -> &'static str {
    match error {
        Error::CrossSite => "cross-site",
        Error::NotYours => "not-yours",
        _ => name_of(error.status_code()),
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

/// The middleware that gives every error its page. A response that has a body already is left as
/// it is.
pub async fn pages(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asked = Asked::of(req.request());
    let within = if upload::is_expected(&req) { upload::WITHIN } else { ANSWER_WITHIN };
    let answer = tokio::time::timeout(within, next.call(req)).await;
    let failed = |cause| actix_web::error::ErrorServiceUnavailable(cause);
    let res = match answer.unwrap_or_else(|_| Err(failed("the answer took too long"))) {
        Ok(res) => res.map_into_boxed_body(),
        // Past the handlers only the session can fail: it is written down after they are done.
        // There is no request any more to answer, so the answer goes along inside the error.
        Err(error) => {
            log::error!("no answer: {error}");
            let mut response = asked.show(StatusCode::SERVICE_UNAVAILABLE, "503");
            headers::harden(response.headers_mut(), asked.over_tls());
            if let Ok(id) = HeaderValue::from_str(&asked.id) {
                response.headers_mut().insert(trace::X_REQUEST_ID, id);
            }
            return Err(InternalError::from_response(error, response).into());
        }
    };
    let status = res.status();
    let failed = status.is_client_error() || status.is_server_error();
    let has_body = !matches!(res.response().body().size(), BodySize::None | BodySize::Sized(0));
    let error = res.response().error();
    if !failed || (error.is_none() && has_body) {
        return Ok(res);
    }
    let ours = error.and_then(|error| error.as_error::<Error>());
    if status.is_server_error() {
        let cause = ours.map(ToString::to_string).or_else(|| error.map(ToString::to_string));
        log::error!(path = res.request().path(); "{status}: {}", cause.unwrap_or_default());
    } else if matches!(ours, Some(Error::CrossSite)) {
        log::warn!(path = res.request().path(); "refused a cross-site request");
    }
    if matches!(ours, Some(Error::SignInNeeded)) && !asked.for_json {
        let response = sign_in_first(&res);
        return Ok(res.into_response(response));
    }
    let name = ours.map_or_else(|| name_of(status), name_of_error);
    // Now it is known who is looking.
    let mut response = Asked::of(res.request()).show(status, name);
    let own: Vec<HeaderName> = response.headers().keys().cloned().collect();
    for (header, value) in res.headers() {
        // Allow, cookies and their like are part of the answer.
        if !own.contains(header) && *header != header::CONTENT_LENGTH {
            response.headers_mut().append(header.clone(), value.clone());
        }
    }
    if response.headers().get(header::ALLOW).is_some_and(|allow| allow == "GET") {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    Ok(res.into_response(response))
}

/// What an error's page needs of the request. Taken before the request goes to the handlers, and
/// without a clone of it: actix-web routes only a request that nobody else holds.
struct Asked {
    id: String,
    locale: Locale,
    theme: String,
    for_json: bool,
    templates: Option<Data<Templates>>,
    settings: Option<Arc<Settings>>,
}

impl Asked {
    fn of(req: &HttpRequest) -> Self {
        let extensions = req.extensions();
        let theme =
            extensions.get::<Viewer>().map_or("auto", |viewer| viewer.theme.as_str()).to_owned();
        let id = extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
        drop(extensions);
        Self {
            id,
            theme,
            locale: Locale::of_request(req),
            for_json: wants_json(req.headers()),
            templates: req.app_data::<Data<Templates>>().cloned(),
            settings: req.app_data::<Data<Handle>>().map(|settings| settings.get()),
        }
    }

    fn over_tls(&self) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.secure_cookies())
    }

    fn show(&self, status: StatusCode, name: &str) -> HttpResponse {
        let mut builder = HttpResponse::build(status);
        builder.insert_header((header::CACHE_CONTROL, "no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            builder.insert_header((header::RETRY_AFTER, "5"));
        }
        if self.for_json {
            let problem = json!({
                "type": "about:blank",
                "title": status.canonical_reason().unwrap_or("Error"),
                "status": status.as_u16(),
                "code": name,
                "request_id": self.id,
            });
            return builder.content_type("application/problem+json").body(problem.to_string());
        }
        let page = ErrorPage::new(name, status.as_u16(), &self.id);
        let frame = Frame { theme: &self.theme, ..Frame::default() };
        let html =
            self.templates.as_ref().zip(self.settings.as_ref()).map(|(templates, settings)| {
                templates.render(&page, self.locale, &frame, settings)
            });
        match html {
            Some(Ok(html)) => builder.content_type("text/html; charset=utf-8").body(html),
            // The page about the mistake has a mistake: say the least that helps.
            _ => builder
                .content_type("text/plain; charset=utf-8")
                .body(format!("{status}\nRequest id: {}\n", self.id)),
        }
    }
}

/// To the sign-in page, and from there back to the page that was asked for; a form that was sent
/// can't be sent again by a redirect, so that leads to the page it was on.
fn sign_in_first<B>(res: &ServiceResponse<B>) -> HttpResponse {
    let req = res.request();
    let asked = match *req.method() {
        Method::GET | Method::HEAD => req.uri().path_and_query().map(ToString::to_string),
        _ => own_path_of_referer(req.headers()),
    };
    let next = asked.filter(|path| path != "/" && is_own_path(path));
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
