//! What becomes of what one writes: links in it, warnings before it, whom it is for, and that it is
//! published once; what is pinned and passed on.

use std::collections::BTreeSet;

use feed_rs::parser;
use futures_util::future::join_all;
use reqwest::StatusCode;

use crate::helpers::{Page, TestApp, id_of};

/// What the links of the only post on a page say, and where they lead.
fn links(page: &Page) -> Vec<(String, String)> {
    let hrefs = page.attributes("article.post .text a", "href");
    page.texts("article.post .text a").into_iter().zip(hrefs).collect()
}

fn link(text: &str, href: &str) -> (String, String) {
    (text.to_owned(), href.to_owned())
}

#[actix_web::test]
async fn people_and_tags_in_a_text_become_links() {
    let app = TestApp::spawn().await;
    let (ada, _grace) = (app.browser_of("ada").await, app.browser_of("Grace").await);
    let post = ada.publish("@grace, see (@ada) #Rust and #天气. #１２ #2026").await;
    let page = app.browser().get(&post).await;
    assert_eq!(
        links(&page),
        [
            link("@grace", "/users/Grace"),
            // Oneself, too, may be named; one isn't told of it.
            link("#Rust", "/tags/rust"),
            link("#天气", "/tags/%E5%A4%A9%E6%B0%94"),
        ]
        .as_slice()
    );
    for (_, href) in links(&page) {
        assert_eq!(app.browser().get(&href).await.status, StatusCode::OK, "{href}");
    }
    assert_eq!(app.browser().get("/tags/RUST").await.posts().len(), 1);
    assert_eq!(app.browser().get("/tags/%E5%A4%A9%E6%B0%94").await.posts().len(), 1);
}

#[actix_web::test]
async fn what_is_code_or_a_link_or_nobodys_name_stays_as_it_is() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let text = "`@grace #code` https://example.org/@grace/#fragment @nobody a@grace.org\n\
                ```\n@grace #block\n```";
    let page = app.browser().get(&ada.publish(text).await).await;
    assert_eq!(
        links(&page),
        [link("example.org/@grace/#fragment", "https://example.org/@grace/#fragment")]
    );
    assert_eq!(page.texts(".text code"), ["@grace #code", "@grace #block"]);
    for tag in ["code", "block", "fragment"] {
        assert!(app.browser().get(&format!("/tags/{tag}")).await.posts().is_empty(), "{tag}");
    }
    assert!(grace.get("/notifications").await.texts(".note").is_empty());
}

#[actix_web::test]
async fn a_form_that_is_sent_twice_is_published_once() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/").await.form("/posts");
    let first = ada.submit(&form, &[("body", "once")]).await.location();
    let second = ada.submit(&form, &[("body", "once")]).await.location();
    assert_eq!(first, second);
    assert_eq!(app.browser().get("/explore").await.posts(), ["once"]);

    let third = ada.submit(&form, &[("body", "something else")]).await.location();
    assert_ne!(first, third);
    let next = ada.get("/").await.form("/posts");
    assert_ne!(next.fields["idempotency_key"], form.fields["idempotency_key"]);
    ada.submit(&next, &[("body", "once")]).await;
    assert_eq!(app.browser().get("/explore").await.posts(), ["once", "something else", "once"]);
}

#[actix_web::test]
async fn a_form_that_is_sent_by_many_clicks_at_the_same_moment_is_published_once() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for round in 0..3 {
        let form = ada.get("/").await.form("/posts");
        let body = format!("round {round} #tag @ada");
        let fields = [("body", body.as_str())];
        let answers = join_all((0..8).map(|_| ada.submit(&form, &fields))).await;
        let places: BTreeSet<String> = answers.iter().map(Page::location).collect();
        assert_eq!(places.len(), 1, "{places:?}");
        assert!(places.iter().all(|place| place.starts_with("/posts/")), "{places:?}");
    }
    let explore = app.browser().get("/explore").await.posts();
    assert_eq!(explore, ["round 2 #tag @ada", "round 1 #tag @ada", "round 0 #tag @ada"]);
}

#[actix_web::test]
async fn the_same_key_of_two_people_is_two_posts() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let fields = [("idempotency_key", "the same")];
    let first = ada.publish_with("hello", &fields).await;
    let second = grace.publish_with("hello", &fields).await;
    assert_ne!(first, second);
}

