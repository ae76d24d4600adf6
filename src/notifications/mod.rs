//! What people are told of: written down by listening to what happens ([`listener`]), read at
//! `/notifications`, counted on every page.

pub mod entity;
mod handlers;
mod listener;
pub mod queries;
mod routes;
mod unread;
pub mod views;

pub use listener::Notifier;
pub use routes::blueprint;
pub use unread::count_unread;
