//! The outbox and its worker, with messages written to files.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use miniblog::db::{self, Db};
use miniblog::mail::{Action, Composer, Item, Letter, Mailer, Worker};
use miniblog::settings::{self, Environment, Handle};
use miniblog::web::error::Error;
use miniblog::web::i18n::{Locale, Message};
use miniblog::web::templates::Templates;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, TransactionTrait};
use serde_json::{Value, json};

use crate::helpers::{TestApp, fresh_database};
use crate::letters::in_folder;

pub fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        locale: Locale::En,
        subject: Message::new("mail-footer").with("site", "Ada"),
        lines: vec![Message::new("mail-link-hint")],
        action: Some(Action {
            label: Message::new("mail-unsubscribe"),
            url: "https://blog.example/x?a=1&b=2".to_owned(),
        }),
        after: Vec::new(),
        items: Vec::new(),
        unsubscribe: None,
    }
}

#[actix_web::test]
async fn a_letter_is_a_file_with_a_plain_and_an_html_part() {
    let app = TestApp::spawn().await;
    let mut chinese = letter("ada@example.org");
    chinese.locale = Locale::ZhCn;
    chinese.unsubscribe = Some("https://blog.example/unsubscribe?token=1".to_owned());
    let item = |title: &str| Item {
        title: title.to_owned(),
        text: "Two\nlines".to_owned(),
        url: "https://blog.example/posts/1".to_owned(),
    };
    chinese.items = vec![item("<b>Bob</b>")];
    app.mailer.enqueue(&app.db, "one", &chinese).await.unwrap();
    app.mailer.wake();
    let letters = app.letters().await;
    let [mail] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("ada@example.org", "本邮件由 Ada 发送。")
    );
    assert_eq!(
        mail.links,
        ["https://blog.example/posts/1", "https://blog.example/x?a=1&b=2"],
        "{}",
        mail.text
    );
    assert!(mail.text.contains("* <b>Bob</b>"), "{}", mail.text);
    assert!(mail.html.contains("&lt;b&gt;Bob"), "{}", mail.html);
    assert!(mail.html.contains("href=\"https://blog.example/x?a=1&amp;b=2\""), "{}", mail.html);
    for header in [
        "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <https://blog.example/unsubscribe?token=1>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "Message-ID: <",
        "Date: ",
        "From: ",
        "Content-Type: multipart/alternative",
    ] {
        assert!(mail.raw.contains(header), "{header} in {}", mail.raw);
    }
    assert!(mail.raw.is_ascii(), "for servers that take nothing else");
    // What is sent is kept nowhere but in the inbox.
    assert_eq!(app.db_number("SELECT COUNT(*) FROM letters WHERE payload IS NOT NULL").await, 0);
    assert_eq!(app.db_text("SELECT state FROM letters").await, "sent");
}

#[actix_web::test]
async fn one_event_is_one_letter() {
    let app = TestApp::spawn().await;
    for _ in 0..3 {
        app.mailer.enqueue(&app.db, "the same", &letter("ada@example.org")).await.unwrap();
        app.mailer.wake();
        assert_eq!(app.letters().await.len(), 1);
    }
    app.mailer.enqueue(&app.db, "another", &letter("bob@example.org")).await.unwrap();
    app.mailer.wake();
    assert_eq!(app.letters().await.last().unwrap().to, "bob@example.org");
}

#[actix_web::test]
async fn what_is_undone_sends_nothing() {
    let app = TestApp::spawn().await;
    let transaction = app.db.begin().await.unwrap();
    app.mailer.enqueue(&transaction, "undone", &letter("ada@example.org")).await.unwrap();
    transaction.rollback().await.unwrap();
    app.mailer.enqueue(&app.db, "done", &letter("bob@example.org")).await.unwrap();
    app.mailer.wake();
    assert_eq!(app.letters_to("bob@example.org").await.len(), 1);
    assert_eq!(app.letters().await.len(), 1);
}

#[actix_web::test]
async fn several_instances_send_one_copy() {
    let app = TestApp::spawn().await;
    let others = [app.spawn_beside().await, app.spawn_beside().await];
    for number in 0..60 {
        let letter = letter(&format!("p{number}@example.org"));
        app.mailer.enqueue(&app.db, &format!("event {number}"), &letter).await.unwrap();
        for app in &others {
            app.mailer.wake();
        }
    }
    assert_eq!(app.letters().await.len(), 60);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM letters WHERE attempts = 1").await, 60);
}

#[actix_web::test]
async fn nothing_that_is_typed_becomes_a_header() {
    let app = TestApp::spawn().await;
    let mut hostile = letter("ada@example.org");
    let name = "Eve\r\nBcc: all@example.org\r\n\r\n<script>";
    hostile.subject = Message::new("mail-footer").with("site", name);
    hostile.unsubscribe = Some("https://blog.example/>\r\nBcc: all@example.org".to_owned());
    app.mailer.enqueue(&app.db, "names", &hostile).await.unwrap();
    for (number, to) in [
        "ada@example.org\r\nBcc: all@example.org",
        "ada@example.org>\r\nDATA\r\n",
        "\"a\r\nb\"@example.org",
        "ada@example.org, all@example.org",
        "Ada <ada@example.org>",
        "ada",
        "",
    ]
    .into_iter()
    .enumerate()
    {
        app.mailer.enqueue(&app.db, &format!("address {number}"), &letter(to)).await.unwrap();
    }
    app.mailer.wake();
    let letters = app.letters().await;
    let [mail] = letters.as_slice() else { panic!("{letters:?}") };
    let head = mail.raw.split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
    assert!(mail.subject.contains("Bcc: all@example.org"), "as words: {}", mail.subject);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM letters WHERE state = 'failed'").await, 7);
}

