//! Forgotten passwords.

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;

use crate::helpers::{Browser, OTHER_PASSWORD, PASSWORD, TestApp};
use crate::two_factor;

async fn ask(app: &TestApp, email: &str) {
    let browser = app.browser();
    let form = browser.get("/auth/forgot").await.form("/auth/forgot");
    browser.submit(&form, &[("email", email)]).await.assert_redirects_to("/auth/forgot?sent=1");
}

/// The path in the last letter to this address.
async fn last_link(app: &TestApp, email: &str) -> String {
    let letter = app.letters_to(email).await.pop().unwrap();
    assert!(letter.links[0].contains("/auth/reset?token="), "{}", letter.text);
    app.own_path(&letter.links[0]).to_owned()
}

async fn reset(browser: &Browser, link: &str, password: &str) -> crate::helpers::Page {
    let form = browser.get(link).await.form("/auth/reset");
    browser.submit(&form, &[("password", password)]).await
}

#[actix_web::test]
async fn who_has_forgotten_his_password_sets_another_and_is_signed_out_everywhere() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    ask(&app, "ADA@example.org").await;
    let link = last_link(&app, "ada@example.org").await;
    let browser = app.browser();
    let shown = browser.get(&link).await;
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(shown.header("referrer-policy"), "same-origin");
    reset(&browser, &link, OTHER_PASSWORD).await.assert_redirects_to("/auth/login");
    assert!(!browser.is_signed_in().await, "a reset doesn't sign in");
    assert!(!ada.is_signed_in().await);
    assert_eq!(browser.sign_in("ada", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.sign_in("ada", OTHER_PASSWORD).await.assert_redirects_to("/");
    let notice = app.letters_to("ada@example.org").await.pop().unwrap();
    assert!(notice.subject.contains("password") && !notice.text.contains("token"));
    // It was good once.
    assert_eq!(app.browser().get(&link).await.status, StatusCode::GONE);
    let token = link.split("token=").nth(1).unwrap();
    let again = [("token", token), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/auth/reset", &again).await.status, StatusCode::GONE);
}

#[actix_web::test]
async fn the_answer_is_the_same_for_who_has_an_account_and_who_has_not() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    let before = app.letters().await.len();
    let mut answers = Vec::new();
    for email in ["ada@example.org", "nobody@example.org"] {
        let browser = app.browser();
        let answer = browser.post("/auth/forgot", &[("email", email)]).await;
        let page = browser.get(&answer.location()).await;
        answers.push((answer.status, answer.location(), answer.html, page.html));
    }
    assert_eq!(answers[0], answers[1]);
    let letters = app.letters().await;
    assert_eq!(letters.len(), before + 1);
    assert_eq!(letters.last().unwrap().to, "ada@example.org");
}

#[actix_web::test]
async fn a_reset_shows_whose_the_address_is_as_well() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    // Somebody else's mailbox is nobody's to fill: what isn't an address gets nothing.
    let page = ada.post("/auth/forgot", &[("email", "not an address")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.form("/auth/forgot").fields["email"], "not an address");
    ask(&app, "ada@example.org").await;
    let link = last_link(&app, "ada@example.org").await;
    reset(&app.browser(), &link, OTHER_PASSWORD).await.assert_redirects_to("/auth/login");
    let verified = "SELECT COUNT(*) FROM users WHERE verified_email_key = 'ada@example.org'";
    assert_eq!(app.db_number(verified).await, 1);
}

#[actix_web::test]
async fn a_new_link_makes_the_old_one_worthless() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    ask(&app, "ada@example.org").await;
    let old = last_link(&app, "ada@example.org").await;
    ask(&app, "ada@example.org").await;
    let new = last_link(&app, "ada@example.org").await;
    assert_ne!(old, new);
    let page = app.browser().get(&old).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert_eq!(page.attributes(".card a.btn", "href"), ["/auth/forgot"]);
    reset(&app.browser(), &new, OTHER_PASSWORD).await.assert_redirects_to("/auth/login");
}

