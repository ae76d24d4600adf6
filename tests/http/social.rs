use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::helpers::{Browser, Page, TestApp};

/// As `app.js` does it.
async fn by_script(browser: &Browser, path: &str) -> (StatusCode, Value) {
    let request = browser.request(Method::POST, path).header("Sec-Fetch-Site", "same-origin");
    let page = Page::read(request.header("Accept", "application/json")).await;
    (page.status, serde_json::from_str(&page.html).unwrap_or(Value::Null))
}

#[actix_web::test]
async fn home_shows_those_whom_you_follow() {
    let app = TestApp::spawn().await;
    let (ada, grace, joan) =
        (app.browser_of("ada").await, app.browser_of("grace").await, app.browser_of("joan").await);
    grace.publish("by grace").await;
    joan.publish("by joan").await;
    ada.publish("by ada").await;
    assert_eq!(ada.get("/").await.posts(), ["by ada"]);

    let form = ada.get("/users/grace").await.form("/users/grace/follow");
    ada.submit(&form, &[]).await.assert_redirects_to("/users/grace");
    assert_eq!(ada.get("/").await.posts(), ["by ada", "by grace"]);

    let form = ada.get("/users/grace").await.form("/users/grace/unfollow");
    ada.submit(&form, &[]).await.assert_redirects_to("/users/grace");
    assert_eq!(ada.get("/").await.posts(), ["by ada"]);
}

#[actix_web::test]
async fn following_twice_is_following_once_and_nobody_follows_himself() {
    let app = TestApp::spawn().await;
    let (ada, _) = (app.browser_of("ada").await, app.browser_of("grace").await);
    for _ in 0..3 {
        ada.post("/users/grace/follow", &[]).await.assert_redirects_to("/users/grace");
        ada.post("/users/ada/follow", &[]).await.assert_redirects_to("/users/ada");
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM follows").await, 1);
    for _ in 0..2 {
        ada.post("/users/grace/unfollow", &[]).await.assert_redirects_to("/users/grace");
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM follows").await, 0);
}

#[actix_web::test]
async fn who_follows_whom_is_listed_the_last_first_page_by_page() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    let mut people = Vec::new();
    for name in ["ada", "grace", "joan", "mary"] {
        people.push(app.browser_of(name).await);
    }
    for person in &people[1..] {
        person.post("/users/ada/follow", &[]).await;
    }
    people[0].post("/users/mary/follow", &[]).await;

    let first = people[0].get("/users/ada/followers").await;
    assert_eq!(first.texts("ul.people .handle, .people li .handle"), ["@mary", "@joan"]);
    let older = first.attributes("a[rel=next]", "href").pop().unwrap();
    assert_eq!(
        people[0].get(&older).await.texts("ul.people .handle, .people li .handle"),
        ["@grace"]
    );
    assert_eq!(
        app.browser()
            .get("/users/ada/following")
            .await
            .texts("ul.people .handle, .people li .handle"),
        ["@mary"]
    );
    assert_eq!(app.browser().get("/users/nobody/followers").await.status, StatusCode::NOT_FOUND);
    // Whom ada follows already, she can unfollow right there.
    assert_eq!(first.attributes("form[action$='/unfollow']", "action"), ["/users/mary/unfollow"]);
}

#[actix_web::test]
async fn a_reply_stands_in_its_thread_and_not_among_new_posts() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let question = ada.publish("a question").await;
    let form = grace.get(&question).await.form("/posts");
    let answer = grace.submit(&form, &[("body", "an answer")]).await.location();
    let form = ada.get(&answer).await.form("/posts");
    let thanks = ada.submit(&form, &[("body", "thanks")]).await.location();

    assert_eq!(app.browser().get(&question).await.posts(), ["a question", "an answer", "thanks"]);
    assert_eq!(app.browser().get(&answer).await.posts(), ["a question", "an answer", "thanks"]);
    assert_eq!(app.browser().get(&thanks).await.posts(), ["a question", "an answer", "thanks"]);
    assert_eq!(app.browser().get("/explore").await.posts(), ["a question"]);
    assert_eq!(app.browser().get("/users/grace").await.posts(), Vec::<String>::new());
    assert_eq!(app.browser().get("/users/grace?tab=replies").await.posts(), ["an answer"]);
    // Her own replies stay in sight at home.
    assert_eq!(grace.get("/").await.posts(), ["an answer"]);
}

