//! What an account is proven with. Times are milliseconds since 1970.

pub mod application;
pub mod email_change;
pub mod invitation;
pub mod recovery_code;
pub mod second_factor;
pub mod sign_up_block;
pub mod token;
