//! Against a real Consul agent: registering, staying registered, going in good order.
//!
//! The agent's program is `$CONSUL_BIN`, the one on PATH, or what `scripts/consul.sh` keeps under
//! `.cache/`. Without one the tests say so and pass, except where `CI=true`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that can't go on fails, and says why"
)]

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "shared; not every test binary needs all of it")]
mod support;

mod agent;
mod away;
mod leaving;
mod registration;
mod tampering;
mod token;
mod ui;
