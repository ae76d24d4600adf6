//! What a caller wants to read.

use actix_web::http::header::{self, HeaderMap};

/// Whether the caller asks for JSON and not for a page.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
}
