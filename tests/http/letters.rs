//! The mail that an app has sent, as its reader finds it.

use std::path::Path;
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use reqwest::StatusCode;

use crate::helpers::{Browser, TestApp};

/// A message. Whatever a test needs besides is in `raw`.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The addresses in the text, in their order, without those of the foot.
    pub links: Vec<String>,
    pub raw: String,
}

impl Mail {
    pub fn parse(bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a message");
        let text = message.body_text(0).expect("a plain part").replace("\r\n", "\n");
        let html = message.body_html(0).expect("an HTML part").into_owned();
        let body = text.split("\n-- \n").next().unwrap_or_default();
        let links = body.split_whitespace().filter(|word| word.starts_with("http"));
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address());
        Self {
            to: to.expect("a recipient").to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            links: links.map(ToOwned::to_owned).collect(),
            text,
            html,
            raw: String::from_utf8_lossy(bytes).into_owned(),
        }
    }
}

/// All messages in a folder, the newest last.
pub fn in_folder(folder: &Path) -> Vec<Mail> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    paths.sort();
    paths.iter().map(|path| Mail::parse(&std::fs::read(path).unwrap())).collect()
}

impl TestApp {
    /// What has been sent, once the outbox is empty; the newest last.
    pub async fn letters(&self) -> Vec<Mail> {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.db_number("SELECT COUNT(*) FROM letters WHERE state = 'waiting'").await > 0 {
            assert!(Instant::now() < deadline, "letters still wait in the outbox");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        in_folder(&self.data_dir().join("mail"))
    }

    /// Those to one person.
    pub async fn letters_to(&self, address: &str) -> Vec<Mail> {
        let mut letters = self.letters().await;
        letters.retain(|letter| letter.to == address);
        letters
    }

    /// Somebody who is signed in, with an address that has been shown to be his.
    pub async fn verified_browser_of(&self, username: &str) -> Browser {
        let browser = self.browser_of(username).await;
        let letter = self.letters_to(&format!("{username}@example.org")).await.pop().unwrap();
        let page = browser.get(self.own_path(&letter.links[0])).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.html);
        browser
    }

    /// The path of an address on this site.
    pub fn own_path<'a>(&self, link: &'a str) -> &'a str {
        link.strip_prefix(&self.url).unwrap_or_else(|| panic!("{link} leads elsewhere"))
    }
}