#[actix_web::test]
async fn what_stands_behind_a_warning_is_shown_nowhere_before_it() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let fields = [("content_warning", "  Food &\n <b>photos ")];
    let post = ada.publish_with("A huge cake", &fields).await;
    for path in [&post, "/", "/explore", "/users/ada"] {
        let page = app.browser().get(path).await;
        assert_eq!(
            page.texts("article.post details.cover > summary"),
            ["Food & <b>photos"],
            "{path}"
        );
        assert_eq!(page.texts("article.post details.cover .text"), ["A huge cake"], "{path}");
        assert!(page.attributes("details.cover", "open").is_empty(), "{path}");
    }
    let page = app.browser().get(&post).await;
    let head = page.texts("head > title").join("") + &page.attributes("meta", "content").join(" ");
    assert!(head.contains("Food & <b>photos") && !head.contains("cake"), "{head}");
    // In a feed as well the warning comes first.
    let feed = app.browser().get("/explore.atom").await;
    let feed = parser::parse(feed.html.as_bytes()).unwrap();
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_ref().unwrap().content, "Food & <b>photos");
    let content = entry.content.as_ref().unwrap().body.clone().unwrap();
    let places = (content.find("Food &amp; &lt;b&gt;photos"), content.find("cake"));
    assert!(matches!(places, (Some(warning), Some(text)) if warning < text), "{content}");
    // An answer begins with the same warning.
    assert_eq!(ada.get(&post).await.form("/posts").fields["content_warning"], "Food & <b>photos");
}

#[actix_web::test]
async fn an_answer_goes_to_as_few_people_as_what_it_answers() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for visibility in ["public", "unlisted", "followers", "mentioned"] {
        let post = ada.publish_with("said", &[("visibility", visibility)]).await;
        let form = ada.get(&post).await.form("/posts");
        assert_eq!(form.fields["visibility"], visibility);
        let fields = [("body", "answered"), ("in_reply_to", id_of(&post))];
        let answer = ada.post("/posts", &fields).await.location();
        let shown = if ["public", "unlisted"].contains(&visibility) {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        assert_eq!(app.browser().get(&answer).await.status, shown, "{visibility}");
    }
}

