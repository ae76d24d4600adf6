//! Posts: writing, editing and deleting them, who may see them, timelines, threads, search, feeds,
//! and the profile page (which is a list of posts under a person's card).

pub mod entity;
pub mod forms;
mod handlers;
pub mod language;
pub mod publishing;
pub mod queries;
mod routes;
pub mod views;

pub use routes::blueprint;
