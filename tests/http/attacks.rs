//! What an attacker would try, beside what the other files try of their own part.

use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::helpers::{Browser, OTHER_PASSWORD, PASSWORD, Page, TestApp};

/// A try at an account as from another address, through a trusted proxy.
async fn try_from(browser: &Browser, address: &str, identifier: &str, password: &str) -> Page {
    let fields = [("identifier", identifier), ("password", password)];
    let request = browser.request(Method::POST, "/auth/login").header("Origin", &browser.url);
    Page::read(request.header("X-Forwarded-For", address).form(&fields)).await
}

#[actix_web::test]
async fn hundreds_who_try_one_account_at_once_do_not_keep_its_owner_out() {
    const TRIES: usize = 300;
    let app = TestApp::spawn_with(|settings| {
        // As in production: a try costs some tens of milliseconds.
        settings.auth.bcrypt_cost = 10;
        settings.rate_limit.enabled = true;
    })
    .await;
    let owner = app.browser_of("ada").await;
    owner.sign_out().await;
    // Each from an address of its own, which no limit by address could stop.
    let flood: Vec<_> = (0..TRIES)
        .map(|number| {
            let browser = app.browser();
            let address = format!("198.18.{}.{}", number / 250, number % 250 + 1);
            actix_web::rt::spawn(async move {
                try_from(&browser, &address, "ada", OTHER_PASSWORD).await.status
            })
        })
        .collect();
    // Each is counted twice before its password is looked at; then most of them wait their turn.
    while app.db_number("SELECT COUNT(*) FROM rate_limits").await < TRIES as i64 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    try_from(&owner, "203.0.113.9", "ada", PASSWORD).await.assert_redirects_to("/");
    let waiting = flood.iter().filter(|guess| !guess.is_finished()).count();
    assert!(waiting > 50, "only {waiting} are still waiting: it was no flood");
    for guess in flood {
        let status = guess.await.unwrap();
        let refused = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::SERVICE_UNAVAILABLE];
        assert!(refused.contains(&status), "{status}");
    }
}

#[actix_web::test]
async fn who_shares_an_address_with_an_attacker_signs_in_from_a_browser_he_has_used_before() {
    let app = TestApp::spawn_with(|settings| settings.rate_limit.enabled = true).await;
    let owner = app.browser_of("ada").await;
    owner.sign_out().await;
    let attacker = app.browser();
    let mut status = StatusCode::OK;
    for _ in 0..11 {
        status = attacker.sign_in("ada", OTHER_PASSWORD).await.status;
    }
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    owner.sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    // It is known for this account and for no other.
    assert_eq!(owner.sign_out().await.status, StatusCode::SEE_OTHER);
    app.browser().register("bob@example.org", "bob", PASSWORD).await;
    for _ in 0..10 {
        attacker.sign_in("bob", OTHER_PASSWORD).await;
    }
    assert_eq!(owner.sign_in("bob", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn a_browser_that_is_known_has_ten_tries_and_no_more() {
    let app = TestApp::spawn_with(|settings| settings.rate_limit.enabled = true).await;
    let thief = app.browser_of("ada").await;
    thief.sign_out().await;
    let mut statuses = Vec::new();
    for number in 0..11 {
        // It may be anywhere: it is the browser that is counted.
        let address = format!("198.51.100.{number}");
        statuses.push(try_from(&thief, &address, "ada", OTHER_PASSWORD).await.status);
    }
    assert!(statuses[..10].iter().all(|status| *status == StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(statuses[10], StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn instances_count_together() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.login_account = "3/15m".parse().unwrap();
    })
    .await;
    let other = app.spawn_beside_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.login_account = "3/15m".parse().unwrap();
    });
    let other = other.await;
    for browser in [app.browser(), other.browser(), app.browser()] {
        let answer = browser.sign_in("ada", PASSWORD).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = other.browser().sign_in("ada", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn ten_megabytes_are_no_form() {
    let app = TestApp::spawn().await;
    let body = format!("identifier=ada&password={}", "x".repeat(10 * 1024 * 1024));
    for path in ["/auth/login", "/auth/register", "/auth/forgot", "/auth/reset", "/posts"] {
        let request = app.browser().request(Method::POST, path).header("Origin", &app.url);
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        // The rest isn't waited for: the connection may be closed while it is being sent.
        if let Ok(answer) = request.body(body.clone()).send().await {
            let expected = [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::SEE_OTHER];
            assert!(expected.contains(&answer.status()), "{path}: {}", answer.status());
        }
    }
    assert_eq!(app.browser().get("/explore").await.status, StatusCode::OK);
}
