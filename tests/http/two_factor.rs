//! The second factor.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use totp_rs::{Builder, Secret};

use crate::helpers::{Browser, OTHER_PASSWORD, PASSWORD, Page, TestApp};

/// What an app on a phone and a sheet of paper hold.
pub struct SetUp {
    secret: String,
    pub recovery_codes: Vec<String>,
}

fn code_at(secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let at = now.checked_add_signed(steps * 30).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(at).to_string()
}

impl SetUp {
    /// One that is good, and not that which it was set up with.
    pub fn later_code(&self) -> String {
        code_at(&self.secret, 1)
    }
}

fn secret_of(page: &Page) -> String {
    page.texts("code.secret")[0].replace(' ', "")
}

/// Switches it on, as somebody with an app does.
pub async fn enable(browser: &Browser) -> SetUp {
    let page = browser.get("/auth/two-factor").await;
    let secret = secret_of(&page);
    let code = code_at(&secret, 0);
    let form = page.form("/auth/two-factor");
    let fields = [("code", code.as_str()), ("current_password", PASSWORD)];
    let page = browser.submit(&form, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let recovery_codes: Vec<String> =
        page.texts("pre.codes")[0].lines().map(str::to_owned).collect();
    assert_eq!(recovery_codes.len(), 10);
    SetUp { secret, recovery_codes }
}

/// Has given the password, and is asked for a code.
async fn half_signed_in(app: &TestApp) -> Browser {
    let browser = app.browser();
    browser.sign_in("ada", PASSWORD).await.assert_redirects_to("/auth/two-factor");
    browser
}

async fn give(browser: &Browser, code: &str) -> Page {
    let form = browser.get("/auth/two-factor").await.form("/auth/two-factor");
    browser.submit(&form, &[("code", code)]).await
}

#[actix_web::test]
async fn with_a_second_factor_the_password_alone_lets_nobody_in() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    let set_up = enable(&ada).await;
    assert!(ada.is_signed_in().await);
    let notice = app.letters().await.pop().unwrap();
    assert!(notice.subject.contains("Second factor switched on"), "{}", notice.subject);

    let browser = half_signed_in(&app).await;
    for path in ["/posts/new", "/settings/account", "/auth/sessions", "/notifications"] {
        let status = browser.get(path).await.status;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
    }
    for wrong in ["", "000000x", "12345", "not a code"] {
        let page = give(&browser, wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(!page.error_of("code").is_empty());
        assert_eq!(page.header("cache-control"), "no-store");
    }
    assert!(!browser.is_signed_in().await);
    give(&browser, &set_up.later_code()).await.assert_redirects_to("/");
    assert!(browser.is_signed_in().await);
}

#[actix_web::test]
async fn setting_it_up_needs_the_password_and_a_code_and_keeps_the_secret_meanwhile() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let page = ada.get("/auth/two-factor").await;
    let secret = secret_of(&page);
    assert_eq!(secret.len(), 32);
    assert!(page.html.contains("<svg class=\"qr\"") && !page.html.contains("style="));
    let link = page.attributes("a[href^=otpauth]", "href").pop().unwrap();
    assert!(link.contains(&secret) && link.contains("Miniblog:ada"), "{link}");
    let good = code_at(&secret, 0);
    for (code, password, wrong) in [
        ("000", PASSWORD, "code"),
        (&good, OTHER_PASSWORD, "current_password"),
        (&good, "", "current_password"),
    ] {
        let fields = [("code", code), ("current_password", password)];
        let page = ada.post("/auth/two-factor", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.error_of(wrong).is_empty(), "{wrong}");
        assert_eq!(secret_of(&page), secret);
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM second_factors").await, 0);
    ada.sign_out().await;
    ada.sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    assert_ne!(secret_of(&ada.get("/auth/two-factor").await), secret, "another session's");
}

#[actix_web::test]
async fn switching_it_on_and_signing_in_with_it_make_the_session_anew() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let key = "SELECT key_hash FROM sessions ORDER BY created_at DESC, key_hash LIMIT 1";
    let before = app.db_text(key).await;
    let set_up = enable(&ada).await;
    assert_ne!(app.db_text(key).await, before);
    ada.sign_out().await;
    ada.sign_in("ada", PASSWORD).await.assert_redirects_to("/auth/two-factor");
    let pending = app.db_text(key).await;
    give(&ada, &set_up.later_code()).await.assert_redirects_to("/");
    let left = format!("SELECT COUNT(*) FROM sessions WHERE key_hash = '{pending}'");
    assert_eq!(app.db_number(&left).await, 0);
}