#[actix_web::test]
async fn of_ten_who_use_one_link_at_once_one_sets_the_password() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    ask(&app, "ada@example.org").await;
    let link = last_link(&app, "ada@example.org").await;
    let token = link.split("token=").nth(1).unwrap();
    let tries = (0..10).map(|number| {
        let (browser, password) = (app.browser(), format!("{OTHER_PASSWORD} {number}"));
        async move {
            let fields = [("token", token), ("password", &password)];
            (browser.post("/auth/reset", &fields).await.status, password)
        }
    });
    let tries = futures_util::future::join_all(tries).await;
    let won: Vec<_> = tries.iter().filter(|(status, _)| *status == StatusCode::SEE_OTHER).collect();
    assert_eq!(won.len(), 1, "{tries:?}");
    assert!(
        tries.iter().all(|(status, _)| matches!(*status, StatusCode::SEE_OTHER | StatusCode::GONE)),
        "{tries:?}"
    );
    app.browser().sign_in("ada", &won[0].1).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_reset_never_passes_the_second_factor() {
    let app = TestApp::spawn().await;
    let ada = app.verified_browser_of("ada").await;
    let set_up = two_factor::enable(&ada).await;
    ask(&app, "ada@example.org").await;
    let link = last_link(&app, "ada@example.org").await;
    let browser = app.browser();
    reset(&browser, &link, OTHER_PASSWORD).await.assert_redirects_to("/auth/login");
    browser.sign_in("ada", OTHER_PASSWORD).await.assert_redirects_to("/auth/two-factor");
    assert!(!browser.is_signed_in().await);
    let code = set_up.later_code();
    browser.post("/auth/two-factor", &[("code", &code)]).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_link_lives_for_half_an_hour_and_the_database_holds_only_its_hash() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    ask(&app, "ada@example.org").await;
    let link = last_link(&app, "ada@example.org").await;
    let token = link.split("token=").nth(1).unwrap();
    assert_eq!(token.len(), 64);
    let reset_tokens = "FROM tokens WHERE purpose = 'reset'";
    let lifetime = app.db_number(&format!("SELECT expires_at - created_at {reset_tokens}")).await;
    assert_eq!(lifetime, 30 * 60 * 1000);
    let kept = app.db_text(&format!("SELECT token_hash {reset_tokens}")).await;
    assert!(!kept.contains(&token[..16]));
    let in_letters = format!("SELECT COUNT(*) FROM letters WHERE payload LIKE '%{token}%'");
    assert_eq!(app.db_number(&in_letters).await, 0);
    app.db_execute("UPDATE tokens SET expires_at = expires_at - 1800000").await;
    assert_eq!(app.browser().get(&link).await.status, StatusCode::GONE);
    let fields = [("token", token), ("password", OTHER_PASSWORD)];
    assert_eq!(app.browser().post("/auth/reset", &fields).await.status, StatusCode::GONE);
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_password_that_will_not_do_leaves_the_link_good() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada_lovelace").await;
    ask(&app, "ada_lovelace@example.org").await;
    let link = last_link(&app, "ada_lovelace@example.org").await;
    let browser = app.browser();
    for password in ["", "short", "password1", "ada-lovelace"] {
        let page = reset(&browser, &link, password).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert!(!page.error_of("password").is_empty());
        assert_eq!(page.form("/auth/reset").fields["password"], "");
        let form = page.form("/auth/reset");
        assert!(link.ends_with(&form.fields["token"]));
    }
    reset(&browser, &link, OTHER_PASSWORD).await.assert_redirects_to("/auth/login");
}

#[actix_web::test]
async fn who_asks_too_often_waits_and_a_mailbox_is_not_filled() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.mailbox = "3/1h".parse().unwrap();
        settings.rate_limit.recover_address = "6/1h".parse().unwrap();
    })
    .await;
    app.verified_browser_of("ada").await;
    for _ in 0..6 {
        ask(&app, "ada@example.org").await;
    }
    // One to confirm the address, and two of those that were asked for.
    assert_eq!(app.letters().await.len(), 3);
    let page = app.browser().post("/auth/forgot", &[("email", "ada@example.org")]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key(RETRY_AFTER));
    assert_eq!(page.form("/auth/forgot").fields["email"], "ada@example.org");
}

#[actix_web::test]
async fn an_address_that_is_nobodys_yet_leads_to_each_account_that_claims_it() {
    let app = TestApp::spawn().await;
    for name in ["ada", "bob"] {
        app.browser().register("x@example.org", name, PASSWORD).await;
    }
    let before = app.letters().await.len();
    ask(&app, "x@example.org").await;
    let letters = app.letters().await.split_off(before);
    assert_eq!(letters.len(), 2);
    let to_bob = letters.iter().find(|letter| letter.text.contains("@bob")).unwrap();
    let to_ada = letters.iter().find(|letter| letter.text.contains("@ada")).unwrap();
    let browser = app.browser();
    let link = app.own_path(&to_bob.links[0]);
    reset(&browser, link, OTHER_PASSWORD).await.assert_redirects_to("/auth/login");
    // Now it is bob's: the other account can't be had through it any more.
    let page = reset(&browser, app.own_path(&to_ada.links[0]), OTHER_PASSWORD).await;
    assert_eq!(page.status, StatusCode::GONE);
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_session_that_was_begun_with_an_earlier_password_is_void_however_late_it_is_written() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    // As if the reset had been done while this sign-in was hashing.
    app.db_execute("UPDATE users SET password_changed_at = password_changed_at + 1").await;
    assert!(!ada.is_signed_in().await);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL").await, 0);
    ada.sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    assert!(ada.is_signed_in().await);
}
