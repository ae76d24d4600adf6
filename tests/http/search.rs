//! Finding posts, people and tags.

use std::collections::BTreeSet;

use reqwest::StatusCode;

use crate::helpers::{Browser, Page, TestApp};

/// Asks as the form does.
async fn search(browser: &Browser, section: &str, q: &str) -> Page {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("q", q).append_pair("in", section).finish();
    let page = browser.get(&format!("/search?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{q:?} in {section}");
    page
}

async fn posts(browser: &Browser, q: &str) -> Vec<String> {
    search(browser, "posts", q).await.posts()
}

async fn people(browser: &Browser, q: &str) -> Vec<String> {
    search(browser, "people", q).await.people()
}

async fn tags(browser: &Browser, q: &str) -> Vec<String> {
    search(browser, "tags", q).await.texts("ul.tags a")
}

#[actix_web::test]
async fn posts_are_found_by_their_words_and_by_beginnings_of_them() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let engine = "The Analytical Engine weaves patterns";
    let loom = "The loom weaves flowers; it's Jacquard's";
    for body in [engine, loom, "Unrelated"] {
        ada.publish(body).await;
    }
    let reader = app.browser();
    for (q, found) in [
        ("weaves", &[loom, engine][..]),
        ("WEAVES the", &[loom, engine]),
        ("weav", &[loom, engine]),
        ("ana eng", &[engine]),
        ("engine, analytical!", &[engine]),
        ("engine flowers", &[]),
        ("eaves", &[]),
        ("Jacquard", &[loom]),
        ("it's", &[loom]),
        ("It’s", &[loom]),
    ] {
        assert_eq!(posts(&reader, q).await, found, "{q}");
    }
}

#[actix_web::test]
async fn in_quotes_words_stand_in_a_row_and_are_whole() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let (one, other) = ("small tools that do one thing", "one thing that small tools do");
    for body in [one, other] {
        ada.publish(body).await;
    }
    for (q, found) in [
        ("\"small tools\"", &[other, one][..]),
        ("\"do one thing\"", &[one]),
        ("“one thing” that", &[other, one]),
        ("\"thing that\" \"small tools\"", &[other]),
        ("\"small tool\"", &[]),
        ("\"tools small\"", &[]),
        ("\"tools that do", &[one]),
        ("from:ada \"tools do\"", &[other]),
        ("\"from:ada\"", &[]),
    ] {
        assert_eq!(posts(&app.browser(), q).await, found, "{q}");
    }
}

#[actix_web::test]
async fn two_characters_of_a_script_without_blanks_are_enough() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let (tea, japanese, thai) =
        ("今天喝了一杯乌龙茶，很香。", "東京タワーへ行きました", "สวัสดีชาวโลก");
    for body in [tea, japanese, thai] {
        ada.publish(body).await;
    }
    for (q, found) in [
        ("龙茶", &[tea][..]),
        ("乌龙茶", &[tea]),
        ("茶", &[tea]),
        ("今天 很香", &[tea]),
        ("\"一杯乌龙\"", &[tea]),
        ("茶龙", &[]),
        ("天喝杯", &[]),
        ("東京", &[japanese]),
        ("タワー", &[japanese]),
        ("สวัสดี", &[thai]),
    ] {
        assert_eq!(posts(&app.browser(), q).await, found, "{q}");
    }
}

#[actix_web::test]
async fn it_is_the_same_word_in_capitals_or_in_full_width_letters() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for (body, questions) in [
        ("ＦＵＬＬ width", &["full", "ＦＵＬＬ", "Full Width"][..]),
        ("Straße", &["strasse", "STRASSE", "straße"]),
        ("Cafe\u{301} noir", &["café", "CAFÉ", "cafe\u{301} noir"]),
        ("ПРИВЕТ", &["привет"]),
    ] {
        ada.publish(body).await;
        for q in questions {
            assert_eq!(posts(&app.browser(), q).await.len(), 1, "{q}");
        }
    }
}

#[actix_web::test]
async fn from_somebody_with_a_tag_and_words_all_must_hold() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("Ada").await, app.browser_of("grace").await);
    for (person, body) in [
        (&ada, "tea #green #tea"),
        (&grace, "tea #green"),
        (&ada, "coffee #green"),
        (&ada, "tea and #coffee from:grace"),
    ] {
        person.publish(body).await;
    }
    for (q, found) in [
        ("from:ada tea", &["tea and #coffee from:grace", "tea #green #tea"][..]),
        ("from:@ADA #green", &["coffee #green", "tea #green #tea"]),
        ("#Green tea", &["tea #green", "tea #green #tea"]),
        ("＃green from:grace", &["tea #green"]),
        ("#green #tea", &["tea #green #tea"]),
        ("from:ada from:grace", &[]),
        ("from:nobody tea", &[]),
        ("#nothing", &[]),
        // A tag is a whole one.
        ("#gre", &[]),
        ("from:ada #green tea \"tea green\"", &["tea #green #tea"]),
    ] {
        assert_eq!(posts(&app.browser(), q).await, found, "{q}");
    }
}

