//! `miniblog user …`

use std::io::{IsTerminal, Read};

use anyhow::{Context, bail};
use sea_orm::{ActiveEnum, DatabaseTransaction};

use crate::db::Db;

use super::{Failure, migrated_database, say};
use crate::admin::audit::{self, Act, Done};
use crate::auth::accounts;
use crate::auth::forms::{Register, password_context};
use crate::auth::letters::Notice;
use crate::auth::password::{self, Hasher};
use crate::auth::queries::tokens::{self, Purpose};
use crate::auth::queries::{email_changes, second_factor};
use crate::id;
use crate::mail::Mailer;
use crate::settings::{Handle, Settings};
use crate::users::email;
use crate::users::entity::{Model, Role};
use crate::users::queries::credentials::{self, Claim};
use crate::users::queries::{self, Taken};
use crate::web::error::Error;
use crate::web::form::Errors;
use crate::web::i18n::{Catalogue, Locale, Message};
use crate::web::session;

/// Makes an account under the rules of the sign-up page. Here the caller is the operator, so he is
/// told when the address is taken.
pub async fn user_create(settings: &Settings, username: &str, email: &str) -> Result<(), Failure> {
    let form = Register::new(email, username, read_password()?);
    let valid = form.validate().map_err(|form| Failure::Usage(word_all(&form.errors)))?;
    let db = migrated_database(settings).await?;
    let hasher = Hasher::new(settings.auth.bcrypt_cost)?;
    if let Some(fault) =
        hasher.weakness(&valid.password, valid.context(&settings.site.name)).await?
    {
        return Err(Failure::Usage(word(&fault)));
    }
    let name = valid.username.clone();
    // The operator vouches for the address.
    let nothing_else = async |_: &_, _| Ok::<_, Error>(());
    let created = accounts::register(&db, &hasher, valid, true, nothing_else).await;
    match created.map_err(anyhow::Error::from)? {
        Ok(_) => say(format_args!("made the account {name}")),
        Err(Taken::Username) => {
            return Err(Failure::Usage(word(&Message::new("error-username-taken"))));
        }
        Err(Taken::Email) => {
            return Err(Failure::Usage(word(&Message::new("error-email-taken"))));
        }
    }
    Ok(())
}

pub async fn user_promote(settings: &Settings, username: &str, role: &str) -> Result<(), Failure> {
    let role = Role::try_from_value(&role.to_owned())
        .map_err(|_| Failure::Usage(format!("there is no role {role}")))?;
    let (db, user) = find(settings, username).await?;
    let promote = async |tx: &DatabaseTransaction| {
        queries::set_role(tx, user.id, role).await?;
        let role = role.to_value();
        audit::write(tx, Done::new(None, Act::Promote, &role).to(user.id)).await.map(drop)
    };
    db.write(promote).await?;
    say(format_args!("{} is {} now", user.username, role.to_value()));
    Ok(())
}

pub async fn user_reset_password(settings: &Settings, username: &str) -> Result<(), Failure> {
    let (db, user) = find(settings, username).await?;
    let password = read_password()?;
    let hasher = Hasher::new(settings.auth.bcrypt_cost)?;
    let context = password_context(&user.username, &user.email, &settings.site.name);
    let fault = match password::length_fault(&password) {
        None => hasher.weakness(&password, context).await?,
        fault => fault,
    };
    if let Some(fault) = fault {
        return Err(Failure::Usage(word(&fault)));
    }
    let hash = hasher.hash(&password).await?;
    let teller = Teller::new(settings)?;
    let change = async |tx: &_| {
        session::list::end_all(tx, user.id).await?;
        tokens::void(tx, user.id, &[Purpose::Reset]).await?;
        email_changes::cancel(tx, user.id).await?;
        let changed = credentials::change_password(tx, &user, &hash).await?;
        if changed.is_some() {
            teller.tell(tx, &user, Notice::PasswordChanged).await?;
        }
        Ok::<_, Error>(changed)
    };
    let changed = db.write(change).await.map_err(anyhow::Error::from)?;
    changed.context("the password was changed elsewhere at the same moment")?;
    say(format_args!("{} has a new password and is signed out everywhere", user.username));
    Ok(())
}

/// Tells a person by mail what the operator has changed; a serving instance sends it.
struct Teller<'a> {
    mailer: Mailer,
    settings: &'a Settings,
}

impl<'a> Teller<'a> {
    fn new(settings: &'a Settings) -> anyhow::Result<Self> {
        let handle = Handle::new(settings.clone());
        Ok(Self { mailer: Mailer::new(handle, &super::own_address(settings))?, settings })
    }

