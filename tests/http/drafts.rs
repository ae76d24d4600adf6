//! Posts that wait until they are published, and those that were taken back to be written anew.

use reqwest::StatusCode;

use crate::helpers::{TestApp, id_of};

#[actix_web::test]
async fn a_post_that_is_deleted_to_be_written_anew_comes_back_as_a_draft() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let question = grace.publish("a question").await;
    let fields = [
        ("in_reply_to", id_of(&question)),
        ("visibility", "unlisted"),
        ("content_warning", "Numbers"),
        ("language", "de"),
    ];
    let post = ada.publish_with("Wrtie #this anew", &fields).await;

    let answer = ada.post(&format!("{post}/delete"), &[("redraft", "1")]).await;
    assert!(answer.location().starts_with("/posts/new?draft="), "{}", answer.location());
    assert_eq!(app.browser().get(&post).await.status, StatusCode::NOT_FOUND);
    let page = ada.get(&answer.location()).await;
    assert_eq!(page.posts(), ["a question"], "what it answers stands above");
    let form = page.form("/posts");
    assert_eq!(form.fields["body"], "Wrtie #this anew");
    for (name, value) in fields {
        assert_eq!(form.fields[name], value, "{name}");
    }
    let again = ada.submit(&form, &[("body", "Write #this anew")]).await.location();
    assert_eq!(app.browser().get(&again).await.posts(), ["a question", "Write #this anew"]);
    assert!(ada.get("/drafts").await.texts(".drafts li").is_empty());
}

#[actix_web::test]
async fn a_draft_is_kept_as_it_was_typed_and_gone_once_it_is_published() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    // Too long for a post, and not tidied up either.
    let typed = format!("  half\r\n{}", "字".repeat(600));
    let form = ada.get("/").await.form("/posts");
    let fields = [
        ("body", typed.as_str()),
        ("visibility", "followers"),
        ("content_warning", "Unfinished"),
        ("language", "zh"),
    ];
    let mut values: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    values.retain(|(name, _)| fields.iter().all(|(field, _)| field != name));
    values.extend(fields);
    ada.post("/drafts", &values).await.assert_redirects_to("/drafts");

    let list = ada.get("/drafts").await;
    assert_eq!(
        list.texts("[role=status]").first().map(String::as_str),
        Some("The draft is saved.")
    );
    assert_eq!(list.texts(".drafts li").len(), 1);
    assert!(list.texts(".drafts a.open")[0].starts_with("half 字字"));
    let open = list.attributes(".drafts a.open", "href").remove(0);
    let form = ada.get(&open).await.form("/posts");
    for (name, value) in fields {
        assert_eq!(form.fields[name].replace('\r', ""), value.replace('\r', ""), "{name}");
    }

    // Saved again, it is the same draft.
    let mut values = form.fields.clone();
    values.insert("body".to_owned(), "whole".to_owned());
    let values: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    ada.post("/drafts", &values).await.assert_redirects_to("/drafts");
    assert_eq!(ada.get("/drafts").await.texts(".drafts a.open"), ["whole"]);

    let form = ada.get(&open).await.form("/posts");
    let post = ada.submit(&form, &[]).await.location();
    assert_eq!(ada.get(&post).await.posts(), ["whole"]);
    assert!(ada.get("/drafts").await.texts(".drafts li").is_empty());
    assert_eq!(ada.get(&open).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_draft_is_deleted_by_its_button() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for body in ["one", "two"] {
        ada.post("/drafts", &[("body", body)]).await.assert_redirects_to("/drafts");
    }
    let list = ada.get("/drafts").await;
    assert_eq!(list.texts(".drafts a.open"), ["two", "one"]);
    let delete = list.attributes(".drafts form", "action").remove(0);
    ada.submit(&list.form(&delete), &[]).await.assert_redirects_to("/drafts");
    assert_eq!(ada.get("/drafts").await.texts(".drafts a.open"), ["one"]);
    assert_eq!(ada.post(&delete, &[]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn drafts_are_their_owners_alone() {
    let app = TestApp::spawn().await;
    let (ada, eve) = (app.browser_of("ada").await, app.browser_of("eve").await);
    ada.post("/drafts", &[("body", "secret plans")]).await.assert_redirects_to("/drafts");
    let open = ada.get("/drafts").await.attributes(".drafts a.open", "href").remove(0);
    let id = open.trim_start_matches("/posts/new?draft=");

    assert!(eve.get("/drafts").await.texts(".drafts li").is_empty());
    assert_eq!(eve.get(&open).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.post(&format!("/drafts/{id}/delete"), &[]).await.status, StatusCode::NOT_FOUND);
    // Who names another's draft begins one of his own, and publishing removes none but his own.
    eve.post("/drafts", &[("body", "hers"), ("draft_id", id)]).await.assert_redirects_to("/drafts");
    eve.publish_with("published", &[("draft_id", id)]).await;
    assert_eq!(eve.get("/drafts").await.texts(".drafts a.open"), ["hers"]);
    assert_eq!(ada.get("/drafts").await.texts(".drafts a.open"), ["secret plans"]);
    app.browser().get("/drafts").await.assert_redirects_to("/auth/login?next=%2Fdrafts");
    app.browser().post("/drafts", &[("body", "x")]).await.assert_redirects_to("/auth/login");
}

#[actix_web::test]
async fn nothing_is_no_draft_and_a_hundred_are_enough() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 60).await;
    let ada = app.browser_of("ada").await;
    let blank = ada.post("/drafts", &[("body", " \n ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!blank.error_of("body").is_empty());
    for number in 0..100 {
        let body = format!("draft {number}");
        ada.post("/drafts", &[("body", &body)]).await.assert_redirects_to("/drafts");
    }
    let refused = ada.post("/drafts", &[("body", "one too many")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("/posts").fields["body"], "one too many");
    assert!(refused.error_of("body").contains("100"), "{}", refused.error_of("body"));

    let first = ada.get("/drafts").await;
    let older = first.attributes("a[rel=next]", "href").remove(0);
    let rest = ada.get(&older).await;
    let all = [first.texts(".drafts a.open"), rest.texts(".drafts a.open")].concat();
    assert_eq!((all.len(), all[0].as_str(), all[99].as_str()), (100, "draft 99", "draft 0"));
    // One that is there already may still be changed.
    let open = rest.attributes(".drafts a.open", "href").remove(0);
    let id = open.trim_start_matches("/posts/new?draft=");
    ada.post("/drafts", &[("body", "changed"), ("draft_id", id)])
        .await
        .assert_redirects_to("/drafts");
}
