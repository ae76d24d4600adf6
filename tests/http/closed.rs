//! What is closed stays closed: the histories of posts, conversations, blocks; and what forms and
//! limits make of the unusual.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::helpers::{Browser, Page, TestApp, id_of};

const CLOSED: (&str, &str) = ("visibility", "mentioned");
const FOLLOWERS: (&str, &str) = ("visibility", "followers");

async fn three(app: &TestApp) -> (Browser, Browser, Browser) {
    (app.browser_of("ada").await, app.browser_of("ben").await, app.browser_of("carl").await)
}

async fn edit(browser: &Browser, post: &str, body: &str) {
    let path = format!("{post}/edit");
    let form = browser.get(&path).await.form(&path);
    browser.submit(&form, &[("body", body)]).await.assert_redirects_to(post);
}

async fn versions(browser: &Browser, post: &str) -> Vec<String> {
    browser.get(&format!("{post}/history")).await.texts(".versions .text")
}

/// The people after the colon-less beginning of a line such as "For @ada, @ben", in any order.
fn people_in(line: &str, beginning: &str) -> BTreeSet<String> {
    let people = line.strip_prefix(beginning).unwrap_or_else(|| panic!("{line:?}"));
    people.split(", ").map(str::to_owned).collect()
}

/// Whom a post is for, as its own card says.
async fn audience(browser: &Browser, post: &str) -> BTreeSet<String> {
    let page = browser.get(post).await;
    let css = format!("article.post[data-id='{}'] .re", id_of(post));
    let line = page.texts(&css).into_iter().find(|line| line.starts_with("For "));
    people_in(&line.unwrap_or_else(|| panic!("{}", page.html)), "For ")
}

/// Whom the form for an answer says that it goes to as well.
fn audience_of_answer(page: &Page) -> BTreeSet<String> {
    people_in(&page.texts("form.composer .re").concat(), "Among those whom it mentions are ")
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| format!("@{name}")).collect()
}

#[actix_web::test]
async fn who_is_named_later_does_not_read_what_was_said_before_he_came() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    let post = ada.publish_with("@ben Carl is awful", &[CLOSED]).await;
    edit(&ada, &post, "@ben @carl lunch?").await;
    let all = ["@ben @carl lunch?", "@ben Carl is awful"];
    for browser in [&ada, &ben] {
        assert_eq!(versions(browser, &post).await, all);
    }
    assert_eq!(versions(&carl, &post).await, all[..1]);
    for path in [&post, &format!("{post}/history"), "/", "/notifications", "/search?q=awful"] {
        assert!(!carl.get(path).await.html.contains("is awful"), "{path}");
    }

    // What is changed from then on he reads.
    edit(&ada, &post, "@ben @carl dinner?").await;
    let all = ["@ben @carl dinner?", all[0], all[1]];
    assert_eq!(versions(&ben, &post).await, all);
    let history = carl.get(&format!("{post}/history")).await;
    assert_eq!(history.texts(".versions .text"), all[..2]);
    assert_eq!(history.texts(".versions .chip"), ["Current"], "what he reads isn't the first");

    // Who is left out for a while doesn't read what was said meanwhile.
    edit(&ada, &post, "@ben without Carl then").await;
    assert_eq!(carl.get(&format!("{post}/history")).await.status, StatusCode::NOT_FOUND);
    edit(&ada, &post, "@ben @carl or not").await;
    assert_eq!(versions(&carl, &post).await, ["@ben @carl or not"]);
    assert_eq!(versions(&ben, &post).await.len(), 5);
}

#[actix_web::test]
async fn who_is_named_later_in_what_is_for_followers_reads_from_then_on() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    ben.press("/users/ada/follow").await;
    let post = ada.publish_with("Carl is awful", &[FOLLOWERS]).await;
    edit(&ada, &post, "@carl lunch?").await;
    for browser in [&ada, &ben] {
        assert_eq!(versions(browser, &post).await, ["@carl lunch?", "Carl is awful"]);
    }
    assert_eq!(versions(&carl, &post).await, ["@carl lunch?"]);
    // Her followers read all of it, and now he is one.
    carl.press("/users/ada/follow").await;
    assert_eq!(versions(&carl, &post).await, ["@carl lunch?", "Carl is awful"]);
    carl.press("/users/ada/unfollow").await;
    assert_eq!(versions(&carl, &post).await, ["@carl lunch?"]);
}

