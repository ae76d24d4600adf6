//! The second factor.

use serde::Serialize;

use crate::auth::totp::Qr;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `auth/second_factor_setup.html`
#[derive(Debug, Serialize)]
pub struct SecondFactorSetup {
    /// None when there is too much to say for one.
    pub qr: Option<Qr>,
    /// The secret, in groups to be typed.
    pub secret: String,
    /// For an app on the same device.
    pub uri: String,
    pub errors: Errors,
}

impl View for SecondFactorSetup {
    const TEMPLATE: &'static str = "auth/second_factor_setup.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let mut errors = Errors::one("code", Message::new("error-code-setup"));
        errors.add("current_password", Message::new("error-password-wrong"));
        errors.add("form", Message::new("error-rate-limited").with("minutes", 5));
        let sample = |errors| Self {
            qr: Qr::of("otpauth://totp/x"),
            secret: "GEZD GNBV".to_owned(),
            uri: "otpauth://totp/\"><script>".to_owned(),
            errors,
        };
        vec![sample(Errors::default()), Self { qr: None, ..sample(errors) }]
    }
}

/// `auth/second_factor_on.html`
#[derive(Debug, Default, Serialize)]
pub struct SecondFactorOn {
    /// How many recovery codes there are still.
    pub left: u64,
    pub errors: Errors,
}

impl View for SecondFactorOn {
    const TEMPLATE: &'static str = "auth/second_factor_on.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let mut errors = Errors::one("current_password", Message::new("error-password-wrong"));
        errors.add("form", Message::new("error-rate-limited").with("minutes", 5));
        vec![Self::default(), Self { left: 1, errors }]
    }
}

/// `auth/recovery_codes.html`
#[derive(Debug, Serialize)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
    /// Whether the second factor has just been switched on.
    pub first: bool,
}

impl View for RecoveryCodes {
    const TEMPLATE: &'static str = "auth/recovery_codes.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let codes = vec!["k7dq-3x9m-00aa-1b2c-zzzz-yyyy-wwww".to_owned(); 10];
        vec![Self { codes: codes.clone(), first: true }, Self { codes, first: false }]
    }
}

/// `auth/second_step.html`
#[derive(Debug, Default, Serialize)]
pub struct SecondStep {
    pub code: String,
    pub errors: Errors,
}

impl View for SecondStep {
    const TEMPLATE: &'static str = "auth/second_step.html";

    fn nav(&self) -> &'static str {
        "login"
    }

    fn samples() -> Vec<Self> {
        let wrong = Errors::one("code", Message::new("error-code-wrong"));
        let often = Errors::one("form", Message::new("error-rate-limited").with("minutes", 5));
        let sample = |errors| Self { code: "\"><script>".to_owned(), errors };
        vec![Self::default(), sample(wrong), sample(often)]
    }
}
