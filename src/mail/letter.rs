//! What a letter says, first in messages and then in words.

use serde::{Deserialize, Serialize};

use crate::web::error::Error;
use crate::web::i18n::{Catalogue, Locale, Message};

/// One letter to one person. All look alike: some lines, a button, some more lines.
#[derive(Debug, Clone)]
pub struct Letter {
    /// An address, without a name.
    pub to: String,
    pub locale: Locale,
    pub subject: Message,
    /// A paragraph each.
    pub lines: Vec<Message>,
    pub action: Option<Action>,
    /// What is said below the button.
    pub after: Vec<Message>,
    /// For digests; they stand between the lines and the button.
    pub items: Vec<Item>,
    /// An absolute URL that takes a POST (RFC 8058) and shows a page.
    pub unsubscribe: Option<String>,
}

/// The button.
#[derive(Debug, Clone)]
pub struct Action {
    pub label: Message,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub title: String,
    pub text: String,
    pub url: String,
}

/// A letter as it waits in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub to: String,
    pub lang: String,
    pub subject: String,
    pub lines: Vec<String>,
    pub action: Option<Button>,
    pub after: Vec<String>,
    pub items: Vec<Item>,
    pub unsubscribe: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub url: String,
}

impl Letter {
    /// Of lines alone.
    pub fn new(to: &str, locale: Locale, subject: Message, lines: Vec<Message>) -> Self {
        Self {
            to: to.to_owned(),
            locale,
            subject,
            lines,
            action: None,
            after: Vec::new(),
            items: Vec::new(),
            unsubscribe: None,
        }
    }

    /// Worded at once and not when it is sent: a message without words is a mistake of whoever
    /// writes the letter, and belongs to his request.
    pub fn in_words(&self, catalogue: &Catalogue) -> Result<Words, Error> {
        let word = |message: &Message| word(catalogue, message);
        let button = |action: &Action| {
            Ok::<_, Error>(Button { label: word(&action.label)?, url: action.url.clone() })
        };
        Ok(Words {
            to: self.to.clone(),
            lang: self.locale.tag().to_owned(),
            subject: word(&self.subject)?,
            lines: self.lines.iter().map(word).collect::<Result<_, _>>()?,
            action: self.action.as_ref().map(button).transpose()?,
            after: self.after.iter().map(word).collect::<Result<_, _>>()?,
            items: self.items.clone(),
            unsubscribe: self.unsubscribe.clone(),
        })
    }
}

pub fn word(catalogue: &Catalogue, message: &Message) -> Result<String, Error> {
    catalogue.word(message).ok_or_else(|| {
        let key = message.key;
        Error::Internal(anyhow::anyhow!("no message {key}, or an argument is missing"))
    })
}
