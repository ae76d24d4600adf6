//! Letters go to a real mail server: one that is down, slow, refusing, or hangs up.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use miniblog::settings::{MailTransport, Settings};
use serde_json::json;

use crate::helpers::{PASSWORD, TestApp};
use crate::letters::Mail;
use crate::mail::letter;
use crate::mail_server::{Authority, MailServer};

fn by_smtp(url: &str, ca: Option<PathBuf>) -> impl FnOnce(&mut Settings) {
    move |settings| {
        settings.mail.transport = MailTransport::Smtp;
        settings.mail.smtp_url = url.to_owned().into();
        settings.mail.smtp_ca = ca;
        settings.mail.retry_after = Duration::from_millis(100);
    }
}

impl TestApp {
    async fn send(&self, event: &str, to: &str) {
        self.mailer.enqueue(&self.db, event, &letter(to)).await.unwrap();
        self.mailer.wake();
    }

    async fn outbox_has(&self, condition: &str) {
        let start = Instant::now();
        let sql = format!("SELECT COUNT(*) FROM letters WHERE {condition}");
        while self.db_number(&sql).await == 0 {
            if start.elapsed() > Duration::from_secs(20) {
                let sql =
                    "SELECT CONCAT(state, ' ', attempts, ' ', COALESCE(failure, '')) FROM letters";
                panic!("no letter with {condition}: {}", self.db_text(sql).await);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[actix_web::test]
async fn a_letter_reaches_a_mail_server() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
    app.send("one", "ada@example.org").await;
    app.outbox_has("state = 'sent' AND payload IS NULL").await;
    let mail = Mail::parse(&server.received()[0]);
    assert_eq!((mail.to.as_str(), mail.links.len()), ("ada@example.org", 1));
    assert_eq!(server.count("MESSAGE plain"), 1);
}

#[actix_web::test]
async fn starttls_is_demanded_and_the_certificate_checked() {
    let authority = Authority::new();
    let Some(server) = MailServer::start(authority.options(json!({}))) else { return };
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let app = TestApp::spawn_with(by_smtp(&url, Some(authority.path("ca.pem")))).await;
    app.send("one", "ada@example.org").await;
    app.outbox_has("state = 'sent'").await;
    assert_eq!(server.count("MESSAGE tls"), 1);

    let trusting_nobody = TestApp::spawn_with(by_smtp(&url, None)).await;
    trusting_nobody.send("one", "ada@example.org").await;
    trusting_nobody.outbox_has("state = 'waiting' AND failure LIKE 'STARTTLS%'").await;

    let Some(plain) = MailServer::start(json!({})) else { return };
    let url = format!("smtp://127.0.0.1:{}", plain.port);
    let demanding = TestApp::spawn_with(by_smtp(&url, None)).await;
    demanding.send("one", "ada@example.org").await;
    demanding.outbox_has("state = 'waiting' AND failure LIKE 'STARTTLS%'").await;
    assert_eq!((server.received().len(), plain.received().len()), (1, 0));
    assert_eq!(plain.count("RCPT"), 0, "who gets mail is nobody else's business");
}

#[actix_web::test]
async fn a_login_is_sent_over_tls_and_a_wrong_one_is_tried_again() {
    let authority = Authority::new();
    let options = json!({ "login": ["post", "p@ss w/rd"] });
    let Some(server) = MailServer::start(authority.options(options)) else { return };
    let ca = || Some(authority.path("ca.pem"));
    let url = |password| format!("smtp://post:{password}@127.0.0.1:{}", server.port);
    let app = TestApp::spawn_with(by_smtp(&url("p%40ss%20w%2Frd"), ca())).await;
    app.send("one", "ada@example.org").await;
    app.outbox_has("state = 'sent'").await;
    let mistaken = TestApp::spawn_with(by_smtp(&url("wrong"), ca())).await;
    mistaken.send("one", "ada@example.org").await;
    // It is the operator's mistake and not the letter's.
    mistaken.outbox_has("state = 'waiting' AND attempts > 1 AND failure LIKE 'AUTH%535'").await;
    assert_eq!(server.received().len(), 1);
    assert_eq!(server.count("AUTH right"), 1);
}

#[actix_web::test]
async fn tls_from_the_first_byte_is_spoken_where_the_url_says_so() {
    let authority = Authority::new();
    let options = json!({ "implicit": true, "login": ["post", "secret"] });
    let Some(server) = MailServer::start(authority.options(options)) else { return };
    let url = format!("smtps://post:secret@127.0.0.1:{}", server.port);
    let app = TestApp::spawn_with(by_smtp(&url, Some(authority.path("ca.pem")))).await;
    app.send("one", "ada@example.org").await;
    app.outbox_has("state = 'sent'").await;
    assert_eq!(server.received().len(), 1);
}

#[actix_web::test]
async fn a_server_that_is_down_gets_its_letters_when_it_is_back() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("smtp://127.0.0.1:{free}?tls=none");
    let app = TestApp::spawn_with(by_smtp(&url, None)).await;
    for number in 0..5 {
        app.send(&format!("event {number}"), "ada@example.org").await;
    }
    app.outbox_has("attempts > 1 AND failure LIKE 'connect%'").await;
    assert_eq!(app.browser().get("/health/ready").await.status, 200);
    let Some(server) = MailServer::start(json!({ "port": free })) else { return };
    server.has_received(5).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(server.received().len(), 5);
}

#[actix_web::test]
async fn a_slow_server_gets_one_copy() {
    let Some(server) = MailServer::start(json!({ "slow": 4 })) else { return };
    let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
    let beside = app.spawn_beside_with(by_smtp(&server.url(), None)).await;
    app.send("one", "ada@example.org").await;
    server.has_received(1).await;
    assert_eq!(app.db_text("SELECT state FROM letters").await, "handed");
    assert_eq!(app.db_number("SELECT COUNT(*) FROM letters WHERE payload IS NOT NULL").await, 0);
    // Whatever the lease says.
    app.db_execute("UPDATE letters SET due_at = 0").await;
    beside.mailer.wake();
    app.outbox_has("state = 'sent'").await;
    assert_eq!((server.received().len(), server.count("MESSAGE")), (1, 1));
}

#[actix_web::test]
async fn a_server_that_hangs_up_before_it_has_the_letter_gets_it_again() {
    for step in ["rcpt", "data"] {
        let Some(server) = MailServer::start(json!({ "drop": step })) else { return };
        let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
        app.send("one", "ada@example.org").await;
        app.outbox_has("state = 'sent' AND attempts = 2").await;
        assert_eq!(server.received().len(), 1, "{step}");
    }
}

#[actix_web::test]
async fn a_server_that_hangs_up_without_an_answer_gets_no_second_copy() {
    let Some(server) = MailServer::start(json!({ "drop": "message" })) else { return };
    let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
    app.send("one", "ada@example.org").await;
    app.outbox_has("state = 'handed' AND failure LIKE 'message%'").await;
    app.db_execute("UPDATE letters SET due_at = 0").await;
    app.mailer.wake();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(server.count("MESSAGE"), 1);
}

#[actix_web::test]
async fn not_now_is_tried_again_and_no_is_not() {
    for (options, messages) in [
        (json!({ "rcpt": ["450 greylisted", "451 later"] }), 1),
        (json!({ "data": ["451 later", "452 full"] }), 3),
    ] {
        let Some(server) = MailServer::start(options) else { return };
        let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
        app.send("one", "ada@example.org").await;
        app.outbox_has("state = 'sent' AND attempts = 3").await;
        assert_eq!((server.received().len(), server.count("MESSAGE")), (1, messages));
    }
    for step in ["rcpt", "data"] {
        let options = json!({ step: ["550 no such user ada@example.org"] });
        let Some(server) = MailServer::start(options) else { return };
        let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
        app.send("one", "ada@example.org").await;
        app.outbox_has("state = 'failed' AND attempts = 1 AND payload IS NULL").await;
        let failure = app.db_text("SELECT failure FROM letters").await;
        assert!(failure.ends_with("refused with 550"), "the number and no address: {failure}");
        assert_eq!(server.received().len(), 0);
    }
}

#[actix_web::test]
async fn several_instances_hand_over_one_copy() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let app = TestApp::spawn_with(by_smtp(&server.url(), None)).await;
    let beside = app.spawn_beside_with(by_smtp(&server.url(), None)).await;
    for number in 0..40 {
        app.send(&format!("event {number}"), &format!("p{number}@example.org")).await;
        beside.mailer.wake();
    }
    server.has_received(40).await;
    app.outbox_has("state = 'sent'").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut to: Vec<String> =
        server.received().iter().map(|message| Mail::parse(message).to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), server.count("MESSAGE")), (40, 40));
}

#[actix_web::test]
async fn nobody_waits_while_a_mail_server_says_nothing() {
    // It takes connections, and that is all.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}?tls=none", silent.local_addr().unwrap());
    let app = TestApp::spawn_with(by_smtp(&url, None)).await;
    for number in 0..20 {
        app.send(&format!("event {number}"), "ada@example.org").await;
    }
    app.outbox_has("claim IS NOT NULL").await;
    let browser = app.browser();
    let start = Instant::now();
    browser.register("bob@example.org", "bob", PASSWORD).await.assert_redirects_to("/auth/login");
    assert_eq!(browser.get("/health/ready").await.status, 200);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[actix_web::test]
async fn a_lease_lasts_for_as_long_as_a_mail_server_thinks() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}?tls=none", silent.local_addr().unwrap());
    let app = TestApp::spawn_with(by_smtp(&url, None)).await;
    app.send("one", "ada@example.org").await;
    app.outbox_has("claim IS NOT NULL").await;
    let until = app.db_number("SELECT due_at FROM letters").await;
    // A third of a lease.
    tokio::time::sleep(Duration::from_secs(21)).await;
    assert!(app.db_number("SELECT due_at FROM letters").await > until);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM letters WHERE attempts = 1").await, 1);
}
