//! All that is asked of the tables of jobs, and what removes a person's rows from the others.

pub mod chunks;
pub mod jobs;
pub mod removal;
