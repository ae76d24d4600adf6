//! Static files: compiled into release builds, read from disk in development. Each is linked
//! under a name with its content's hash, so browsers may keep it for ever.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header::{self, EntityTag};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::web::conditional;
use crate::web::error::Error;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static"]
struct Files;

/// In release builds the files can't change, so their links are worked out once.
static LINKS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Files::iter().filter_map(|path| Some((path.to_string(), link_now(&path)?))).collect()
});

/// `/static/app.0123abcd.css` for `app.css`; `None` when there is no such file.
pub fn link(path: &str) -> Option<String> {
    if cfg!(debug_assertions) { link_now(path) } else { LINKS.get(path).cloned() }
}

fn link_now(path: &str) -> Option<String> {
    let hash = hash(&Files::get(path)?);
    let (stem, extension) = path.rsplit_once('.')?;
    Some(format!("/static/{stem}.{hash}.{extension}"))
}

/// The first 8 hex digits of the content's SHA-256.
fn hash(file: &EmbeddedFile) -> String {
    let [a, b, c, d, ..] = file.metadata.sha256_hash();
    format!("{a:02x}{b:02x}{c:02x}{d:02x}")
}

/// `app.0123abcd.css` taken apart again: the file's name and the hash it was linked with.
fn unlink(name: &str) -> (String, Option<&str>) {
    let parts = name.rsplit_once('.').and_then(|(front, extension)| {
        let (stem, hash) = front.rsplit_once('.')?;
        (hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| (format!("{stem}.{extension}"), hash))
    });
    parts.map_or_else(|| (name.to_owned(), None), |(path, hash)| (path, Some(hash)))
}

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/static/{name:.*}", web::get().to(show_file))
        .route("/static/{name:.*}", web::head().to(show_file))
        .route("/favicon.ico", web::get().to(show_favicon))
        .route("/robots.txt", web::get().to(show_robots));
}

async fn show_file(req: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Error> {
    let (path, asked) = unlink(&name);
    let file = Files::get(&path).ok_or(Error::NotFound)?;
    let hash = hash(&file);
    // Weak: the bytes that go out depend on the encoding, too.
    let tag = EntityTag::new_weak(hash.clone());
    let fresh = conditional::knows_tag(&req, &tag);
    let mut response = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(header::ETag(tag));
    // Under a name with another hash stands an older or newer page's file: not to be kept.
    let caching = if asked == Some(hash.as_str()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response.insert_header((header::CACHE_CONTROL, caching));
    Ok(if fresh {
        response.finish()
    } else {
        response.content_type(content_type(&path)).body(bytes(file.data))
    })
}

/// Those compiled in are served from where they are.
fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Browsers ask for it unasked; ours is a vector, and every page links it.
async fn show_favicon() -> Result<HttpResponse, Error> {
    let link = link("favicon.svg").ok_or(Error::NotFound)?;
    Ok(HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, link)).finish())
}

async fn show_robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("User-agent: *\nDisallow: /auth/\nDisallow: /settings/\nDisallow: /posts/new\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_the_contents_hash_and_leads_back_to_the_file() {
        let link = link("app.css").unwrap();
        let (path, hash) = unlink(link.trim_start_matches("/static/"));
        assert_eq!(path, "app.css");
        assert_eq!(hash.map(str::len), Some(8));
        assert_eq!(unlink("app.css"), ("app.css".to_owned(), None));
        assert_eq!(super::link("nothing.css"), None);
    }
}
