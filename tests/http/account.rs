//! One's own address and password.

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;

use crate::helpers::{Browser, OTHER_PASSWORD, PASSWORD, Page, TestApp};

async fn change_email(browser: &Browser, email: &str) -> Page {
    browser.post("/settings/account", &[("email", email), ("current_password", PASSWORD)]).await
}

async fn address(browser: &Browser) -> String {
    browser.get("/settings/account").await.texts("bdi.address")[0].clone()
}

/// The link in the last letter to an address.
async fn link_to(app: &TestApp, email: &str) -> String {
    let letter = app.letters_to(email).await.pop().unwrap();
    app.own_path(&letter.links[0]).to_owned()
}

#[actix_web::test]
async fn another_password_ends_all_other_sessions_and_is_told_by_mail() {
    let app = TestApp::spawn().await;
    let (ada, elsewhere) = (app.verified_browser_of("ada").await, app.browser());
    elsewhere.sign_in("ada", PASSWORD).await;
    let key = "SELECT key_hash FROM sessions ORDER BY created_at, key_hash LIMIT 1";
    let before = app.db_text(key).await;
    let fields = [("current_password", PASSWORD), ("new_password", OTHER_PASSWORD)];
    ada.post("/settings/account", &fields).await.assert_redirects_to("/settings/account");
    assert!(ada.is_signed_in().await);
    assert!(!elsewhere.is_signed_in().await);
    assert_ne!(app.db_text(key).await, before, "the session has a new key");
    let notice = app.letters_to("ada@example.org").await.pop().unwrap();
    assert!(notice.subject.contains("password"), "{}", notice.subject);
    assert_eq!(
        app.browser().sign_in("ada", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    app.browser().sign_in("ada", OTHER_PASSWORD).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_link_for_a_forgotten_password_is_worthless_once_the_password_is_changed() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    app.browser().post("/auth/forgot", &[("email", "ada@example.org")]).await;
    let link = link_to(&app, "ada@example.org").await;
    let fields = [("current_password", PASSWORD), ("new_password", OTHER_PASSWORD)];
    ada.post("/settings/account", &fields).await;
    assert_eq!(app.browser().get(&link).await.status, StatusCode::GONE);
}

#[actix_web::test]
async fn of_two_changes_of_the_password_at_once_one_is_done() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let tries = (0..6).map(|number| {
        let (ada, password) = (ada.clone(), format!("{OTHER_PASSWORD} {number}"));
        async move {
            let fields = [("current_password", PASSWORD), ("new_password", &password)];
            (ada.post("/settings/account", &fields).await.status, password)
        }
    });
    let tries = futures_util::future::join_all(tries).await;
    let mut good = 0;
    for (_, password) in &tries {
        good +=
            i32::from(app.browser().sign_in("ada", password).await.status == StatusCode::SEE_OTHER);
    }
    assert_eq!(good, 1, "{tries:?}");
    assert!(tries.iter().all(|(status, _)| status.as_u16() < 500), "{tries:?}");
}

#[actix_web::test]
async fn a_change_needs_the_present_password_and_keeps_what_was_typed() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for password in ["", OTHER_PASSWORD] {
        let fields = [("email", "new@example.org"), ("current_password", password)];
        let page = ada.post("/settings/account", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.error_of("email_current_password").is_empty());
        assert_eq!(page.attributes("#email", "value"), ["new@example.org"]);
        assert_eq!(page.attributes(".summary a", "href"), ["#email_current_password"]);
        let fields = [("current_password", password), ("new_password", OTHER_PASSWORD)];
        let page = ada.post("/settings/account", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.error_of("current_password").is_empty());
        assert!(!page.html.contains(OTHER_PASSWORD));
    }
    for (field, value) in [
        ("new_password", "short"),
        ("new_password", "password1"),
        ("email", "no address"),
        ("email", "ADA@example.org"),
        ("email", ""),
    ] {
        let fields = [("current_password", PASSWORD), (field, value)];
        let page = ada.post("/settings/account", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {value}");
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM email_changes").await, 0);
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn the_present_password_cannot_be_guessed_with_an_open_session() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.confirm_password = "3/15m".parse().unwrap();
    })
    .await;
    let ada = app.browser_of("ada").await;
    let fields = [("email", "new@example.org"), ("current_password", OTHER_PASSWORD)];
    for _ in 0..3 {
        let page = ada.post("/settings/account", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = ada.post("/settings/account", &fields).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key(RETRY_AFTER));
    assert_eq!(page.attributes("#email", "value"), ["new@example.org"]);
    let fields = [("current_password", PASSWORD)];
    let page = ada.post("/auth/two-factor/disable", &fields).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn another_address_is_agreed_to_at_both_ends_in_any_order() {
    for new_first in [true, false] {
        let app = TestApp::spawn().await;
        let ada = app.verified_browser_of("ada").await;
        change_email(&ada, "New@example.org").await.assert_redirects_to("/settings/account");
        let (old, new) =
            (link_to(&app, "ada@example.org").await, link_to(&app, "New@example.org").await);
        let (first, second) = if new_first { (&new, &old) } else { (&old, &new) };
        let page = app.browser().get(first).await;
        assert_eq!(
            (page.status, page.texts("h1")),
            (StatusCode::OK, vec!["One more step".to_owned()])
        );
        assert_eq!(app.browser().get(first).await.texts("h1"), ["One more step"]);
        assert_eq!(address(&ada).await, "ada@example.org");
        let page = app.browser().get(second).await;
        assert_eq!(page.texts("h1"), ["Your address is changed"]);
        assert_eq!(address(&ada).await, "New@example.org");
        assert_eq!(app.browser().get(second).await.texts("h1"), ["Your address is changed"]);
        let notice = app.letters_to("ada@example.org").await.pop().unwrap();
        assert!(notice.subject.contains("address"), "{}", notice.subject);
        app.browser().sign_in("new@example.org", PASSWORD).await.assert_redirects_to("/");
        let former = app.browser().sign_in("ada@example.org", PASSWORD).await;
        assert_eq!(former.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[actix_web::test]
async fn an_address_that_was_never_confirmed_has_nothing_to_say() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    change_email(&ada, "new@example.org").await.assert_redirects_to("/settings/account");
    assert_eq!(app.letters_to("ada@example.org").await.len(), 1, "only that of registering");
    let link = link_to(&app, "new@example.org").await;
    assert_eq!(app.browser().get(&link).await.texts("h1"), ["Your address is changed"]);
    assert_eq!(address(&ada).await, "new@example.org");
    assert_eq!(ada.get("/settings/account").await.texts(".chip"), ["Confirmed"]);
}

#[actix_web::test]
async fn a_change_of_address_can_be_taken_back_replaced_and_runs_out() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    change_email(&ada, "one@example.org").await;
    let one = link_to(&app, "one@example.org").await;
    change_email(&ada, "two@example.org").await;
    let two = link_to(&app, "two@example.org").await;
    assert_eq!(app.browser().get(&one).await.status, StatusCode::GONE);
    assert_eq!(ada.get("/settings/account").await.texts("bdi.address")[1], "two@example.org");
    let form = ada.get("/settings/account").await.form("/settings/account/cancel-email");
    ada.submit(&form, &[]).await.assert_redirects_to("/settings/account");
    assert_eq!(app.browser().get(&two).await.status, StatusCode::GONE);

    change_email(&ada, "three@example.org").await;
    let three = link_to(&app, "three@example.org").await;
    app.db_execute("UPDATE email_changes SET expires_at = created_at").await;
    assert_eq!(app.browser().get(&three).await.status, StatusCode::GONE);
    assert_eq!(address(&ada).await, "ada@example.org");
    // A new password takes back what a thief may have begun.
    change_email(&ada, "four@example.org").await;
    let four = link_to(&app, "four@example.org").await;
    let fields = [("current_password", PASSWORD), ("new_password", OTHER_PASSWORD)];
    ada.post("/settings/account", &fields).await;
    assert_eq!(app.browser().get(&four).await.status, StatusCode::GONE);
}

#[actix_web::test]
async fn an_address_of_somebody_else_is_answered_alike_and_its_owner_told() {
    let app = TestApp::spawn().await;
    let (ada, _) = (app.verified_browser_of("ada").await, app.verified_browser_of("bob").await);
    let before = app.letters_to("bob@example.org").await.len();
    let known = change_email(&ada, "bob@example.org").await;
    let shown = ada.get("/settings/account").await.html;
    let fresh = change_email(&ada, "new@example.org").await;
    let also_shown = ada.get("/settings/account").await.html;
    assert_eq!((known.status, known.location()), (fresh.status, fresh.location()));
    let without_times = |html: &str| {
        let lines = html.replace("bob@example.org", "new@example.org");
        lines.lines().filter(|line| !line.contains("<time")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(without_times(&shown), without_times(&also_shown));
    let to_bob = app.letters_to("bob@example.org").await.split_off(before);
    assert_eq!(to_bob.len(), 1);
    assert!(to_bob[0].text.contains("@ada") && !to_bob[0].text.contains("token"));
}

#[actix_web::test]
async fn an_address_that_is_confirmed_elsewhere_meanwhile_is_lost() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    change_email(&ada, "x@example.org").await;
    let (old, new) = (link_to(&app, "ada@example.org").await, link_to(&app, "x@example.org").await);
    app.browser().register("x@example.org", "bob", PASSWORD).await;
    let bobs = link_to(&app, "x@example.org").await;
    assert_eq!(app.browser().get(&bobs).await.status, StatusCode::OK);
    app.browser().get(&old).await;
    let page = app.browser().get(&new).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(address(&ada).await, "ada@example.org");
}

#[actix_web::test]
async fn password_managers_find_where_to_change_a_password() {
    let app = TestApp::spawn().await;
    let page = app.browser().get("/.well-known/change-password").await;
    page.assert_redirects_to("/settings/account");
}
