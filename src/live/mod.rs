//! What is new, told to pages that are open (server-sent events, WHATWG HTML section 9.2). One
//! task of each instance asks the database and tells all streams of its process ([`source`]); a
//! stream decides in memory what concerns its viewer ([`news`]) and writes it down ([`stream`]).
//! Nothing is stored, and a stream that breaks off loses nothing: the next one counts from the
//! post that the page shows first.

mod handlers;
mod news;
mod routes;
mod seats;
mod source;
mod stream;

pub use routes::blueprint;
pub use source::Source;
