//! People with a real Chromium: journeys, with and without scripts, by mouse and by keyboard.
//!
//! Needs Chromium and its driver (Debian: chromium, chromium-driver). Without them the tests say
//! so and pass, except where `CI=true`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that can't go on fails, and says why"
)]

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "shared; not every test binary needs all of it")]
mod support;

mod accessibility;
mod composer;
mod every_page;
mod hostile;
mod journey;
mod keyboard;
mod languages;
mod own_data;
mod pages;
mod signing_in;
mod social;
mod timeline;
