use reqwest::StatusCode;

use crate::helpers::{OTHER_PASSWORD, PASSWORD, TestApp};

#[actix_web::test]
async fn you_can_register_and_sign_in_by_username_or_email_in_any_case() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.register("Ada@Example.org", "Ada_L", PASSWORD).await.assert_redirects_to("/auth/login");
    for identifier in ["Ada_L", "ada_l", "ada@example.org", "ADA@EXAMPLE.ORG", " ada_l "] {
        let browser = app.browser();
        browser.sign_in(identifier, PASSWORD).await.assert_redirects_to("/");
        assert!(browser.is_signed_in().await, "{identifier}");
    }
}

#[actix_web::test]
async fn the_page_after_registering_says_so_once() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.register("ada@example.org", "ada", PASSWORD).await;
    assert_eq!(browser.get("/auth/login").await.texts("[role=status]").len(), 1);
    assert!(browser.get("/auth/login").await.texts("[role=status]").is_empty());
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_page() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let wrong = app.browser().sign_in("ada", OTHER_PASSWORD).await;
    let unknown = app.browser().sign_in("eve", OTHER_PASSWORD).await;
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert_eq!(wrong.html.replace("\"ada\"", "\"eve\""), unknown.html);
    assert_eq!(wrong.form("/auth/login").fields["identifier"], "ada");
    assert!(!wrong.html.contains(OTHER_PASSWORD));
}

#[actix_web::test]
async fn a_registration_that_is_not_right_is_shown_again_with_its_values_and_without_the_password()
{
    let app = TestApp::spawn().await;
    let page = app.browser().register("not an address", "no spaces", "short").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["email", "username", "password"] {
        assert!(!page.error_of(field).is_empty(), "{field}");
    }
    let form = page.form("/auth/register");
    assert_eq!(form.fields["email"], "not an address");
    assert_eq!(form.fields["username"], "no spaces");
    assert_eq!(form.fields["password"], "");
}

#[actix_web::test]
async fn passwords_that_everybody_tries_first_are_refused() {
    let app = TestApp::spawn().await;
    for password in ["password1", "ada-lovelace", "ada@example.org", "12345678", "Miniblog1"] {
        let page = app.browser().register("ada@example.org", "ada_lovelace", password).await;
        assert!(!page.error_of("password").is_empty(), "{password}");
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users").await, 0);
}

#[actix_web::test]
async fn a_taken_username_is_told_in_any_case() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let page = app.browser().register("other@example.org", "ADA", PASSWORD).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.error_of("username").contains("already has"), "{}", page.error_of("username"));
}

#[actix_web::test]
async fn a_known_email_address_is_answered_like_a_new_one() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    let (known, fresh) = (app.browser(), app.browser());
    let first = known.register("ADA@example.org", "grace", PASSWORD).await;
    let second = fresh.register("new@example.org", "joan", PASSWORD).await;
    assert_eq!((first.status, first.location()), (second.status, second.location()));
    let (first, second) = (known.get("/auth/login").await, fresh.get("/auth/login").await);
    assert_eq!(first.html, second.html);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users").await, 3);
}

#[actix_web::test]
async fn a_taken_username_does_not_tell_whether_the_address_is_known() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    let known = app.browser().register("ada@example.org", "ada", PASSWORD).await;
    let unknown = app.browser().register("xyz@example.org", "ada", PASSWORD).await;
    assert_eq!(known.html.replace("ada@example.org", "xyz@example.org"), unknown.html);
    assert_eq!(known.status, unknown.status);
}

#[actix_web::test]
async fn of_ten_who_register_one_name_at_once_one_gets_it() {
    let app = TestApp::spawn().await;
    let tries = (0..10).map(|i| {
        let browser = app.browser();
        async move {
            let name = if i % 2 == 0 { "Twin" } else { "tWIN" };
            browser.register(&format!("twin{i}@example.org"), name, PASSWORD).await.status
        }
    });
    let statuses = futures_util::future::join_all(tries).await;
    assert_eq!(
        statuses.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(),
        9
    );
}

#[actix_web::test]
async fn all_128_characters_of_a_password_count() {
    let app = TestApp::spawn().await;
    let long: String = "天地玄黄宇宙洪荒日月盈昃".chars().cycle().take(128).collect();
    app.browser()
        .register("ada@example.org", "ada", &long)
        .await
        .assert_redirects_to("/auth/login");
    let almost: String = long.chars().take(127).chain(['x']).collect();
    assert_eq!(
        app.browser().sign_in("ada", &almost).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    app.browser().sign_in("ada", &long).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_closed_instance_says_so_and_takes_nobody() {
    let app = TestApp::spawn_with(|settings| {
        settings.auth.registration = miniblog::settings::Registration::Closed;
    })
    .await;
    let page = app.browser().get("/auth/register").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.texts("form[action='/auth/register']").is_empty());
    let fields = [("email", "ada@example.org"), ("username", "ada"), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/auth/register", &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users").await, 0);
}

#[actix_web::test]
async fn after_signing_in_you_are_where_you_wanted_to_be() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let browser = app.browser();
    let asked = browser.get("/settings/profile").await;
    asked.assert_redirects_to("/auth/login?next=%2Fsettings%2Fprofile");
    let form = browser.get(&asked.location()).await.form("/auth/login");
    browser
        .submit(&form, &[("identifier", "ada"), ("password", PASSWORD)])
        .await
        .assert_redirects_to("/settings/profile");
}

#[actix_web::test]
async fn signing_in_never_leads_to_another_site() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let browser = app.browser();
        let form = browser.get(&format!("/auth/login?{query}")).await.form("/auth/login");
        let fields = [("identifier", "ada"), ("password", PASSWORD)];
        browser.submit(&form, &fields).await.assert_redirects_to("/");
        let fields = [("identifier", "ada"), ("password", PASSWORD), ("next", next)];
        app.browser().post("/auth/login", &fields).await.assert_redirects_to("/");
    }
}

#[actix_web::test]
async fn who_is_signed_in_needs_no_sign_in_page() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    browser.get("/auth/login?next=/explore").await.assert_redirects_to("/explore");
    browser.get("/auth/register").await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_flood_of_sign_ins_does_not_slow_the_timeline() {
    let app = TestApp::spawn_with(|settings| settings.auth.bcrypt_cost = 10).await;
    let flood: Vec<_> = (0..24)
        .map(|i| {
            let browser = app.browser();
            actix_web::rt::spawn(async move {
                let fields =
                    [("identifier", format!("nobody{i}")), ("password", PASSWORD.to_owned())];
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                browser.post("/auth/login", &fields).await.status
            })
        })
        .collect();
    // While any sign-in is still waiting for its turn, pages come at once.
    let browser = app.browser();
    let mut served = 0;
    while !flood.iter().all(actix_web::rt::task::JoinHandle::is_finished) {
        assert_eq!(browser.get("/explore").await.status, StatusCode::OK);
        served += 1;
    }
    assert!(served > 24, "only {served} pages in the time of 24 sign-ins");
    for answer in flood {
        assert_eq!(answer.await.unwrap(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