#[actix_web::test]
async fn of_what_is_open_everybody_reads_the_whole_history() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    for visibility in ["public", "unlisted"] {
        let post = ada.publish_with("Carl is awful", &[("visibility", visibility)]).await;
        edit(&ada, &post, "@carl lunch?").await;
        for browser in [&ada, &ben, &carl, &app.browser()] {
            let history = browser.get(&format!("{post}/history")).await;
            assert_eq!(history.texts(".versions .text"), ["@carl lunch?", "Carl is awful"]);
            assert_eq!(history.texts(".versions .chip"), ["Current", "First version"]);
        }
    }
}

#[actix_web::test]
async fn an_answer_in_a_closed_conversation_goes_to_all_who_are_in_it() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    let plan = ada.publish_with("@ben @carl a plan", &[CLOSED]).await;
    assert_eq!(audience(&ada, &plan).await, names(&["ben", "carl"]));
    let page = ben.get(&plan).await;
    assert_eq!(audience_of_answer(&page), names(&["ada", "carl"]));
    let form = page.form("/posts");
    assert_eq!(form.fields["visibility"], "mentioned");

    let answer = ben.submit(&form, &[("body", "a better one")]).await.location();
    for browser in [&ada, &carl] {
        assert_eq!(browser.get(&answer).await.posts(), ["@ben @carl a plan", "a better one"]);
        assert_eq!(audience(browser, &answer).await, names(&["ada", "carl"]));
    }
    assert_eq!(audience_of_answer(&carl.get(&answer).await), names(&["ada", "ben"]));
    let dora = app.browser_of("dora").await;
    for browser in [&dora, &app.browser()] {
        assert_eq!(browser.get(&answer).await.status, StatusCode::NOT_FOUND);
    }
    // Whom an answer names is in the conversation from there on, and not before.
    let fields = [CLOSED, ("in_reply_to", id_of(&answer))];
    let third = carl.publish_with("@dora what do you say?", &fields).await;
    assert_eq!(dora.get(&third).await.posts(), ["@dora what do you say?"]);
    assert_eq!(audience(&dora, &third).await, names(&["ada", "ben", "dora"]));
    // An open post says nothing of the kind, nor does the form under it.
    let open = ada.publish("@ben @carl an open plan").await;
    assert!(ben.get(&open).await.texts(".re").is_empty());
}

