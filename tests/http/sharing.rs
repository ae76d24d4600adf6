//! What a page is to those who don't look at it: previews of links to it, feed readers, caches.

use std::collections::BTreeSet;

use feed_rs::parser;
use reqwest::{Method, StatusCode};

use crate::helpers::{Browser, Page, TestApp};

/// What a page says of itself where its address is pasted: the property, or the name, and what it is.
fn previews(page: &Page) -> Vec<(String, String)> {
    ["property", "name"]
        .iter()
        .flat_map(|attribute| {
            let css = format!("meta[{attribute}]");
            page.attributes(&css, attribute).into_iter().zip(page.attributes(&css, "content"))
        })
        .filter(|(name, _)| ["og:", "article:", "twitter:"].iter().any(|p| name.starts_with(p)))
        .collect()
}

fn preview(page: &Page, name: &str) -> String {
    let found: Vec<_> =
        previews(page).into_iter().filter(|(found, _)| found == name).map(|(_, is)| is).collect();
    assert_eq!(found.len(), 1, "{name} in {:?}", previews(page));
    found.concat()
}

async fn get_known(browser: &Browser, path: &str, tag: &str) -> Page {
    Page::read(browser.request(Method::GET, path).header("If-None-Match", tag)).await
}

#[actix_web::test]
async fn an_open_post_says_what_it_is_to_where_its_address_is_pasted() {
    let app = TestApp::spawn_with(|settings| {
        settings.server.base_url = Some("https://blog.example.org".to_owned());
    })
    .await;
    let ada = app.browser_of("ada").await;
    let evil = "\"><script>alert(1)</script> & \n`more`";
    for visibility in ["public", "unlisted"] {
        let post = ada.publish_with(evil, &[("visibility", visibility)]).await;
        for browser in [&ada, &app.browser()] {
            let page = browser.get(&post).await;
            let address = format!("https://blog.example.org{post}");
            assert_eq!(preview(&page, "og:title"), "ada (@ada)");
            assert_eq!(preview(&page, "og:type"), "article");
            assert_eq!(preview(&page, "og:site_name"), "Miniblog");
            assert_eq!(preview(&page, "og:url"), address);
            assert_eq!(preview(&page, "twitter:card"), "summary");
            let description = preview(&page, "og:description");
            assert!(description.starts_with("\"><script>alert(1)</script> &"), "{description}");
            assert!(!description.contains('\n'), "{description}");
            let published = preview(&page, "article:published_time");
            let times = page.attributes("article.full time", "datetime");
            assert!(times.contains(&published), "{published}");
            assert_eq!(page.attributes("link[rel=canonical]", "href"), [address]);
            assert!(page.attributes("meta[name=robots]", "content").is_empty());
            assert!(page.texts("script:not([src])").is_empty());
        }
    }
}

#[actix_web::test]
async fn a_closed_post_says_nothing_of_itself() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    grace.press("/users/ada/follow").await;
    for visibility in ["followers", "mentioned"] {
        let post = ada.publish_with("@grace a secret", &[("visibility", visibility)]).await;
        for browser in [&ada, &grace] {
            let page = browser.get(&post).await;
            assert!(previews(&page).is_empty(), "{:?}", previews(&page));
            assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
        }
        let page = app.browser().get(&post).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(previews(&page).is_empty() && !page.html.contains("secret"));
    }
}

#[actix_web::test]
async fn the_preview_of_a_long_post_is_cut() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let page = app.browser().get(&ada.publish(&"字 ".repeat(250)).await).await;
    let description = preview(&page, "og:description");
    assert!((50..200).contains(&description.chars().count()), "{description}");
}

#[actix_web::test]
async fn a_profile_says_who_it_is() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/settings/profile").await.form("/settings/profile");
    let fields = [("display_name", "Ada \"L\""), ("bio", "Studies\nengines")];
    ada.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    let page = app.browser().get("/users/ada").await;
    assert_eq!(preview(&page, "og:title"), "Ada \"L\" (@ada)");
    assert_eq!(preview(&page, "og:type"), "profile");
    assert_eq!(preview(&page, "og:description"), "Studies engines");
    assert_eq!(preview(&page, "og:url"), format!("{}/users/ada", app.url));
}

