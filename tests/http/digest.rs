//! What is new, by mail: for those who want it, once, until they don't.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};

use crate::helpers::{Browser, Page, TestApp};
use crate::letters::Mail;

/// Ada, whose address is hers, wants to be told daily; Bob follows her. Both are there.
async fn ada_and_bob(app: &TestApp) -> (Browser, Browser) {
    let (ada, bob) = (app.browser_of("ada").await, app.browser_of("bob").await);
    app.db_execute("UPDATE users SET verified_email_key = email_key, email_verified_at = 1").await;
    ada.post("/settings/notifications", &[("mail_digest", "daily")])
        .await
        .assert_redirects_to("/settings/notifications");
    bob.post("/users/ada/follow", &[]).await;
    (ada, bob)
}

/// A day, or a week, goes by.
async fn days_go_by(app: &TestApp, days: i64) {
    let ms = days * 24 * 60 * 60 * 1000;
    app.db_execute(&format!("UPDATE users SET digested_at = digested_at - {ms}")).await;
    app.db_execute("UPDATE users SET digested_at = 0 WHERE digested_at < 0").await;
}

/// What has been sent when an instance has started, which is when it looks whose turn it is: so many
/// letters, and no more shortly after.
async fn digests(app: &TestApp, letters: usize) -> Vec<Mail> {
    let _beside = app.spawn_beside().await;
    let start = Instant::now();
    while sent(app).await.len() < letters && start.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(600)).await;
    let sent = sent(app).await;
    assert_eq!(sent.len(), letters, "{sent:?}");
    sent
}

/// Other letters, such as those that confirm an address, have nothing to unsubscribe from.
async fn sent(app: &TestApp) -> Vec<Mail> {
    let mut letters = app.letters().await;
    letters.retain(|letter| letter.raw.contains("\r\nList-Unsubscribe: "));
    letters
}

/// Without where we are: each instance of a test is somewhere else.
fn path_of(url: &str) -> String {
    let url: url::Url = url.parse().unwrap();
    url.as_str().split_once(url.authority()).unwrap().1.to_owned()
}

#[actix_web::test]
async fn a_digest_tells_once_what_is_new() {
    let app = TestApp::spawn().await;
    let (ada, bob) = ada_and_bob(&app).await;
    let post = ada.publish("Tea is <b>ready</b>").await;
    bob.post(&format!("{post}/like"), &[]).await;
    bob.publish_with("@ada what I think of it", &[("content_warning", "Spoilers")]).await;
    // Not before the day is over.
    digests(&app, 0).await;

    days_go_by(&app, 1).await;
    let letters = digests(&app, 1).await;
    let [mail] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(mail.to, "ada@example.org");
    assert_eq!(mail.subject, "3 new notifications on Miniblog");
    for words in [
        "* bob mentioned you",
        "Spoilers",
        "* bob liked your post",
        "Tea is <b>ready</b>",
        "* bob follows you now",
    ] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    assert!(!mail.raw.contains("what I think"), "behind its warning: {}", mail.text);
    assert!(mail.html.contains("Tea is &lt;b&gt;ready"), "{}", mail.html);
    let paths: Vec<String> = mail.links.iter().map(|link| path_of(link)).collect();
    assert_eq!(paths[1..], [post, "/users/bob".to_owned(), "/notifications".to_owned()]);
    assert!(mail.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    digests(&app, 1).await;
}

#[actix_web::test]
async fn nobody_gets_a_digest_who_didnt_ask_or_has_nothing_new() {
    let app = TestApp::spawn().await;
    let (ada, bob) = ada_and_bob(&app).await;
    ada.post("/users/bob/follow", &[]).await;
    // Bob hasn't asked for any.
    for (change, back) in [
        ("verified_email_key = NULL", "verified_email_key = email_key"),
        ("suspended_at = 1", "suspended_at = NULL"),
        ("leaving_at = 1", "leaving_at = NULL"),
        ("mail_digest = 'weekly'", "mail_digest = 'daily'"),
    ] {
        days_go_by(&app, 1).await;
        app.db_execute(&format!("UPDATE users SET {change} WHERE username_key = 'ada'")).await;
        digests(&app, 0).await;
        app.db_execute(&format!("UPDATE users SET {back} WHERE username_key = 'ada'")).await;
    }
    ada.get("/notifications").await;
    ada.post("/notifications/read", &[("up_to", &i64::MAX.to_string())]).await;
    days_go_by(&app, 8).await;
    digests(&app, 0).await;
    bob.publish("@ada hello").await;
    days_go_by(&app, 1).await;
    digests(&app, 1).await;
}

#[actix_web::test]
async fn several_instances_send_one_digest() {
    let app = TestApp::spawn().await;
    ada_and_bob(&app).await;
    days_go_by(&app, 1).await;
    let others = futures_util::future::join_all((0..4).map(|_| app.spawn_beside())).await;
    digests(&app, 1).await;
    drop(others);
}

#[actix_web::test]
async fn a_mail_programs_own_button_ends_it_without_a_sign_in() {
    let app = TestApp::spawn().await;
    let (ada, _) = ada_and_bob(&app).await;
    days_go_by(&app, 1).await;
    let letters = digests(&app, 1).await;
    let header = letters[0].raw.replace("\r\n ", "");
    let url = header.split("List-Unsubscribe: <").nth(1).unwrap().split('>').next().unwrap();
    let path = &path_of(url);
    let wanted =
        async || app.db_text("SELECT mail_digest FROM users WHERE username_key = 'ada'").await;

    // A program that only looks ends nothing.
    let page = app.browser().get(path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(wanted().await, "daily");

    for forged in ["1", "", &path.replace("token=", "token=1")] {
        let forged = format!("/notifications/unsubscribe?token={forged}");
        let one_click = [("List-Unsubscribe", "One-Click")];
        let request = app.browser().request(Method::POST, &forged).form(&one_click);
        assert_eq!(Page::read(request).await.status, StatusCode::NOT_FOUND, "{forged}");
    }
    // Nothing that this one POST brings along makes it act for who is signed in.
    let bare = ada.request(Method::POST, "/notifications/unsubscribe");
    assert_eq!(Page::read(bare).await.status, StatusCode::NOT_FOUND);
    assert_eq!(wanted().await, "daily");

    let request =
        app.browser().request(Method::POST, path).form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(Page::read(request).await.status, StatusCode::OK);
    assert_eq!(wanted().await, "none");
    assert_eq!(ada.get("/settings/notifications").await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_digest_speaks_its_readers_language() {
    let app = TestApp::spawn().await;
    let (ada, _) = ada_and_bob(&app).await;
    ada.post("/settings/notifications", &[("mail_digest", "weekly")]).await;
    app.db_execute("UPDATE users SET locale = 'zh-CN'").await;
    days_go_by(&app, 7).await;
    let letters = digests(&app, 1).await;
    let [mail] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(mail.subject, "Miniblog 上有 1 条新通知");
    assert!(mail.text.contains("每周最多一封"), "{}", mail.text);
    assert!(mail.html.contains("<html lang=\"zh-CN\">"), "{}", mail.html);
}

#[actix_web::test]
async fn only_what_there_is_can_be_chosen() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let page = ada.post("/settings/notifications", &[("mail_digest", "hourly")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.db_text("SELECT mail_digest FROM users").await, "none");
}
