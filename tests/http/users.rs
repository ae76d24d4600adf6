use reqwest::StatusCode;

use crate::helpers::TestApp;

#[actix_web::test]
async fn your_profile_shows_what_you_say_of_yourself_and_never_your_address() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let form = browser.get("/settings/profile").await.form("/settings/profile");
    let fields =
        [("display_name", " Ada  Lovelace "), ("bio", "Notes & numbers\r\nhttps://example.org")];
    browser.submit(&form, &fields).await.assert_redirects_to("/settings/profile");

    let kept = browser.get("/settings/profile").await;
    assert_eq!(kept.form("/settings/profile").fields["display_name"], "Ada Lovelace");

    browser.publish("hello").await;
    for path in ["/users/ada", "/explore", "/"] {
        let page = app.browser().get(path).await;
        assert!(page.html.contains("Ada Lovelace"), "{path}");
        assert!(!page.html.contains("ada@example.org"), "{path}");
    }
    let profile = app.browser().get("/users/ada").await;
    assert!(profile.texts(".person .text")[0].contains("Notes & numbers"));
}

#[actix_web::test]
async fn theme_and_language_have_a_page_and_the_profile_takes_them_too() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let form = browser.get("/settings/appearance").await.form("/settings/appearance");
    let dark = [("theme", "dark"), ("locale", "zh-CN")];
    browser.submit(&form, &dark).await.assert_redirects_to("/settings/appearance");
    let look = async || {
        let page = browser.get("/settings/appearance").await;
        let fields = page.form("/settings/appearance").fields;
        let shown = [page.attributes("html", "data-theme"), page.attributes("html", "lang")];
        (fields["theme"].clone(), fields["locale"].clone(), shown.concat())
    };
    let (theme, locale, shown) = look().await;
    assert_eq!((theme.as_str(), locale.as_str()), ("dark", "zh-CN"));
    assert_eq!(shown, ["dark", "zh-CN"]);
    // A profile that doesn't speak of them leaves them as they are.
    let form = browser.get("/settings/profile").await.form("/settings/profile");
    browser.submit(&form, &[("display_name", "Ada")]).await;
    assert_eq!(look().await.2, ["dark", "zh-CN"]);
    let fields = [("display_name", "Ada"), ("theme", "light"), ("locale", "en")];
    browser.post("/settings/profile", &fields).await.assert_redirects_to("/settings/profile");
    assert_eq!(look().await.2, ["light", "en"]);
    for (theme, locale) in [("pink", "en"), ("dark", "tlh"), ("", "")] {
        let fields = [("theme", theme), ("locale", locale)];
        let page = browser.post("/settings/appearance", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{theme} {locale}");
    }
    assert_eq!(app.browser().get("/").await.attributes("html", "data-theme"), ["auto"]);
}

#[actix_web::test]
async fn who_does_not_want_to_be_found_is_in_no_search_and_no_search_engine() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.browser_of("ada").await, app.browser_of("bob").await);
    let post = ada.publish("hello").await;
    let found = async |browser: &crate::helpers::Browser| {
        browser.get("/search?in=people&q=ada").await.people()
    };
    let indexed = async |path: &str| {
        app.browser().get(path).await.attributes("meta[name=robots]", "content").is_empty()
    };
    assert_eq!(found(&bob).await, ["@ada"]);
    assert!(indexed("/users/ada").await && indexed(&post).await);

    let form = ada.get("/settings/privacy").await.form("/settings/privacy");
    assert_eq!(form.fields["discoverable"], "1");
    let unticked: Vec<_> = form
        .fields
        .iter()
        .filter(|(name, _)| *name != "discoverable")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    ada.post("/settings/privacy", &unticked).await.assert_redirects_to("/settings/privacy");
    assert!(found(&bob).await.is_empty() && found(&app.browser()).await.is_empty());
    assert_eq!(found(&ada).await, ["@ada"], "he finds himself");
    assert!(!indexed("/users/ada").await && !indexed(&post).await);
    assert_eq!(app.browser().get("/users/ada").await.status, StatusCode::OK);
    // A form that doesn't speak of it leaves it as it is.
    ada.save_privacy(&[]).await;
    assert!(found(&bob).await.is_empty());
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
        let page = browser.post("/settings/profile", &[(field, value)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
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
