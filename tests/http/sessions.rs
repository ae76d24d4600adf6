use std::time::Duration;

use reqwest::StatusCode;

use crate::helpers::{Browser, PASSWORD, TestApp};

async fn session_cookie(browser: &Browser, remember: bool) -> String {
    let mut fields = vec![("identifier", "ada"), ("password", PASSWORD)];
    if remember {
        fields.push(("remember", "on"));
    }
    let page = browser.post("/auth/login", &fields).await;
    let cookies =
        page.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap().to_owned());
    cookies
        .into_iter()
        .find(|line| line.starts_with("session=") || line.starts_with("__Host-session="))
        .unwrap()
}

#[actix_web::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let cookie = session_cookie(&app.browser(), false).await;
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
}

#[actix_web::test]
async fn in_production_the_cookie_is_bound_to_this_host_and_to_tls() {
    let app = TestApp::spawn_with(|settings| {
        settings.environment = "production".into();
        settings.session.secret = "0123456789abcdef0123456789abcdef".to_owned().into();
    })
    .await;
    let browser = app.browser();
    browser.register("ada@example.org", "ada", PASSWORD).await;
    let cookie = session_cookie(&browser, false).await;
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure"), "{cookie}");
    assert!(browser.get("/").await.header("strict-transport-security").contains("max-age"));
}

#[actix_web::test]
async fn remember_me_outlives_the_browser() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let cookie = session_cookie(&app.browser(), true).await;
    assert!(cookie.contains(&format!("Max-Age={}", 180 * 86_400)), "{cookie}");
}

#[actix_web::test]
async fn every_sign_in_gets_a_new_session_and_a_planted_one_is_worth_nothing() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let browser = app.browser();
    let first = session_cookie(&browser, false).await;
    let second = session_cookie(&browser, false).await;
    assert_ne!(first.split(';').next(), second.split(';').next());
    let planted = app.browser();
    let old = first.split(';').next().unwrap();
    let page = planted
        .request(reqwest::Method::GET, "/posts/new")
        .header("Cookie", old)
        .send()
        .await
        .unwrap();
    assert_eq!(
        page.status(),
        StatusCode::SEE_OTHER,
        "the session before the second sign-in lives on"
    );
}

#[actix_web::test]
async fn signing_out_is_a_post_and_ends_the_session_on_the_server() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let browser = app.browser();
    let cookie = session_cookie(&browser, false).await.split(';').next().unwrap().to_owned();
    assert_eq!(browser.get("/auth/logout").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(browser.is_signed_in().await);
    browser.sign_out().await.assert_redirects_to("/");
    assert!(!browser.is_signed_in().await);
    let replayed =
        app.browser().request(reqwest::Method::GET, "/posts/new").header("Cookie", cookie);
    assert_eq!(replayed.send().await.unwrap().status(), StatusCode::SEE_OTHER);
    assert!(!browser.get("/").await.texts("[role=status]").is_empty());
}

#[actix_web::test]
async fn signing_out_twice_does_no_harm() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    browser.sign_out().await.assert_redirects_to("/");
    browser.sign_out().await.assert_redirects_to("/");
}

#[actix_web::test]
async fn pages_of_a_signed_in_person_are_not_kept_by_the_browser() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    assert_eq!(browser.get("/").await.header("cache-control"), "no-store");
    assert_eq!(app.browser().get("/").await.header("cache-control"), "no-cache");
}

#[actix_web::test]
async fn an_idle_session_ends_and_one_in_use_lives_to_its_absolute_end() {
    let app =
        TestApp::spawn_with(|settings| settings.session.idle_timeout = Duration::from_hours(1))
            .await;
    let browser = app.browser_of("ada").await;
    // Used 6 minutes ago: the use now is written down, and the end moves on.
    app.db_execute(
        "UPDATE sessions SET seen_at = seen_at - 360000, expires_at = expires_at - 360000",
    )
    .await;
    let before = app.db_number("SELECT expires_at FROM sessions").await;
    assert!(browser.is_signed_in().await);
    assert!(app.db_number("SELECT expires_at FROM sessions").await >= before + 360_000);
    // Begun a week ago less a minute: in use or not, a minute is what it has left.
    app.db_execute(
        "UPDATE sessions SET created_at = created_at - 604740000, seen_at = seen_at - 360000",
    )
    .await;
    assert!(browser.is_signed_in().await);
    let left = app.db_number("SELECT expires_at - created_at FROM sessions").await;
    assert_eq!(left, 604_800_000);
    app.db_execute("UPDATE sessions SET expires_at = seen_at - 1").await;
    assert!(!browser.is_signed_in().await);
}

#[actix_web::test]
async fn a_cookie_that_was_tampered_with_is_nobodys() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let cookie = session_cookie(&app.browser(), false).await.split(';').next().unwrap().to_owned();
    let end = if cookie.ends_with('0') { '1' } else { '0' };
    let forged = format!("{}{end}", &cookie[..cookie.len() - 1]);
    for cookie in [
        forged.as_str(),
        "session=",
        "session=x",
        "session=%00%ff",
        "flash=%00; lang=\"\"; session=a=b",
    ] {
        let page = app
            .browser()
            .request(reqwest::Method::GET, "/posts/new")
            .header("Cookie", cookie)
            .send()
            .await
            .unwrap();
        assert_eq!(page.status(), StatusCode::SEE_OTHER, "{cookie}");
    }
}

