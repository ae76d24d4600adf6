//! Answers that a client may have already: `ETag` and `Last-Modified`, and 304 (RFC 9110, section
//! 13).

use std::time::{Duration, SystemTime};

use actix_web::http::header::{
    self, ETag, EntityTag, Header, HttpDate, IfModifiedSince, IfNoneMatch, LastModified,
};
use actix_web::{HttpRequest, HttpResponse};

use crate::web::fingerprint::fingerprint;

/// `changed_at` is in milliseconds since 1970.
pub fn answer(
    req: &HttpRequest,
    content_type: &'static str,
    body: String,
    changed_at: i64,
) -> HttpResponse {
    let tag = tag_of(&body);
    let changed =
        SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(changed_at / 1000).unwrap_or(0));
    let mut response =
        if is_known(req, &tag, changed) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header(ETag(tag))
        .insert_header(LastModified(HttpDate::from(changed)))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    let mut response = response.content_type(content_type).body(body);
    if response.status() == actix_web::http::StatusCode::NOT_MODIFIED {
        response = response.set_body(actix_web::body::BoxBody::new(()));
    }
    response
}

/// Weak: the bytes that go out depend on the encoding, too.
pub fn tag_of(body: &str) -> EntityTag {
    EntityTag::new_weak(fingerprint(body))
}

/// A tag, where one is sent, decides alone: times are whole seconds, and posts are quicker.
fn is_known(req: &HttpRequest, tag: &EntityTag, changed: SystemTime) -> bool {
    if req.headers().contains_key(header::IF_NONE_MATCH) {
        return knows_tag(req, tag);
    }
    let since =
        req.headers().contains_key(header::IF_MODIFIED_SINCE).then(|| IfModifiedSince::parse(req));
    matches!(since, Some(Ok(since)) if changed <= SystemTime::from(since.0))
}

/// Whether `If-None-Match` names this version. (The parser takes a missing header for `*`.)
pub fn knows_tag(req: &HttpRequest, tag: &EntityTag) -> bool {
    req.headers().contains_key(header::IF_NONE_MATCH)
        && match IfNoneMatch::parse(req) {
            Ok(IfNoneMatch::Any) => true,
            Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
            Err(_) => false,
        }
}