#[actix_web::test]
async fn an_answer_outlives_its_question_and_says_that_it_is_gone() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let question = ada.publish("a question").await;
    let id = question.trim_start_matches("/posts/").to_owned();
    let answer =
        grace.post("/posts", &[("body", "an answer"), ("in_reply_to", &id)]).await.location();
    ada.post(&format!("{question}/delete"), &[]).await;
    assert_eq!(app.browser().get(&answer).await.posts(), ["an answer"]);
    assert_eq!(app.browser().get(&question).await.status, StatusCode::NOT_FOUND);

    let refused = grace.post("/posts", &[("body", "too late"), ("in_reply_to", &id)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form("/posts").fields["body"], "too late");
    for nonsense in ["x", "-1", "99999999999999999999999", "1 OR 1=1"] {
        let refused = grace.post("/posts", &[("body", "hello"), ("in_reply_to", nonsense)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{nonsense}");
    }
}

#[actix_web::test]
async fn a_refused_reply_is_shown_again_under_what_it_answers() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let question = ada.publish("a question").await;
    let form = ada.get(&question).await.form("/posts");
    let refused = ada.submit(&form, &[("body", &"x".repeat(501))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.posts(), ["a question"]);
    let form = refused.form("/posts");
    let answer = ada.submit(&form, &[("body", "shorter")]).await.location();
    assert_eq!(ada.get(&answer).await.posts(), ["a question", "shorter"]);
}

#[actix_web::test]
async fn a_long_thread_goes_on_on_further_pages() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let question = ada.publish("a question").await;
    let id = question.trim_start_matches("/posts/").to_owned();
    for number in 0..103 {
        ada.post("/posts", &[("body", &format!("answer {number}")), ("in_reply_to", &id)]).await;
    }
    let page = app.browser().get(&question).await;
    assert_eq!(page.posts().len(), 101);
    let more = page.attributes("a[rel=next]", "href").pop().unwrap();
    let rest = app.browser().get(&more).await;
    assert_eq!(rest.posts(), ["a question", "answer 100", "answer 101", "answer 102"]);
    assert!(rest.attributes("a[rel=next]", "href").is_empty());
}

#[actix_web::test]
async fn likes_count_people_and_not_clicks() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let post = ada.publish("likeable").await;
    let form = grace.get(&post).await.form(&format!("{post}/like"));
    grace.submit(&form, &[]).await.assert_redirects_to(&post);
    grace.post(&format!("{post}/like"), &[]).await;
    assert_eq!(
        by_script(&ada, &format!("{post}/like")).await,
        (StatusCode::OK, json!({ "liked": true, "likes": 2 }))
    );
    assert_eq!(
        by_script(&ada, &format!("{post}/like")).await.1,
        json!({ "liked": true, "likes": 2 })
    );
    assert_eq!(
        by_script(&ada, &format!("{post}/unlike")).await.1,
        json!({ "liked": false, "likes": 1 })
    );
    assert_eq!(
        by_script(&ada, &format!("{post}/unlike")).await.1,
        json!({ "liked": false, "likes": 1 })
    );
    assert_eq!(
        grace.get(&post).await.attributes("form[action$='/unlike']", "action"),
        [format!("{post}/unlike")]
    );
    assert_eq!(
        ada.get(&post).await.attributes("form[action$='/like']", "action"),
        [format!("{post}/like")]
    );
}

#[actix_web::test]
async fn counts_are_right_when_many_click_at_once() {
    let app = TestApp::spawn().await;
    let post = app.browser_of("ada").await.publish("likeable").await;
    let mut people = Vec::new();
    for number in 0..6 {
        people.push(app.browser_of(&format!("fan{number}")).await);
    }
    let path = format!("{post}/like");
    let clicks = people
        .iter()
        .flat_map(|person| std::iter::repeat_n(person, 4))
        .map(|person| by_script(person, &path));
    for (status, _) in futures_util::future::join_all(clicks).await {
        assert_eq!(status, StatusCode::OK);
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM likes").await, 6);
}

#[actix_web::test]
async fn bookmarks_are_yours_alone_in_the_order_you_made_them() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let mut posts = Vec::new();
    for text in ["one", "two", "three"] {
        posts.push(ada.publish(text).await);
    }
    for post in [&posts[2], &posts[0], &posts[1]] {
        assert_eq!(
            by_script(&grace, &format!("{post}/bookmark")).await.1,
            json!({ "bookmarked": true })
        );
    }
    let page = grace.get("/bookmarks").await;
    assert_eq!(page.posts(), ["two", "one"]);
    let older = page.attributes("a[rel=next]", "href").pop().unwrap();
    assert_eq!(grace.get(&older).await.posts(), ["three"]);
    assert!(ada.get("/bookmarks").await.posts().is_empty());
    app.browser().get("/bookmarks").await.assert_redirects_to("/auth/login?next=%2Fbookmarks");
    grace.post(&format!("{}/unbookmark", posts[1]), &[]).await;
    assert_eq!(grace.get("/bookmarks").await.posts(), ["one", "three"]);
}

#[actix_web::test]
async fn who_is_signed_out_is_led_to_the_sign_in() {
    let app = TestApp::spawn().await;
    let post = app.browser_of("ada").await.publish("likeable").await;
    for path in [format!("{post}/like"), format!("{post}/bookmark"), "/users/ada/follow".to_owned()]
    {
        app.browser().post(&path, &[]).await.assert_redirects_to("/auth/login");
        assert_eq!(by_script(&app.browser(), &path).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[actix_web::test]
async fn what_is_not_there_cannot_be_liked_or_followed() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for path in [
        "/posts/1/like",
        "/posts/1/bookmark",
        "/posts/x/like",
        "/users/nobody/follow",
        "/users/%00/follow",
    ] {
        assert_eq!(ada.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn a_deleted_reply_takes_no_other_with_it() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let question = ada.publish("a question").await;
    let id = |path: &str| path.trim_start_matches("/posts/").to_owned();
    let rash = grace
        .post("/posts", &[("body", "a rash answer"), ("in_reply_to", &id(&question))])
        .await
        .location();
    let calm = ada
        .post("/posts", &[("body", "a calm one to it"), ("in_reply_to", &id(&rash))])
        .await
        .location();
    grace.post(&format!("{rash}/delete"), &[]).await;
    assert_eq!(app.browser().get(&question).await.posts(), ["a question", "a calm one to it"]);
    assert_eq!(app.browser().get(&calm).await.posts(), ["a question", "a calm one to it"]);
}
