use feed_rs::parser;
use reqwest::{Method, StatusCode};

use crate::helpers::{Page, TestApp};

#[actix_web::test]
async fn a_feed_holds_the_newest_posts_of_one_person_or_of_everybody() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let permalink = ada.publish("first <b>&\nhttps://example.org/?a=1&b=2").await;
    grace.publish("second").await;
    ada.publish("third").await;

    let page = app.browser().get("/users/ada/feed.atom").await;
    assert!(page.header("content-type").starts_with("application/atom+xml"));
    let feed = parser::parse(page.html.as_bytes()).unwrap();
    assert_eq!(feed.title.unwrap().content, "ada (@ada) · Miniblog");
    let titles: Vec<_> =
        feed.entries.iter().map(|entry| entry.title.as_ref().unwrap().content.as_str()).collect();
    assert_eq!(titles, ["third", "first <b>&"]);
    let first = &feed.entries[1];
    assert_eq!(first.links[0].href, format!("{}{permalink}", app.url));
    let html = first.content.as_ref().unwrap().body.as_ref().unwrap();
    assert!(
        html.contains("first &lt;b&gt;&amp;<br><a href=\"https://example.org/?a=1&amp;b=2\""),
        "{html}"
    );
    assert_eq!(first.authors[0].name.as_deref(), Some("ada"));

    let all = app.browser().get("/explore.atom").await;
    assert_eq!(parser::parse(all.html.as_bytes()).unwrap().entries.len(), 3);
}

#[actix_web::test]
async fn pages_say_where_their_feed_is() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    for (path, feed) in [
        ("/users/ada", "/users/ada/feed.atom"),
        ("/explore", "/explore.atom"),
        ("/", "/explore.atom"),
    ] {
        let page = app.browser().get(path).await;
        assert_eq!(
            page.attributes("link[rel=alternate][type='application/atom+xml']", "href"),
            [feed],
            "{path}"
        );
        let answer = app.browser().get(feed).await;
        let feed = parser::parse(answer.html.as_bytes()).expect("an empty feed is one, too");
        assert!(feed.entries.is_empty());
    }
    assert_eq!(app.browser().get("/users/nobody/feed.atom").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_has_the_feed_already_is_told_so_until_something_new_comes() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("first").await;
    let feed = app.browser().get("/explore.atom").await;
    let ask = async |name: &'static str, value: String| {
        Page::read(app.browser().request(Method::GET, "/explore.atom").header(name, value)).await
    };
    let (tag, modified) = (feed.header("etag").to_owned(), feed.header("last-modified").to_owned());
    let known = ask("If-None-Match", tag.clone()).await;
    assert_eq!((known.status, known.html.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(known.header("etag"), tag);
    assert_eq!(ask("If-Modified-Since", modified).await.status, StatusCode::NOT_MODIFIED);
    for stale in ["\"other\"", "", "nonsense"] {
        assert_eq!(ask("If-None-Match", stale.to_owned()).await.status, StatusCode::OK, "{stale}");
    }
    ada.publish("second").await;
    assert_eq!(ask("If-None-Match", tag).await.status, StatusCode::OK);
    assert_eq!(
        ask("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT".to_owned()).await.status,
        StatusCode::OK
    );
}

#[actix_web::test]
async fn links_in_a_feed_start_with_the_sites_public_address() {
    let app = TestApp::spawn_with(|settings| {
        settings.server.base_url = Some("https://blog.example.org/".to_owned());
    })
    .await;
    app.browser_of("ada").await.publish("first").await;
    let feed = app.browser().get("/explore.atom").await;
    let feed = parser::parse(feed.html.as_bytes()).unwrap();
    assert!(
        feed.entries[0].id.starts_with("https://blog.example.org/posts/"),
        "{}",
        feed.entries[0].id
    );
}
