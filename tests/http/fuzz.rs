//! Any bytes on any route: an answer, and never a 5xx.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reqwest::Method;

use crate::helpers::{PASSWORD, TestApp, id_of};

/// Every path of the route tables, and what else is served.
const ROUTES: [&str; 106] = [
    // Without the list that it asks for; a stream wouldn't end.
    "/live",
    "/",
    "/explore",
    "/explore.atom",
    "/tags/tea",
    "/tags/tea/feed.atom",
    "/search",
    "/bookmarks",
    "/likes",
    "/drafts",
    "/drafts/1/delete",
    "/notifications",
    "/notifications/read",
    "/notifications/unsubscribe",
    "/follow-requests",
    "/posts",
    "/posts/new",
    "/posts/1",
    "/posts/1/history",
    "/posts/1/edit",
    "/posts/1/delete",
    "/posts/1/pin",
    "/posts/1/unpin",
    "/posts/1/like",
    "/posts/1/unlike",
    "/posts/1/repost",
    "/posts/1/unrepost",
    "/posts/1/bookmark",
    "/posts/1/unbookmark",
    "/users/ada",
    "/users/ada/feed.atom",
    "/users/ada/followers",
    "/users/ada/following",
    "/users/ada/follow",
    "/users/ada/unfollow",
    "/users/ada/accept-follow",
    "/users/ada/reject-follow",
    "/users/ada/remove-follower",
    "/users/ada/mute",
    "/users/ada/unmute",
    "/users/ada/block",
    "/users/ada/unblock",
    "/settings/profile",
    "/settings/privacy",
    "/settings/notifications",
    "/settings/mutes",
    "/settings/blocks",
    "/settings/appearance",
    "/settings/account",
    "/settings/account/cancel-email",
    "/auth/two-factor",
    "/auth/two-factor/disable",
    "/auth/two-factor/recovery-codes",
    "/auth/verify",
    "/auth/verify/resend",
    "/auth/forgot",
    "/auth/reset",
    "/auth/sessions",
    "/auth/sessions/1/revoke",
    "/auth/sessions/revoke-others",
    "/.well-known/change-password",
    "/settings/data",
    "/settings/export",
    "/settings/export/1/download",
    "/settings/import",
    "/settings/delete",
    "/settings/delete/cancel",
    "/auth/login",
    "/auth/register",
    "/auth/logout",
    "/posts/1/report",
    "/users/ada/report",
    "/admin",
    "/admin/reports",
    "/admin/reports/1",
    "/admin/reports/1/resolve",
    "/admin/reports/1/dismiss",
    "/admin/posts/1",
    "/admin/posts/1/hide",
    "/admin/posts/1/unhide",
    "/admin/people",
    "/admin/people/ada",
    "/admin/people/ada/silence",
    "/admin/people/ada/suspend",
    "/admin/people/ada/lift",
    "/admin/people/ada/sign-out",
    "/admin/people/ada/notes",
    "/admin/invitations",
    "/admin/invitations/1/revoke",
    "/admin/applications",
    "/admin/applications/1/approve",
    "/admin/applications/1/reject",
    "/admin/blocks",
    "/admin/blocks/1/remove",
    "/admin/audit",
    "/static/app.css",
    "/health/ready",
    "/health/live",
    "/robots.txt",
    "/favicon.ico",
    // Most of what can go wrong is behind these.
    "/posts",
    "/posts",
    "/drafts",
    "/posts/1/edit",
    "/search",
    "/settings/privacy",
];
const FIELDS: [&str; 47] = [
    "body",
    "body",
    "in_reply_to",
    "visibility",
    "content_warning",
    "language",
    "idempotency_key",
    "draft_id",
    "redraft",
    "q",
    "in",
    "tab",
    "before",
    "after",
    "draft",
    "up_to",
    "locked",
    "notify_from",
    "mail_digest",
    "token",
    "muted_words",
    "display_name",
    "bio",
    "locale",
    "theme",
    "link_label_1",
    "link_url_4",
    "identifier",
    "password",
    "email",
    "username",
    "current_password",
    "new_password",
    "code",
    "token",
    "discoverable",
    "discoverable_asked",
    "next",
    "reason",
    "comment",
    "note",
    "kind",
    "pattern",
    "max_uses",
    "days",
    "invitation",
    "which",
];
const CASES: usize = 1000;

