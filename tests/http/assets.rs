use reqwest::{Method, StatusCode};

use crate::helpers::{Browser, Page, TestApp};

#[actix_web::test]
async fn what_a_page_links_is_there_and_kept_for_ever() {
    let app = TestApp::spawn().await;
    let page = app.browser().get("/").await;
    let mut links = page.attributes("link[rel=stylesheet], link[rel=icon]", "href");
    links.extend(page.attributes("script[src]", "src"));
    links.extend(
        page.attributes("use", "href")
            .into_iter()
            .map(|link| link.split('#').next().unwrap().to_owned()),
    );
    assert!(links.len() >= 4, "{links:?}");
    for link in links {
        let file = app.browser().get(&link).await;
        assert_eq!(file.status, StatusCode::OK, "{link}");
        assert!(file.header("cache-control").contains("immutable"), "{link}");
        let again =
            app.browser().request(Method::GET, &link).header("If-None-Match", file.header("etag"));
        assert_eq!(Page::read(again).await.status, StatusCode::NOT_MODIFIED, "{link}");
    }
}

#[actix_web::test]
async fn every_icon_that_a_page_uses_is_in_the_sprite() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("hello").await;
    let sprite = miniblog::web::assets::link("icons.svg").unwrap();
    let icons = browser.get(&sprite).await.html;
    for path in ["/", "/explore", &permalink, "/users/ada", "/settings/profile", "/nothing"] {
        for link in browser.get(path).await.attributes("use", "href") {
            let name = link.split('#').nth(1).unwrap();
            assert!(icons.contains(&format!("id=\"{name}\"")), "{path}: {name}");
        }
    }
}

#[actix_web::test]
async fn nothing_outside_of_the_folder_is_served() {
    let app = TestApp::spawn().await;
    for path in [
        "/static/",
        "/static/../Cargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/..%2fCargo.toml",
        "/static/%2fetc%2fpasswd",
        "/static/app",
        "/static/app.00000000.txt",
    ] {
        assert_eq!(app.browser().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut socket = app.connect();
    let answer = actix_web::web::block(move || {
        use std::io::{Read, Write};
        socket
            .write_all(
                b"GET /static/../../Cargo.toml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            )
            .unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    });
    assert!(answer.await.unwrap().starts_with("HTTP/1.1 404"));
}

#[actix_web::test]
async fn a_link_from_an_older_page_is_answered_but_not_kept() {
    let app = TestApp::spawn().await;
    let file = app.browser().get("/static/app.00000000.css").await;
    assert_eq!((file.status, file.header("cache-control")), (StatusCode::OK, "no-cache"));
}

#[actix_web::test]
async fn browsers_and_robots_find_what_they_ask_for_unasked() {
    let app = TestApp::spawn().await;
    let favicon = app.browser().get("/favicon.ico").await;
    assert_eq!(
        app.browser().get(&favicon.location()).await.header("content-type"),
        "image/svg+xml"
    );
    assert!(app.browser().get("/robots.txt").await.html.starts_with("User-agent: *"));
}

/// As a browser asks, and as it counts: the bytes that come over the wire. Nothing decodes them here,
/// so the length of what came is what was sent.
async fn transferred(browser: &Browser, path: &str) -> (usize, String) {
    let request = browser.request(Method::GET, path).header("Accept-Encoding", "gzip");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = answer.bytes().await.unwrap().len();
    let plain = browser.get(path).await.html;
    assert!(bytes <= plain.len(), "{path} is sent compressed");
    (bytes, plain)
}

#[actix_web::test]
async fn the_first_load_of_any_page_is_light() {
    let app = TestApp::spawn().await;
    let (ada, visitor) = (app.browser_of("ada").await, app.browser());
    let first = ada.publish("a thread").await;
    let id = first.trim_start_matches("/posts/").to_owned();
    for number in 0..24 {
        let text = format!("{number} #tag {}", uuid_like(number).repeat(14));
        ada.publish(&text).await;
        ada.post("/posts", &[("body", &text), ("in_reply_to", &id)]).await;
    }
    for (browser, paths) in [
        (&visitor, ["/", "/explore", "/users/ada", first.as_str(), "/tags/tag", "/auth/register"]),
        (&ada, ["/", "/explore", "/users/ada", first.as_str(), "/settings/profile", "/posts/new"]),
    ] {
        for path in paths {
            let (mut bytes, html) = transferred(browser, path).await;
            let page = Page { html, ..browser.get(path).await };
            let mut files = page.attributes("link[rel=stylesheet], link[rel=icon]", "href");
            files.extend(page.attributes("script[src]", "src"));
            files.extend(page.attributes("link[rel=modulepreload]", "href"));
            files.push(miniblog::web::assets::link("icons.svg").unwrap());
            files.push("/favicon.ico".to_owned());
            files.sort();
            files.dedup();
            assert!(files.len() >= 4, "{files:?}");
            for file in files.iter().filter(|file| *file != "/favicon.ico") {
                bytes += transferred(browser, file).await.0;
            }
            assert!(bytes < 60_000, "{path}: {bytes} bytes");
        }
    }
}

/// Text that doesn't compress as repetition would.
fn uuid_like(seed: usize) -> String {
    format!("{:08x} ", (seed + 1).wrapping_mul(2_654_435_761) as u32)
}
