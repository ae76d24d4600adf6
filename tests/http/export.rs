//! Taking one's data along.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::archives::{PUBLIC, db_write_many, export, parse, settled, unpack};
use crate::helpers::{TestApp, id_of};

/// The notes of an outbox, by their texts.
fn note_of<'v>(outbox: &'v Value, text: &str) -> &'v Value {
    let items = outbox["orderedItems"].as_array().unwrap();
    let notes = items.iter().map(|activity| &activity["object"]);
    let mut found = notes.filter(|note| note["source"]["content"] == text);
    found.next().unwrap_or_else(|| panic!("no note {text:?} in {outbox:#}"))
}

#[actix_web::test]
async fn an_archive_holds_all_that_one_has_written() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let theirs = ben.publish("from ben").await;
    let first = ada.publish("first <b> & #Tea with @ben").await;
    let answer = ada.publish_with("answer", &[("in_reply_to", id_of(&first))]).await;
    ada.publish_with("quiet", &[("visibility", "unlisted"), ("content_warning", "a < b")]).await;
    ada.publish_with("字 for friends", &[("visibility", "followers"), ("language", "zh")]).await;
    ada.publish_with("@ben secret", &[("visibility", "mentioned")]).await;
    ada.press(&format!("{theirs}/repost")).await;
    let edit = format!("{answer}/edit");
    let form = ada.get(&edit).await.form(&edit);
    ada.submit(&form, &[("body", "answer, better")]).await.assert_redirects_to(&answer);

    let files = unpack(&export(&ada).await);
    let at = |path: &str| format!("{}{path}", app.url);
    let (me, followers) = (at("/users/ada"), at("/users/ada/followers"));

    let outbox = parse(&files, "outbox.json");
    assert_eq!(outbox["type"], "OrderedCollection");
    assert_eq!(outbox["@context"][0], "https://www.w3.org/ns/activitystreams");
    assert_eq!(outbox["totalItems"], 6);
    let items = outbox["orderedItems"].as_array().unwrap();
    let kinds: Vec<&str> = items.iter().map(|item| item["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Create", "Create", "Create", "Create", "Create", "Announce"]);
    assert!(items.iter().all(|item| item["actor"] == me.as_str()));
    assert_eq!(items[5]["object"], at(&theirs).as_str());

    let note = note_of(&outbox, "first <b> & #Tea with @ben");
    assert_eq!(note["id"], at(&first).as_str());
    assert_eq!(note["attributedTo"], me.as_str());
    assert_eq!(note["to"], json!([PUBLIC]));
    assert_eq!(note["cc"], json!([followers, at("/users/ben")]));
    assert_eq!(note["sensitive"], false);
    let html = note["content"].as_str().unwrap();
    assert!(html.contains("first &lt;b&gt; &amp; <a href="), "{html}");
    assert!(html.contains(&format!("href=\"{}\"", at("/users/ben"))), "{html}");
    let mention = json!({"type": "Mention", "href": at("/users/ben"), "name": "@ben"});
    let hashtag = json!({"type": "Hashtag", "href": at("/tags/tea"), "name": "#tea"});
    assert_eq!(note["tag"], json!([mention, hashtag]));

    let note = note_of(&outbox, "answer, better");
    assert_eq!(note["inReplyTo"], at(&first).as_str());
    assert!(note["updated"].as_str().unwrap() > note["published"].as_str().unwrap());
    let note = note_of(&outbox, "quiet");
    assert_eq!((&note["to"], &note["cc"]), (&json!([followers]), &json!([PUBLIC])));
    assert_eq!((&note["summary"], &note["sensitive"]), (&json!("a &lt; b"), &json!(true)));
    let note = note_of(&outbox, "字 for friends");
    assert_eq!((&note["to"], &note["cc"]), (&json!([followers]), &json!([])));
    assert_eq!(note["contentMap"]["zh"], note["content"]);
    let note = note_of(&outbox, "@ben secret");
    assert_eq!((&note["to"], &note["cc"]), (&json!([at("/users/ben")]), &json!([])));

    let history = parse(&files, "history.json");
    assert_eq!(history["orderedItems"][0]["source"]["content"], "answer");
    assert_eq!(history["orderedItems"][0]["context"], at(&answer).as_str());
}