#[actix_web::test]
async fn whatever_is_typed_into_whatever_field_gives_a_page() {
    let app = TestApp::spawn().await;
    let (eve, ada) = (app.browser_of("eve").await, app.browser_of("ada").await);
    // So that there is something behind the moderators' pages, too.
    app.db_execute("UPDATE users SET role = 'admin' WHERE username = 'eve'").await;
    let theirs = ada.publish("@eve #tea").await;
    let mut own = eve.publish("@ada #tea").await;
    let mut runner = TestRunner::deterministic();
    let case = (
        prop::sample::select(&ROUTES[..]),
        prop::sample::select(
            &[
                "",
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
                    "(@eve|@ada|#tea|`|\\\"|from:|https://a.b/| |\n|字|x){0,20}",
                    "(public|unlisted|followers|mentioned|anyone|nobody|en|posts|people|tags|ID)",
                    Just("\u{0}\u{202e}\u{feff}".to_owned()),
                    Just("0".repeat(20_000))
                ],
            ),
            0..8,
        ),
        prop::sample::select(&["GET", "GET", "POST", "POST", "PUT", "OPTIONS", "PATCH"][..]),
        prop::sample::select(&["*/*", "application/json", "text/html", "\u{1}"][..]),
        any::<bool>(),
    );
    for number in 0..CASES {
        if number % 25 == 0 {
            // One of the buttons signs out, others take away what there is to try.
            eve.post("/auth/login", &[("identifier", "eve"), ("password", PASSWORD)]).await;
            eve.post("/users/ada/unblock", &[]).await;
            eve.post("/admin/people/ada/lift", &[]).await;
            eve.post(&format!("/admin{theirs}/unhide"), &[]).await;
            own = eve.publish_with("@ada #tea", &[]).await;
        }
        let (route, suffix, mut fields, method, accept, is_own) =
            case.new_tree(&mut runner).unwrap().current();
        let post = if is_own { &own } else { &theirs };
        for (_, value) in &mut fields {
            *value = value.replace("ID", id_of(post));
        }
        let mut path = format!("{route}{suffix}").replace("/posts/1", post);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        if method == Method::GET {
            // The client itself takes no address of more than 64 kB.
            fields.truncate(2);
            let mut typed = url::form_urlencoded::Serializer::new(String::new());
            let typed = typed.extend_pairs(&fields).finish();
            path = format!("{path}{}{typed}", if path.contains('?') { "&" } else { "?" });
        }
        let mut request = eve.request(method.clone(), &path).header("Origin", &app.url);
        if let Ok(accept) = reqwest::header::HeaderValue::from_str(accept) {
            request = request.header("Accept", accept);
        }
        if method != Method::GET {
            request = request.form(&fields);
        }
        let answer = request.send().await.unwrap();
        assert!(answer.status().as_u16() < 500, "{method} {path} {fields:?}: {}", answer.status());
    }
}

#[test]
fn every_path_of_the_route_tables_is_tried() {
    let blueprints = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
    let tables = blueprints.filter_map(|folder| {
        std::fs::read_to_string(folder.unwrap().path().join("routes.rs")).ok()
    });
    let mut count = 0;
    for table in tables {
        for path in table.split("web::resource(").skip(1) {
            let path = path.split('"').nth(1).unwrap();
            let path =
                path.replace("{username}", "ada").replace("{id}", "1").replace("{tag}", "tea");
            assert!(ROUTES.contains(&path.as_str()), "{path} is missing above");
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
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
