//! One's own account, and links that prove something of it.

use serde::Serialize;

use crate::auth::entity::email_change;
use crate::auth::links::Followed;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// A time as `<time datetime>` wants it.
pub(super) fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap_or_default().to_string()
}

/// `auth/account.html`
#[derive(Debug, Serialize)]
pub struct Account {
    pub username: String,
    pub email: String,
    pub verified: bool,
    /// An address that waits for both ends to agree.
    pub change: Option<ShownChange>,
    pub second_factor: bool,
    /// Where letters are, when they are written to files.
    pub mail_folder: Option<String>,
    pub form: AccountForm,
}

#[derive(Debug, Serialize)]
pub struct ShownChange {
    pub email: String,
    pub old_missing: bool,
    pub new_missing: bool,
    /// RFC 3339.
    pub until: String,
}

impl From<email_change::Model> for ShownChange {
    fn from(change: email_change::Model) -> Self {
        Self {
            old_missing: change.old_email_key.is_some() && !change.old_confirmed,
            new_missing: !change.new_confirmed,
            until: rfc3339(change.expires_at),
            email: change.email,
        }
    }
}

/// Two forms, with what was typed into the first; passwords go in and never out again.
#[derive(Debug, Default, Serialize)]
pub struct AccountForm {
    pub email: String,
    pub about_email: Errors,
    pub about_password: Errors,
}

impl AccountForm {
    /// With what was typed, and nothing that is wrong.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self { email: self.email.clone(), ..Self::default() }
    }
}

impl Account {
    /// With what is wrong at the form that was sent.
    #[must_use]
    pub fn refused(mut self, new_password: Option<&String>, errors: Errors) -> Self {
        match new_password {
            Some(_) => self.form.about_password = errors,
            None => self.form.about_email = errors,
        }
        self
    }
}

impl View for Account {
    const TEMPLATE: &'static str = "auth/account.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let sample = |verified, form| Self {
            username: "ada".to_owned(),
            email: "ada+<b>@example.org".to_owned(),
            verified,
            change: None,
            second_factor: verified,
            mail_folder: (!verified).then(|| "data/mail".to_owned()),
            form,
        };
        let change = |old_missing, new_missing| {
            let until = "2026-11-21T07:36:00Z".to_owned();
            Some(ShownChange { email: "b@example.org".to_owned(), old_missing, new_missing, until })
        };
        let mut about_email = Errors::one("email", Message::new("error-email-same"));
        about_email.add("current_password", Message::new("error-required"));
        let mut about_password = Errors::one("new_password", Message::new("error-password-common"));
        about_password.add("current_password", Message::new("error-password-wrong"));
        about_password.add("form", Message::new("error-rate-limited").with("minutes", 5));
        let email = "\"><script>".to_owned();
        let wrong = AccountForm { email, about_email, about_password };
        vec![
            sample(false, AccountForm::default()),
            Self { change: change(true, true), ..sample(true, wrong) },
            Self { change: change(true, false), ..sample(true, AccountForm::default()) },
            Self { change: change(false, true), ..sample(false, AccountForm::default()) },
        ]
    }
}

/// `auth/verified.html`: what following a link came to.
#[derive(Debug, Serialize)]
pub struct Verified {
    /// `verified`, `changed`, `new-missing`, `old-missing`, `taken` or `void`.
    pub outcome: &'static str,
}

impl Verified {
    pub fn new(followed: Followed) -> Self {
        let outcome = match followed {
            Followed::Verified => "verified",
            Followed::Changed => "changed",
            Followed::NewMissing => "new-missing",
            Followed::OldMissing => "old-missing",
            Followed::Taken => "taken",
            Followed::Void => "void",
        };
        Self { outcome }
    }
}

impl View for Verified {
    const TEMPLATE: &'static str = "auth/verified.html";

    fn samples() -> Vec<Self> {
        use Followed::{Changed, NewMissing, OldMissing, Taken, Verified, Void};
        [Verified, Changed, NewMissing, OldMissing, Taken, Void].map(Self::new).into()
    }
}

/// `auth/forgot.html`
#[derive(Debug, Default, Serialize)]
pub struct Forgot {
    pub form: ForgotForm,
    /// Whether it has been asked for.
    pub sent: bool,
    pub mail_folder: Option<String>,
}

#[derive(Debug, Default, Serialize)]
pub struct ForgotForm {
    pub email: String,
    pub errors: Errors,
}

impl View for Forgot {
    const TEMPLATE: &'static str = "auth/forgot.html";

    fn nav(&self) -> &'static str {
        "login"
    }

    fn samples() -> Vec<Self> {
        let errors = Errors::one("email", Message::new("error-email-invalid"));
        let wrong = ForgotForm { email: "\"><script>".to_owned(), errors };
        let folder = Some("data/mail".to_owned());
        vec![
            Self::default(),
            Self { form: wrong, ..Self::default() },
            Self { sent: true, ..Self::default() },
            Self { sent: true, mail_folder: folder, ..Self::default() },
        ]
    }
}

/// `auth/reset.html`
#[derive(Debug, Default, Serialize)]
pub struct Reset {
    pub token: String,
    pub errors: Errors,
}

impl View for Reset {
    const TEMPLATE: &'static str = "auth/reset.html";

    fn nav(&self) -> &'static str {
        "login"
    }

    fn samples() -> Vec<Self> {
        let errors = Errors::one("password", Message::new("error-password-common"));
        vec![Self::default(), Self { token: "\"><script>".to_owned(), errors }]
    }
}

/// `auth/reset_void.html`: the link isn't good any more.
#[derive(Debug, Default, Serialize)]
pub struct ResetVoid {}

impl View for ResetVoid {
    const TEMPLATE: &'static str = "auth/reset_void.html";

    fn nav(&self) -> &'static str {
        "login"
    }

    fn samples() -> Vec<Self> {
        vec![Self::default()]
    }
}