#[actix_web::test]
async fn an_archive_holds_whom_and_what_one_has_chosen() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    app.browser_of("carl").await;
    let theirs = ben.publish("from ben").await;
    for path in ["/users/ben/follow", "/users/carl/mute", "/users/carl/block"] {
        ada.press(path).await;
    }
    ben.press("/users/ada/follow").await;
    ada.press(&format!("{theirs}/like")).await;
    ada.press(&format!("{theirs}/bookmark")).await;
    ada.post("/drafts", &[("body", "not yet"), ("content_warning", "w")]).await;
    let form = ada.get("/settings/profile").await.form("/settings/profile");
    let fields =
        [("display_name", "Ada <L>"), ("bio", "I <3 tea"), ("link_url_1", "https://a.org/")];
    ada.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    ada.save_privacy(&[("muted_words", "spoiler\nboo"), ("locked", "1")]).await;

    let files = unpack(&export(&ada).await);
    let at = |path: &str| format!("{}{path}", app.url);
    let items = |name: &str| parse(&files, name)["orderedItems"].clone();
    assert_eq!(items("following.json"), json!([at("/users/ben")]));
    assert_eq!(items("followers.json"), json!([at("/users/ben")]));
    assert_eq!(items("mutes.json"), json!([at("/users/carl")]));
    assert_eq!(items("blocks.json"), json!([at("/users/carl")]));
    assert_eq!(items("likes.json"), json!([at(&theirs)]));
    assert_eq!(items("bookmarks.json"), json!([at(&theirs)]));
    let draft = &items("drafts.json")[0];
    assert_eq!((&draft["source"]["content"], &draft["summary"]), (&json!("not yet"), &json!("w")));

    let actor = parse(&files, "actor.json");
    assert_eq!((&actor["type"], &actor["name"]), (&json!("Person"), &json!("Ada <L>")));
    assert_eq!(actor["summary"], "I &lt;3 tea");
    assert_eq!(actor["attachment"][0]["href"], "https://a.org/");
    assert_eq!(actor["manuallyApprovesFollowers"], true);
    assert_eq!(actor["followers"], parse(&files, "followers.json")["id"]);
    let settings = parse(&files, "settings.json");
    assert_eq!(settings["email"], "ada@example.org");
    assert_eq!(settings["muted_words"], json!(["spoiler", "boo"]));
    let all: String = files.values().map(String::as_str).collect();
    assert!(!all.contains("$2b$") && !all.contains("from ben"), "secrets, or others' words");
}

#[actix_web::test]
async fn the_page_in_an_archive_is_for_any_browser() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("<script>alert(1)</script> `code` https://example.org/").await;
    ada.publish_with("covered", &[("content_warning", "a <b>warning</b>"), ("language", "de")])
        .await;
    let page = unpack(&export(&ada).await)["index.html"].clone();
    let page = crate::helpers::Page {
        status: StatusCode::OK,
        headers: reqwest::header::HeaderMap::new(),
        html: page,
    };
    assert_eq!(page.texts("h1"), ["ada"]);
    assert_eq!(page.texts("article .text").len(), 2);
    assert_eq!(page.texts("article summary"), ["a <b>warning</b>"]);
    assert_eq!(page.attributes("article .text", "lang").last().unwrap(), "de");
    assert!(page.texts("script, article b, link, img").is_empty(), "{}", page.html);
    assert_eq!(page.attributes("html", "lang"), ["en"]);
    assert_eq!(page.texts("article code"), ["code"]);
}

#[actix_web::test]
async fn an_archive_speaks_the_language_of_who_asked_for_it() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.post("/settings/export?lang=zh-CN", &[]).await.assert_redirects_to("/settings/export");
    let page = settled(&ada, "/settings/export").await;
    let zip = crate::archives::fetch(&ada, &page.attributes("a[download]", "href")[0]).await;
    assert!(unpack(&zip)["index.html"].contains("<html lang=\"zh-CN\">"));
}

#[actix_web::test]
async fn how_far_it_is_is_shown_without_a_script() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    export(&ada).await;
    // Within <noscript>: the script does it more gently.
    let refresh = "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>";
    assert!(!ada.get("/settings/export").await.html.contains(refresh));
    app.db_execute(
        "UPDATE archive_jobs SET state = 'running', done = 42, total = 100, \
         leased_until = 9000000000000",
    )
    .await;
    let page = ada.get("/settings/export").await;
    assert!(page.html.contains(refresh), "{}", page.html);
    assert_eq!(page.attributes("progress", "value"), ["42"]);
    let id = &page.attributes("progress", "id")[0];
    assert_eq!(page.texts(&format!("label[for={id}]")), ["Writing your archive"]);
    assert!(page.buttons("/settings/export").is_empty());
    // Asking for another doesn't make one.
    ada.post("/settings/export", &[]).await.assert_redirects_to("/settings/export");
    assert_eq!(app.db_number("SELECT done FROM archive_jobs").await, 42);
    app.db_execute("UPDATE archive_jobs SET state = 'failed', outcome = '{\"fault\":\"x\"}'").await;
    let page = ada.get("/settings/export").await;
    assert!(page.texts(".error").concat().contains("our mistake"), "{}", page.html);
    assert_eq!(page.buttons("/settings/export"), ["/settings/export"]);
}