#[actix_web::test]
async fn across_a_block_no_answer_goes_even_in_a_closed_conversation() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    let plan = ada.publish_with("@ben @carl a plan", &[CLOSED]).await;
    ben.press("/users/carl/block").await;
    for (browser, other) in [(&ben, &carl), (&carl, &ben)] {
        let page = browser.get(&plan).await;
        assert_eq!(audience_of_answer(&page), names(&["ada"]));
        let answer = browser.submit(&page.form("/posts"), &[("body", "yes")]).await.location();
        assert_eq!(audience(&ada, &answer).await, names(&["ada"]));
        assert_eq!(other.get(&answer).await.status, StatusCode::NOT_FOUND);
        // Nor when the words name him.
        let fields = [CLOSED, ("in_reply_to", id_of(&plan)), ("body", "@ben @carl @ada no")];
        let named = browser.post("/posts", &fields).await.location();
        assert_eq!(audience(&ada, &named).await, names(&["ada"]));

        ben.press("/users/carl/unblock").await;
        for post in [&answer, &named] {
            assert_eq!(other.get(post).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(other.get(&plan).await.posts()[0], "@ben @carl a plan");
        let notes = other.get("/notifications").await.posts();
        assert_eq!(notes, ["@ben @carl a plan"]);
        ben.press("/users/carl/block").await;
    }
}

#[actix_web::test]
async fn who_was_named_and_blocked_and_edited_out_does_not_see_the_post_again() {
    let app = TestApp::spawn().await;
    let (ada, ben, _carl) = three(&app).await;
    let question = ben.publish_with("@ada a question", &[CLOSED]).await;
    let alone = ada.publish_with("@ben @carl hello", &[CLOSED]).await;
    let answer =
        ada.publish_with("@ben an answer", &[CLOSED, ("in_reply_to", id_of(&question))]).await;
    for post in [&alone, &answer] {
        assert_eq!(ben.get(post).await.status, StatusCode::OK);
    }
    ada.press("/users/ben/block").await;
    edit(&ada, &alone, "@carl hello").await;
    edit(&ada, &answer, "an answer").await;
    ada.press("/users/ben/unblock").await;
    for post in [&alone, &answer] {
        for path in [post, &format!("{post}/history")] {
            assert_eq!(ben.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert!(ben.get("/notifications").await.texts(".note").is_empty());
}

#[actix_web::test]
async fn an_answer_to_what_is_for_anothers_followers_is_for_those_whom_it_mentions() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    for follower in [&ben, &carl] {
        follower.press("/users/ada/follow").await;
    }
    carl.press("/users/ben/follow").await;
    let post = ada.publish_with("for my followers", &[FOLLOWERS]).await;
    let parent = ("in_reply_to", id_of(&post));
    let form = ben.get(&post).await.form("/posts");
    assert_eq!(form.fields["visibility"], "mentioned");
    let from_the_form = ben.submit(&form, &[("body", "an answer")]).await.location();
    let without_a_choice = ben.post("/posts", &[("body", "another"), parent]).await.location();
    for answer in [&from_the_form, &without_a_choice] {
        assert_eq!(ada.get(answer).await.status, StatusCode::OK, "{answer}");
        assert_eq!(carl.get(answer).await.status, StatusCode::NOT_FOUND, "{answer}");
    }
    let chosen = ben.publish_with("for mine", &[parent, FOLLOWERS]).await;
    assert_eq!(carl.get(&chosen).await.posts(), ["for my followers", "for mine"]);

    // A draft is what the answer would have been.
    for (choice, expected) in [(None, "mentioned"), (Some(FOLLOWERS), "followers")] {
        let fields = [Some(("body", "half an answer")), Some(parent), choice];
        let fields: Vec<(&str, &str)> = fields.into_iter().flatten().collect();
        ben.post("/drafts", &fields).await.assert_redirects_to("/drafts");
        let draft = ben.get("/drafts").await.attributes(".drafts a.open", "href").remove(0);
        let form = ben.get(&draft).await.form("/posts");
        assert_eq!(form.fields["visibility"], expected);
    }
    // A form that comes back because of a mistake keeps what was chosen, too.
    for (choice, expected) in [("", "mentioned"), ("followers", "followers")] {
        let refused = ben.post("/posts", &[("body", " "), parent, ("visibility", choice)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.form("/posts").fields["visibility"], expected);
    }
    // Who goes on himself goes on for the same people.
    let form = ada.get(&post).await.form("/posts");
    assert_eq!(form.fields["visibility"], "followers");
    let more = ada.post("/posts", &[("body", "and more"), parent]).await.location();
    assert_eq!(carl.get(&more).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn the_same_words_for_other_people_are_another_post() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/").await.form("/posts");
    let mut posts = BTreeSet::new();
    for visibility in ["followers", "public", "followers", "public", "unlisted", "mentioned"] {
        let fields = [("body", "the same words"), ("visibility", visibility)];
        posts.insert(ada.submit(&form, &fields).await.location());
    }
    assert_eq!(posts.len(), 4, "{posts:?}");
    assert_eq!(app.browser().get("/users/ada").await.posts().len(), 2);
}

#[actix_web::test]
async fn a_language_that_is_asked_for_is_remembered_even_by_who_has_the_page_already() {
    let app = TestApp::spawn().await;
    let visitor = app.browser();
    let ask = async |path: &str, tag: &str| {
        Page::read(visitor.request(Method::GET, path).header("If-None-Match", tag)).await
    };
    let chinese = visitor.get("/explore?lang=zh-CN").await;
    // The same page at the address that asks for no language.
    let same = visitor.get("/explore").await;
    let tags = [chinese.header("etag").to_owned(), same.header("etag").to_owned()];
    assert!(!tags[1].is_empty());
    for tag in &tags {
        visitor.get("/explore?lang=en").await;
        assert_eq!(visitor.get("/explore").await.attributes("html", "lang"), ["en"]);
        let again = ask("/explore?lang=zh-CN", tag).await;
        assert_eq!(again.status, StatusCode::OK);
        assert!(again.header("set-cookie").starts_with("lang=zh-CN;"));
        assert_eq!(visitor.get("/explore").await.attributes("html", "lang"), ["zh-CN"]);
    }
    assert_eq!(ask("/explore", &tags[1]).await.status, StatusCode::NOT_MODIFIED);
}

#[actix_web::test]
async fn after_a_block_a_script_that_takes_back_a_like_learns_no_count() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    let post = ada.publish("likeable").await;
    let by_script = async |action: &str| -> Value {
        let request = ben.request(Method::POST, &format!("{post}/{action}"));
        let request = request.header("Sec-Fetch-Site", "same-origin");
        let page = Page::read(request.header("Accept", "application/json")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.html);
        serde_json::from_str(&page.html).unwrap()
    };
    for (done, counted) in [("like", "likes"), ("repost", "reposts")] {
        carl.press(&format!("{post}/{done}")).await;
        assert_eq!(by_script(done).await[counted], 2);
    }
    ada.press("/users/ben/block").await;
    for (undone, state, counted) in
        [("unlike", "liked", "likes"), ("unrepost", "reposted", "reposts")]
    {
        let answer = by_script(undone).await;
        assert_eq!(answer[state], false, "{undone}");
        assert!(answer[counted].is_null(), "{undone}: {answer}");
    }
}

#[actix_web::test]
async fn the_address_of_a_refused_form_leads_to_an_empty_one() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.get("/posts").await.assert_redirects_to("/posts/new");
    assert_eq!(ada.get("/posts/new").await.form("/posts").fields["body"], "");
    app.browser().get("/posts").await.assert_redirects_to("/posts/new");
    let next = "/auth/login?next=%2Fposts%2Fnew";
    app.browser().get("/posts/new").await.assert_redirects_to(next);
}

#[actix_web::test]
async fn a_draft_is_as_long_as_every_database_can_keep_it() {
    for max_length in [500, 1500] {
        let app = TestApp::spawn_with(|settings| settings.posts.max_length = max_length).await;
        let ada = app.browser_of("ada").await;
        for (text, kept) in [
            ("x".repeat(70_000), false),
            ("字".repeat(23_334), false),
            ("x".repeat(65_536), false),
            ("x".repeat(65_535), true),
            ("x".repeat(60_000), true),
            ("字".repeat(20_000), true),
            ("👍".repeat(15_000), true),
        ] {
            for (field, other) in [("body", "content_warning"), ("content_warning", "body")] {
                let what = format!("{field} of {} bytes", text.len());
                let drafts = ada.get("/drafts").await.texts(".drafts li").len();
                let page = ada.post("/drafts", &[(field, &text), (other, "short")]).await;
                if kept {
                    page.assert_redirects_to("/drafts");
                    let list = ada.get("/drafts").await;
                    let open = list.attributes(".drafts a.open", "href").remove(0);
                    let form = ada.get(&open).await.form("/posts");
                    assert!(form.fields[field] == text, "{what}");
                    let delete = list.attributes(".drafts form", "action").remove(0);
                    ada.post(&delete, &[]).await.assert_redirects_to("/drafts");
                } else {
                    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
                    assert!(!page.error_of(field).is_empty(), "{what}");
                    let form = page.form("/posts");
                    assert!(form.fields[field] == text, "{what}");
                    assert_eq!(form.fields[other], "short", "{what}");
                    assert_eq!(ada.get("/drafts").await.texts(".drafts li").len(), drafts);
                }
            }
        }
    }
}

#[actix_web::test]
async fn a_draft_that_was_kept_does_not_grow_beyond_what_can_be_kept() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.post("/drafts", &[("body", "short")]).await.assert_redirects_to("/drafts");
    let open = ada.get("/drafts").await.attributes(".drafts a.open", "href").remove(0);
    let form = ada.get(&open).await.form("/posts");
    let (draft, long) = (form.fields["draft_id"].as_str(), "x".repeat(70_000));
    let refused = ada.post("/drafts", &[("draft_id", draft), ("body", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("/posts").fields["draft_id"], draft);
    assert_eq!(ada.get("/drafts").await.texts(".drafts a.open"), ["short"]);
    let enough = "x".repeat(60_000);
    let saved = ada.post("/drafts", &[("draft_id", draft), ("body", &enough)]).await;
    saved.assert_redirects_to("/drafts");
    assert_eq!(ada.get(&open).await.form("/posts").fields["body"].len(), 60_000);
}

#[actix_web::test]
async fn the_longest_and_heaviest_post_that_settings_allow_is_published_and_edited() {
    let app = TestApp::spawn_with(|settings| settings.posts.max_length = 1500).await;
    let ada = app.browser_of("ada").await;
    // Forty bytes are as much as one character may weigh.
    for letter in ["a", "b"] {
        let heavy = format!("{letter}{}", "\u{20dd}".repeat(13)).repeat(1500);
        assert_eq!(heavy.len(), 60_000);
        let post = ada.publish(&heavy).await;
        let path = format!("{post}/edit");
        let other = heavy.replace(letter, "c");
        ada.post(&path, &[("body", &other)]).await.assert_redirects_to(&post);
        assert!(app.browser().get(&post).await.posts() == [other]);
        let draft = ada.post(&format!("{post}/delete"), &[("redraft", "1")]).await.location();
        assert!(draft.starts_with("/posts/new?draft="), "{draft}");
        assert_eq!(ada.get(&draft).await.form("/posts").fields["body"].len(), 60_000);
    }
}

#[actix_web::test]
async fn across_a_block_nobody_looks_whom_the_other_knows() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) = three(&app).await;
    carl.press("/users/ada/follow").await;
    ada.press("/users/carl/follow").await;
    ada.press("/users/ben/block").await;
    let lists = |name: &str| ["followers", "following"].map(|list| format!("/users/{name}/{list}"));
    for (browser, name) in [(&ben, "ada"), (&ben, "ADA"), (&ada, "ben")] {
        for path in lists(name) {
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
            let older = format!("{path}?before={}", i64::MAX);
            assert_eq!(browser.get(&older).await.status, StatusCode::NOT_FOUND, "{older}");
        }
    }
    for browser in [&ada, &carl, &app.browser()] {
        for path in lists("ada") {
            assert_eq!(browser.get(&path).await.people(), ["@carl"], "{path}");
        }
    }
    for path in lists("ben") {
        assert_eq!(ben.get(&path).await.status, StatusCode::OK, "{path}");
    }
    ada.press("/users/ben/unblock").await;
    for path in lists("ada") {
        assert_eq!(ben.get(&path).await.people(), ["@carl"], "{path}");
    }
}

#[actix_web::test]
async fn the_preview_of_a_profile_says_nothing_to_who_was_blocked() {
    let app = TestApp::spawn().await;
    let (ada, ben, _carl) = three(&app).await;
    let form = ada.get("/settings/profile").await.form("/settings/profile");
    let fields = [("bio", "I study engines."), ("display_name", "Countess")];
    ada.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    let said = async |browser: &Browser| {
        browser.get("/users/ada").await.attributes("meta", "content").join(" | ")
    };
    ada.press("/users/ben/block").await;
    assert!(!said(&ben).await.contains("engines"), "{}", said(&ben).await);
    for browser in [&ada, &app.browser()] {
        assert!(said(browser).await.contains("I study engines."));
    }
}

#[actix_web::test]
async fn what_no_text_holds_is_a_blank_in_a_search() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("two lovely words #walk").await;
    ada.publish("twowords").await;
    for control in ["%09", "%0A", "%0D%0A", "%00", "%01", "%1B", "%7F", "%C2%85"] {
        for (q, expected) in [
            ("two{}words", &["two lovely words #walk"][..]),
            ("{}two{}{}words{}", &["two lovely words #walk"]),
            ("%22lovely{}words%22", &["two lovely words #walk"]),
            ("%22two{}words%22", &[]),
            ("from:ada{}%23walk{}two", &["two lovely words #walk"]),
            ("{}", &[]),
        ] {
            let path = format!("/search?q={}", q.replace("{}", control));
            let page = app.browser().get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.posts(), expected, "{path}");
        }
        let path = format!("/search?q={control}ada{control}&in=people");
        assert_eq!(app.browser().get(&path).await.people(), ["@ada"], "{path}");
        let path = format!("/search?q={control}%23wal{control}&in=tags");
        assert_eq!(app.browser().get(&path).await.texts("ul.tags a").len(), 1, "{path}");
    }
}

