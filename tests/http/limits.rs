use reqwest::{Method, StatusCode};

use crate::helpers::{OTHER_PASSWORD, PASSWORD, Page, TestApp};

async fn limited() -> TestApp {
    TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.login_account = "3/15m".parse().unwrap();
        settings.rate_limit.login_address = "8/15m".parse().unwrap();
        settings.rate_limit.register_address = "2/1h".parse().unwrap();
        settings.rate_limit.post_account = "2/10m".parse().unwrap();
    })
    .await
}

/// As from another address, through a trusted proxy.
async fn sign_in_from(app: &TestApp, address: &str, identifier: &str, password: &str) -> Page {
    let fields = [("identifier", identifier), ("password", password)];
    let request = app.browser().request(Method::POST, "/auth/login").header("Origin", &app.url);
    Page::read(request.header("X-Forwarded-For", address).form(&fields)).await
}

#[actix_web::test]
async fn after_three_wrong_passwords_even_the_right_one_waits() {
    let app = limited().await;
    app.browser()
        .register("ada@example.org", "ada", PASSWORD)
        .await
        .assert_redirects_to("/auth/login");
    for _ in 0..3 {
        assert_eq!(
            sign_in_from(&app, "198.51.100.1", "ada", OTHER_PASSWORD).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let page = sign_in_from(&app, "198.51.100.1", "ADA", PASSWORD).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = page.header("retry-after").parse().unwrap();
    assert!((1..=300).contains(&wait), "{wait}");
    assert_eq!(page.form("/auth/login").fields["identifier"], "ADA", "what was typed is kept");
}

#[actix_web::test]
async fn nobody_can_lock_another_person_out() {
    let app = limited().await;
    app.browser().register("ada@example.org", "ada", PASSWORD).await;
    for _ in 0..5 {
        sign_in_from(&app, "198.51.100.66", "ada", OTHER_PASSWORD).await;
    }
    sign_in_from(&app, "203.0.113.5", "ada", PASSWORD).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn who_tries_many_accounts_from_one_address_is_stopped() {
    let app = limited().await;
    let mut statuses = Vec::new();
    for number in 0..9 {
        // One IPv6 site has all of its addresses.
        let address = format!("2001:db8:1:1::{number:x}");
        statuses.push(
            sign_in_from(&app, &address, &format!("user{number}"), OTHER_PASSWORD).await.status,
        );
    }
    assert!(
        statuses[..8].iter().all(|status| *status == StatusCode::UNPROCESSABLE_ENTITY),
        "{statuses:?}"
    );
    assert_eq!(statuses[8], StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        sign_in_from(&app, "2001:db8:1:2::1", "user", OTHER_PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[actix_web::test]
async fn signing_in_forgives_the_tries_before() {
    let app = limited().await;
    app.browser().register("ada@example.org", "ada", PASSWORD).await;
    for _ in 0..2 {
        sign_in_from(&app, "198.51.100.1", "ada", OTHER_PASSWORD).await;
        sign_in_from(&app, "198.51.100.1", "ada", OTHER_PASSWORD).await;
        sign_in_from(&app, "198.51.100.1", "ada", PASSWORD).await.assert_redirects_to("/");
    }
}

#[actix_web::test]
async fn what_a_stranger_claims_about_his_address_counts_nothing() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.login_address = "2/15m".parse().unwrap();
        settings.server.trusted_proxies.clear();
    })
    .await;
    let mut last = StatusCode::OK;
    for number in 0..3 {
        last = sign_in_from(
            &app,
            &format!("198.51.100.{number}"),
            &format!("u{number}"),
            OTHER_PASSWORD,
        )
        .await
        .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn accounts_are_not_made_by_the_dozen() {
    let app = limited().await;
    for name in ["one", "two"] {
        app.browser()
            .register(&format!("{name}@example.org"), name, PASSWORD)
            .await
            .assert_redirects_to("/auth/login");
    }
    let page = app.browser().register("three@example.org", "three", PASSWORD).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.form("/auth/register").fields["username"], "three");
    assert!(!page.header("retry-after").is_empty());
}

#[actix_web::test]
async fn posting_too_fast_keeps_what_was_written() {
    let app = limited().await;
    let browser = app.browser_of("ada").await;
    browser.publish("one").await;
    browser.publish("two").await;
    let page = browser.post("/posts", &[("body", "three")]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.form("/posts").fields["body"], "three");
}

#[actix_web::test]
async fn searching_too_fast_is_told_so_with_the_question_kept() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.search = "2/10m".parse().unwrap();
    })
    .await;
    let visitor = app.browser();
    for _ in 0..2 {
        assert_eq!(visitor.get("/search?q=tea").await.status, StatusCode::OK);
    }
    // Nothing is asked for, so nothing is counted.
    assert_eq!(visitor.get("/search?q=%20").await.status, StatusCode::OK);
    let page = visitor.get("/search?q=tea").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(page.attributes("main input[name=q]", "value"), ["tea"]);
}
