use reqwest::StatusCode;

use crate::helpers::TestApp;

#[actix_web::test]
async fn what_you_publish_is_seen_by_everybody() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("Notes on the engine").await;
    for path in [permalink.as_str(), "/", "/explore", "/users/ada", "/users/ADA"] {
        assert_eq!(app.browser().get(path).await.posts(), ["Notes on the engine"], "{path}");
    }
    assert_eq!(browser.get("/").await.posts(), ["Notes on the engine"]);
}

#[actix_web::test]
async fn home_is_yours_and_explore_is_everybodys() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    ada.publish("by ada").await;
    grace.publish("by grace").await;
    assert_eq!(ada.get("/").await.posts(), ["by ada"]);
    assert_eq!(ada.get("/explore").await.posts(), ["by grace", "by ada"]);
    assert_eq!(ada.get("/users/grace").await.posts(), ["by grace"]);
}

#[actix_web::test]
async fn you_must_sign_in_to_write() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.get("/posts/new").await.assert_redirects_to("/auth/login?next=%2Fposts%2Fnew");
    browser.post("/posts", &[("body", "hello")]).await.assert_redirects_to("/auth/login");
    browser.post("/posts/1/delete", &[]).await.assert_redirects_to("/auth/login");
    browser.post("/settings/profile", &[]).await.assert_redirects_to("/auth/login");
    assert_eq!(app.db_number("SELECT COUNT(*) FROM posts").await, 0);
}

#[actix_web::test]
async fn a_post_that_does_not_fit_is_shown_again_as_it_was_typed() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let body = format!("  {}\r\n<b>", "字".repeat(500));
    let form = browser.get("/posts/new").await.form("/posts");
    let page = browser.submit(&form, &[("body", &body)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        page.form("/posts").fields["body"].replace('\n', "\r\n").replace("\r\r", "\r"),
        body
    );
    assert!(page.error_of("body").contains('4'), "{}", page.error_of("body"));
    assert_eq!(page.texts("[data-left]"), ["-4"]);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM posts").await, 0);
}

#[actix_web::test]
async fn the_longest_post_is_500_graphemes_of_any_script() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    for grapheme in ["a", "字", "é", "👩‍👩‍👧‍👦", "🇩🇪"] {
        let permalink = browser.publish(&grapheme.repeat(500)).await;
        assert_eq!(app.browser().get(&permalink).await.posts(), [grapheme.repeat(500)]);
        let page = browser.post("/posts", &[("body", &grapheme.repeat(501))]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{grapheme}");
    }
}

#[actix_web::test]
async fn an_empty_post_is_refused() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    for body in ["", " \r\n\t ", "\u{200b}", "\u{2800}"] {
        let page = browser.post("/posts", &[("body", body)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body:?}");
        assert!(!page.error_of("body").is_empty());
    }
    assert_eq!(browser.post("/posts", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn markup_is_text_wherever_it_is_typed() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let profile = browser.get("/settings/profile").await.form("/settings/profile");
    browser
        .submit(&profile, &[("display_name", &evil[..40]), ("bio", evil)])
        .await
        .assert_redirects_to("/settings/profile");
    let permalink = browser.publish(evil).await;
    for path in
        [permalink.as_str(), "/", "/explore", "/users/ada", "/settings/profile", "/posts/new"]
    {
        for reader in [&browser, &app.browser()] {
            let page = reader.get(path).await;
            assert!(page.texts("script:not([src])").is_empty(), "{path}");
            assert!(page.texts("img, [onerror], [style]").is_empty(), "{path}");
        }
    }
    assert_eq!(app.browser().get(&permalink).await.posts(), [evil]);
    let failed = app.browser().sign_in(evil, evil).await;
    assert!(failed.texts("script:not([src])").is_empty());
    assert_eq!(failed.form("/auth/login").fields["identifier"], evil);
    let refused = app.browser().register(evil, evil, evil).await;
    assert_eq!(refused.form("/auth/register").fields["email"], evil);
    assert!(refused.texts("script:not([src])").is_empty());
}

#[actix_web::test]
async fn links_and_line_breaks_are_kept() {
    let app = TestApp::spawn().await;
    let permalink = app
        .browser_of("ada")
        .await
        .publish("see https://example.org/?a=1&b=2.\r\njavascript:alert(1)")
        .await;
    let page = app.browser().get(&permalink).await;
    assert_eq!(page.attributes(".text a", "href"), ["https://example.org/?a=1&b=2"]);
    assert_eq!(page.attributes(".text a", "rel"), ["nofollow ugc noopener"]);
    assert_eq!(page.texts(".text br").len(), 1);
}

#[actix_web::test]
async fn you_can_delete_your_own_post() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("a mistake").await;
    let form = browser.get(&permalink).await.form(&format!("{permalink}/delete"));
    browser.submit(&form, &[]).await.assert_redirects_to("/");
    let home = browser.get("/").await;
    assert_eq!(
        home.texts("[role=status]").first().map(String::as_str),
        Some("The post is deleted.")
    );
    assert!(home.posts().is_empty());
    assert_eq!(app.browser().get(&permalink).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        browser.post(&format!("{permalink}/delete"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[actix_web::test]
async fn deleting_leads_back_to_the_list_you_were_reading() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("a mistake").await;
    let request = browser.request(reqwest::Method::POST, &format!("{permalink}/delete"));
    let request = request
        .header("Origin", &app.url)
        .header("Referer", format!("{}/users/ada?before=9", app.url));
    crate::helpers::Page::read(request).await.assert_redirects_to("/users/ada?before=9");
}

#[actix_web::test]
async fn you_cannot_delete_what_is_not_yours() {
    let app = TestApp::spawn().await;
    let permalink = app.browser_of("ada").await.publish("mine").await;
    let eve = app.browser_of("eve").await;
    assert_eq!(eve.get(&permalink).await.attributes("form[action$='/delete']", "action"), [""; 0]);
    assert_eq!(eve.post(&format!("{permalink}/delete"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.browser().get(&permalink).await.posts(), ["mine"]);
}

#[actix_web::test]
async fn what_is_not_there_is_not_found() {
    let app = TestApp::spawn().await;
    for path in [
        "/posts/1",
        "/posts/abc",
        "/posts/-1",
        "/posts/99999999999999999999999",
        "/posts/1/delete/x",
        "/users/nobody",
        "/users/%00",
        "/nothing",
        "/users/a/b",
    ] {
        assert_eq!(app.browser().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[actix_web::test]
async fn every_page_has_a_title_of_its_own_and_one_heading() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let permalink = browser.publish("Notes on the engine").await;
    let mut titles = Vec::new();
    for path in
        ["/", "/explore", "/posts/new", &permalink, "/users/ada", "/settings/profile", "/nothing"]
    {
        let page = browser.get(path).await;
        assert_eq!(page.texts("h1").len(), 1, "{path}");
        titles.extend(page.texts("head > title"));
    }
    for path in ["/auth/login", "/auth/register"] {
        titles.extend(app.browser().get(path).await.texts("head > title"));
    }
    let count = titles.len();
    titles.sort();
    titles.dedup();
    assert_eq!((titles.len(), count), (9, 9), "{titles:?}");
}
