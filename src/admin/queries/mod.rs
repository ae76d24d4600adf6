//! All that is asked of the tables of reports and notes, and of people as moderators look for them.

pub mod notes;
pub mod people;
pub mod reports;
