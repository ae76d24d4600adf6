//! What people are told of what moderators did: that it was done, why, and what it means. Only to an
//! address that is theirs.

use sea_orm::DatabaseTransaction;

use super::acts::Hand;
use super::audit::Act;
use crate::mail::{Action, Letter};
use crate::posts::entity::Model as Post;
use crate::posts::views::permalink;
use crate::users::entity::Model;
use crate::web::error::Error;
use crate::web::i18n::{Locale, Message};

/// Of an act about the account as a whole.
pub async fn tell_person(
    hand: &Hand<'_>,
    tx: &DatabaseTransaction,
    person: &Model,
    act: Act,
    entry: i64,
) -> Result<(), Error> {
    let (subject, line) = match act {
        Act::Silence => ("mail-silenced-subject", "mail-silenced-text"),
        Act::Suspend => ("mail-suspended-subject", "mail-suspended-text"),
        Act::Lift => ("mail-lifted-subject", "mail-lifted-text"),
        _ => return Ok(()),
    };
    send(hand, tx, person, (subject, line), None, entry).await
}

/// Of an act about one of somebody's posts.
pub async fn tell_author(
    hand: &Hand<'_>,
    tx: &DatabaseTransaction,
    author: &Model,
    post: &Post,
    act: Act,
    entry: i64,
) -> Result<(), Error> {
    let words = match act {
        Act::HidePost => ("mail-hidden-subject", "mail-hidden-text"),
        _ => ("mail-unhidden-subject", "mail-unhidden-text"),
    };
    let url = hand.mailer.link(&permalink(post.id));
    let action = Action { label: Message::new("mail-hidden-action"), url };
    send(hand, tx, author, words, Some(action), entry).await
}

/// What became of an application; to the address that came with it, whether or not it is verified:
/// it is one letter, and whoever waits has no other way to learn of it.
pub async fn tell_applicant(
    hand: &Hand<'_>,
    tx: &DatabaseTransaction,
    person: &Model,
    approved: bool,
    entry: i64,
) -> Result<(), Error> {
    let (words, action) = match approved {
        true => {
            let url = hand.mailer.link("/auth/login");
            let action = Action { label: Message::new("mail-approved-action"), url };
            (("mail-approved-subject", "mail-approved-text"), Some(action))
        }
        false => (("mail-rejected-subject", "mail-rejected-text"), None),
    };
    post(hand, tx, person, words, action, entry).await
}

async fn send(
    hand: &Hand<'_>,
    tx: &DatabaseTransaction,
    person: &Model,
    (subject, line): (&'static str, &'static str),
    action: Option<Action>,
    entry: i64,
) -> Result<(), Error> {
    match person.is_verified() {
        true => post(hand, tx, person, (subject, line), action, entry).await,
        false => Ok(()),
    }
}

async fn post(
    hand: &Hand<'_>,
    tx: &DatabaseTransaction,
    person: &Model,
    (subject, line): (&'static str, &'static str),
    action: Option<Action>,
    entry: i64,
) -> Result<(), Error> {
    let name = || format!("@{}", person.username);
    let mut lines = vec![Message::new(line).with("name", name().as_str())];
    if !hand.reason.is_empty() {
        lines.push(Message::new("mail-moderation-reason").with("reason", hand.reason));
    }
    let subject = Message::new(subject).with("name", name().as_str());
    let locale = person.locale_or(Locale::default());
    let letter = Letter { action, ..Letter::new(&person.email, locale, subject, lines) };
    hand.mailer.enqueue(tx, &format!("moderation:{entry}"), &letter).await
}
