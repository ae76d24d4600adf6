//! What every blueprint shares. Nothing here knows a blueprint; what a page needs of one (the
//! signed-in person) is handed in by the middleware that `app` mounts.

pub mod accept; // whether a page or JSON is wanted
pub mod assets; // static files: embedded, hashed, immutable
pub mod client; // whose request it is: address and host behind trusted proxies
pub mod conditional; // ETag, Last-Modified, 304
pub mod error; // the one error type
pub mod error_pages; // the pages that show it
pub mod fingerprint; // hashes that name what mustn't be stored
pub mod flash; // a sentence carried over one redirect
pub mod form; // reading forms within bounds; errors beside fields
pub mod guard; // the cross-site guard
pub mod headers; // security headers
pub mod health; // /health/live and /health/ready
pub mod i18n; // languages and their catalogues
pub mod own_path; // paths that a redirect may lead to
pub mod page; // rendering a view with what every page has
pub mod pagination; // keyset cursors
pub mod rate_limit; // how often, kept in the database
pub mod session; // who is signed in, kept in the database
pub mod templates; // Tera, one engine a language
pub mod text; // plain text to safe HTML; counting as people count
pub mod trace; // request ids and the access log
pub mod upload; // forms that carry a file
