//! Proving who one is: registering, signing in, signing out. Accounts themselves are `users`'; the
//! raw session is `web::session`'s.

pub mod accounts;
pub mod forms;
mod handlers;
pub mod password;
mod routes;
pub mod views;

pub use routes::blueprint;