#[actix_web::test]
async fn an_archive_is_its_owners_alone_and_for_a_week() {
    let app = TestApp::spawn().await;
    let (ada, eve) = (app.browser_of("ada").await, app.browser_of("eve").await);
    export(&ada).await;
    let page = ada.get("/settings/export").await;
    let link = page.attributes("a[download]", "href")[0].clone();
    assert_eq!(eve.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.browser().get(&link).await.status, StatusCode::SEE_OTHER);
    assert_eq!(ada.get("/settings/export/1/download").await.status, StatusCode::NOT_FOUND);
    let answer = ada.request(Method::GET, &link).send().await.unwrap();
    let headers = answer.headers();
    assert_eq!(headers["cache-control"], "private, no-store");
    let name = headers["content-disposition"].to_str().unwrap().to_owned();
    assert!(
        name.starts_with("attachment; filename=\"ada-20") && name.ends_with(".zip\""),
        "{name}"
    );
    let kept = "SELECT expires_at - finished_at FROM archive_jobs";
    assert_eq!(app.db_number(kept).await, 7 * 24 * 60 * 60 * 1000);
    app.db_execute("UPDATE archive_jobs SET expires_at = 1").await;
    assert_eq!(ada.get(&link).await.status, StatusCode::NOT_FOUND);
    assert!(ada.get("/settings/export").await.texts("a[download]").is_empty());
    // A new one takes its place.
    export(&ada).await;
    assert_eq!(app.db_number("SELECT COUNT(*) FROM archive_jobs").await, 1);
}

#[actix_web::test]
async fn a_long_archive_is_kept_in_pieces_and_any_instance_serves_it() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    db_write_many(&app, "ada", 3_000).await;
    let zip = export(&ada).await;
    assert!(app.db_number("SELECT COUNT(*) FROM archive_chunks").await > 2);
    let files = unpack(&zip);
    let outbox = parse(&files, "outbox.json");
    assert_eq!(outbox["totalItems"], 3_000);
    let texts = outbox["orderedItems"].as_array().unwrap().iter();
    let texts = texts.map(|item| item["object"]["source"]["content"].as_str().unwrap());
    assert!(texts.enumerate().all(|(n, text)| text.starts_with(&format!("number {n} "))));
    assert_eq!(files["index.html"].matches("<article>").count(), 3_000);
    let other = app.spawn_beside().await;
    let there = other.browser();
    there.sign_in("ada", crate::helpers::PASSWORD).await;
    let link = there.get("/settings/export").await.attributes("a[download]", "href")[0].clone();
    assert_eq!(crate::archives::fetch(&there, &link).await, zip);
}

#[actix_web::test]
async fn what_a_killed_process_began_is_taken_up_again() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("still here").await;
    export(&ada).await;
    // As it was when the process died: half a zip, and a lease that has run out.
    app.db_execute(
        "UPDATE archive_jobs SET state = 'running', lease = 'dead', leased_until = 1, done = 1, \
         finished_at = NULL, expires_at = NULL",
    )
    .await;
    app.db_execute("INSERT INTO archive_chunks SELECT job_id, 7, bytes FROM archive_chunks").await;
    let page = settled(&ada, "/settings/export").await;
    let zip = crate::archives::fetch(&ada, &page.attributes("a[download]", "href")[0]).await;
    assert_eq!(parse(&unpack(&zip), "outbox.json")["totalItems"], 1);
    assert_eq!(app.db_number("SELECT attempts FROM archive_jobs").await, 2);
}

#[actix_web::test]
async fn a_process_that_stops_leaves_its_job_to_the_others_at_once() {
    let mut app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    db_write_many(&app, "ada", 3_000).await;
    let other = app.spawn_beside().await;
    // Until this one has it: it is woken, the other only looks now and then.
    ada.post("/settings/export", &[]).await.assert_redirects_to("/settings/export");
    while app.db_number("SELECT done FROM archive_jobs").await < 100 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    app.stop();
    let there = other.browser();
    there.sign_in("ada", crate::helpers::PASSWORD).await;
    let page = settled(&there, "/settings/export").await;
    let zip = crate::archives::fetch(&there, &page.attributes("a[download]", "href")[0]).await;
    assert_eq!(parse(&unpack(&zip), "outbox.json")["totalItems"], 3_000);
    assert_eq!(other.db_number("SELECT attempts FROM archive_jobs").await, 1);
}

#[actix_web::test]
async fn nobody_keeps_the_worker_busy_for_himself() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.export_account = "2/1h".parse().unwrap();
    })
    .await;
    let ada = app.browser_of("ada").await;
    export(&ada).await;
    export(&ada).await;
    let page = ada.post("/settings/export", &[]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!page.header("retry-after").is_empty());
    // The last one is still there.
    assert_eq!(page.texts("a[download]").len(), 1);
}
