//! Links that show whose an address is.

use reqwest::StatusCode;

use crate::helpers::{Browser, OTHER_PASSWORD, PASSWORD, TestApp};

async fn register(app: &TestApp, email: &str, username: &str) -> Browser {
    let browser = app.browser();
    browser.register(email, username, PASSWORD).await.assert_redirects_to("/auth/login");
    browser.sign_in(username, PASSWORD).await.assert_redirects_to("/");
    browser
}

/// What the account's page says of its address.
async fn is_confirmed(browser: &Browser) -> bool {
    browser.get("/settings/account").await.texts(".chip") == ["Confirmed"]
}

#[actix_web::test]
async fn registering_mails_a_link_that_confirms_the_address() {
    let app = TestApp::spawn().await;
    let ada = register(&app, "Ada@Example.org", "ada").await;
    assert!(!is_confirmed(&ada).await);
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "Ada@Example.org");
    assert!(letters[0].text.contains("@ada") && letters[0].subject.contains("Miniblog"));
    // In any browser: the letter may be read elsewhere.
    let elsewhere = app.browser();
    let link = app.own_path(&letters[0].links[0]);
    let page = elsewhere.get(link).await;
    assert_eq!(
        (page.status, page.texts("h1")),
        (StatusCode::OK, vec!["Your address is confirmed".to_owned()])
    );
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(!elsewhere.is_signed_in().await, "a link for an address lets nobody in");
    assert!(is_confirmed(&ada).await);
    // A mail program may have been there before the person.
    assert_eq!(elsewhere.get(link).await.texts("h1"), ["Your address is confirmed"]);
}

#[actix_web::test]
async fn a_letter_is_in_the_language_that_its_reader_has_chosen() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.get("/auth/register?lang=zh-CN").await;
    browser.register("ada@example.org", "ada", PASSWORD).await;
    assert!(app.letters().await[0].subject.contains("请确认"));
}

#[actix_web::test]
async fn the_page_after_registering_says_where_letters_are_when_they_are_files() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    browser.register("ada@example.org", "ada", PASSWORD).await;
    let folder = app.data_dir().join("mail").display().to_string();
    assert_eq!(browser.get("/auth/login").await.texts("code"), [folder]);
    assert!(browser.get("/auth/login").await.texts("code").is_empty());
}

#[actix_web::test]
async fn who_signs_up_with_somebodys_address_gets_an_account_and_the_owner_a_letter() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    let grace = register(&app, "ADA@example.org", "grace").await;
    let letter = app.letters().await.pop().unwrap();
    assert_eq!(letter.to, "ada@example.org");
    assert!(letter.text.contains("@grace") && letter.text.contains("@ada"), "{}", letter.text);
    assert!(!letter.text.contains("token"), "{}", letter.text);
    assert!(!is_confirmed(&grace).await);
    // The address leads to whose it is.
    let browser = app.browser();
    browser.sign_in("ada@example.org", PASSWORD).await.assert_redirects_to("/");
    assert_eq!(browser.get("/").await.attributes(".frame", "data-account"), ["ada"]);
}

#[actix_web::test]
async fn nobody_learns_by_an_account_of_his_own_whether_an_address_has_another() {
    let app = TestApp::spawn().await;
    app.verified_browser_of("ada").await;
    let mut seen = Vec::new();
    for (email, name) in [("ada@example.org", "eve1"), ("nobody@example.org", "eve2")] {
        for name in [name.to_owned(), format!("{name}_again")] {
            app.browser().register(email, &name, OTHER_PASSWORD).await;
        }
        let browser = app.browser();
        let answer = browser.sign_in(email, OTHER_PASSWORD).await;
        let own = browser.get("/").await.attributes(".frame", "data-account");
        assert_eq!(own, [name], "the oldest of his own");
        seen.push((answer.status, answer.location()));
        browser.post("/auth/verify/resend", &[]).await;
        let account = browser.get("/settings/account").await;
        seen.push((account.status, account.texts("main").concat().replace(email, "")));
    }
    assert_eq!(seen[..2], seen[2..]);
}

