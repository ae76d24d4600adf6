//! What the templates of letters see.

use serde::Serialize;

use super::letter::{Button, Item, Words};
use crate::web::templates::View;

/// `mail/letter.txt`
#[derive(Debug, Serialize)]
pub struct PlainLetter(pub Letter);

/// `mail/letter.html`
#[derive(Debug, Serialize)]
pub struct HtmlLetter(pub Letter);

/// What a letter says, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    pub subject: String,
    pub lines: Vec<String>,
    pub items: Vec<Item>,
    pub action: Option<Button>,
    pub after: Vec<String>,
    pub unsubscribe: Option<String>,
    /// Our own address.
    pub home: String,
}

impl Letter {
    pub fn of(words: &Words, home: &str) -> Self {
        let words = words.clone();
        Self {
            subject: words.subject,
            lines: words.lines,
            items: words.items,
            action: words.action,
            after: words.after,
            unsubscribe: words.unsubscribe,
            home: home.to_owned(),
        }
    }

    fn samples() -> Vec<Self> {
        let text = |text: &str| ["<b>", text, "</b><script>alert(1)</script>"].concat();
        let bare = Self {
            subject: text("Subject"),
            lines: vec![text("Line")],
            items: Vec::new(),
            action: None,
            after: Vec::new(),
            unsubscribe: None,
            home: "https://blog.example".to_owned(),
        };
        let url = || "https://blog.example/x?a=1&b=2".to_owned();
        let full = Self {
            items: vec![Item { title: text("Ada"), text: text("A post\nof lines"), url: url() }],
            action: Some(Button { label: text("Button"), url: url() }),
            after: vec![text("After")],
            unsubscribe: Some(url()),
            ..bare.clone()
        };
        vec![bare, full]
    }
}

impl View for PlainLetter {
    const TEMPLATE: &'static str = "mail/letter.txt";

    fn samples() -> Vec<Self> {
        Letter::samples().into_iter().map(Self).collect()
    }
}

impl View for HtmlLetter {
    const TEMPLATE: &'static str = "mail/letter.html";

    fn samples() -> Vec<Self> {
        Letter::samples().into_iter().map(Self).collect()
    }
}
