//! Putting other words in a post's place, and what becomes of the old ones.

use feed_rs::parser;
use reqwest::StatusCode;

use crate::helpers::{Browser, Page, TestApp, id_of};

async fn edit(browser: &Browser, post: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("{post}/edit");
    let form = browser.get(&path).await.form(&path);
    browser.submit(&form, fields).await
}

#[actix_web::test]
async fn an_edit_puts_other_words_in_place_and_keeps_the_old_ones_in_the_history() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("The first words").await;
    assert!(app.browser().get(&post).await.texts("a.edited").is_empty());

    edit(&ada, &post, &[("body", "Better words")]).await.assert_redirects_to(&post);
    edit(&ada, &post, &[("body", "Best words"), ("content_warning", "Superlatives")])
        .await
        .assert_redirects_to(&post);
    let page = app.browser().get(&post).await;
    assert_eq!(page.posts(), ["Best words"]);
    let history = page.attributes("a.edited", "href");
    assert_eq!(history, [format!("{post}/history")]);
    for path in ["/explore", "/users/ada"] {
        assert_eq!(app.browser().get(path).await.attributes("a.edited", "href"), history, "{path}");
    }
    let history = app.browser().get(&history[0]).await;
    assert_eq!(history.texts(".versions .text"), ["Best words", "Better words", "The first words"]);
    assert_eq!(history.texts(".versions summary"), ["Superlatives"]);
    assert_eq!(history.texts(".versions .chip").len(), 2, "today's and the first");
}

#[actix_web::test]
async fn a_post_that_was_never_edited_has_a_history_of_one() {
    let app = TestApp::spawn().await;
    let post = app.browser_of("ada").await.publish("The first words").await;
    let history = app.browser().get(&format!("{post}/history")).await;
    assert_eq!(history.texts(".versions .text"), ["The first words"]);
}

#[actix_web::test]
async fn saving_without_a_change_is_no_edit() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("Unchanged").await;
    edit(&ada, &post, &[]).await.assert_redirects_to(&post);
    let page = app.browser().get(&post).await;
    assert!(page.texts("a.edited").is_empty());
}

#[actix_web::test]
async fn an_edit_that_does_not_fit_is_shown_again_and_changes_nothing() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish_with("Kept", &[("visibility", "followers")]).await;
    let path = format!("{post}/edit");
    for (field, value) in [
        ("body", "x".repeat(501)),
        ("body", " ".to_owned()),
        ("content_warning", "x".repeat(101)),
        ("language", "tlh".to_owned()),
    ] {
        let mut fields = vec![("body", "Typed"), ("content_warning", ""), ("language", "")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, &value));
        let page = ada.post(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(!page.error_of(field).is_empty(), "{field}: {}", page.html);
        if field != "language" {
            assert_eq!(page.form(&path).fields[field], value, "{field}");
        }
    }
    assert_eq!(ada.get(&post).await.posts(), ["Kept"]);
    assert!(ada.get(&post).await.texts("a.edited").is_empty());
}