#[actix_web::test]
async fn links_of_a_profile_are_shown_and_lead_to_web_pages() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/settings/profile").await.form("/settings/profile");
    let fields = [
        ("link_label_1", "Home"),
        ("link_url_1", "ada.example/notes?a=1&b=2"),
        ("link_label_4", "<b>Work</b>"),
        ("link_url_4", "http://work.example"),
    ];
    ada.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    let page = app.browser().get("/users/ada").await;
    assert_eq!(page.texts(".links dt"), ["Home", "<b>Work</b>"]);
    assert_eq!(
        page.attributes(".links a", "href"),
        ["https://ada.example/notes?a=1&b=2", "http://work.example/"]
    );
    assert!(page.attributes(".links a", "rel").iter().all(|rel| rel.contains("nofollow")));

    let form = ada.get("/settings/profile").await.form("/settings/profile");
    for (field, value) in [
        ("link_url_2", "javascript:alert(1)"),
        ("link_url_2", "https://u:p@x.example"),
        ("link_label_1", &"x".repeat(31)),
        ("link_label_3", "no address"),
    ] {
        let page = ada.submit(&form, &[(field, value)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        let wrong = field.replace("label_3", "url_3");
        assert!(!page.error_of(&wrong).is_empty(), "{field}={value}");
        assert_eq!(page.form("/settings/profile").fields[field], value);
    }
    assert_eq!(app.browser().get("/users/ada").await.texts(".links dt").len(), 2);
}

#[actix_web::test]
async fn a_tag_has_a_feed_of_what_is_public_under_it() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let question = ada.publish("a question").await;
    ada.publish("first #Tea & @grace").await;
    let parent = ("in_reply_to", question.trim_start_matches("/posts/"));
    grace.publish_with("an answer #tea", &[parent]).await;
    for visibility in ["unlisted", "followers", "mentioned"] {
        ada.publish_with("closed #tea", &[("visibility", visibility)]).await;
    }
    ada.publish("other #teapot").await;

    let path = app.browser().get("/tags/Tea").await;
    let path =
        path.attributes("link[rel=alternate][type='application/atom+xml']", "href").remove(0);
    for browser in [&app.browser(), &ada] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.header("content-type").starts_with("application/atom+xml"));
        let feed = parser::parse(page.html.as_bytes()).unwrap();
        let titles: Vec<_> = feed
            .entries
            .iter()
            .map(|entry| entry.title.as_ref().unwrap().content.as_str())
            .collect();
        assert_eq!(titles, ["an answer #tea", "first #Tea & @grace"]);
        assert!(feed.title.unwrap().content.starts_with('#'));
        let rels: BTreeSet<_> = feed.links.iter().filter_map(|link| link.rel.clone()).collect();
        assert!(rels.contains("self") && rels.contains("alternate"), "{rels:?}");
        assert_eq!(feed.updated, feed.entries[0].updated);
        let html = feed.entries[1].content.as_ref().unwrap().body.clone().unwrap();
        for href in ["/tags/tea", "/users/grace"] {
            assert!(html.contains(&format!("href=\"{}{href}\"", app.url)), "{html}");
        }
    }
    let empty = app.browser().get("/tags/nothing/feed.atom").await;
    assert!(parser::parse(empty.html.as_bytes()).unwrap().entries.is_empty());
    for none in
        ["/tags/a%20b/feed.atom", "/tags/%00/feed.atom", "/tags/1/feed.atom", "/tags/%23/feed.atom"]
    {
        assert_eq!(app.browser().get(none).await.status, StatusCode::NOT_FOUND, "{none}");
        let page = none.trim_end_matches("/feed.atom");
        assert_eq!(app.browser().get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
}

#[actix_web::test]
async fn a_tag_in_another_script_has_a_feed_too() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await.publish("#天气 很好").await;
    let page = app.browser().get("/tags/%E5%A4%A9%E6%B0%94").await;
    assert_eq!(page.texts("h1"), ["#天气"]);
    let path =
        page.attributes("link[rel=alternate][type='application/atom+xml']", "href").remove(0);
    let feed = app.browser().get(&path).await;
    let feed = parser::parse(feed.html.as_bytes()).unwrap();
    assert_eq!(feed.entries.len(), 1);
    assert!(feed.links.iter().all(|link| link.href.is_ascii()), "{:?}", feed.links);
}

