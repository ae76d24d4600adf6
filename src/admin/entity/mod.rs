//! Rows of reports, notes and the log of acts.

pub mod entry;
pub mod note;
pub mod report;