    async fn tell(
        &self,
        tx: &DatabaseTransaction,
        user: &Model,
        notice: Notice,
    ) -> Result<(), Error> {
        let letter = notice.letter(&self.mailer, self.settings, user, Locale::default());
        let Some(letter) = letter else { return Ok(()) };
        self.mailer.enqueue(tx, &format!("notice {} {}", user.id, id::mint()), &letter).await
    }
}

/// Gives an account another address, for which the operator vouches.
pub async fn user_set_email(
    settings: &Settings,
    username: &str,
    address: &str,
) -> Result<(), Failure> {
    let address = address.trim();
    if !email::is_valid(address) {
        return Err(Failure::Usage(word(&Message::new("error-email-invalid"))));
    }
    let (db, user) = find(settings, username).await?;
    let teller = Teller::new(settings)?;
    let change = async |tx: &_| {
        // Links that were sent to the former address prove nothing any more.
        email_changes::cancel(tx, user.id).await?;
        tokens::void(tx, user.id, &[Purpose::Reset, Purpose::Verify]).await?;
        let claim = credentials::set_email(tx, user.id, address).await?;
        if claim == Claim::Won {
            teller.tell(tx, &user, Notice::EmailChanged).await?;
        }
        Ok::<_, Error>(claim)
    };
    match db.write(change).await.map_err(anyhow::Error::from)? {
        Claim::Taken => Err(Failure::Usage(word(&Message::new("error-email-taken")))),
        Claim::Won | Claim::Moot => {
            say(format_args!("{} has another address", user.username));
            Ok(())
        }
    }
}

pub async fn user_sign_out(settings: &Settings, username: &str) -> Result<(), Failure> {
    let (db, user) = find(settings, username).await?;
    let ended = session::list::end_all(db.writer(), user.id).await?;
    say(format_args!("{} is signed out everywhere ({ended} sessions)", user.username));
    Ok(())
}

/// For who has lost both the app and the recovery codes, and has shown the operator who he is.
pub async fn user_disable_two_factor(settings: &Settings, username: &str) -> Result<(), Failure> {
    let (db, user) = find(settings, username).await?;
    let teller = Teller::new(settings)?;
    let disable = async |tx: &_| {
        let disabled = second_factor::disable(tx, user.id).await?;
        if disabled {
            teller.tell(tx, &user, Notice::SecondFactorOff).await?;
        }
        Ok::<_, Error>(disabled)
    };
    match db.write(disable).await.map_err(anyhow::Error::from)? {
        true => say(format_args!("{} signs in with the password alone now", user.username)),
        false => say(format_args!("{} has no second factor", user.username)),
    }
    Ok(())
}

pub async fn user_suspend(settings: &Settings, username: &str, lift: bool) -> Result<(), Failure> {
    let (db, user) = find(settings, username).await?;
    let act = if lift { Act::Lift } else { Act::Suspend };
    let suspend = async |tx: &DatabaseTransaction| {
        queries::set_suspended(tx, user.id, !lift).await?;
        audit::write(tx, Done::new(None, act, "").to(user.id)).await.map(drop)
    };
    db.write(suspend).await?;
    if lift {
        say(format_args!("{} may sign in again", user.username));
        return Ok(());
    }
    session::list::end_all(db.writer(), user.id).await?;
    say(format_args!("{} is suspended and signed out everywhere", user.username));
    Ok(())
}

async fn find(settings: &Settings, username: &str) -> Result<(Db, Model), Failure> {
    let db = migrated_database(settings).await?;
    let user = queries::find_by_identifier(db.reader(), username).await?;
    let user = user.ok_or_else(|| Failure::Usage(format!("there is no account {username}")))?;
    Ok((db, user))
}

/// One line from standard input: arguments can be read by everybody on the machine.
fn read_password() -> anyhow::Result<String> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        say("Password (shown as you type; end with Enter):");
        let mut line = String::new();
        input.read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
    }
    let mut text = String::new();
    input.read_to_string(&mut text).context("the password on standard input")?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        bail!("the password is read from standard input, and there is none");
    }
    Ok(line.to_owned())
}

fn word(message: &Message) -> String {
    let worded = Catalogue::load(Locale::En).ok().and_then(|catalogue| catalogue.word(message));
    worded.unwrap_or_else(|| message.key.to_owned())
}

fn word_all(errors: &Errors) -> String {
    let lines: Vec<String> =
        errors.iter().map(|(field, message)| format!("{field}: {}", word(message))).collect();
    lines.join("; ")
}
