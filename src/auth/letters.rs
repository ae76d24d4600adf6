//! What is mailed about an account: links that prove an address, and notices of what has changed.
//!
//! Links are written by the worker ([`composers`]): a request takes the same time whether or not
//! there is somebody to write to. Notices go to verified addresses alone.

use std::collections::BTreeMap;

use async_trait::async_trait;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

use super::entity::token::Purpose;
use super::queries::{email_changes, tokens};
use crate::mail::{Action, Composer, Letter, Mailer};
use crate::settings::{Handle, Settings};
use crate::users::entity::Model;
use crate::users::{email, queries};
use crate::web::error::Error;
use crate::web::i18n::{Locale, Message};

/// The kinds of what is asked for; see [`Composer::kind`].
pub const VERIFY: &str = "auth-verify";
pub const RESET: &str = "auth-reset";
pub const EMAIL_CHANGE: &str = "auth-email-change";

/// Of the accounts that claim an address which is nobody's yet, so many are sent a link.
const MOST_CLAIMS: u64 = 3;

/// What has happened to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    PasswordChanged,
    PasswordReset,
    SecondFactorOn,
    SecondFactorOff,
    RecoveryCodesReplaced,
    RecoveryCodeUsed { left: u64 },
    EmailChanged,
}

impl Notice {
    fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::PasswordChanged => ("mail-password-changed-subject", "mail-password-changed"),
            Self::PasswordReset => ("mail-password-reset-subject", "mail-password-reset"),
            Self::SecondFactorOn => ("mail-second-factor-on-subject", "mail-second-factor-on"),
            Self::SecondFactorOff => ("mail-second-factor-off-subject", "mail-second-factor-off"),
            Self::RecoveryCodesReplaced => ("mail-recovery-codes-subject", "mail-recovery-codes"),
            Self::RecoveryCodeUsed { .. } => ("mail-recovery-used-subject", "mail-recovery-used"),
            Self::EmailChanged => ("mail-email-changed-subject", "mail-email-changed"),
        }
    }

    /// To the account's address, when it is known to be its owner's. `seen` is the language in which
    /// he looks at pages, when he has chosen none.
    pub fn letter(
        &self,
        mailer: &Mailer,
        settings: &Settings,
        user: &Model,
        seen: Locale,
    ) -> Option<Letter> {
        let (subject, line) = self.texts();
        let names = Names::of(settings, user);
        let mut line = names.put(Message::new(line));
        if let Self::RecoveryCodeUsed { left } = self {
            line = line.with("count", i64::try_from(*left).unwrap_or(0));
        }
        let subject = names.put(Message::new(subject));
        let lines = vec![names.put(Message::new("mail-hello")), line];
        let letter = Letter::new(&user.email, user.locale_or(seen), subject, lines);
        let letter = match self {
            // There it can't be helped by the person himself any more.
            Self::EmailChanged => {
                Letter { after: vec![names.put(Message::new("mail-not-you-operator"))], ..letter }
            }
            _ => Letter {
                action: Some(Action {
                    label: Message::new("mail-not-you-action"),
                    url: mailer.link("/auth/forgot"),
                }),
                after: vec![names.put(Message::new("mail-not-you"))],
                ..letter
            },
        };
        user.is_verified().then_some(letter)
    }
}

/// What all letters name.
struct Names {
    site: String,
    username: String,
}

impl Names {
    fn of(settings: &Settings, user: &Model) -> Self {
        Self { site: settings.site.name.clone(), username: user.username.clone() }
    }

    fn put(&self, message: Message) -> Message {
        message.with("site", self.site.as_str()).with("username", self.username.as_str())
    }

    /// A letter with a button.
    fn letter(&self, to: &str, locale: Locale, key: &Keys, url: String) -> Letter {
        let lines = vec![self.put(Message::new("mail-hello")), self.put(Message::new(key.line))];
        Letter {
            action: Some(Action { label: Message::new(key.action), url }),
            after: vec![self.put(Message::new(key.after))],
            ..Letter::new(to, locale, self.put(Message::new(key.subject)), lines)
        }
    }
}

struct Keys {
    subject: &'static str,
    line: &'static str,
    action: &'static str,
    after: &'static str,
}

/// A letter that is to be written about an account.
#[derive(Debug, Serialize, Deserialize)]
struct AboutUser {
    user_id: i64,
    email_key: String,
    locale: String,
}

/// A letter that is to be written to whoever an address belongs to.
#[derive(Debug, Serialize, Deserialize)]
struct AboutAddress {
    email: String,
    locale: String,
}

/// For [`VERIFY`] and [`EMAIL_CHANGE`].
pub fn about_user(user_id: i64, email_key: &str, locale: Locale) -> serde_json::Value {
    serde_json::json!({ "user_id": user_id, "email_key": email_key, "locale": locale.tag() })
}

/// For [`RESET`].
pub fn about_address(email: &str, locale: Locale) -> serde_json::Value {
    serde_json::json!({ "email": email, "locale": locale.tag() })
}

fn read<T: serde::de::DeserializeOwned>(payload: serde_json::Value) -> Result<T, Error> {
    serde_json::from_value(payload).map_err(|error| Error::Internal(error.into()))
}

fn seen(tag: &str) -> Locale {
    Locale::from_tag(tag).unwrap_or_default()
}

/// Those of this blueprint.
pub fn composers(settings: &Handle) -> Vec<Box<dyn Composer>> {
    vec![
        Box::new(Verify(settings.clone())),
        Box::new(Reset(settings.clone())),
        Box::new(EmailChange(settings.clone())),
    ]
}

/// The link that verifies an account's address; or word to whom it belongs to already.
struct Verify(Handle);

