//! Reading ([`timeline`]), writing ([`compose`]) and reacting ([`reactions`]).

pub mod compose;
pub mod reactions;
pub mod timeline;
