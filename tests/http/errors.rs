use std::io::{Read, Write};
use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::helpers::{Page, TestApp};

#[actix_web::test]
async fn an_error_page_says_what_happened_and_names_the_request() {
    let app = TestApp::spawn().await;
    let page = app.browser().get("/nothing").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.html.contains(page.header("x-request-id")));
    assert!(!page.attributes("main a", "href").is_empty(), "a way back");
}

#[actix_web::test]
async fn scripts_get_json() {
    let app = TestApp::spawn().await;
    let page = Page::read(
        app.browser().request(Method::GET, "/nothing").header("Accept", "application/json"),
    )
    .await;
    assert_eq!(page.header("content-type"), "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&page.html).unwrap();
    assert_eq!((problem["status"].as_i64(), problem["code"].as_str()), (Some(404), Some("404")));
    assert_eq!(problem["request_id"], page.header("x-request-id"));
    let page = Page::read(
        app.browser().request(Method::GET, "/posts/new").header("Accept", "application/json"),
    )
    .await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn every_response_is_hardened() {
    let app = TestApp::spawn().await;
    let css = miniblog::web::assets::link("app.css").unwrap();
    for path in ["/", "/nothing", "/auth/login", "/health/live", "/robots.txt", &css] {
        let page = app.browser().get(path).await;
        let csp = page.header("content-security-policy");
        for rule in [
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(csp.contains(rule), "{path}: {csp}");
        }
        assert!(!csp.contains("unsafe"), "{path}: {csp}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(page.header("x-request-id").len(), 32, "{path}");
        assert!(page.header("traceparent").contains(page.header("x-request-id")), "{path}");
    }
}

#[actix_web::test]
async fn pages_hold_no_inline_script_or_style() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("hello").await;
    for path in
        ["/", "/explore", "/posts/new", &permalink, "/users/ada", "/settings/profile", "/nothing"]
    {
        let page = browser.get(path).await;
        assert!(
            page.texts("style, [style], script:not([src]), [onclick], [onload]").is_empty(),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn a_form_that_is_too_large_or_no_form_is_refused() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let page = browser.post("/posts", &[("body", &"x".repeat(300_000))]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let post = || browser.request(Method::POST, "/posts").header("Origin", &app.url);
    let json =
        Page::read(post().header("Content-Type", "application/json").body("{\"body\":\"x\"}"))
            .await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let bytes = Page::read(
        post()
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(&b"body=\xff\xfe&body=2"[..]),
    )
    .await;
    assert_eq!(bytes.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM posts").await, 0);
}

#[actix_web::test]
async fn head_is_answered_like_get_without_a_body() {
    let app = TestApp::spawn().await;
    for (path, status) in [
        ("/", 200),
        ("/explore", 200),
        ("/nothing", 404),
        ("/health/ready", 200),
        ("/robots.txt", 200),
    ] {
        let page = Page::read(app.browser().request(Method::HEAD, path)).await;
        assert_eq!((page.status.as_u16(), page.html.as_str()), (status, ""), "{path}");
    }
}

#[actix_web::test]
async fn a_method_that_is_not_offered_is_told_which_are() {
    let app = TestApp::spawn().await;
    let page = app.browser().post("/explore", &[]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(page.header("allow"), "GET, HEAD");
    assert_eq!(app.browser().get("/auth/logout").await.header("allow"), "POST");
}

#[actix_web::test]
async fn a_client_that_is_slow_to_send_is_let_go() {
    let app =
        TestApp::spawn_with(|settings| settings.server.client_timeout = Duration::from_millis(300))
            .await;
    let mut slow = app.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let answer = actix_web::web::block(move || {
        let mut answer = String::new();
        slow.read_to_string(&mut answer).map(|_| answer)
    });
    let answer = answer.await.unwrap().expect("the connection is closed");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[actix_web::test]
async fn a_head_that_never_ends_is_refused() {
    let app = TestApp::spawn().await;
    let page =
        Page::read(app.browser().request(Method::GET, "/").header("X-Long", "x".repeat(200_000)))
            .await;
    assert!(page.status.is_client_error(), "{}", page.status);
    // Still there.
    assert_eq!(app.browser().get("/health/live").await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_request_id_is_taken_over_from_a_trusted_proxy_only() {
    let app = TestApp::spawn().await;
    let page = Page::read(
        app.browser().request(Method::GET, "/").header("X-Request-Id", "from-the-proxy"),
    )
    .await;
    assert_eq!(page.header("x-request-id"), "from-the-proxy");
    let app = TestApp::spawn_with(|settings| settings.server.trusted_proxies.clear()).await;
    let page =
        Page::read(app.browser().request(Method::GET, "/").header("X-Request-Id", "from-anybody"))
            .await;
    assert_ne!(page.header("x-request-id"), "from-anybody");
}

#[actix_web::test]
async fn a_nul_in_any_field_is_no_reason_to_fail() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    for (path, field) in [
        ("/auth/login", "identifier"),
        ("/auth/register", "email"),
        ("/auth/register", "username"),
        ("/posts", "body"),
        ("/settings/profile", "bio"),
        ("/settings/profile", "display_name"),
    ] {
        for value in ["a\0b", "a\0@example.org", "\0"] {
            let fields =
                [("password", "correct horse battery staple"), ("theme", "auto"), (field, value)];
            let page = browser.post(path, &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {field} {value:?}");
        }
    }
}

#[actix_web::test]
async fn a_compressed_form_is_refused_before_it_is_unpacked() {
    let app = TestApp::spawn().await;
    for coding in ["br", "gzip", "deflate", "zstd", "x-made-up"] {
        let request = app.browser().request(Method::POST, "/auth/login").header("Origin", &app.url);
        let request = request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Content-Encoding", coding)
            .body(vec![0u8; 64]);
        let page = Page::read(request).await;
        assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{coding}");
    }
}
