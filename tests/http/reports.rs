use reqwest::StatusCode;

use crate::helpers::{Browser, TestApp, id_of};

/// Somebody who has just registered, and moderates now.
async fn staff(app: &TestApp, name: &str, role: &str) -> Browser {
    let browser = app.browser_of(name).await;
    let sql = format!("UPDATE users SET role = '{role}' WHERE username = '{name}'");
    assert_eq!(app.db_execute(&sql).await, 1);
    browser
}

/// Sends a report from the page that a menu leads to.
async fn report(browser: &Browser, of: &str, reason: &str, comment: &str) {
    let action = format!("{of}/report");
    let links = browser.get(of).await.attributes(&format!(".menu a[href='{action}']"), "href");
    assert_eq!(links.len(), 1, "{of}");
    let page = browser.get(&action).await;
    assert_eq!(page.attributes("input[name=reason]", "value").len(), 4);
    let fields = [("reason", reason), ("comment", comment)];
    browser.post(&page.form(&action).action, &fields).await.assert_redirects_to(of);
}

/// Where each place in the queue leads.
async fn queue(browser: &Browser, tab: &str) -> Vec<String> {
    browser.get(&format!("/admin/reports{tab}")).await.attributes(".rows h3 a", "href")
}

#[actix_web::test]
async fn what_is_reported_waits_for_moderators_with_all_that_was_said_of_it() {
    let app = TestApp::spawn().await;
    let (ada, mal) = (app.browser_of("ada").await, app.browser_of("mal").await);
    let (sam, mona) = (app.browser_of("sam").await, staff(&app, "mona", "moderator").await);
    let post = mal.publish("Buy cheap turnips").await;
    assert!(!mona.get("/").await.html.contains("1 report waits"));
    report(&ada, &post, "spam", "Look <b>here</b>").await;
    report(&sam, &post, "other", "").await;
    report(&sam, "/users/mal", "abuse", "He is rude.").await;

    let home = mona.get("/").await;
    assert!(home.texts(".rail a[href='/admin/reports']")[0].contains("2 reports wait"));
    let places = queue(&mona, "").await;
    assert_eq!(places.len(), 2, "those of one post are one place");
    let list = mona.get("/admin/reports").await;
    assert!(list.html.contains("2 reports") && list.html.contains("Buy cheap turnips"));

    // What was said stays known, whatever becomes of the post.
    let form = mal.get(&format!("{post}/edit")).await.form(&format!("{post}/edit"));
    mal.submit(&form, &[("body", "Good day to all")]).await.assert_redirects_to(&post);
    let case = mona.get(&places[1]).await;
    for text in ["Buy cheap turnips", "Good day to all", "Look &lt;b&gt;here", "@ada", "@sam"] {
        assert!(case.html.contains(text), "{text}");
    }
    mal.post(&format!("{post}/delete"), &[]).await;
    let case = mona.get(&places[1]).await;
    assert_eq!(case.status, StatusCode::OK);
    assert!(case.html.contains("Buy cheap turnips") && case.html.contains("has been deleted"));

    let fields = [("reason", "It was mended.")];
    let closed = mona.post(&format!("{}/resolve", places[1]), &fields).await;
    closed.assert_redirects_to("/admin/reports");
    assert_eq!(queue(&mona, "").await, places[..1]);
    assert_eq!(queue(&mona, "?tab=closed").await, places[1..]);
    let fields = [("reason", "")];
    mona.post(&format!("{}/dismiss", places[0]), &fields).await;
    // Done twice is done once.
    mona.post(&format!("{}/dismiss", places[0]), &fields).await;
    assert!(queue(&mona, "").await.is_empty());
    assert_eq!(app.db_number("SELECT COUNT(*) FROM audit_log").await, 2);
    // What is closed can be reported again.
    report(&sam, "/users/mal", "abuse", "Again.").await;
    assert_eq!(queue(&mona, "").await.len(), 1);
}

