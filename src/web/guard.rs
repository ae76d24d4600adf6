//! The cross-site guard: no form of another site acts for our visitor. docs/adr/0003 says why this
//! and not tokens.

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use actix_web::web::Data;
use url::Url;

use crate::settings::Handle;
use crate::web::client::Client;
use crate::web::error::Error;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What a mail program posts to when somebody presses its "unsubscribe" (RFC 8058): by itself, from
/// nowhere, without a cookie. Another site gains nothing by it: who is meant stands in a signed token
/// that only the message holds, the session isn't looked at, and all that it can do is to send less
/// mail.
const FROM_ANYWHERE: &str = "/notifications/unsubscribe";

/// Refuses every unsafe method that doesn't come from one of our own pages. There is one exception,
/// and none for a route that acts for whoever is signed in.
pub async fn refuse_cross_site(
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let one_click = req.method() == Method::POST && req.path() == FROM_ANYWHERE;
    if req.method().is_safe() || one_click {
        return next.call(req).await;
    }
    let host =
        req.extensions().get::<Client>().map(|client| client.host.clone()).unwrap_or_default();
    let base_url =
        req.app_data::<Data<Handle>>().and_then(|settings| settings.get().server.base_url.clone());
    if is_ours(req.headers(), &host, base_url.as_deref()) {
        next.call(req).await
    } else {
        Ok(req.error_response(Error::CrossSite))
    }
}

/// `Sec-Fetch-Site` is the browser's own word and can't be set by a page. Where it is missing (an
/// older browser, or plain HTTP), `Origin` or else `Referer` must name us; with neither, nobody
/// vouches for the request.
fn is_ours(headers: &HeaderMap, host: &str, base_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    // More than one of either is nobody's browser.
    if [SEC_FETCH_SITE, header::ORIGIN].iter().any(|name| headers.get_all(name).count() > 1) {
        return false;
    }
    match (text(SEC_FETCH_SITE), text(header::ORIGIN), text(header::REFERER)) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(source), _) | (None, None, Some(source)) => names_us(source, host, base_url),
        (None, None, None) => false,
    }
}

/// Whether an origin (or the page in a `Referer`) is at `host`, or at the site's public address.
/// The scheme isn't compared with ours: behind a proxy that ends TLS we don't know it.
fn names_us(source: &str, host: &str, base_url: Option<&str>) -> bool {
    let Ok(source) = Url::parse(source) else { return false };
    if !matches!(source.scheme(), "http" | "https") {
        return false;
    }
    let same_place = |other: &Url| {
        source.host() == other.host()
            && source.port_or_known_default() == other.port_or_known_default()
    };
    let asked_for = Url::parse(&format!("{}://{host}", source.scheme()));
    let public =
        base_url.and_then(|url| Url::parse(url).ok()).filter(|url| url.scheme() == source.scheme());
    asked_for.is_ok_and(|url| same_place(&url)) || public.is_some_and(|url| same_place(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(headers: &[(HeaderName, &'static str)]) -> bool {
        let map =
            headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        is_ours(&map, "blog.example:8000", Some("https://public.example/"))
    }

    #[test]
    fn the_browsers_own_word_decides() {
        for (site, allowed) in [
            ("same-origin", true),
            ("none", true),
            ("same-site", false),
            ("cross-site", false),
            ("", false),
        ] {
            assert_eq!(
                allows(&[(SEC_FETCH_SITE, site), (header::ORIGIN, "http://blog.example:8000")]),
                allowed,
                "{site}"
            );
        }
    }

    #[test]
    fn without_it_the_origin_must_be_ours() {
        for (origin, allowed) in [
            ("http://blog.example:8000", true),
            ("https://public.example", true),
            ("http://public.example", false),
            ("http://blog.example", false),
            ("http://evil.example:8000", false),
            ("http://blog.example:8000.evil.example", false),
            ("http://blog.example:8000@evil.example", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(allows(&[(header::ORIGIN, origin)]), allowed, "{origin}");
        }
    }

    #[test]
    fn without_an_origin_the_referer_must_be_ours_and_silence_is_refused() {
        assert!(allows(&[(header::REFERER, "http://blog.example:8000/posts/new?x=1")]));
        assert!(!allows(&[(header::REFERER, "http://evil.example/?http://blog.example:8000/")]));
        assert!(!allows(&[]));
    }
}
