//! Links that prove something: asking for one, and what following one comes to.

use sea_orm::ConnectionTrait;

use super::entity::token::{Model as Token, Purpose};
use super::letters::{self, Notice};
use super::queries::{email_changes, tokens};
use crate::db::Db;
use crate::id;
use crate::mail::Mailer;
use crate::settings::{RateLimit, Settings};
use crate::users::entity::Model;
use crate::users::queries::credentials::{self, Claim};
use crate::users::{email, queries};
use crate::web::error::Error;
use crate::web::i18n::Locale;
use crate::web::rate_limit::{self, Rule};
use crate::web::session::list;

/// Whether this mailbox, known to us or not, may be sent one more letter that somebody has asked for.
/// Who asks isn't told: he could be anybody.
pub async fn may_write_to(db: &Db, limits: &RateLimit, email_key: &str) -> Result<bool, Error> {
    Ok(rate_limit::count(db, limits, Rule::Mailbox, email_key).await?.is_none())
}

pub async fn ask_to_verify(
    mailer: &Mailer,
    db: &impl ConnectionTrait,
    user_id: i64,
    email_key: &str,
    locale: Locale,
) -> Result<(), Error> {
    let payload = letters::about_user(user_id, email_key, locale);
    mailer.ask(db, &format!("verify {}", id::mint()), letters::VERIFY, &payload).await
}

pub async fn ask_to_reset(
    mailer: &Mailer,
    db: &impl ConnectionTrait,
    address: &str,
    locale: Locale,
) -> Result<(), Error> {
    let payload = letters::about_address(address, locale);
    mailer.ask(db, &format!("reset {}", id::mint()), letters::RESET, &payload).await
}

pub async fn ask_to_change_email(
    mailer: &Mailer,
    db: &impl ConnectionTrait,
    user_id: i64,
    email_key: &str,
    locale: Locale,
) -> Result<(), Error> {
    let payload = letters::about_user(user_id, email_key, locale);
    mailer.ask(db, &format!("email-change {}", id::mint()), letters::EMAIL_CHANGE, &payload).await
}

/// What following a link came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// The address is the account's own, now or since an earlier visit.
    Verified,
    /// The account has its new address.
    Changed,
    /// The present address agrees; the new one must still.
    NewMissing,
    /// The other way round.
    OldMissing,
    /// Somebody else has shown that the address is his.
    Taken,
    /// Unknown, expired, or no longer meant.
    Void,
}

/// Follows a link that proves an address.
pub async fn follow(
    db: &Db,
    mailer: &Mailer,
    settings: &Settings,
    token: &str,
    seen: Locale,
) -> Result<Followed, Error> {
    let Some(token) = tokens::find(db.reader(), token).await? else { return Ok(Followed::Void) };
    let followed = match token.purpose {
        Purpose::Verify => db.write(async |tx| verify(tx, &token).await).await?,
        Purpose::Leave | Purpose::Move => {
            let outcome =
                db.write(async |tx| agree(tx, mailer, settings, &token, seen).await).await?;
            mailer.wake();
            outcome
        }
        Purpose::Reset => Followed::Void,
    };
    log::info!(user = token.user_id; "followed a link for an address: {followed:?}");
    Ok(followed)
}

async fn verify(tx: &impl ConnectionTrait, token: &Token) -> Result<Followed, Error> {
    // The claim is the last word of its transaction; see `Claim::Taken`.
    tokens::use_up(tx, token).await?;
    match credentials::verify_email(tx, token.user_id, &token.email_key).await? {
        Claim::Won => Ok(Followed::Verified),
        Claim::Taken => Ok(Followed::Taken),
        Claim::Moot => {
            let user = queries::find(tx, token.user_id).await?;
            Ok(confirmed_before(user.as_ref(), token, Followed::Verified))
        }
    }
}

/// A link that is followed twice, by a mail program and then by a person, says the same.
fn confirmed_before(user: Option<&Model>, token: &Token, as_what: Followed) -> Followed {
    let own = user.and_then(|user| user.verified_email_key.as_ref());
    if own == Some(&token.email_key) { as_what } else { Followed::Void }
}

