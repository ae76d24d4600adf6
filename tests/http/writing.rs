//! What becomes of what one writes: links in it, changes of it, drafts before it.

use std::collections::BTreeSet;

use feed_rs::parser;
use futures_util::future::join_all;
use reqwest::StatusCode;

use crate::helpers::{Browser, Page, TestApp, id_of};

/// What the links of the only post on a page say, and where they lead.
fn links(page: &Page) -> Vec<(String, String)> {
    let hrefs = page.attributes("article.post .text a", "href");
    page.texts("article.post .text a").into_iter().zip(hrefs).collect()
}

fn link(text: &str, href: &str) -> (String, String) {
    (text.to_owned(), href.to_owned())
}

async fn edit(browser: &Browser, post: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("{post}/edit");
    let form = browser.get(&path).await.form(&path);
    browser.submit(&form, fields).await
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
    assert_eq!(links(&joan.get(&post).await)[1], link("@joan", "/users/joan"));
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
