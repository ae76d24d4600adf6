//! What a browser may send here. Passwords go in and never out again.

use serde::Deserialize;

use super::password;
use super::views::{AccountForm, ForgotForm, LoginForm, RegisterForm};
use crate::users::entity::Model;
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
    invitation: String,
    reason: String,
}

/// A registration that can be tried.
#[derive(Default)]
pub struct ValidRegister {
    pub email: String,
    pub username: String,
    pub password: String,
    /// What these are for is [`super::admission`]'s to know.
    pub invitation: String,
    pub reason: String,
}

impl Register {
    pub fn new(email: &str, username: &str, password: String) -> Self {
        let (email, username) = (email.to_owned(), username.to_owned());
        Self { email, username, password, ..Self::default() }
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
                invitation: self.invitation,
                reason: self.reason,
            });
        }
        Err(RegisterForm {
            email: self.email,
            username: self.username,
            invitation: self.invitation,
            reason: self.reason,
            errors,
        })
    }
}

impl ValidRegister {
    /// See [`password_context`].
    pub fn context(&self, site_name: &str) -> Vec<String> {
        password_context(&self.username, &self.email, site_name)
    }

    /// The form shown again for a reason that isn't in the form alone.
    pub fn refuse(&self, errors: Errors) -> RegisterForm {
        RegisterForm {
            email: self.email.clone(),
            username: self.username.clone(),
            invitation: self.invitation.clone(),
            reason: self.reason.clone(),
            errors,
        }
    }
}

/// What everybody knows of its owner makes no password.
pub fn password_context(username: &str, email: &str, site_name: &str) -> Vec<String> {
    let mut words = vec![username.to_owned(), email.to_owned(), site_name.to_owned()];
    words.extend(email.split('@').map(str::to_owned));
    words
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

/// A code: of the app that is being set up, with the present password, or in the middle of a sign-in.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SecondFactor {
    pub code: String,
    pub current_password: String,
}

/// What asks for the present password and nothing else.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Confirmation {
    pub current_password: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Forgot {
    email: String,
}

impl Forgot {
    /// An address that mail can be sent to.
    pub fn validate(self) -> Result<String, ForgotForm> {
        let address = self.email.trim();
        let mut errors = Errors::default();
        errors.require(!address.is_empty(), "email", || Message::new("error-required"));
        errors.require(email::is_valid(address), "email", || Message::new("error-email-invalid"));
        if errors.is_empty() {
            return Ok(address.to_owned());
        }
        Err(ForgotForm { email: self.email, errors })
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Reset {
    pub token: String,
    pub password: String,
}

impl Reset {
    pub fn validate(&self) -> Errors {
        let mut errors = Errors::default();
        errors.require(!self.password.is_empty(), "password", || Message::new("error-required"));
        if let Some(fault) = password::length_fault(&self.password) {
            errors.add("password", fault);
        }
        errors
    }
}

/// Another address, another password, or both; what is empty stays as it is.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EditAccount {
    email: String,
    pub current_password: String,
    new_password: String,
}

/// What somebody wants to change, and what is wrong with it, form by form.
#[derive(Default)]
pub struct AccountChanges {
    pub email: Option<String>,
    pub password: Option<String>,
    pub form: AccountForm,
}

impl EditAccount {
    pub fn read(&self, user: &Model) -> AccountChanges {
        let address = self.email.trim();
        let (mut about_email, mut about_password) = (Errors::default(), Errors::default());
        let other = email::fold(address) != user.email_key;
        let email = (other && !address.is_empty()).then(|| address.to_owned());
        let password = (!self.new_password.is_empty()).then(|| self.new_password.clone());
        if email.is_some() {
            about_email
                .require(email::is_valid(address), "email", || Message::new("error-email-invalid"));
        } else if password.is_none() && !address.is_empty() {
            about_email.add("email", Message::new("error-email-same"));
        } else if password.is_none() {
            about_password.add("new_password", Message::new("error-required"));
        }
        if let Some(fault) = password.as_deref().and_then(password::length_fault) {
            about_password.add("new_password", fault);
        }
        let form = AccountForm { email: self.email.clone(), about_email, about_password };
        AccountChanges { email, password, form }
    }
}

impl AccountChanges {
    pub fn is_right(&self) -> bool {
        self.form.about_email.is_empty() && self.form.about_password.is_empty()
    }

    /// Beside the form that was sent.
    pub fn add(&mut self, field: &'static str, fault: Message) {
        match (field, &self.password) {
            ("email", _) | ("current_password" | "form", None) => {
                self.form.about_email.add(field, fault);
            }
            _ => self.form.about_password.add(field, fault),
        }
    }
}

/// What a link from a letter holds.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TokenQuery {
    pub token: String,
}

/// The query of the page for forgotten passwords.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ForgotQuery {
    pub sent: Option<String>,
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
        Register::new(email, username, password.into()).validate()
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
