//! The outbox and its worker, with messages written to files.

use miniblog::mail::{Action, Item, Letter};
use miniblog::web::i18n::{Locale, Message};
use sea_orm::TransactionTrait;

use crate::helpers::TestApp;

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