#[actix_web::test]
async fn of_two_who_claim_an_address_it_is_his_who_confirms_it() {
    let app = TestApp::spawn().await;
    let (first, second) = (
        register(&app, "x@example.org", "ada").await,
        register(&app, "X@example.org", "bob").await,
    );
    let letters = app.letters().await;
    // Until then the older account is found by it.
    let browser = app.browser();
    browser.sign_in("x@example.org", PASSWORD).await;
    assert_eq!(browser.get("/").await.attributes(".frame", "data-account"), ["ada"]);
    let links: Vec<&str> = letters.iter().map(|letter| app.own_path(&letter.links[0])).collect();
    assert_eq!(app.browser().get(links[1]).await.status, StatusCode::OK);
    let late = app.browser().get(links[0]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.texts("h1"), ["This address belongs to another account"]);
    assert!(!is_confirmed(&first).await && is_confirmed(&second).await);
    let browser = app.browser();
    browser.sign_in("x@example.org", PASSWORD).await;
    assert_eq!(browser.get("/").await.attributes(".frame", "data-account"), ["bob"]);
}

#[actix_web::test]
async fn of_ten_who_confirm_one_address_at_once_one_has_it() {
    let app = TestApp::spawn().await;
    for number in 0..10 {
        let browser = app.browser();
        browser.register("x@example.org", &format!("person{number}"), PASSWORD).await;
    }
    let letters = app.letters().await;
    assert_eq!(letters.len(), 10);
    let tries = letters.iter().map(|letter| {
        let (browser, link) = (app.browser(), app.own_path(&letter.links[0]).to_owned());
        async move { browser.get(&link).await.status }
    });
    let statuses = futures_util::future::join_all(tries).await;
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!((count(StatusCode::OK), count(StatusCode::CONFLICT)), (1, 9), "{statuses:?}");
    assert_eq!(
        app.db_number("SELECT COUNT(*) FROM users WHERE verified_email_key IS NOT NULL").await,
        1
    );
}

#[actix_web::test]
async fn a_link_that_is_made_up_too_old_or_for_something_else_confirms_nothing() {
    let app = TestApp::spawn().await;
    let ada = register(&app, "ada@example.org", "ada").await;
    let letter = app.letters().await.pop().unwrap();
    for link in
        ["/auth/verify", "/auth/verify?token=", "/auth/verify?token=%00", "/auth/verify?token=0"]
    {
        assert_eq!(app.browser().get(link).await.status, StatusCode::GONE, "{link}");
    }
    let link = app.own_path(&letter.links[0]);
    let as_reset = link.replace("/auth/verify", "/auth/reset");
    assert_eq!(app.browser().get(&as_reset).await.status, StatusCode::GONE);
    app.db_execute("UPDATE tokens SET expires_at = created_at").await;
    assert_eq!(app.browser().get(link).await.status, StatusCode::GONE);
    assert!(!is_confirmed(&ada).await);
}

#[actix_web::test]
async fn a_link_can_be_sent_again_and_both_work() {
    let app = TestApp::spawn().await;
    let ada = register(&app, "ada@example.org", "ada").await;
    let form = ada.get("/settings/account").await.form("/auth/verify/resend");
    ada.submit(&form, &[]).await.assert_redirects_to("/settings/account");
    let letters = app.letters_to("ada@example.org").await;
    assert_eq!(letters.len(), 2);
    assert_eq!(ada.get(app.own_path(&letters[0].links[0])).await.status, StatusCode::OK);
    assert!(is_confirmed(&ada).await);
    assert_eq!(ada.get(app.own_path(&letters[1].links[0])).await.status, StatusCode::OK);
    // There is nothing to be sent any more.
    ada.post("/auth/verify/resend", &[]).await.assert_redirects_to("/settings/account");
    assert_eq!(app.letters().await.len(), 2);
}

#[actix_web::test]
async fn a_mailbox_gets_only_so_many_letters_whoever_asks() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.mailbox = "3/1h".parse().unwrap();
    })
    .await;
    let ada = register(&app, "ada@example.org", "ada").await;
    let mut said = Vec::new();
    for _ in 0..4 {
        ada.post("/auth/verify/resend", &[]).await.assert_redirects_to("/settings/account");
        said.extend(ada.get("/settings/account").await.attributes("[data-flash]", "data-flash"));
    }
    assert_eq!(
        said,
        ["flash-link-sent", "flash-link-sent", "flash-link-later", "flash-link-later"]
    );
    for name in ["bob", "cleo"] {
        register(&app, "ADA@example.org", name).await;
    }
    assert_eq!(app.letters().await.len(), 3);
}