#[async_trait]
impl Composer for Verify {
    fn kind(&self) -> &'static str {
        VERIFY
    }

    async fn compose(
        &self,
        mailer: &Mailer,
        tx: &DatabaseTransaction,
        payload: serde_json::Value,
    ) -> Result<Vec<Letter>, Error> {
        let about: AboutUser = read(payload)?;
        let settings = self.0.get();
        let user = queries::find(tx, about.user_id).await?;
        let waits = |user: &Model| !user.is_verified() && user.email_key == about.email_key;
        let Some(user) = user.filter(waits) else { return Ok(Vec::new()) };
        if let Some(owner) = queries::owner_of_email(tx, &user.email_key).await? {
            return Ok(vec![already_yours(mailer, &settings, &owner, &user, seen(&about.locale))]);
        }
        let token = tokens::issue(tx, user.id, Purpose::Verify, &user.email_key).await?;
        let keys = Keys {
            subject: "mail-verify-subject",
            line: "mail-verify",
            action: "mail-verify-action",
            after: "mail-verify-after",
        };
        let url = mailer.link(&format!("/auth/verify?token={token}"));
        let locale = user.locale_or(seen(&about.locale));
        Ok(vec![Names::of(&settings, &user).letter(&user.email, locale, &keys, url)])
    }
}

/// To whose address it is, about another account that wanted it.
fn already_yours(
    mailer: &Mailer,
    settings: &Settings,
    owner: &Model,
    other: &Model,
    seen: Locale,
) -> Letter {
    let keys = Keys {
        subject: "mail-already-subject",
        line: "mail-already",
        action: "mail-already-action",
        after: "mail-already-after",
    };
    let url = mailer.link("/auth/login");
    let names = Names::of(settings, owner);
    let mut letter = names.letter(&owner.email, owner.locale_or(seen), &keys, url);
    let name_other = |message: Message| message.with("other", other.username.as_str());
    letter.lines = letter.lines.into_iter().map(name_other).collect();
    letter.after = letter.after.into_iter().map(name_other).collect();
    letter
}

/// The link that sets a new password.
struct Reset(Handle);

#[async_trait]
impl Composer for Reset {
    fn kind(&self) -> &'static str {
        RESET
    }

    async fn compose(
        &self,
        mailer: &Mailer,
        tx: &DatabaseTransaction,
        payload: serde_json::Value,
    ) -> Result<Vec<Letter>, Error> {
        let about: AboutAddress = read(payload)?;
        let settings = self.0.get();
        let keys = Keys {
            subject: "mail-reset-subject",
            line: "mail-reset",
            action: "mail-reset-action",
            after: "mail-reset-after",
        };
        // Sent to the address as its owner has written it, never as somebody has typed it now: two
        // that are folded alike may be two mailboxes.
        let mut letters = BTreeMap::new();
        for user in queries::claims_on_email(tx, &about.email, MOST_CLAIMS).await? {
            // Of two that are written at once, the later one's link alone is good.
            queries::lock(tx, [user.id]).await?;
            tokens::void(tx, user.id, &[Purpose::Reset]).await?;
            let token = tokens::issue(tx, user.id, Purpose::Reset, &user.email_key).await?;
            let url = mailer.link(&format!("/auth/reset?token={token}"));
            let locale = user.locale_or(seen(&about.locale));
            let letter = Names::of(&settings, &user).letter(&user.email, locale, &keys, url);
            letters.insert(user.id, letter);
        }
        Ok(letters.into_values().collect())
    }
}

/// The links with which both ends agree to another address.
struct EmailChange(Handle);

#[async_trait]
impl Composer for EmailChange {
    fn kind(&self) -> &'static str {
        EMAIL_CHANGE
    }

    async fn compose(
        &self,
        mailer: &Mailer,
        tx: &DatabaseTransaction,
        payload: serde_json::Value,
    ) -> Result<Vec<Letter>, Error> {
        let about: AboutUser = read(payload)?;
        let settings = self.0.get();
        let Some(user) = queries::find(tx, about.user_id).await? else { return Ok(Vec::new()) };
        let change = email_changes::find(tx, user.id).await?;
        let Some(change) = change.filter(|change| change.email_key == about.email_key) else {
            return Ok(Vec::new());
        };
        let seen = seen(&about.locale);
        let (names, locale) = (Names::of(&settings, &user), user.locale_or(seen));
        let link = |token| mailer.link(&format!("/auth/verify?token={token}"));
        let mut letters = Vec::new();
        match queries::owner_of_email(tx, &change.email_key).await? {
            Some(owner) => letters.push(already_yours(mailer, &settings, &owner, &user, seen)),
            None => {
                let token = tokens::issue(tx, user.id, Purpose::Move, &change.email_key).await?;
                let keys = Keys {
                    subject: "mail-move-subject",
                    line: "mail-move",
                    action: "mail-move-action",
                    after: "mail-move-after",
                };
                letters.push(names.letter(&change.email, locale, &keys, link(token)));
            }
        }
        if let Some(old) = change.old_email_key.as_deref()
            && email::fold(&user.email) == old
        {
            let token = tokens::issue(tx, user.id, Purpose::Leave, old).await?;
            let keys = Keys {
                subject: "mail-leave-subject",
                line: "mail-leave",
                action: "mail-leave-action",
                after: "mail-leave-after",
            };
            let mut letter = names.letter(&user.email, locale, &keys, link(token));
            let name_new = |message: Message| message.with("email", change.email.as_str());
            letter.lines = letter.lines.into_iter().map(name_new).collect();
            letters.push(letter);
        }
        Ok(letters)
    }
}
