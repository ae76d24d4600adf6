//! The whole application over HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers outside of #[test] functions may fail a test too"
)]

mod account;
mod admission;
mod archives;
mod assets;
mod auth;
mod boundaries;
mod closed;
mod digest;
mod drafts;
mod editing;
mod errors;
mod export;
mod feeds;
mod fuzz;
mod guard;
mod health;
mod helpers;
mod import;
mod languages;
mod leaving;
mod letters;
mod limits;
mod live;
mod mail;
#[path = "../support/smtp.rs"]
mod mail_server;
mod moderation;
mod notifications;
mod paging;
mod posts;
mod races;
mod recover;
mod reports;
mod search;
mod sessions;
mod sharing;
mod smtp;
mod social;
mod two_factor;
mod users;
mod verify;
mod visibility;
mod writing;
