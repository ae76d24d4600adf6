//! Registering and signing in.

use serde::Serialize;

use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `auth/register.html`
#[derive(Debug, Default, Serialize)]
pub struct Register {
    pub form: RegisterForm,
    /// `auth.registration`: what else is asked for, or that nobody is taken.
    pub mode: &'static str,
}

#[derive(Debug, Default, Serialize)]
pub struct RegisterForm {
    pub email: String,
    pub username: String,
    pub invitation: String,
    pub reason: String,
    pub errors: Errors,
}

impl View for Register {
    const TEMPLATE: &'static str = "auth/register.html";

    fn nav(&self) -> &'static str {
        "register"
    }

    fn samples() -> Vec<Self> {
        let mut errors = Errors::one("email", Message::new("error-email-invalid"));
        errors.add("username", Message::new("error-username-taken"));
        errors.add("password", Message::new("error-password-short").with("min", 8));
        errors.add("form", Message::new("error-rate-limited").with("minutes", 5));
        errors.add("invitation", Message::new("error-invitation"));
        errors.add("reason", Message::new("error-required"));
        let form = RegisterForm {
            email: "\"><script>".to_owned(),
            username: "ada".to_owned(),
            invitation: "\"><script>".to_owned(),
            reason: "</textarea><script>".to_owned(),
            errors,
        };
        ["open", "invitation", "approval", "closed"]
            .into_iter()
            .map(|mode| Self { mode, ..Self::default() })
            .chain([Self { form, mode: "approval" }])
            .collect()
    }
}

/// `auth/login.html`
#[derive(Debug, Default, Serialize)]
pub struct Login {
    pub form: LoginForm,
    /// Where letters are, when they are written to files.
    pub mail_folder: Option<String>,
}

#[derive(Debug, Default, Serialize)]
pub struct LoginForm {
    pub identifier: String,
    pub remember: bool,
    pub next: String,
    pub errors: Errors,
}

impl View for Login {
    const TEMPLATE: &'static str = "auth/login.html";

    fn nav(&self) -> &'static str {
        "login"
    }

    fn samples() -> Vec<Self> {
        let failed = LoginForm {
            identifier: "\"><script>".to_owned(),
            remember: true,
            next: "/posts/new".to_owned(),
            errors: Errors::one("form", Message::new("error-login-failed")),
        };
        let empty = LoginForm {
            errors: {
                let mut errors = Errors::one("identifier", Message::new("error-required"));
                errors.add("password", Message::new("error-required"));
                errors
            },
            ..LoginForm::default()
        };
        let folder = Some("data/mail".to_owned());
        vec![
            Self::default(),
            Self { form: failed, mail_folder: None },
            Self { form: empty, mail_folder: folder },
        ]
    }
}