#[actix_web::test]
async fn whatever_is_asked_for_there_is_a_page() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("tea").await;
    let long = ["x".repeat(10_000), "字".repeat(5_000), "\"a ".repeat(3_000), "#a ".repeat(3_000)];
    let mut nonsense = vec![
        "",
        " ",
        "\"",
        "\"\"",
        "\"\"\"",
        "'",
        "''",
        "*",
        "tea*",
        "*tea",
        "tea OR",
        "OR",
        "AND tea",
        "NOT",
        "tea NOT tea",
        "NEAR(tea)",
        "NEAR",
        "tea:",
        "body:tea",
        "tokens:tea",
        "rowid:1",
        "^tea",
        "-tea",
        "+tea",
        "~tea",
        "<tea",
        ">tea",
        "@tea",
        "@4",
        "(tea",
        "tea)",
        "()",
        "{tea}",
        "[",
        "tea & ",
        "| tea",
        "!tea",
        "tea <-> tea",
        "tea:*",
        ":*",
        "\\",
        "tea\\",
        "%",
        "_",
        "tea'; DROP TABLE posts; --",
        "\u{0}",
        "te\u{0}a",
        "\u{0}tea\u{1}",
        "\u{feff}",
        "\u{202e}tea",
        "from:",
        "from:@",
        "from:\u{0}",
        "from:\"ada\"",
        "from:ada\u{0}",
        "#",
        "##",
        "#\u{0}",
        "#!",
        "＃",
        "from:from:",
        "🍵",
        "👩‍👩‍👧‍👦",
        "\u{301}",
        "\u{200b}",
        "\u{10ffff}",
        "İ",
        "ß",
        "ﬁ",
        "<script>alert(1)</script>",
    ];
    nonsense.extend(long.iter().map(String::as_str));
    for q in nonsense {
        for section in ["posts", "people", "tags"] {
            let page = search(&ada, section, q).await;
            assert_eq!(page.texts("h1").len(), 1, "{q:?} in {section}");
            assert!(page.texts("script:not([src])").is_empty(), "{q:?}");
        }
    }
    assert_eq!(posts(&ada, "tea").await, ["tea"]);
    for path in [
        "/search?q=%ff%fe",
        "/search?q=a&q=b",
        "/search?q=tea&before=x",
        "/search?in=%00",
        "/search?q=a&in=x",
    ] {
        assert!(ada.get(path).await.status.as_u16() < 500, "{path}");
    }
}

#[actix_web::test]
async fn signs_that_mean_something_to_a_database_mean_nothing() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("tea").await;
    ada.publish("not OR and NEAR").await;
    for (q, found) in [
        ("tea OR coffee", &[][..]),
        ("coffee | tea", &[]),
        ("-tea", &["tea"]),
        ("NOT tea", &[]),
        ("!tea", &["tea"]),
        ("or", &["not OR and NEAR"]),
        ("near AND not", &["not OR and NEAR"]),
        ("t*a", &[]),
        ("%", &[]),
        ("te_", &["tea"]),
    ] {
        assert_eq!(posts(&app.browser(), q).await, found, "{q}");
    }
}

#[actix_web::test]
async fn a_word_that_every_post_has_and_the_shortest_one_are_found() {
    // Databases like to leave out what is frequent or short.
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for number in 0..5 {
        ada.publish(&format!("the a to be or not {number}")).await;
    }
    for q in ["the", "a", "to be", "\"or not\"", "not the"] {
        assert_eq!(posts(&app.browser(), q).await.len(), 5, "{q}");
    }
    assert_eq!(posts(&app.browser(), "3").await, ["the a to be or not 3"]);
}

#[actix_web::test]
async fn what_is_found_follows_edits_and_deletions() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("green tea").await;
    let fields = [("body", "black tea"), ("content_warning", "Caffeine")];
    ada.post(&format!("{post}/edit"), &fields).await.assert_redirects_to(&post);
    let reader = app.browser();
    assert!(posts(&reader, "green").await.is_empty());
    for q in ["black", "tea", "caffeine", "caffeine tea"] {
        assert_eq!(posts(&reader, q).await, ["black tea"], "{q}");
    }
    ada.post(&format!("{post}/delete"), &[("redraft", "")]).await.assert_redirects_to("/");
    for q in ["black", "tea", "caffeine", "from:ada"] {
        assert!(posts(&reader, q).await.is_empty(), "{q}");
    }
}

#[actix_web::test]
async fn what_is_unlisted_is_found_by_who_wrote_it_alone() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    grace.press("/users/ada/follow").await;
    ada.publish_with("quiet words #quiet", &[("visibility", "unlisted")]).await;
    for q in ["quiet", "from:ada", "#quiet"] {
        assert_eq!(posts(&ada, q).await.len(), 1, "{q}");
        assert!(posts(&grace, q).await.is_empty(), "{q}");
        assert!(posts(&app.browser(), q).await.is_empty(), "{q}");
    }
    assert!(tags(&grace, "quiet").await.is_empty());
}

