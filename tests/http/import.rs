//! Bringing posts from elsewhere.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::archives::{
    ACTOR, PUBLIC, archive_of, archive_with, but, counts, db_write_many, export, import, note,
    pack, settled,
};
use crate::helpers::{Browser, PASSWORD, Page, TestApp, id_of};

async fn refuse(browser: &Browser, zip: &[u8], sentence: &str) {
    let page = import(browser, zip).await;
    let said = page.texts(".settings .error").concat();
    assert!(said.contains(sentence), "{sentence:?} isn't in {said:?}: {}", page.html);
}

/// The marks of a post on its own page.
async fn shown(browser: &Browser, text: &str) -> Page {
    let found = browser.get("/users/ada").await;
    let mut urls = found.attributes("article.post", "data-href");
    urls.extend(
        browser.get("/users/ada?tab=replies").await.attributes("article.post", "data-href"),
    );
    for url in urls {
        let page = browser.get(&url).await;
        if page.texts("article.full .text").concat().contains(text) {
            return page;
        }
    }
    panic!("no post {text:?}")
}

#[actix_web::test]
async fn an_archive_can_be_brought_to_another_place() {
    let old = TestApp::spawn().await;
    let there = old.browser_of("ada").await;
    old.browser_of("ben").await;
    let first = there.publish("first #Tea `code`").await;
    let second = there.publish_with("second", &[("in_reply_to", id_of(&first))]).await;
    there.publish_with("third", &[("in_reply_to", id_of(&second))]).await;
    there.publish_with("quiet", &[("visibility", "unlisted"), ("content_warning", "a < b")]).await;
    there.publish_with("friends 字", &[("visibility", "followers"), ("language", "zh")]).await;
    there.publish_with("@ben secret", &[("visibility", "mentioned")]).await;
    there.publish("@ben hello").await;
    old.db_execute("UPDATE posts SET created_at = created_at - 86400000").await;
    let zip = export(&there).await;

    let new = TestApp::spawn().await;
    // Here it is another one who has that name.
    let (ada, ben) = (new.browser_of("ada").await, new.browser_of("ben").await);
    ben.press("/users/ada/follow").await;
    ada.get("/notifications").await;
    assert_eq!(counts(&import(&ada, &zip).await), [7, 0, 0]);

    let dates = "SELECT MAX(created_at) FROM posts";
    assert_eq!(new.db_number(dates).await, old.db_number(dates).await);
    let thread = shown(&ada, "second").await;
    let texts = ["first #Tea code", "second", "third"];
    assert_eq!(thread.posts(), texts);
    assert_eq!(thread.texts("article.full .chip"), ["imported"]);
    let listed = ben.get("/users/ada").await;
    let quiet = ["third", "second", "first #Tea code"];
    assert!(
        quiet.iter().all(|text| listed.posts().contains(&(*text).to_owned())),
        "{:?}",
        listed.posts()
    );
    assert!(listed.posts().contains(&"friends 字".to_owned()));
    assert_eq!(listed.texts("article.post .cover summary span").concat(), "a < b");
    let explore = new.browser().get("/explore").await;
    assert!(!explore.posts().iter().any(|text| text.contains("quiet") || text.contains("friends")));
    assert_eq!(new.browser().get("/tags/tea").await.posts(), ["first #Tea code"]);
    assert_eq!(new.browser().get("/search?q=third").await.posts(), ["third"]);
    let language = "SELECT COUNT(*) FROM posts WHERE language = 'zh' AND imported_at > 0";
    assert_eq!(new.db_number(language).await, 1);

    // Nobody is told, and a namesake reads nothing that was for another.
    assert_eq!(new.db_number("SELECT COUNT(*) FROM mentions").await, 0);
    assert_eq!(
        new.db_number(
            "SELECT COUNT(*) FROM notifications WHERE kind <> 'followed' AND kind <> 'follow'"
        )
        .await,
        0
    );
    assert!(!listed.posts().iter().any(|text| text.contains("secret")));
    assert!(ada.get("/users/ada").await.posts().contains(&"@ben secret".to_owned()));
}