/// Both ends of a change of address must agree, in whichever order.
async fn agree(
    tx: &impl ConnectionTrait,
    mailer: &Mailer,
    settings: &Settings,
    token: &Token,
    seen: Locale,
) -> Result<Followed, Error> {
    // Two that are followed at once: the second sees what the first has noted.
    let Some(user) = queries::lock(tx, [token.user_id]).await?.pop() else {
        return Ok(Followed::Void);
    };
    let change = email_changes::find(tx, user.id).await?;
    let meant = change.filter(|change| match token.purpose {
        Purpose::Move => change.email_key == token.email_key,
        _ => change.old_email_key.as_ref() == Some(&token.email_key),
    });
    let Some(mut change) = meant else {
        let as_what = match token.purpose {
            Purpose::Move => Followed::Changed,
            _ => {
                return Ok(if token.used_at.is_some() {
                    Followed::Changed
                } else {
                    Followed::Void
                });
            }
        };
        return Ok(confirmed_before(Some(&user), token, as_what));
    };
    tokens::use_up(tx, token).await?;
    email_changes::confirm(tx, user.id, token.purpose).await?;
    match token.purpose {
        Purpose::Leave => change.old_confirmed = true,
        _ => change.new_confirmed = true,
    }
    if !change.is_agreed() {
        let missing =
            if change.new_confirmed { Followed::OldMissing } else { Followed::NewMissing };
        return Ok(missing);
    }
    let notice = Notice::EmailChanged.letter(mailer, settings, &user, seen);
    match credentials::set_email(tx, user.id, &change.email).await? {
        Claim::Taken => return Ok(Followed::Taken),
        Claim::Moot => return Ok(Followed::Void),
        Claim::Won => {}
    }
    email_changes::finish(tx, user.id).await?;
    tokens::void(tx, user.id, &[Purpose::Reset, Purpose::Verify]).await?;
    if let Some(letter) = notice {
        mailer.enqueue(tx, &format!("notice {} {}", user.id, id::mint()), &letter).await?;
    }
    Ok(Followed::Changed)
}

/// Sets another password with a link that was sent for it. False when the link isn't good any more:
/// of two who use it at once, one does.
pub async fn reset_password(
    db: &Db,
    mailer: &Mailer,
    settings: &Settings,
    token: &Token,
    hash: &str,
    seen: Locale,
) -> Result<bool, Error> {
    let done = db
        .write(async |tx| {
            let Some(user) = queries::lock(tx, [token.user_id]).await?.pop() else {
                return Ok::<_, Error>(false);
            };
            // It proves the address that it was sent to.
            if user.email_key != token.email_key || !tokens::use_up(tx, token).await? {
                return Ok(false);
            }
            if !user.is_verified() {
                match credentials::verify_email(tx, user.id, &token.email_key).await? {
                    Claim::Won => {}
                    // Said in the end of this transaction; see `Claim::Taken`.
                    Claim::Moot | Claim::Taken => return Ok(false),
                }
            }
            let Some(_) = credentials::change_password(tx, &user, hash).await? else {
                return Ok(false);
            };
            list::end_all(tx, user.id).await?;
            tokens::void(tx, user.id, &[Purpose::Reset]).await?;
            // Whoever began it may not be who has the mailbox.
            email_changes::cancel(tx, user.id).await?;
            let proven = Model { verified_email_key: Some(token.email_key.clone()), ..user };
            let letter = Notice::PasswordReset.letter(mailer, settings, &proven, seen);
            if let Some(letter) = letter {
                let event = format!("notice {} {}", proven.id, id::mint());
                mailer.enqueue(tx, &event, &letter).await?;
            }
            Ok(true)
        })
        .await?;
    mailer.wake();
    Ok(done)
}

/// What an account is to be changed to.
#[derive(Debug)]
pub struct Changes<'a> {
    pub email: Option<&'a str>,
    pub password_hash: Option<&'a str>,
    /// Whether the new address may be written to; see [`may_write_to`].
    pub may_write: bool,
}

/// Changes one's own account. Since when the password is what it is; none when it has been changed
/// elsewhere meanwhile, and nothing was done.
pub async fn change_account(
    db: &Db,
    mailer: &Mailer,
    settings: &Settings,
    user: &Model,
    session: Option<i64>,
    changes: &Changes<'_>,
    seen: Locale,
) -> Result<Option<i64>, Error> {
    let notice = Notice::PasswordChanged.letter(mailer, settings, user, seen);
    let done = db
        .write(async |tx| {
            let mut epoch = user.password_changed_at;
            let Some(now) = queries::lock(tx, [user.id]).await?.pop() else {
                return Ok::<_, Error>(None);
            };
            if let Some(hash) = changes.password_hash {
                let Some(since) = credentials::change_password(tx, user, hash).await? else {
                    return Ok(None);
                };
                epoch = since;
                list::end_others(tx, user.id, session).await?;
                tokens::void(tx, user.id, &[Purpose::Reset]).await?;
                email_changes::cancel(tx, user.id).await?;
                if let Some(letter) = &notice {
                    let event = format!("notice {} {}", user.id, id::mint());
                    mailer.enqueue(tx, &event, letter).await?;
                }
            }
            if let Some(address) = changes.email {
                email_changes::begin(tx, &now, address).await?;
                if changes.may_write {
                    let key = email::fold(address);
                    ask_to_change_email(mailer, tx, user.id, &key, seen).await?;
                }
            }
            Ok(Some(epoch))
        })
        .await?;
    mailer.wake();
    Ok(done)
}