#[actix_web::test]
async fn people_are_found_by_what_they_are_called_and_say_of_themselves() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada_l").await;
    let grace = app.browser_of("grace").await;
    let rename = async |name: &str, bio: &str| {
        let form = ada.get("/settings/profile").await.form("/settings/profile");
        let fields = [("display_name", name), ("bio", bio)];
        ada.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    };
    let reader = app.browser();
    assert_eq!(people(&reader, "ada").await, ["@ada_l"]);
    rename("Augusta 金", "Studies engines").await;
    for q in
        ["ada", "ADA_L", "@ada_l", "Augus", "金", "augusta ada", "engine", "\"studies engines\""]
    {
        assert_eq!(people(&reader, q).await, ["@ada_l"], "{q}");
    }
    for q in ["grac", "@Grace"] {
        assert_eq!(people(&reader, q).await, ["@grace"], "{q}");
    }
    rename("Ada King", "").await;
    for q in ["augusta", "engines", "金", "studies"] {
        assert!(people(&reader, q).await.is_empty(), "{q}");
    }
    assert_eq!(people(&reader, "king").await, ["@ada_l"]);
    // Whom one finds one may follow right there.
    assert_eq!(search(&grace, "people", "king").await.buttons("/users/ada_l/follow").len(), 1);
}

#[actix_web::test]
async fn who_is_suspended_is_not_found() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    app.db_execute("UPDATE users SET suspended_at = 1 WHERE username_key = 'ada'").await;
    assert!(people(&app.browser(), "ada").await.is_empty());
}

#[actix_web::test]
async fn tags_are_found_by_their_beginnings_in_the_order_of_the_alphabet() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("#Rust #rustlings #RUST #trust #天气 #天空").await;
    ada.publish("#rust again").await;
    let reader = app.browser();
    for (q, found) in [
        ("rust", &["#rust", "#rustlings"][..]),
        ("#RUST", &["#rust", "#rustlings"]),
        ("＃rustl", &["#rustlings"]),
        ("ust", &[]),
        ("天", &["#天气", "#天空"]),
        ("天气", &["#天气"]),
        ("r", &["#rust", "#rustlings"]),
    ] {
        let tags: BTreeSet<String> = tags(&reader, q).await.into_iter().collect();
        assert_eq!(tags, found.iter().map(|tag| (*tag).to_owned()).collect(), "{q}");
    }
    assert_eq!(tags(&reader, "rust").await, ["#rust", "#rustlings"]);
    let page = search(&reader, "tags", "天气").await;
    let href = page.attributes("ul.tags a", "href").remove(0);
    assert_eq!(reader.get(&href).await.posts().len(), 1);
}

#[actix_web::test]
async fn what_was_typed_stays_in_the_field_and_goes_with_the_tabs_and_the_older_ones() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    let ada = app.browser_of("ada").await;
    for number in 0..5 {
        ada.publish(&format!("tea & \"cake\" {number}")).await;
    }
    let q = "tea & \"cake\"";
    let page = search(&app.browser(), "posts", q).await;
    assert_eq!(page.attributes("form[role=search] input[name=q]", "value"), [q]);
    assert_eq!(page.texts(".tabs a[aria-current]").len(), 1);
    for tab in page.attributes(".tabs a", "href") {
        let page = app.browser().get(&tab).await;
        assert_eq!(page.attributes("form[role=search] input[name=q]", "value"), [q], "{tab}");
    }
    let (mut seen, mut next) = (page.posts(), page.attributes("a[rel=next]", "href").pop());
    while let Some(path) = next {
        let page = app.browser().get(&path).await;
        seen.extend(page.posts());
        next = page.attributes("a[rel=next]", "href").pop();
    }
    let expected: Vec<String> =
        (0..5).rev().map(|number| format!("tea & \"cake\" {number}")).collect();
    assert_eq!(seen, expected);
}

#[actix_web::test]
async fn many_people_are_listed_page_by_page() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    for name in ["sam_a", "sam_b", "sam_c"] {
        app.browser_of(name).await;
    }
    let page = search(&app.browser(), "people", "sam").await;
    assert_eq!(page.people(), ["@sam_c", "@sam_b"]);
    let older = page.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(app.browser().get(&older).await.people(), ["@sam_a"]);
}

#[actix_web::test]
async fn who_has_asked_for_nothing_yet_is_told_how_to() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("tea").await;
    for path in ["/search", "/search?q=", "/search?q=+%20&in=people", "/search?in=tags"] {
        let page = app.browser().get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.posts().is_empty() && page.people().is_empty(), "{path}");
        assert!(page.texts(".tabs a").is_empty(), "{path}");
        assert!(page.html.contains("from:"), "{path}");
    }
    let nothing = search(&ada, "posts", "coffee").await;
    assert_eq!(nothing.texts(".empty h2").len(), 1);
}