#[actix_web::test]
async fn bringing_the_same_archive_twice_changes_nothing() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let zip = archive_of(&[note(1, "one"), note(2, "two")]);
    assert_eq!(counts(&import(&ada, &zip).await), [2, 0, 0]);
    assert_eq!(counts(&import(&ada, &zip).await), [0, 2, 0]);
    let more = archive_of(&[note(1, "one"), note(3, "three"), note(2, "two")]);
    assert_eq!(counts(&import(&ada, &more).await), [1, 2, 0]);
    assert_eq!(ada.get("/users/ada").await.posts(), ["three", "two", "one"]);
    // Where it comes from: what is still there needn't be brought.
    let own = ada.publish("four").await;
    let all = export(&ada).await;
    let [new, known, refused] = counts(&import(&ada, &all).await);
    assert_eq!((new, known, refused), (0, 4, 0));
    ada.press(&format!("{own}/delete")).await;
    assert_eq!(counts(&import(&ada, &all).await), [1, 3, 0]);
}

#[actix_web::test]
async fn dates_visibilities_and_threads_are_kept() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let followers = format!("{ACTOR}/followers");
    let at = |number: u32| format!("https://old.example/posts/{number}");
    let zip = archive_of(&[
        note(1, "begins"),
        but(note(2, "goes on"), &json!({"inReplyTo": at(1), "updated": "2021-01-01T00:00:00Z"})),
        but(note(3, "ends"), &json!({"inReplyTo": at(2)})),
        but(note(4, "to a stranger"), &json!({"inReplyTo": "https://else.example/1"})),
        but(note(5, "unlisted"), &json!({"to": [followers], "cc": PUBLIC})),
        but(note(6, "followers"), &json!({"to": followers, "cc": []})),
        but(note(7, "one"), &json!({"to": ["https://old.example/users/ben"], "cc": []})),
        but(note(8, "nobody"), &json!({"to": null, "cc": null})),
    ]);
    assert_eq!(counts(&import(&ada, &zip).await), [8, 0, 0]);
    let visibility = |text: &str| format!("SELECT visibility FROM posts WHERE body = '{text}'");
    for (text, expected) in [
        ("begins", "public"),
        ("unlisted", "unlisted"),
        ("followers", "followers"),
        ("one", "mentioned"),
        ("nobody", "mentioned"),
    ] {
        assert_eq!(app.db_text(&visibility(text)).await, expected, "{text}");
    }
    let times = "SELECT created_at FROM posts WHERE body = 'begins'";
    assert_eq!(app.db_number(times).await, 1_580_702_401_000);
    let same = "SELECT COUNT(*) FROM posts WHERE id - created_at * 65536 BETWEEN 0 AND 65535";
    assert_eq!(app.db_number(same).await, 8);
    let edited = "SELECT COUNT(*) FROM posts WHERE edited_at = 1609459200000";
    assert_eq!(app.db_number(edited).await, 1);
    let thread = shown(&ada, "goes on").await;
    assert_eq!(thread.posts(), ["begins", "goes on", "ends"]);
    // An answer is one even where what it answers has stayed behind.
    let replies = ada.get("/users/ada?tab=replies").await;
    assert_eq!(replies.posts(), ["to a stranger"]);
}

