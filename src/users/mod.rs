//! People: who they are, who is looking at the page, how they appear on cards, their profile's
//! settings. How they prove who they are is `auth`'s; what they write is `posts`'.

mod current;
pub mod email;
pub mod entity;
mod forms;
mod handlers;
pub mod muted_words;
pub mod queries;
mod routes;
pub mod username;
pub mod views;

pub use current::{CurrentUser, MaybeUser, load_current_user};
pub use routes::blueprint;