#[actix_web::test]
async fn who_has_a_tags_feed_already_is_told_so_until_something_changes() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("one #tea").await;
    let path = "/tags/tea/feed.atom";
    let mut tag = app.browser().get(path).await.header("etag").to_owned();
    for number in 0..4 {
        let known = get_known(&app.browser(), path, &tag).await;
        assert_eq!((known.status, known.html.as_str()), (StatusCode::NOT_MODIFIED, ""), "{number}");
        match number {
            0 => drop(ada.publish("two #tea").await),
            1 => {
                let fields = [("body", "one, better #tea")];
                ada.post(&format!("{post}/edit"), &fields).await.assert_redirects_to(&post);
            }
            _ => {
                ada.post(&format!("{post}/delete"), &[("redraft", "")]).await;
                ada.publish("else").await;
            }
        }
        let page = get_known(&app.browser(), path, &tag).await;
        let expected = if number < 3 { StatusCode::OK } else { StatusCode::NOT_MODIFIED };
        assert_eq!(page.status, expected, "{number}");
        tag = page.header("etag").to_owned();
    }
}

#[actix_web::test]
async fn a_page_that_has_not_changed_is_not_sent_again_to_who_is_signed_out() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("first #tea").await;
    let reader = app.browser();
    let paths = [
        "/",
        "/explore",
        &post,
        "/users/ada",
        "/tags/tea",
        "/search?q=tea",
        "/users/ada/followers",
    ];
    let mut tags = Vec::new();
    for path in paths {
        let page = reader.get(path).await;
        let tag = page.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag:?}");
        let known = get_known(&reader, path, &tag).await;
        assert_eq!((known.status, known.html.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        assert_eq!(known.header("etag"), tag, "{path}");
        assert_eq!(known.header("vary"), page.header("vary"), "{path}");
        let compressed = reader.request(Method::GET, path).header("Accept-Encoding", "br");
        let known = Page::read(compressed.header("If-None-Match", &tag)).await;
        assert_eq!(known.status, StatusCode::NOT_MODIFIED, "{path}");
        for stale in ["\"other\"", "nonsense", ""] {
            assert_eq!(get_known(&reader, path, stale).await.status, StatusCode::OK, "{path}");
        }
        tags.push(tag);
    }
    let parent = [("in_reply_to", crate::helpers::id_of(&post))];
    ada.publish_with("an answer #tea", &parent).await;
    ada.publish("second #tea").await;
    app.browser_of("grace").await.press("/users/ada/follow").await;
    for (path, tag) in paths.iter().zip(&tags) {
        assert_eq!(get_known(&reader, path, tag).await.status, StatusCode::OK, "{path}");
    }
}

#[actix_web::test]
async fn what_is_somebodys_own_is_always_sent_anew() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("first").await;
    let theirs = app.browser().get("/explore").await.header("etag").to_owned();
    for tag in [theirs.as_str(), "*"] {
        let page = get_known(&ada, "/explore", tag).await;
        assert_eq!((page.status, page.header("etag")), (StatusCode::OK, ""));
        assert_eq!(page.header("cache-control"), "no-store");
    }
    // Nor what is said only once.
    ada.sign_out().await.assert_redirects_to("/");
    let page = get_known(&ada, "/", "*").await;
    assert_eq!(page.texts(".flash"), ["You are signed out."]);
    assert_eq!(page.header("etag"), "");
    assert!(ada.get("/").await.texts(".flash").is_empty());
    // Nor what there isn't.
    assert_eq!(get_known(&app.browser(), "/posts/1", "*").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_page_in_another_language_is_another_page() {
    let app = TestApp::spawn().await;
    let reader = app.browser();
    let english = reader.get("/explore").await.header("etag").to_owned();
    let request = reader.request(Method::GET, "/explore").header("Accept-Language", "zh");
    let page = Page::read(request.header("If-None-Match", &english)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_ne!(page.header("etag"), english);

    // A language that is chosen is remembered, also by who has been on that page before.
    let chinese = app.browser().get("/explore?lang=zh-CN").await.header("etag").to_owned();
    reader.get("/explore?lang=en").await;
    get_known(&reader, "/explore?lang=zh-CN", &chinese).await;
    assert_eq!(reader.get("/explore").await.attributes("html", "lang"), ["zh-CN"]);
}
