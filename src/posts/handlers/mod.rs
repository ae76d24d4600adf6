//! Reading ([`timeline`], [`feeds`]), writing ([`compose`]) and reacting ([`reactions`]).

pub mod compose;
pub mod feeds;
pub mod reactions;
pub mod timeline;
