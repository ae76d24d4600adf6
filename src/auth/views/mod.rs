//! What templates see here.

mod account;
mod second_factor;
mod sessions;
mod signing_in;

pub use account::{Account, AccountForm, Forgot, ForgotForm, Reset, ResetVoid, Verified};
pub use second_factor::{RecoveryCodes, SecondFactorOn, SecondFactorSetup, SecondStep};
pub use sessions::Sessions;
pub use signing_in::{Login, LoginForm, Register, RegisterForm};
