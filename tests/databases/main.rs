//! The schema and the main job on every database, really started (`make test` starts them).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers outside of #[test] functions may fail a test too"
)]
#![allow(dead_code, reason = "the helpers are those of the HTTP tests, which use all of them")]

mod demo;
mod hanging;
#[path = "../http/helpers.rs"]
mod helpers;
mod main_job;
mod migrations;
mod plans;
mod search;
mod servers;
