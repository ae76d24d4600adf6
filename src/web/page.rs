//! Rendering a view with what every page has: the visitor, the language, a flash, the site.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ETag};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use tera::Value;

use crate::settings::Handle;
use crate::web::accept::wants_json;
use crate::web::conditional;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Errors;
use crate::web::i18n::{self, Locale, Message};
use crate::web::own_path::{is_own_path, own_path_of_referer};
use crate::web::rate_limit::TooMany;
use crate::web::templates::{Frame, Language, Templates, View};

/// The signed-in person as every page shows him. The middleware that knows people puts it into the
/// request; here nobody asks what a person is.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// A card, as the templates print it.
    pub card: Value,
    pub theme: String,
}

/// How many notifications are new, put into the request by the middleware that counts them.
#[derive(Debug, Clone, Copy)]
pub struct Unread(pub u64);

/// What waits for those who moderate, put into their requests by the middleware that counts it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Moderation {
    /// Subjects with open reports.
    pub open: u64,
}

/// What a page depends on beside its address.
const VARY: &str = "Cookie, Accept-Language";

/// An extractor: all that rendering needs of the request.
pub struct Page {
    pub settings: std::sync::Arc<crate::settings::Settings>,
    req: HttpRequest,
    templates: Data<Templates>,
}

impl Page {
    pub fn show<V: View>(&self, view: &V) -> Result<HttpResponse, Error> {
        self.show_with(StatusCode::OK, view)
    }

    /// The language that the page will be in.
    pub fn locale(&self) -> Locale {
        Locale::of_request(&self.req)
    }

    /// A view that stands alone, without what every page has around it.
    pub fn render_bare<V: View>(&self, view: &V) -> Result<String, Error> {
        let locale = Locale::of_request(&self.req);
        Ok(self.templates.render(view, locale, &Frame::default(), &self.settings)?)
    }

    /// A form shown again: 422 when it wasn't right, 429 when it came too often.
    pub fn show_with<V: View>(&self, status: StatusCode, view: &V) -> Result<HttpResponse, Error> {
        let locale = Locale::of_request(&self.req);
        let viewer = self.req.extensions().get::<Viewer>().cloned();
        let frame = Frame {
            viewer: viewer.as_ref().map(|viewer| &viewer.card),
            theme: viewer.as_ref().map_or("auto", |viewer| viewer.theme.as_str()),
            flash: Flash::of_request(&self.req),
            languages: self.languages(locale),
            unread: self.req.extensions().get::<Unread>().map_or(0, |unread| unread.0),
            moderation: self.req.extensions().get::<Moderation>().copied(),
        };
        let html = self.templates.render(view, locale, &frame, &self.settings)?;

        // Only what is the same for everybody who is signed out can be known already.
        let remember = i18n::cookie_to_remember(&self.req, self.settings.secure_cookies());
        let same_for_all = viewer.is_none()
            && !Flash::was_sent(&self.req)
            && remember.is_none()
            && self.req.method().is_safe();
        let tag = (same_for_all && status == StatusCode::OK).then(|| conditional::tag_of(&html));
        if let Some(tag) = &tag
            && conditional::knows_tag(&self.req, tag)
        {
            return Ok(HttpResponse::NotModified()
                .insert_header(ETag(tag.clone()))
                .insert_header((header::CACHE_CONTROL, "no-cache"))
                .insert_header((header::VARY, VARY))
                .finish());
        }
        let mut response = HttpResponse::build(status);
        if let Some(tag) = tag {
            response.insert_header(ETag(tag));
        }
        // What a signed-in person saw must not come back by the back button after he left.
        let caching = if viewer.is_some() { "no-store" } else { "no-cache" };
        response.insert_header((header::CACHE_CONTROL, caching));
        response.insert_header((header::VARY, VARY));
        let secure = self.settings.secure_cookies();
        if Flash::was_sent(&self.req) {
            Flash::clear(&mut response, secure);
        }
        if let Some(cookie) = remember {
            response.cookie(cookie);
        }
        Ok(response.content_type("text/html; charset=utf-8").body(html))
    }

    /// A form again with what was typed, and when to come back.
    pub fn show_too_often<V: View>(
        &self,
        wait: TooMany,
        view: impl FnOnce(Errors) -> V,
    ) -> Result<HttpResponse, Error> {
        let message = Message::new("error-rate-limited").with("minutes", wait.minutes());
        let mut response =
            self.show_with(StatusCode::TOO_MANY_REQUESTS, &view(Errors::one("form", message)))?;
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, header::HeaderValue::from(wait.seconds()));
        Ok(response)
    }

    /// The same page in each language.
    fn languages(&self, current: Locale) -> Vec<Language> {
        let kept: Vec<(String, String)> =
            url::form_urlencoded::parse(self.req.query_string().as_bytes())
                .filter(|(name, _)| name != "lang")
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
        // A form that was refused stands under an address that can't be asked for by a link.
        let path = if self.req.method().is_safe() { self.req.path() } else { "/" };
        Locale::ALL
            .map(|locale| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                query.extend_pairs(kept.iter()).append_pair("lang", locale.tag());
                let url = format!("{path}?{}", query.finish());
                Language {
                    code: locale.tag(),
                    name: locale.name(),
                    current: locale == current,
                    url,
                }
            })
            .into()
    }

    /// Whether a script asks, which wants to know what became of it and nothing else.
    pub fn is_for_script(&self) -> bool {
        wants_json(self.req.headers())
    }

    /// 303 back to the page that the form was on.
    pub fn redirect_back(&self, otherwise: &str) -> HttpResponse {
        let back = own_path_of_referer(self.req.headers());
        self.redirect(back.as_deref().unwrap_or(otherwise))
    }

    /// The same, with a sentence for that page.
    pub fn redirect_back_saying(&self, otherwise: &str, flash: Flash) -> HttpResponse {
        let back = own_path_of_referer(self.req.headers());
        self.redirect_saying(back.as_deref().unwrap_or(otherwise), flash)
    }

    /// 303 to one of our own paths.
    pub fn redirect(&self, path: &str) -> HttpResponse {
        see_other(path).finish()
    }

    /// 303, with a sentence for the next page.
    pub fn redirect_saying(&self, path: &str, flash: Flash) -> HttpResponse {
        let mut response = see_other(path);
        flash.set(&mut response, self.settings.secure_cookies());
        response.finish()
    }
}

fn see_other(path: &str) -> HttpResponseBuilder {
    let path = if is_own_path(path) { path } else { "/" };
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, path));
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

impl FromRequest for Page {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let data = req.app_data::<Data<Handle>>().zip(req.app_data::<Data<Templates>>());
        ready(match data {
            Some((settings, templates)) => Ok(Self {
                settings: settings.get(),
                templates: templates.clone(),
                req: req.clone(),
            }),
            None => Err(Error::internal("the app lacks settings or templates")),
        })
    }
}
