//! Extract, call, render or redirect.

pub mod registering;
pub mod sign_in;
