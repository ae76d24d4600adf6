//! Proving who one is: registering, signing in and out, a second factor, forgotten passwords, one's
//! own address and password. Accounts themselves are `users`'; the raw session is `web::session`'s.

pub mod accounts;
pub mod admission;
mod device;
pub mod entity;
pub mod forms;
mod handlers;
mod known_browser;
pub mod letters;
mod links;
pub mod password;
pub mod queries;
mod routes;
pub mod second_factor;
mod totp;
pub mod views;

pub use letters::composers;
pub use routes::blueprint;
