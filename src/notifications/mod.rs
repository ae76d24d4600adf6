//! What people are told of: written down by listening to what happens ([`listener`]), read at
//! `/notifications`, counted on every page, and told by mail to those who want it ([`digest`]).

mod digest;
pub mod entity;
mod handlers;
mod listener;
pub mod queries;
mod routes;
mod settings;
mod unread;
mod unsubscribe;
pub mod views;

pub use digest::Digester;
pub use listener::Notifier;
pub use routes::blueprint;
pub use unread::count_unread;
pub use unsubscribe::Tokens;
