//! Reading ([`timeline`]) and writing ([`compose`]).

pub mod compose;
pub mod timeline;