#[actix_web::test]
async fn the_database_holds_nothing_that_lets_anybody_in() {
    let app = TestApp::spawn().await;
    app.browser_of("ada").await;
    let cookie = session_cookie(&app.browser(), false).await;
    let value = cookie.split(['=', ';']).nth(1).unwrap();
    let value: String =
        url::form_urlencoded::parse(format!("v={value}").as_bytes()).next().unwrap().1.into_owned();
    let key = &value[value.len() - 64..];
    assert_eq!(
        app.db_number(&format!("SELECT COUNT(*) FROM sessions WHERE key_hash = '{key}'")).await,
        0
    );
    assert!(app.db_text("SELECT password_hash FROM users").await.starts_with("$2b$04$"));
}

#[actix_web::test]
async fn two_browsers_of_one_person_are_two_sessions() {
    let app = TestApp::spawn().await;
    let (one, two) = (app.browser_of("ada").await, app.browser());
    two.sign_in("ada", PASSWORD).await;
    one.sign_out().await;
    assert!(!one.is_signed_in().await);
    assert!(two.is_signed_in().await);
}

/// A browser that says what it is, signed in from an address behind a trusted proxy.
async fn signed_in_with(app: &TestApp, agent: &str, address: &str) -> Browser {
    let browser = app.browser();
    let request = browser
        .request(reqwest::Method::POST, "/auth/login")
        .header("Sec-Fetch-Site", "same-origin")
        .header("User-Agent", agent)
        .header("X-Forwarded-For", address)
        .form(&[("identifier", "ada"), ("password", PASSWORD)]);
    crate::helpers::Page::read(request).await.assert_redirects_to("/");
    browser
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

#[actix_web::test]
async fn you_see_where_you_are_signed_in_without_addresses_that_say_too_much() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    app.browser_of("bob").await;
    signed_in_with(&app, FIREFOX, "203.0.113.77").await;
    signed_in_with(&app, "<script>alert(1)</script>", "2001:db8:1:2:3:4:5:6").await;
    let page = ada.get("/auth/sessions").await;
    assert_eq!(page.texts(".settings .rows li").len(), 3);
    assert_eq!(page.texts(".settings .rows li .chip"), ["This one"]);
    assert!(page.texts(".settings .rows li")[0].contains("This one"));
    assert!(page.html.contains("Firefox on Linux") && page.html.contains("Unknown device"));
    assert!(page.html.contains("203.0.113.0/24") && page.html.contains("2001:db8:1::/48"));
    assert!(!page.html.contains("203.0.113.77") && !page.html.contains("alert(1)"));
    let stored = app.db_number("SELECT COUNT(*) FROM sessions WHERE state LIKE '%113.77%'").await;
    assert_eq!(stored, 0);
}

#[actix_web::test]
async fn a_session_can_be_ended_from_another_and_nobody_elses_can() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.browser_of("ada").await, app.browser_of("bob").await);
    let lost = signed_in_with(&app, FIREFOX, "203.0.113.77").await;
    let page = ada.get("/auth/sessions").await;
    let buttons = page.buttons("/auth/sessions/");
    let of_lost = buttons.iter().find(|path| path.ends_with("/revoke")).unwrap();
    let own = of_lost.clone();
    let of_lost = buttons.iter().find(|path| **path != own && path.ends_with("/revoke")).unwrap();
    for path in [of_lost.as_str(), "/auth/sessions/1/revoke", "/auth/sessions/x/revoke"] {
        assert_eq!(bob.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(lost.is_signed_in().await);
    ada.post(of_lost, &[]).await.assert_redirects_to("/auth/sessions");
    assert!(!lost.is_signed_in().await && ada.is_signed_in().await && bob.is_signed_in().await);
    // The present one can be ended like any other.
    ada.post(&own, &[]).await.assert_redirects_to("/");
    assert!(!ada.is_signed_in().await);
}

#[actix_web::test]
async fn all_other_sessions_can_be_ended_at_once() {
    let app = TestApp::spawn().await;
    let (ada, bob) = (app.browser_of("ada").await, app.browser_of("bob").await);
    let others = [
        signed_in_with(&app, FIREFOX, "203.0.113.77").await,
        signed_in_with(&app, "", "::1").await,
    ];
    let form = ada.get("/auth/sessions").await.form("/auth/sessions/revoke-others");
    ada.submit(&form, &[]).await.assert_redirects_to("/auth/sessions");
    for other in &others {
        assert!(!other.is_signed_in().await);
    }
    assert!(ada.is_signed_in().await && bob.is_signed_in().await);
    let page = ada.get("/auth/sessions").await;
    assert_eq!(page.texts(".settings .rows li").len(), 1);
    assert!(page.buttons("/auth/sessions/revoke-others").is_empty());
}

#[actix_web::test]
async fn a_session_that_was_ended_does_not_come_back_with_what_it_was_doing() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let thief = signed_in_with(&app, FIREFOX, "203.0.113.77").await;
    // The page to set up a second factor writes to the session.
    let writing = (0..8).map(|_| thief.get("/auth/two-factor"));
    let ending = ada.post("/auth/sessions/revoke-others", &[]);
    let (_, ended) =
        futures_util::future::join(futures_util::future::join_all(writing), ending).await;
    ended.assert_redirects_to("/auth/sessions");
    assert!(!thief.is_signed_in().await);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL").await, 1);
}
