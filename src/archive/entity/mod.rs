//! Rows of `archive_jobs` and `archive_chunks`. Times are milliseconds since 1970.

pub mod chunk;
pub mod job;
