//! What a browser may send here. Passwords go in and never out again.

use serde::Deserialize;

use super::password;
use super::views::{LoginForm, RegisterForm};
use crate::users::{email, username};
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::own_path::is_own_path;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Register {
    email: String,
    username: String,
    password: String,
}

/// A registration that can be tried.
pub struct ValidRegister {
    pub email: String,
    pub username: String,
    pub password: String,
}

impl Register {
    pub fn new(email: &str, username: &str, password: String) -> Self {
        Self { email: email.to_owned(), username: username.to_owned(), password }
    }

    pub fn validate(self) -> Result<ValidRegister, RegisterForm> {
        let address = self.email.trim();
        let name = self.username.trim().trim_start_matches('@');
        let mut errors = Errors::default();

        errors.require(!address.is_empty(), "email", || Message::new("error-required"));
        errors.require(email::is_valid(address), "email", || Message::new("error-email-invalid"));
        errors.require(!name.is_empty(), "username", || Message::new("error-required"));
        errors.require(username::is_valid(name), "username", || {
            Message::new("error-username-invalid")
        });
        errors.require(!username::is_reserved(name), "username", || {
            Message::new("error-username-reserved")
        });
        errors.require(!self.password.is_empty(), "password", || Message::new("error-required"));
        if let Some(fault) = password::length_fault(&self.password) {
            errors.add("password", fault);
        }
        if errors.is_empty() {
            return Ok(ValidRegister {
                email: address.to_owned(),
                username: name.to_owned(),
                password: self.password,
            });
        }
        Err(RegisterForm { email: self.email, username: self.username, errors })
    }
}

impl ValidRegister {
    /// What everybody knows of its owner makes no password.
    pub fn context(&self, site_name: &str) -> Vec<String> {
        let mut words = vec![self.username.clone(), self.email.clone(), site_name.to_owned()];
        words.extend(self.email.split('@').map(str::to_owned));
        words
    }

    /// The form shown again for a reason that isn't in the form alone.
    pub fn refuse(self, errors: Errors) -> RegisterForm {
        RegisterForm { email: self.email, username: self.username, errors }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Login {
    pub identifier: String,
    pub password: String,
    remember: Option<String>,
    next: String,
}

impl Login {
    /// An empty form that goes to `next` afterwards.
    pub fn leading_to(next: String) -> Self {
        Self { next, ..Self::default() }
    }

    pub fn remember(&self) -> bool {
        self.remember.is_some()
    }

    /// Where to go after the sign-in; only ever a path of our own.
    pub fn next(&self) -> &str {
        if is_own_path(&self.next) { &self.next } else { "/" }
    }

    pub fn validate(&self) -> Errors {
        let mut errors = Errors::default();
        errors.require(!self.identifier.trim().is_empty(), "identifier", || {
            Message::new("error-required")
        });
        errors.require(!self.password.is_empty(), "password", || Message::new("error-required"));
        errors
    }

    pub fn refuse(self, errors: Errors) -> LoginForm {
        let next = self.next().to_owned();
        LoginForm { remember: self.remember(), identifier: self.identifier, next, errors }
    }
}

/// The query of the sign-in page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    pub next: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(
        email: &str,
        username: &str,
        password: &str,
    ) -> Result<ValidRegister, RegisterForm> {
        Register { email: email.into(), username: username.into(), password: password.into() }
            .validate()
    }

    #[test]
    fn a_registration_is_trimmed_but_its_password_is_not() {
        let valid = register(" ada@example.org ", " @Ada ", " spaced out secret ").ok().unwrap();
        assert_eq!((valid.email.as_str(), valid.username.as_str()), ("ada@example.org", "Ada"));
        assert_eq!(valid.password, " spaced out secret ");
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let form = register("nobody", "no body", "short").err().unwrap();
        let key = |field| form.errors.get(field).map(|message| message.key);
        assert_eq!(key("email"), Some("error-email-invalid"));
        assert_eq!(key("username"), Some("error-username-invalid"));
        assert_eq!(key("password"), Some("error-password-short"));
    }

    #[test]
    fn a_sign_in_leads_to_our_own_pages_only() {
        let next = |next: &str| Login { next: next.into(), ..Login::default() }.next().to_owned();
        assert_eq!(next("/posts/new"), "/posts/new");
        for evil in ["", "//evil", "/\\evil", "https://evil", "javascript:alert(1)"] {
            assert_eq!(next(evil), "/", "{evil}");
        }
    }
}
