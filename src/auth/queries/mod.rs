//! All that is asked of the tables that prove who somebody is.

pub mod admission;
pub mod email_changes;
pub mod second_factor;
pub mod tokens;