#[actix_web::test]
async fn lies_in_an_archive_are_left_out() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let long = "x".repeat(501);
    let lies = [
        but(note(1, "another's"), &json!({"attributedTo": "https://old.example/users/eve"})),
        but(note(2, "tomorrow's"), &json!({"published": "2999-01-01T00:00:00Z"})),
        but(note(3, "before time"), &json!({"published": "1969-01-01T00:00:00Z"})),
        but(note(4, "at no time"), &json!({"published": 7})),
        but(note(5, "no name"), &json!({"id": null})),
        but(note(6, "long name"), &json!({"id": "x".repeat(3_000)})),
        but(note(7, "no text"), &json!({"source": null})),
        but(note(8, "html"), &json!({"source": {"content": "<p>", "mediaType": "text/html"}})),
        but(note(9, "parent"), &json!({"inReplyTo": {"a": 1}})),
        note(10, &long),
        note(11, "a\u{0}b"),
        note(12, "  "),
        note(13, "\u{202e}evil"),
    ];
    let zip = archive_of(&[&lies[..], &[note(20, "true <script>alert(1)</script>")]].concat());
    let page = import(&ada, &zip).await;
    assert_eq!(counts(&page), [1, 0, lies.len() as u64]);
    let profile = ada.get("/users/ada").await;
    assert_eq!(profile.posts(), ["true <script>alert(1)</script>"]);
    // What isn't a post of anybody's own is passed over in silence.
    let others = json!({"type": "OrderedCollection", "orderedItems": [
        {"type": "Announce", "actor": ACTOR, "object": "https://old.example/posts/1"},
        {"type": "Create", "actor": ACTOR, "object": {"type": "Video"}},
        "https://old.example/posts/2", 7, null, {}, [],
        {"type": "Create", "actor": "https://old.example/users/eve", "object": note(21, "stolen")},
    ]});
    assert_eq!(counts(&import(&ada, &archive_with(&others.to_string())).await), [0, 0, 6]);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM posts").await, 1);
}

#[actix_web::test]
async fn what_is_no_archive_is_refused_with_a_sentence() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let at_once = async |bytes: &[u8], sentence: &str| {
        let page = ada.upload("/settings/import", "archive", bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.error_of("archive").contains(sentence), "{}", page.html);
        assert_eq!(page.attributes("#archive", "aria-invalid"), ["true"]);
    };
    at_once(b"", "choose a file").await;
    at_once(b"GIF89a", "isn’t a zip").await;
    let page = ada.upload("/settings/import", "other", b"PK\x03\x04").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    refuse(&ada, b"PK\x03\x04 and nothing more", "isn’t a zip").await;
    refuse(&ada, &pack(&[("x.txt", "hello")]), "isn’t an archive of posts").await;
    refuse(&ada, &pack(&[("actor.json", "[]"), ("outbox.json", "{}")]), "isn’t an archive").await;
    refuse(&ada, &archive_with("{\"orderedItems\": 7}"), "can’t be read").await;
    refuse(&ada, &archive_with("{\"orderedItems\": [{\"a\": 1}, "), "can’t be read").await;
    refuse(&ada, &archive_with(&"[".repeat(100_000)), "can’t be read").await;
    let deep = format!("{{\"orderedItems\": [{}", "[".repeat(100_000));
    refuse(&ada, &archive_with(&deep), "can’t be read").await;
    let huge = format!("{{\"orderedItems\": [\"{}\"]}}", "x".repeat(2_000_000));
    refuse(&ada, &archive_with(&huge), "can’t be read").await;
    let mut cut = archive_of(&[note(1, "one")]);
    cut.truncate(cut.len() - 30);
    refuse(&ada, &cut, "isn’t a zip").await;
    assert_eq!(app.db_number("SELECT COUNT(*) FROM archive_chunks").await, 0);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM posts").await, 0);
}

