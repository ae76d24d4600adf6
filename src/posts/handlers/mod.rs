//! Reading ([`timeline`], [`profile`], [`search`], [`feeds`]), writing ([`compose`], [`drafts`]) and
//! reacting ([`reactions`]).

pub mod compose;
pub mod drafts;
pub mod feeds;
pub mod profile;
pub mod reactions;
pub mod search;
pub mod timeline;

use crate::web::error::Error;

/// What isn't a number can't be a post's.
fn parse_id(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
