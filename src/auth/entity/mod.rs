//! What an account is proven with. Times are milliseconds since 1970.

pub mod email_change;
pub mod recovery_code;
pub mod second_factor;
pub mod token;
