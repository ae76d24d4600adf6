//! What a caller wants to read.

use actix_web::http::header::{self, HeaderMap};

/// Whether the caller asks for JSON and not for a page.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
}

/// Whether it shows what it gets as a page: neither JSON nor a stream of events is one.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("");
    !wants_json(headers) && !accept.contains("text/event-stream")
}
