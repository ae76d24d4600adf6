use reqwest::StatusCode;

use crate::helpers::TestApp;

#[actix_web::test]
async fn your_profile_shows_what_you_say_of_yourself_and_never_your_address() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let form = browser.get("/settings/profile").await.form("/settings/profile");
    let fields = [
        ("display_name", " Ada  Lovelace "),
        ("bio", "Notes & numbers\r\nhttps://example.org"),
        ("theme", "dark"),
    ];
    browser.submit(&form, &fields).await.assert_redirects_to("/settings/profile");

    let kept = browser.get("/settings/profile").await;
    assert_eq!(kept.form("/settings/profile").fields["display_name"], "Ada Lovelace");
    assert_eq!(kept.form("/settings/profile").fields["theme"], "dark");
    assert_eq!(kept.attributes("html", "data-theme"), ["dark"]);

    browser.publish("hello").await;
    for path in ["/users/ada", "/explore", "/"] {
        let page = app.browser().get(path).await;
        assert!(page.html.contains("Ada Lovelace"), "{path}");
        assert!(!page.html.contains("ada@example.org"), "{path}");
    }
    let profile = app.browser().get("/users/ada").await;
    assert!(profile.texts(".person .text")[0].contains("Notes & numbers"));
    assert_eq!(app.browser().get("/").await.attributes("html", "data-theme"), ["auto"]);
}

#[actix_web::test]
async fn without_a_display_name_the_username_stands_in() {
    let app = TestApp::spawn().await;
    app.browser_of("Ada").await;
    let page = app.browser().get("/users/ada").await;
    assert_eq!(page.texts("h1"), ["Ada"]);
    assert_eq!(page.texts(".avatar text")[0], "A");
}

#[actix_web::test]
async fn a_profile_that_is_not_right_is_shown_again() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let form = browser.get("/settings/profile").await.form("/settings/profile");
    let (name, bio) = ("x".repeat(51), "y".repeat(301));
    let page = browser.submit(&form, &[("display_name", &name), ("bio", &bio)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.error_of("display_name").is_empty() && !page.error_of("bio").is_empty());
    assert_eq!(page.form("/settings/profile").fields["bio"], bio);
    for (field, value) in [("theme", "pink"), ("locale", "tlh"), ("bio", "a\u{202e}b")] {
        assert_eq!(
            browser.submit(&form, &[(field, value)]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}"
        );
    }
}

#[actix_web::test]
async fn nobody_can_send_more_than_the_form_has() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let fields = [
        ("theme", "auto"),
        ("role", "admin"),
        ("username", "root"),
        ("id", "1"),
        ("password_hash", "x"),
    ];
    browser.post("/settings/profile", &fields).await.assert_redirects_to("/settings/profile");
    assert_eq!(app.db_text("SELECT role FROM users").await, "member");
    assert_eq!(app.db_text("SELECT username FROM users").await, "ada");
}

#[actix_web::test]
async fn a_suspended_account_is_signed_out_and_told_so_only_by_its_password() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    app.db_execute("UPDATE users SET suspended_at = 1").await;
    assert!(!browser.is_signed_in().await);
    let told = app.browser().sign_in("ada", crate::helpers::PASSWORD).await;
    let refused = app.browser().sign_in("ada", crate::helpers::OTHER_PASSWORD).await;
    assert!(told.html.contains("suspended"));
    assert!(!refused.html.contains("suspended"));
}