#[actix_web::test]
async fn a_hostile_zip_is_refused_with_a_sentence() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let honest = archive_of(&[note(1, "one")]);
    let actor = json!({"type": "Person", "id": ACTOR}).to_string();
    for name in ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "C:evil"] {
        let zip = pack(&[("actor.json", &actor), ("outbox.json", "{}"), (name, "x")]);
        refuse(&ada, &zip, "no honest archive").await;
    }
    let lie = |zip: &[u8], size: u32| {
        let mut zip = zip.to_vec();
        let mut at = 0;
        while let Some(found) = zip[at..].windows(4).position(|four| four == b"PK\x01\x02") {
            at += found;
            if &zip[at + 46..at + 57] == b"outbox.json" {
                zip[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
            }
            at += 4;
        }
        zip
    };
    // A bomb that says what it is, and one that says that it is small.
    refuse(&ada, &lie(&honest, 600 << 20), "too large").await;
    let bomb = format!("{{\"x\": \"{}\"}}", " ".repeat(20 << 20));
    let small = lie(&pack(&[("actor.json", &actor), ("outbox.json", &bomb)]), 1_000);
    refuse(&ada, &small, "can’t be read").await;
    // And one that doesn't keep what it says in other ways.
    refuse(&ada, &lie(&honest, 100_000), "damaged").await;
    let mut flipped = archive_of(&[note(2, "two")]);
    let outbox = flipped.windows(11).position(|name| name == b"outbox.json").unwrap();
    flipped[outbox + 20] ^= 0xff;
    let page = import(&ada, &flipped).await;
    assert_eq!(page.texts(".settings .error").len(), 1, "{}", page.html);
    let mut encrypted = honest.clone();
    let list = encrypted.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    encrypted[list + 8] |= 1;
    refuse(&ada, &encrypted, "damaged").await;
    let mut elsewhere = honest.clone();
    let list = elsewhere.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    elsewhere[list + 42..list + 46].copy_from_slice(&u32::MAX.to_le_bytes());
    refuse(&ada, &elsewhere, "damaged").await;
}

#[actix_web::test]
async fn what_is_too_large_is_not_taken() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let zip = [b"PK\x03\x04".as_slice(), &vec![0; 51 << 20]].concat();
    let page = ada.upload("/settings/import", "archive", &zip).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.error_of("archive").contains("too large"), "{}", page.html);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM archive_jobs").await, 0);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM archive_chunks").await, 0);
    // The other forms have the bounds that they had.
    let body = format!("body={}", "x".repeat(300 * 1024));
    let request = ada
        .request(Method::POST, "/settings/delete")
        .header("Sec-Fetch-Site", "same-origin")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(body);
    assert_eq!(Page::read(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for path in ["/posts", "/settings/delete"] {
        let page = ada.upload(path, "body", b"PK\x03\x04").await;
        assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path}");
    }
    let page = ada.post("/settings/import", &[("archive", "x")]).await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[actix_web::test]
async fn an_import_that_was_interrupted_goes_on_where_it_was() {
    let mut app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let notes: Vec<Value> = (0..600).map(|n| note(n, &format!("number {n}"))).collect();
    let answer = ada.upload("/settings/import", "archive", &archive_of(&notes)).await;
    answer.assert_redirects_to("/settings/import");
    while app.db_number("SELECT COUNT(*) FROM posts").await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let other = app.spawn_beside().await;
    app.stop();
    let there = other.browser();
    there.sign_in("ada", PASSWORD).await;
    let page = settled(&there, "/settings/import").await;
    assert_eq!(counts(&page), [600, 0, 0]);
    assert_eq!(other.db_number("SELECT COUNT(*) FROM posts").await, 600);
}

#[actix_web::test]
async fn hundreds_of_posts_of_one_moment_find_room() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let notes: Vec<Value> = (0..300)
        .map(|n| {
            but(note(n, &format!("number {n}")), &json!({"published": "2020-01-01T00:00:00Z"}))
        })
        .collect();
    assert_eq!(counts(&import(&ada, &archive_of(&notes)).await), [300, 0, 0]);
}

#[actix_web::test]
async fn what_was_exported_of_many_posts_is_brought_whole() {
    let old = TestApp::spawn().await;
    let there = old.browser_of("ada").await;
    db_write_many(&old, "ada", 600).await;
    let zip = export(&there).await;
    let new = TestApp::spawn().await;
    let ada = new.browser_of("ada").await;
    assert_eq!(counts(&import(&ada, &zip).await), [600, 0, 0]);
}
