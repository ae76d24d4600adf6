//! The program as operators meet it: its commands, settings, signals and last words.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that can't go on fails, and says why"
)]

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "shared; not every test binary needs all of it")]
mod support;

mod arguments;
mod crash;
mod database;
mod mail;
#[path = "../support/smtp.rs"]
#[allow(dead_code, reason = "shared; not every test binary needs all of it")]
mod mail_server;
mod people;
mod serving;
mod settings;
mod signals;
