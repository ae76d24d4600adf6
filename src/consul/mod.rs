//! What the instance tells Consul's agent, and (later) what it asks of it. The blog never depends
//! on it: with the agent away it works on, and says so in the log once.

pub mod agent;
mod client;

pub use agent::Registrar;
