//! Letters and the end of the process: a mail server that is being given one gets no second copy.

use std::time::Duration;

use miniblog::mail::{Letter, Mailer};
use miniblog::settings::{self, Environment, Handle};
use miniblog::web::i18n::{Locale, Message};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::json;

use crate::mail_server::MailServer;
use crate::support::eventually;
use crate::support::process::{Miniblog, Signal};

const WITHIN: Duration = Duration::from_secs(30);

fn program(server: &MailServer) -> Miniblog {
    Miniblog::new()
        .set("mail.transport", "smtp")
        .set("mail.smtp_url", &server.url())
        .set("mail.retry_after", "100ms")
}

/// What another process puts into the outbox.
async fn enqueue(program: &Miniblog, letters: usize) -> DatabaseConnection {
    let (settings, _) = settings::load(Environment::from("test"), None).unwrap();
    let mailer = Mailer::new(Handle::new(settings), "http://127.0.0.1:8000").unwrap();
    let url = format!("sqlite://{}", program.database().display());
    let db = Database::connect(url).await.unwrap();
    for number in 0..letters {
        let letter = Letter {
            to: format!("p{number}@example.org"),
            locale: Locale::En,
            subject: Message::new("mail-link-hint"),
            lines: Vec::new(),
            action: None,
            after: Vec::new(),
            items: Vec::new(),
            unsubscribe: None,
        };
        mailer.enqueue(&db, &format!("event {number}"), &letter).await.unwrap();
    }
    db
}

async fn in_state(db: &DatabaseConnection, state: &str) -> usize {
    let sql = format!("SELECT COUNT(*) FROM letters WHERE state = '{state}'");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    usize::try_from(row.try_get_by_index::<i64>(0).unwrap()).unwrap()
}

#[tokio::test]
async fn kill_9_while_a_mail_server_thinks_sends_no_second_copy() {
    let Some(server) = MailServer::start(json!({ "slow": 2 })) else { return };
    let program = program(&server);
    let mut blog = program.start().await;
    let db = enqueue(&program, 1).await;
    server.has_received(1).await;
    blog.server.kill();
    assert_eq!(in_state(&db, "handed").await, 1);

    let _blog = program.start().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((server.received().len(), server.count("MESSAGE")), (1, 1));
}

#[tokio::test]
async fn however_often_it_is_killed_no_letter_is_sent_twice_and_those_left_behind_are_known() {
    const LETTERS: usize = 60;
    let Some(server) = MailServer::start(json!({ "slow": 0.02 })) else { return };
    let program = program(&server);
    let mut blog = program.start().await;
    let db = enqueue(&program, LETTERS).await;
    for _ in 0..4 {
        let moment = Duration::from_millis(20 + rand::random::<u64>() % 150);
        tokio::time::sleep(moment).await;
        blog.server.kill();
        blog = program.start().await;
    }
    // What a killed instance has in its hands is taken over when its lease has run out.
    db.execute_unprepared("UPDATE letters SET due_at = 0 WHERE state = 'waiting'").await.unwrap();
    eventually("an empty outbox", WITHIN, async || {
        (in_state(&db, "waiting").await == 0).then_some(())
    })
    .await;
    let mut known = 0;
    eventually("an end of what is under way", WITHIN, async || {
        let before = known;
        known = in_state(&db, "sent").await + server.received().len();
        (known == before).then_some(())
    })
    .await;

    let mut copies: Vec<String> =
        server.received().iter().map(|message| message_id(message)).collect();
    let received = copies.len();
    copies.sort();
    copies.dedup();
    assert_eq!(copies.len(), received, "a second copy");
    let (sent, handed) = (in_state(&db, "sent").await, in_state(&db, "handed").await);
    assert_eq!(sent + handed, LETTERS);
    assert!((sent..=sent + handed).contains(&received), "{received}: {sent} and {handed}");
    eprintln!("{received} received, {sent} known to be, {handed} unclear");
}

#[tokio::test]
async fn going_down_waits_for_the_answer_of_a_mail_server() {
    let Some(server) = MailServer::start(json!({ "slow": 2 })) else { return };
    let program = program(&server);
    let mut blog = program.start().await;
    let db = enqueue(&program, 1).await;
    server.has_received(1).await;
    blog.server.signal(Signal::SIGTERM);
    assert!(blog.server.exit_status(WITHIN).await.success());
    assert_eq!(in_state(&db, "sent").await, 1);
}

fn message_id(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    text.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned()
}