#[actix_web::test]
async fn only_its_author_edits_a_post_and_only_who_sees_it_learns_that_it_is_there() {
    let app = TestApp::spawn().await;
    let (ada, eve) = (app.browser_of("ada").await, app.browser_of("eve").await);
    for (visibility, expected) in
        [("public", StatusCode::FORBIDDEN), ("followers", StatusCode::NOT_FOUND)]
    {
        let post = ada.publish_with("mine", &[("visibility", visibility)]).await;
        let path = format!("{post}/edit");
        assert_eq!(eve.get(&path).await.status, expected, "{visibility}");
        for body in ["hers", ""] {
            assert_eq!(eve.post(&path, &[("body", body)]).await.status, expected, "{visibility}");
        }
        for action in ["pin", "unpin"] {
            let status = eve.post(&format!("{post}/{action}"), &[]).await.status;
            assert_eq!(status, expected, "{action} {visibility}");
        }
        app.browser().post(&path, &[("body", "hers")]).await.assert_redirects_to("/auth/login");
        assert_eq!(ada.get(&post).await.posts(), ["mine"]);
    }
    let nowhere = ada.post("/posts/1/edit", &[("body", "x")]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_may_see_a_post_is_not_changed_by_editing_it() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish_with("for few", &[("visibility", "followers")]).await;
    let fields = [("body", "still for few"), ("visibility", "public")];
    ada.post(&format!("{post}/edit"), &fields).await.assert_redirects_to(&post);
    assert_eq!(ada.get(&post).await.posts(), ["still for few"]);
    assert_eq!(app.browser().get(&post).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn tags_mentions_and_the_search_follow_an_edit() {
    let app = TestApp::spawn().await;
    let (ada, grace, joan) =
        (app.browser_of("ada").await, app.browser_of("grace").await, app.browser_of("joan").await);
    let body = "old words #old @grace";
    let post = ada.publish_with(body, &[("visibility", "mentioned")]).await;
    let open = ada.publish("old words #old").await;
    assert_eq!(joan.get(&post).await.status, StatusCode::NOT_FOUND);

    edit(&ada, &post, &[("body", "new words #new @joan")]).await.assert_redirects_to(&post);
    edit(&ada, &open, &[("body", "new words #new")]).await.assert_redirects_to(&open);
    assert_eq!(joan.get(&post).await.status, StatusCode::OK);
    assert_eq!(grace.get(&post).await.status, StatusCode::NOT_FOUND);
    assert!(
        joan.get(&post).await.attributes(".text a", "href").contains(&"/users/joan".to_owned())
    );
    assert!(grace.get("/notifications").await.texts(".note").is_empty());
    assert_eq!(joan.get("/notifications").await.texts(".note").len(), 1);
    for (path, found) in [
        ("/tags/old", 0),
        ("/tags/new", 1),
        ("/search?q=old", 0),
        ("/search?q=new", 1),
        ("/search?q=%23old", 0),
        ("/search?q=%23new", 1),
    ] {
        assert_eq!(app.browser().get(path).await.posts().len(), found, "{path}");
    }
    let tags = app.browser().get("/search?q=o&in=tags").await;
    assert!(tags.texts("ul.tags a").is_empty(), "{:?}", tags.texts("ul.tags a"));
}

#[actix_web::test]
async fn who_is_answered_in_private_still_sees_the_answer_when_his_name_is_edited_out() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let question = grace.publish_with("a question @ada", &[("visibility", "mentioned")]).await;
    let parent = ("in_reply_to", id_of(&question));
    let answer = ada.publish_with("@grace an answer", &[parent, ("visibility", "mentioned")]).await;
    edit(&ada, &answer, &[("body", "an answer")]).await.assert_redirects_to(&answer);
    assert_eq!(grace.get(&answer).await.posts(), ["a question @ada", "an answer"]);
}

#[actix_web::test]
async fn whom_an_edit_lets_in_reads_nothing_of_what_was_said_before() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) =
        (app.browser_of("ada").await, app.browser_of("ben").await, app.browser_of("carl").await);
    let post = ada.publish_with("@ben about carl", &[("visibility", "mentioned")]).await;
    for body in ["@ben @carl hello", "@ben @carl hello!"] {
        edit(&ada, &post, &[("body", body)]).await.assert_redirects_to(&post);
    }
    let history = async |browser: &Browser| {
        browser.get(&format!("{post}/history")).await.texts(".versions .text")
    };
    let all = ["@ben @carl hello!", "@ben @carl hello", "@ben about carl"];
    assert_eq!(history(&ada).await, all);
    assert_eq!(history(&ben).await, all);
    assert_eq!(history(&carl).await, all[..2]);
}

#[actix_web::test]
async fn a_feed_says_when_a_post_was_edited() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("before").await;
    let feed = async || {
        let page = app.browser().get("/users/ada/feed.atom").await;
        (page.header("etag").to_owned(), parser::parse(page.html.as_bytes()).unwrap())
    };
    let (old_tag, old) = feed().await;
    edit(&ada, &post, &[("body", "after")]).await.assert_redirects_to(&post);
    let (new_tag, new) = feed().await;
    assert_ne!(old_tag, new_tag);
    assert!(new.updated > old.updated);
    let (old, new) = (&old.entries[0], &new.entries[0]);
    assert_eq!(new.title.as_ref().unwrap().content, "after");
    assert_eq!(new.published, old.published);
    assert!(new.updated > old.updated, "{:?} {:?}", old.updated, new.updated);
}
