use reqwest::StatusCode;
use sea_orm::ConnectionTrait;

use crate::helpers::{PASSWORD, TestApp};
use crate::servers::{Fresh, on_every_database};

on_every_database! {
    a_person_registers_signs_in_and_publishes => super::main_job;
    names_are_unique_however_they_are_written => super::unique;
    every_script_and_symbol_survives => super::every_script;
    limits_count_together => super::limits;
}

async fn spawn_on(fresh: &Fresh) -> TestApp {
    TestApp::spawn_with(|settings| {
        settings.database.url = fresh.url.clone().into();
        settings.posts.page_size = 2;
    })
    .await
}

async fn main_job(fresh: Fresh) {
    let app = spawn_on(&fresh).await;
    let browser = app.browser_of("ada").await;
    for text in ["one", "two", "three"] {
        browser.publish(text).await;
    }
    let page = app.browser().get("/").await;
    assert_eq!(page.posts(), ["three", "two"]);
    let older = page.attributes("a[rel=next]", "href").pop().unwrap();
    assert_eq!(app.browser().get(&older).await.posts(), ["one"]);
    let permalink = browser.publish("a mistake").await;
    browser.post(&format!("{permalink}/delete"), &[]).await.assert_redirects_to("/");
    assert_eq!(app.browser().get(&permalink).await.status, StatusCode::NOT_FOUND);
    browser.sign_out().await.assert_redirects_to("/");
    assert!(!browser.is_signed_in().await);
}

async fn unique(fresh: Fresh) {
    let app = spawn_on(&fresh).await;
    app.browser_of("Ada").await;
    let taken = app.browser().register("new@example.org", "aDA", PASSWORD).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.browser()
        .register("ADA@EXAMPLE.ORG", "grace", PASSWORD)
        .await
        .assert_redirects_to("/auth/login");
    // An address is one account's alone once that has confirmed it.
    app.db_execute("UPDATE users SET verified_email_key = email_key WHERE username = 'Ada'").await;
    let claim = "UPDATE users SET verified_email_key = email_key WHERE username = 'grace'";
    assert!(app.db.execute_unprepared(claim).await.is_err());
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users").await, 2);
    // Accents make another address, on a server whose collation would fold them too.
    app.browser()
        .register("adá@example.org", "joan", PASSWORD)
        .await
        .assert_redirects_to("/auth/login");
    app.db_execute("UPDATE users SET verified_email_key = email_key WHERE username = 'joan'").await;
    // The name of a constraint in what the visitor typed confuses nobody.
    app.browser()
        .register("username_key@example.org", "email_key", PASSWORD)
        .await
        .assert_redirects_to("/auth/login");
    app.browser()
        .register("username_key@example.org", "other", PASSWORD)
        .await
        .assert_redirects_to("/auth/login");
    let taken = app.browser().register("other@example.org", "email_key", PASSWORD).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn every_script(fresh: Fresh) {
    let app = spawn_on(&fresh).await;
    let browser = app.browser_of("ada").await;
    for text in ["𝒜 👩‍👩‍👧‍👦 🇩🇪", "中文 العربية हिन्दी", "quote ' \" \\ % _ ; --", &"👩‍👩‍👧‍👦".repeat(500)]
    {
        let permalink = browser.publish(text).await;
        assert_eq!(app.browser().get(&permalink).await.posts(), [text]);
    }
}

async fn limits(fresh: Fresh) {
    let app = TestApp::spawn_with(|settings| {
        settings.database.url = fresh.url.clone().into();
        settings.rate_limit.enabled = true;
        settings.rate_limit.login_address = "4/15m".parse().unwrap();
    })
    .await;
    let tries = (0..8).map(|i| {
        let browser = app.browser();
        async move {
            browser
                .post("/auth/login", &[("identifier", &format!("u{i}")), ("password", PASSWORD)])
                .await
                .status
        }
    });
    let statuses = futures_util::future::join_all(tries).await;
    let passed =
        statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
    let stopped =
        statuses.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((passed, stopped), (4, 4), "{statuses:?}");
}