#[actix_web::test]
async fn each_code_is_good_once_even_for_ten_at_once() {
    let app = TestApp::spawn().await;
    let set_up = enable(&app.browser_of("ada").await).await;
    let code = set_up.later_code();
    let mut browsers = Vec::new();
    for _ in 0..10 {
        browsers.push(half_signed_in(&app).await);
    }
    let fields = [("code", code.as_str())];
    let tries = browsers.iter().map(|browser| browser.post("/auth/two-factor", &fields));
    let answers = futures_util::future::join_all(tries).await;
    let let_in = answers.iter().filter(|page| page.status == StatusCode::SEE_OTHER).count();
    assert_eq!(let_in, 1);
    // Nor is an earlier one good after a later one.
    let browser = half_signed_in(&app).await;
    let page = give(&browser, &code_at(&set_up.secret, 0)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn a_clock_may_be_wrong_by_one_step() {
    let app = TestApp::spawn().await;
    let set_up = enable(&app.browser_of("ada").await).await;
    for (steps, good) in [(-3, false), (3, false), (-1, true), (1, true)] {
        app.db_execute("UPDATE second_factors SET last_step = 0").await;
        let browser = half_signed_in(&app).await;
        let page = give(&browser, &code_at(&set_up.secret, steps)).await;
        assert_eq!(page.status == StatusCode::SEE_OTHER, good, "{steps}");
    }
}

#[actix_web::test]
async fn a_recovery_code_lets_in_once_even_ten_at_once_and_its_owner_is_told() {
    let app = TestApp::spawn().await;
    let set_up = enable(&app.verified_browser_of("ada").await).await;
    let code = set_up.recovery_codes[3].to_uppercase();
    let mut browsers = Vec::new();
    for _ in 0..10 {
        browsers.push(half_signed_in(&app).await);
    }
    let fields = [("code", code.as_str())];
    let tries = browsers.iter().map(|browser| browser.post("/auth/two-factor", &fields));
    let answers = futures_util::future::join_all(tries).await;
    let let_in = answers.iter().filter(|page| page.status == StatusCode::SEE_OTHER).count();
    assert_eq!(let_in, 1);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM recovery_codes").await, 9);
    let notice = app.letters().await.pop().unwrap();
    assert!(notice.text.contains("9 are left"), "{}", notice.text);
    for code in &set_up.recovery_codes {
        let plain = code.replace('-', "");
        let kept = format!("SELECT COUNT(*) FROM recovery_codes WHERE code_hash LIKE '%{plain}%'");
        assert_eq!(app.db_number(&kept).await, 0);
    }
}

#[actix_web::test]
async fn nobody_signs_in_with_anothers_codes() {
    let app = TestApp::spawn().await;
    enable(&app.browser_of("ada").await).await;
    let of_bob = enable(&app.browser_of("bob").await).await;
    let browser = half_signed_in(&app).await;
    for code in [&of_bob.later_code(), &of_bob.recovery_codes[0]] {
        assert_eq!(give(&browser, code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM recovery_codes").await, 20);
}

#[actix_web::test]
async fn after_the_second_step_you_are_where_you_wanted_to_be() {
    let app = TestApp::spawn().await;
    let set_up = enable(&app.browser_of("ada").await).await;
    for (next, place) in [("/bookmarks", "/bookmarks"), ("//evil.example", "/")] {
        app.db_execute("UPDATE second_factors SET last_step = 0").await;
        let browser = app.browser();
        let fields = [("identifier", "ada"), ("password", PASSWORD), ("next", next)];
        browser.post("/auth/login", &fields).await.assert_redirects_to("/auth/two-factor");
        give(&browser, &set_up.later_code()).await.assert_redirects_to(place);
    }
}

#[actix_web::test]
async fn the_second_step_waits_for_ten_minutes() {
    let app = TestApp::spawn().await;
    let set_up = enable(&app.browser_of("ada").await).await;
    let browser = half_signed_in(&app).await;
    let pending = "SELECT state FROM sessions WHERE user_id IS NULL";
    let state = app.db_text(pending).await;
    let since = state.split("since\\\":").nth(1).unwrap();
    let since: String = since.chars().take_while(char::is_ascii_digit).collect();
    let earlier = (since.parse::<i64>().unwrap() - 600_001).to_string();
    app.db_execute(&format!(
        "UPDATE sessions SET state = REPLACE(state, '{since}', '{earlier}') WHERE user_id IS NULL"
    ))
    .await;
    let late = browser.post("/auth/two-factor", &[("code", &set_up.later_code())]).await;
    late.assert_redirects_to("/auth/login");
    assert_eq!(
        browser.get("/auth/login").await.attributes("[data-flash]", "data-flash"),
        ["flash-sign-in-again"]
    );
    assert!(!browser.is_signed_in().await);
    let asked = app.browser().get("/auth/two-factor").await;
    asked.assert_redirects_to("/auth/login?next=%2Fauth%2Ftwo-factor");
}

#[actix_web::test]
async fn a_password_that_changes_between_the_steps_begins_the_sign_in_anew() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let set_up = enable(&ada).await;
    let thief = half_signed_in(&app).await;
    let fields = [("current_password", PASSWORD), ("new_password", OTHER_PASSWORD)];
    ada.post("/settings/account", &fields).await.assert_redirects_to("/settings/account");
    let code = set_up.later_code();
    thief.post("/auth/two-factor", &[("code", &code)]).await.assert_redirects_to("/auth/login");
    assert!(!thief.is_signed_in().await);
    assert!(ada.is_signed_in().await);
}

#[actix_web::test]
async fn guessing_codes_is_limited_and_locks_out_nobody() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.second_factor = "3/15m".parse().unwrap();
        settings.rate_limit.second_factor_account = "5/1h".parse().unwrap();
    })
    .await;
    let set_up = enable(&app.browser_of("ada").await).await;
    let from = async |browser: &Browser, address: &str, code: &str| {
        let request = browser
            .request(reqwest::Method::POST, "/auth/two-factor")
            .header("Sec-Fetch-Site", "same-origin")
            .header("X-Forwarded-For", address)
            .form(&[("code", code)]);
        Page::read(request).await
    };
    let guesser = half_signed_in(&app).await;
    for _ in 0..3 {
        let page = from(&guesser, "198.51.100.1", "000000").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = from(&guesser, "198.51.100.1", "000000").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key(RETRY_AFTER));
    assert_eq!(page.form("/auth/two-factor").fields["code"], "000000");
    // From other addresses the account's own limit is reached; its owner still has his paper.
    for _ in 0..3 {
        from(&guesser, "198.51.100.2", "000000").await;
    }
    let owner = half_signed_in(&app).await;
    let code = set_up.later_code();
    assert_eq!(from(&owner, "203.0.113.5", &code).await.status, StatusCode::TOO_MANY_REQUESTS);
    from(&owner, "203.0.113.5", &set_up.recovery_codes[0]).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn switching_it_off_and_new_recovery_codes_need_the_password() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    let set_up = enable(&ada).await;
    for path in ["/auth/two-factor/disable", "/auth/two-factor/recovery-codes"] {
        for password in ["", OTHER_PASSWORD] {
            let page = ada.post(path, &[("current_password", password)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(!page.error_of("current_password").is_empty());
        }
    }
    let fields = [("current_password", PASSWORD)];
    let page = ada.post("/auth/two-factor/recovery-codes", &fields).await;
    assert_eq!(page.header("cache-control"), "no-store");
    let fresh: Vec<String> = page.texts("pre.codes")[0].lines().map(str::to_owned).collect();
    assert_eq!(fresh.len(), 10);
    let browser = half_signed_in(&app).await;
    let old = give(&browser, &set_up.recovery_codes[0]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    give(&browser, &fresh[0]).await.assert_redirects_to("/");
    let said = ada.get("/auth/two-factor").await.html;
    assert!(said.contains("9 recovery codes are left"));

    ada.post("/auth/two-factor/disable", &fields).await.assert_redirects_to("/settings/account");
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    assert_eq!(app.db_number("SELECT COUNT(*) FROM recovery_codes").await, 0);
    let subjects: Vec<String> =
        app.letters().await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(
        subjects[2..],
        ["New recovery codes", "A recovery code was used", "Second factor switched off"]
    );
    // Sent again, there is nothing to switch off.
    ada.post("/auth/two-factor/disable", &fields).await.assert_redirects_to("/settings/account");
    ada.post("/auth/two-factor/recovery-codes", &fields)
        .await
        .assert_redirects_to("/auth/two-factor");
}