/// Writes to everybody in the payload, and notes it down; the first time it fails after that.
struct Crier;

#[async_trait]
impl Composer for Crier {
    fn kind(&self) -> &'static str {
        "cry"
    }

    async fn compose(
        &self,
        _: &Mailer,
        tx: &DatabaseTransaction,
        payload: Value,
    ) -> Result<Vec<Letter>, Error> {
        let sql = "UPDATE rate_limits SET free_at = free_at + 1";
        tx.execute_unprepared(sql).await?;
        let seen = Statement::from_string(tx.get_database_backend(), "SELECT failure FROM letters");
        let failure: Option<String> =
            tx.query_one_raw(seen).await?.unwrap().try_get_by_index(0).unwrap();
        if failure.is_none() {
            return Err(Error::internal("not yet"));
        }
        let people = payload["to"].as_array().cloned().unwrap_or_default();
        Ok(people.iter().map(|person| letter(person.as_str().unwrap())).collect())
    }
}

async fn number(db: &Db, sql: &str) -> i64 {
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    db.reader().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[actix_web::test]
async fn what_is_only_asked_for_is_written_later_whole_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut settings, _) = settings::load(Environment::from("test"), None).unwrap();
    settings.data.dir = folder.path().to_owned();
    settings.database.url = fresh_database().await.into();
    settings.mail.retry_after = Duration::from_millis(100);
    db::migrate(&settings, db::Migration::Up(None)).await.unwrap();
    let db = db::connect(&settings).await.unwrap();
    let mailer = Mailer::new(Handle::new(settings), "http://127.0.0.1:8000").unwrap();
    let templates = Arc::new(Templates::load().unwrap());
    let sql = "INSERT INTO rate_limits (bucket, free_at) VALUES ('cries', 0)";
    db.writer().execute_unprepared(sql).await.unwrap();
    for _ in 0..2 {
        let payload = json!({ "to": ["ada@example.org", "bob@example.org"] });
        mailer.ask(db.writer(), "the same", "cry", &payload).await.unwrap();
    }
    let workers = (0..2).map(|_| {
        let composers: Vec<Box<dyn Composer>> = vec![Box::new(Crier)];
        let worker = Worker::new(mailer.clone(), db.clone(), templates.clone(), composers);
        actix_web::rt::spawn(worker.unwrap().run())
    });
    let workers: Vec<_> = workers.collect();

    let start = Instant::now();
    while number(&db, "SELECT COUNT(*) FROM letters WHERE state = 'sent'").await < 3 {
        assert!(start.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut to: Vec<String> =
        in_folder(&folder.path().join("mail")).into_iter().map(|letter| letter.to).collect();
    to.sort();
    assert_eq!(to, ["ada@example.org", "bob@example.org"]);
    assert_eq!(number(&db, "SELECT free_at FROM rate_limits").await, 1, "what failed is undone");
    mailer.end();
    for worker in workers {
        worker.await.unwrap().unwrap();
    }
}

#[actix_web::test]
async fn rows_go_after_a_week() {
    let app = TestApp::spawn().await;
    for number in 0..3 {
        let event = format!("event {number}");
        app.mailer.enqueue(&app.db, &event, &letter("ada@example.org")).await.unwrap();
    }
    app.mailer.wake();
    app.letters().await;
    let week = 7 * 24 * 60 * 60 * 1000;
    app.db_execute(&format!("UPDATE letters SET due_at = due_at - {week} - 60000")).await;
    app.mailer.enqueue(&app.db, "event 3", &letter("ada@example.org")).await.unwrap();
    // An instance sweeps when it starts.
    let _beside = app.spawn_beside().await;
    let start = Instant::now();
    while app.db_number("SELECT COUNT(*) FROM letters").await != 1 {
        assert!(start.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[actix_web::test]
async fn what_was_for_somebody_can_be_forgotten() {
    let app = TestApp::spawn().await;
    let long = format!("{}@{}.example.org", "a".repeat(60), "b".repeat(60));
    let addresses = ["ada_l@example.org", "adaXl@example.org", long.as_str()];
    for address in addresses {
        app.mailer.enqueue(&app.db, &format!("sent {address}"), &letter(address)).await.unwrap();
    }
    app.mailer.wake();
    assert_eq!(app.letters().await.len(), 3);
    let rows = "SELECT COUNT(*) FROM letters WHERE payload IS NOT NULL";
    let transaction = app.db.begin().await.unwrap();
    for address in addresses {
        let event = format!("waits {address}");
        app.mailer.enqueue(&transaction, &event, &letter(address)).await.unwrap();
    }
    app.mailer.forget(&transaction, "ada_l@example.org").await.unwrap();
    app.mailer.forget(&transaction, &long).await.unwrap();
    transaction.commit().await.unwrap();
    app.mailer.wake();
    let to: Vec<String> = app.letters().await.into_iter().map(|letter| letter.to).collect();
    assert_eq!(to, ["adaXl@example.org", "adaXl@example.org"]);
    assert_eq!(app.db_number(rows).await, 0);
}