#[actix_web::test]
async fn an_answer_to_what_is_for_followers_is_for_who_is_in_the_conversation() {
    let app = TestApp::spawn().await;
    let (ada, fay, fan) =
        (app.browser_of("ada").await, app.browser_of("fay").await, app.browser_of("fan").await);
    fay.press("/users/ada/follow").await;
    fan.press("/users/fay/follow").await;
    let post = ada.publish_with("for my followers", &[("visibility", "followers")]).await;
    let form = fay.get(&post).await.form("/posts");
    assert_eq!(form.fields["visibility"], "mentioned");
    let answer = fay.submit(&form, &[("body", "for you")]).await.location();
    assert_eq!(ada.get(&answer).await.posts(), ["for my followers", "for you"]);
    assert_eq!(fan.get(&answer).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_language_of_a_post_is_guessed_unless_it_is_chosen() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for (body, chosen, expected) in [
        ("今天天气很好，我们去公园散步吧。", "", &["zh"][..]),
        ("The weather is lovely today, so let us go for a walk in the park.", "", &["en"]),
        ("今天天气很好，我们去公园散步吧。", "ja", &["ja"]),
        ("ok 👍", "", &[]),
        ("ok 👍", "en", &["en"]),
    ] {
        let post = ada.publish_with(body, &[("language", chosen)]).await;
        let page = app.browser().get(&post).await;
        assert_eq!(page.attributes("article.post .text", "lang"), expected, "{body} {chosen}");
    }
    let form = ada.get("/posts/new").await.form("/posts");
    assert_eq!(form.fields["language"], "");
    for language in ["tlh", "EN", "en-GB", "\"><script>"] {
        let page = ada.post("/posts", &[("body", "x"), ("language", language)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{language}");
        assert!(!page.error_of("language").is_empty(), "{language}");
    }
}

#[actix_web::test]
async fn what_cannot_be_chosen_is_refused() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for (field, value) in [
        ("visibility", "secret"),
        ("visibility", "Public"),
        ("content_warning", &"字".repeat(101)),
        ("content_warning", "a\u{202e}b"),
    ] {
        let page = ada.post("/posts", &[("body", "x"), (field, value)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        assert!(!page.error_of(field).is_empty(), "{field}={value}");
    }
    assert!(ada.get("/").await.posts().is_empty());
    ada.publish_with("x", &[("content_warning", &"字".repeat(100))]).await;
}

#[actix_web::test]
async fn pinned_posts_stand_on_top_of_a_profile_the_last_pinned_first_and_are_five_at_most() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let mut posts = Vec::new();
    for number in 0..6 {
        posts.push(ada.publish(&format!("post {number}")).await);
    }
    for post in &posts[..5] {
        let form = ada.get(post).await.form(&format!("{post}/pin"));
        ada.submit(&form, &[]).await.assert_redirects_to(post);
    }
    let profile = app.browser().get("/users/ada").await;
    let pinned = ["post 4", "post 3", "post 2", "post 1", "post 0"];
    assert_eq!(profile.texts(".pinned .text"), pinned);
    assert_eq!(profile.posts(), [&pinned[..], &["post 5"]].concat(), "each stands there once");

    ada.press(&format!("{}/pin", posts[5])).await;
    assert_eq!(app.browser().get("/users/ada").await.texts(".pinned .text"), pinned);
    assert!(ada.get("/").await.texts("[role=status]")[0].contains('5'), "and one is told");
    // Pinning one again takes no further place.
    ada.press(&format!("{}/pin", posts[0])).await;
    assert_eq!(app.browser().get("/users/ada").await.texts(".pinned .text").len(), 5);

    let form = ada.get(&posts[2]).await.form(&format!("{}/unpin", posts[2]));
    ada.submit(&form, &[]).await.assert_redirects_to(&posts[2]);
    ada.press(&format!("{}/pin", posts[5])).await;
    let pinned = app.browser().get("/users/ada").await.texts(".pinned .text");
    assert_eq!(pinned.len(), 5);
    assert!(pinned.contains(&"post 5".to_owned()) && !pinned.contains(&"post 2".to_owned()));
    ada.post(&format!("{}/delete", posts[5]), &[]).await;
    assert_eq!(app.browser().get("/users/ada").await.texts(".pinned .text").len(), 4);
}

#[actix_web::test]
async fn what_somebody_passes_on_stands_on_his_profile_and_at_his_followers_home() {
    let app = TestApp::spawn().await;
    let (ada, grace, joan) =
        (app.browser_of("ada").await, app.browser_of("grace").await, app.browser_of("joan").await);
    joan.press("/users/grace/follow").await;
    let post = ada.publish("worth reading").await;
    let form = grace.get(&post).await.form(&format!("{post}/repost"));
    grace.submit(&form, &[]).await.assert_redirects_to(&post);
    // Twice is once.
    grace.press(&format!("{post}/repost")).await;

    for path in ["/", "/users/grace"] {
        let page = joan.get(path).await;
        assert_eq!(page.posts(), ["worth reading"], "{path}");
        assert!(page.texts("article.post .why")[0].contains("grace"), "{path}");
    }
    assert_eq!(joan.get(&post).await.texts("[data-count=reposts]"), ["1"]);
    assert_eq!(app.browser().get("/users/ada").await.posts(), ["worth reading"]);
    assert!(app.browser().get("/users/ada").await.texts("article.post .why").is_empty());

    let form = grace.get(&post).await.form(&format!("{post}/unrepost"));
    grace.submit(&form, &[]).await.assert_redirects_to(&post);
    for path in ["/", "/users/grace"] {
        assert!(joan.get(path).await.posts().is_empty(), "{path}");
    }
}

#[actix_web::test]
async fn a_post_that_several_pass_on_stands_at_home_once() {
    let app = TestApp::spawn().await;
    let (ada, grace, joan) =
        (app.browser_of("ada").await, app.browser_of("grace").await, app.browser_of("joan").await);
    for person in ["ada", "grace"] {
        joan.press(&format!("/users/{person}/follow")).await;
    }
    let post = ada.publish("worth reading").await;
    grace.publish("something else").await;
    for person in [&grace, &ada] {
        person.press(&format!("{post}/repost")).await;
    }
    assert_eq!(joan.get("/").await.posts(), ["worth reading", "something else"]);
}

#[actix_web::test]
async fn what_was_published_with_a_form_that_had_a_mistake_first_is_published_once() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/posts/new").await.form("/posts");
    let refused = ada.submit(&form, &[("body", &"x".repeat(501))]).await;
    let form = refused.form("/posts");
    let first = ada.submit(&form, &[("body", "shorter")]).await.location();
    let second = ada.submit(&form, &[("body", "shorter")]).await.location();
    assert_eq!(first, second);
}
