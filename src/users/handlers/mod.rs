//! A person's settings, and whom people follow.

pub mod following;
pub mod settings;
