use reqwest::StatusCode;
use serde_json::Value;

use crate::helpers::{PASSWORD, TestApp};

#[actix_web::test]
async fn a_ready_instance_says_who_it_is_and_how_its_database_does() {
    let app = TestApp::spawn().await;
    let page = app.browser().get("/health/ready").await;
    assert_eq!(page.status, StatusCode::OK);
    let health: Value = serde_json::from_str(&page.html).unwrap();
    assert_eq!(health["status"], "pass");
    assert_eq!(health["version"], miniblog::VERSION);
    assert!(health["instance"].as_str().unwrap().ends_with(&app.port.to_string()));
    assert_eq!(health["checks"]["database"]["status"], "pass");
    assert!(health["checks"]["database"]["latency_ms"].as_f64().is_some());
    assert_eq!(app.browser().get("/health/live").await.html, "ok");
}

#[actix_web::test]
async fn without_its_database_an_instance_is_alive_but_not_ready_and_pages_say_so() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    // What a lost disk or a broken schema looks like from here: every statement fails.
    for table in ["sessions", "posts", "users"] {
        app.db_execute(&format!("ALTER TABLE {table} RENAME TO lost_{table}")).await;
    }
    assert_eq!(app.browser().get("/health/live").await.status, StatusCode::OK);
    assert!(browser.get("/").await.status.is_server_error());
    let page = app.browser().sign_in("ada", PASSWORD).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.html.contains(page.header("x-request-id")));
    assert!(!page.html.to_lowercase().contains("table"), "no internal message on a page");
}

#[actix_web::test]
async fn a_session_that_cannot_be_written_down_has_its_page_too() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.register("ada@example.org", "ada", PASSWORD).await;
    app.db_execute("DROP TABLE sessions").await;
    let page = browser.sign_in("ada", PASSWORD).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.html.contains(page.header("x-request-id")), "{}", page.html);
    assert!(page.header("content-security-policy").contains("default-src 'self'"));
    assert_eq!(page.header("retry-after"), "5");
}

#[actix_web::test]
async fn readers_do_not_wait_for_those_who_wait_to_write() {
    if std::env::var_os("TEST_DATABASE_URL").is_some() {
        // Only SQLite has a single writer to wait for.
        return;
    }
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let hold = sea_orm::TransactionTrait::begin(&app.db).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&hold, "UPDATE users SET bio = 'held'")
        .await
        .unwrap();
    let writers: Vec<_> = (0..30)
        .map(|_| {
            let browser = browser.clone();
            actix_web::rt::spawn(async move {
                browser.post("/posts", &[("body", "waiting")]).await.status
            })
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(app.browser().get("/explore").await.status, StatusCode::OK);
        assert_eq!(app.browser().get("/health/ready").await.status, StatusCode::OK);
    }
    assert!(
        !writers.iter().any(actix_web::rt::task::JoinHandle::is_finished),
        "the readers were first"
    );
    hold.commit().await.unwrap();
    for writer in writers {
        assert_eq!(writer.await.unwrap(), StatusCode::SEE_OTHER);
    }
}
