//! Any bytes on any route: an answer, and never a 5xx.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reqwest::Method;

use crate::helpers::TestApp;

const ROUTES: [&str; 25] = [
    // Without the list that it asks for; a stream wouldn't end.
    "/live",
    "/explore.atom",
    "/users/ada/feed.atom",
    "/bookmarks",
    "/posts/1/like",
    "/posts/1/bookmark",
    "/users/ada/follow",
    "/users/ada/followers",
    "/users/ada/following",
    "/",
    "/explore",
    "/posts",
    "/posts/new",
    "/posts/1",
    "/posts/1/delete",
    "/users/ada",
    "/settings/profile",
    "/auth/login",
    "/auth/register",
    "/auth/logout",
    "/static/app.css",
    "/health/ready",
    "/health/live",
    "/robots.txt",
    "/favicon.ico",
];
const FIELDS: [&str; 13] = [
    "in_reply_to",
    "email",
    "username",
    "password",
    "identifier",
    "remember",
    "next",
    "body",
    "display_name",
    "bio",
    "locale",
    "theme",
    "x",
];
const CASES: usize = 600;

#[actix_web::test]
async fn whatever_is_typed_into_whatever_field_gives_a_page() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let mut runner = TestRunner::deterministic();
    let case = (
        prop::sample::select(&ROUTES[..]),
        prop::sample::select(
            &[
                "",
                "/",
                "/%00",
                "/%ff%fe",
                "/..",
                "?before=1",
                "?after=1&tab=replies",
                "?next=//x",
                "?lang=zh",
                "?%",
                "?a=%zz&before=\u{0}",
            ][..],
        ),
        prop::collection::vec(
            (
                prop::sample::select(&FIELDS[..]),
                prop_oneof![
                    ".{0,80}",
                    "\\PC{0,600}",
                    Just("\u{0}\u{202e}\u{feff}".to_owned()),
                    Just("0".repeat(20_000))
                ],
            ),
            0..6,
        ),
        prop::sample::select(&["GET", "POST", "POST", "PUT", "OPTIONS", "PATCH"][..]),
        prop::sample::select(&["*/*", "application/json", "text/html", "\u{1}"][..]),
    );
    for _ in 0..CASES {
        let (route, suffix, fields, method, accept) = case.new_tree(&mut runner).unwrap().current();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request =
            browser.request(method.clone(), &format!("{route}{suffix}")).header("Origin", &app.url);
        if let Ok(accept) = reqwest::header::HeaderValue::from_str(accept) {
            request = request.header("Accept", accept);
        }
        if method != Method::GET {
            request = request.form(&fields);
        }
        let answer = request.send().await.unwrap();
        assert!(
            answer.status().as_u16() < 500,
            "{method} {route}{suffix} {fields:?}: {}",
            answer.status()
        );
    }
}

#[actix_web::test]
async fn bytes_that_are_no_request_do_no_harm() {
    let app = TestApp::spawn().await;
    let port = app.port;
    let answers = actix_web::web::block(move || {
        let mut runner = TestRunner::deterministic();
        let path = prop::collection::vec(any::<u8>(), 0..60);
        let header = prop::collection::vec(any::<u8>(), 0..60);
        let body = prop::collection::vec(any::<u8>(), 0..200);
        let case = (
            prop::sample::select(&["GET", "POST", "\0", "get", "A B"][..]),
            path,
            header,
            body,
            any::<bool>(),
        );
        let mut answers = Vec::new();
        for _ in 0..300 {
            let (method, path, header, body, honest) =
                case.new_tree(&mut runner).unwrap().current();
            let mut bytes = format!("{method} /").into_bytes();
            bytes.extend(path);
            bytes.extend(b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: http://x\r\nCookie: session=");
            bytes.extend(header);
            let length = if honest { body.len() } else { 7 };
            bytes.extend(format!("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n").bytes());
            bytes.extend(body);
            answers.push(send(port, &bytes));
        }
        answers
    });
    for answer in answers.await.unwrap() {
        assert!(!answer.starts_with("HTTP/1.1 5") && !answer.starts_with("HTTP/1.0 5"), "{answer}");
    }
    assert_eq!(app.browser().get("/health/ready").await.status, 200);
}

/// The first bytes of the answer, or nothing when the connection was closed.
fn send(port: u16, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(12))).unwrap();
    // The server may have hung up already.
    let _ = socket.write_all(bytes);
    let _ = socket.shutdown(std::net::Shutdown::Write);
    let mut answer = [0; 64];
    let read = socket.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}