#[actix_web::test]
async fn one_who_reports_the_same_thing_again_or_ten_times_at_once_has_reported_it_once() {
    let app = TestApp::spawn().await;
    let (ada, mal) = (app.browser_of("ada").await, app.browser_of("mal").await);
    let post = mal.publish("Buy cheap turnips").await;
    let path = format!("{post}/report");
    let fields = [("reason", "spam"), ("comment", "")];
    let reports = (0..10).map(|_| ada.post(&path, &fields));
    for answer in futures_util::future::join_all(reports).await {
        answer.assert_redirects_to(&post);
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM reports").await, 1);
}

#[actix_web::test]
async fn only_what_one_sees_can_be_reported_and_not_oneself() {
    let app = TestApp::spawn().await;
    let (ada, mal) = (app.browser_of("ada").await, app.browser_of("mal").await);
    let closed = mal.publish_with("For few", &[("visibility", "followers")]).await;
    let fields = [("reason", "spam")];
    for path in
        [&format!("{closed}/report"), "/posts/1/report", "/posts/x/report", "/users/no/report"]
    {
        assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(ada.post(path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    mal.post(&format!("{closed}/report"), &fields).await.assert_redirects_to(&closed);
    mal.post("/users/mal/report", &fields).await.assert_redirects_to("/users/mal");
    assert_eq!(app.db_number("SELECT COUNT(*) FROM reports").await, 0);
    let out = app.browser().get("/users/mal/report").await;
    assert!(out.location().starts_with("/auth/login"), "{}", out.location());
    // Moderators read what isn't for everybody only when somebody has shown it to them.
    let mona = staff(&app, "mona", "moderator").await;
    let case = format!("/admin{closed}");
    assert_eq!(mona.get(&case).await.status, StatusCode::NOT_FOUND);
    ada.press("/users/mal/follow").await;
    report(&ada, &closed, "illegal", "").await;
    assert!(mona.get(&case).await.html.contains("For few"));
}

#[actix_web::test]
async fn a_report_that_is_not_right_or_comes_too_often_keeps_what_was_typed() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.report = "1/1h".parse().unwrap();
    })
    .await;
    let ada = app.browser_of("ada").await;
    app.browser_of("mal").await;
    let fields = [("comment", "My own words")];
    let page = ada.post("/users/mal/report", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.error_of("reason").contains("Choose"));
    assert_eq!(page.form("/users/mal/report").fields["comment"], "My own words");
    for comment in ["x".repeat(1001), "\u{0}".to_owned()] {
        let fields = [("reason", "spam"), ("comment", comment.as_str())];
        assert!(!ada.post("/users/mal/report", &fields).await.error_of("comment").is_empty());
    }
    let fields = [("reason", "spam"), ("comment", "My own words")];
    ada.post("/users/mal/report", &fields).await.assert_redirects_to("/users/mal");
    let page = ada.post("/users/mal/report", &fields).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!page.header("retry-after").is_empty());
    let form = page.form("/users/mal/report");
    assert_eq!(form.fields["comment"], "My own words");
    assert_eq!(form.fields["reason"], "spam");
}

#[actix_web::test]
async fn nobody_sees_who_reported_himself() {
    let app = TestApp::spawn().await;
    let (ada, mona) = (app.browser_of("ada").await, staff(&app, "mona", "moderator").await);
    let adam = staff(&app, "adam", "admin").await;
    report(&ada, "/users/mona", "abuse", "She hid my post.").await;
    assert!(queue(&mona, "").await.is_empty());
    assert!(!mona.get("/").await.html.contains("report waits"));
    let place = queue(&adam, "").await.remove(0);
    assert_eq!(mona.get(&place).await.status, StatusCode::NOT_FOUND);
    let closed = mona.post(&format!("{place}/dismiss"), &[]).await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
    assert!(!mona.get("/admin/people/mona").await.html.contains("@ada"));
    // Nor can a moderator close what is about those above.
    report(&ada, "/users/adam", "abuse", "").await;
    let place = queue(&mona, "").await.remove(0);
    let closed = mona.post(&format!("{place}/dismiss"), &[]).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn a_long_queue_is_paged_and_each_subject_stands_once() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    let (ada, sam) = (app.browser_of("ada").await, app.browser_of("sam").await);
    let (mal, mona) = (app.browser_of("mal").await, staff(&app, "mona", "moderator").await);
    let mut posts = Vec::new();
    for number in 0..5 {
        posts.push(mal.publish(&format!("Turnips {number}")).await);
    }
    for browser in [&ada, &sam] {
        for post in &posts {
            report(browser, post, "spam", "").await;
        }
    }
    let mut path = "/admin/reports".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = mona.get(&path).await;
        seen.extend(page.texts(".rows .excerpt"));
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(seen, ["Turnips 4", "Turnips 3", "Turnips 2", "Turnips 1", "Turnips 0"]);
    assert!(!id_of(&posts[0]).is_empty());
}