#[actix_web::test]
async fn who_edits_too_fast_is_told_to_wait_and_keeps_what_he_wrote() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.post_account = "3/10m".parse().unwrap();
    })
    .await;
    let (ada, eve) = (app.browser_of("ada").await, app.browser_of("eve").await);
    let post = ada.publish_with("first", &[FOLLOWERS]).await;
    for body in ["second", "third"] {
        edit(&ada, &post, body).await;
    }
    let path = format!("{post}/edit");
    let form = ada.get(&path).await.form(&path);
    let fields = [("body", "fourth"), ("content_warning", "Numbers"), ("language", "de")];
    let page = ada.submit(&form, &fields).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{}", page.html);
    assert!((1..=600).contains(&page.header("retry-after").parse::<u64>().unwrap()));
    assert!(page.error_of("body").contains("minute"), "{}", page.error_of("body"));
    let kept = page.form(&path).fields;
    for (name, value) in fields {
        assert_eq!(kept[name], value, "{name}");
    }
    assert!(page.texts("form .fact")[0].contains("Followers"), "{:?}", page.texts("form .fact"));
    assert_eq!(ada.get(&post).await.posts(), ["third"]);
    assert_eq!(versions(&ada, &post).await.len(), 3);
    // Posts and edits are counted together.
    let page = ada.post("/posts", &[("body", "another")]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);

    // Nobody else's post can be edited, too fast or not.
    for number in 0..5 {
        let page = eve.post(&path, &[("body", "hers")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{number}");
    }
    assert_eq!(eve.post("/posts", &[("body", "hers")]).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_muted_word_is_not_read_in_a_notification_either() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    ada.save_privacy(&[("muted_words", "spoiler")]).await;
    let mut posts = Vec::new();
    for body in ["harmless", "harmless, too"] {
        let post = ben.publish(body).await;
        ada.press(&format!("{post}/repost")).await;
        posts.push(post);
    }
    edit(&ben, &posts[0], "the spoiler is that he did it").await;
    let path = format!("{}/edit", posts[1]);
    let fields = [("body", "harmless again"), ("content_warning", "Spoiler ahead")];
    ben.post(&path, &fields).await.assert_redirects_to(&posts[1]);
    assert_eq!(ada.get("/notifications").await.texts(".note .excerpt"), ["…", "…"]);

    ben.publish("@ada a spoiler").await;
    let page = ada.get("/notifications").await;
    assert_eq!(page.texts(".note details.cover > summary").len(), 1);
    // Her own words are hers.
    let own = ada.publish("my spoiler").await;
    ben.press(&format!("{own}/like")).await;
    assert_eq!(ada.get("/notifications").await.texts(".note .excerpt")[0], "my spoiler");
    ada.save_privacy(&[]).await;
    let excerpts = ada.get("/notifications").await.texts(".note .excerpt");
    assert_eq!(excerpts[1..], ["Spoiler ahead", "the spoiler is that he did it"]);
}
