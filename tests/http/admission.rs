use futures_util::future::join_all;
use miniblog::settings::Registration;
use reqwest::StatusCode;

use crate::helpers::{Browser, PASSWORD, Page, TestApp};

/// An instance of this mode, with a moderator who came before.
async fn instance(mode: Registration) -> (TestApp, Browser) {
    let open = TestApp::spawn().await;
    let mona = open.browser_of("mona").await;
    open.db_execute("UPDATE users SET role = 'moderator' WHERE username = 'mona'").await;
    let app = open.spawn_beside_with(|settings| settings.auth.registration = mode).await;
    let browser = app.browser();
    browser.sign_in("mona", PASSWORD).await.assert_redirects_to("/");
    drop(mona);
    drop(open);
    (app, browser)
}

async fn register(app: &TestApp, name: &str, more: &[(&str, &str)]) -> Page {
    let email = format!("{name}@example.org");
    let fields = [&[("email", email.as_str()), ("username", name), ("password", PASSWORD)], more];
    app.browser().post("/auth/register", &fields.concat()).await
}

/// Makes an invitation and returns the path of its link.
async fn invite(mona: &Browser, fields: &[(&str, &str)]) -> String {
    let form = mona.get("/admin/invitations").await.form("/admin/invitations");
    mona.submit(&form, fields).await.assert_redirects_to("/admin/invitations");
    let links = mona.get("/admin/invitations").await.texts(".rows code");
    links[0][links[0].find("/auth").unwrap()..].to_owned()
}

fn code(link: &str) -> &str {
    link.rsplit('=').next().unwrap()
}

#[actix_web::test]
async fn where_an_invitation_is_needed_only_its_link_lets_in() {
    let (app, mona) = instance(Registration::Invitation).await;
    let refused = register(&app, "ada", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.error_of("invitation").contains("need an invitation"));
    for wrong in ["x", "\u{0}", &"0".repeat(32)] {
        let refused = register(&app, "ada", &[("invitation", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.error_of("invitation").contains("valid"), "{wrong:?}");
    }
    assert!(!app.browser().get("/").await.html.contains("href=\"/auth/register\""));
    let link = invite(&mona, &[("note", "For Ada"), ("max_uses", "1")]).await;
    let browser = app.browser();
    let form = browser.get(&link).await.form("/auth/register");
    assert_eq!(form.fields["invitation"], code(&link));
    let fields = [("email", "ada@example.org"), ("username", "ada"), ("password", PASSWORD)];
    browser.submit(&form, &fields).await.assert_redirects_to("/auth/login");
    browser.sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    // It was good for one.
    let refused = register(&app, "bea", &[("invitation", code(&link))]).await;
    assert!(refused.error_of("invitation").contains("valid"));
    assert!(mona.get("/admin/invitations").await.html.contains("used up"));
}

#[actix_web::test]
async fn of_ten_who_come_with_the_last_use_of_an_invitation_at_once_one_gets_in() {
    let (app, mona) = instance(Registration::Invitation).await;
    let link = invite(&mona, &[("max_uses", "1")]).await;
    let more = [("invitation", code(&link))];
    let names: Vec<String> = (0..10).map(|number| format!("twin{number}")).collect();
    let tries = join_all(names.iter().map(|name| register(&app, name, &more))).await;
    let count = |status| tries.iter().filter(|page| page.status == status).count();
    assert_eq!(count(StatusCode::SEE_OTHER), 1);
    assert_eq!(count(StatusCode::UNPROCESSABLE_ENTITY), 9);
    let twins = "SELECT COUNT(*) FROM users WHERE username LIKE 'twin%'";
    assert_eq!(app.db_number(twins).await, 1);
    // Who is refused for another reason hasn't used it up.
    let link = invite(&mona, &[("max_uses", "1")]).await;
    let more = [("invitation", code(&link))];
    let taken = register(&app, "mona", &more).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(register(&app, "late", &more).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn an_invitation_that_is_revoked_or_over_lets_nobody_in() {
    let (app, mona) = instance(Registration::Invitation).await;
    let link = invite(&mona, &[("max_uses", "5"), ("days", "")]).await;
    let more = [("invitation", code(&link))];
    assert_eq!(register(&app, "ada", &more).await.status, StatusCode::SEE_OTHER);
    let page = mona.get("/admin/invitations").await;
    let revoke = page.buttons("/admin/invitations/").remove(0);
    mona.press(&revoke).await;
    assert_eq!(register(&app, "bea", &more).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let link = invite(&mona, &[("max_uses", "5"), ("days", "1")]).await;
    app.db_execute("UPDATE invitations SET expires_at = 1 WHERE expires_at IS NOT NULL").await;
    let more = [("invitation", code(&link))];
    assert_eq!(register(&app, "cleo", &more).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("max_uses", "0"), ("days", "x"), ("note", "mine")];
    let page = mona.post("/admin/invitations", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.error_of("max_uses").is_empty() && !page.error_of("days").is_empty());
    assert_eq!(page.form("/admin/invitations").fields["note"], "mine");
}

#[actix_web::test]
async fn who_applies_waits_until_a_moderator_has_read_why() {
    let (app, mona) = instance(Registration::Approval).await;
    let refused = register(&app, "ada", &[("reason", " ")]).await;
    assert!(!refused.error_of("reason").is_empty());
    for name in ["ada", "bea"] {
        register(&app, name, &[("reason", "I like <b>turnips</b>.")])
            .await
            .assert_redirects_to("/auth/login");
    }
    let waiting = app.browser().sign_in("ada", PASSWORD).await;
    assert_eq!(waiting.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(waiting.html.contains("let this account in yet"), "{}", waiting.html);
    // Only who knows the password is told.
    let wrong = app.browser().sign_in("ada", "an entirely different phrase").await;
    assert!(!wrong.html.contains("let this account in yet"));
    // Until then nobody sees the account.
    assert_eq!(mona.get("/users/ada").await.status, StatusCode::NOT_FOUND);
    assert!(mona.get("/search?q=ada&in=people").await.people().is_empty());
    assert_eq!(mona.post("/users/ada/follow", &[]).await.status, StatusCode::NOT_FOUND);

    let page = mona.get("/admin/applications").await;
    assert!(page.html.contains("I like &lt;b&gt;turnips"));
    assert!(!page.html.contains("ada@example.org"));
    let id = |name: &str| format!("SELECT id FROM users WHERE username = '{name}'");
    let (ada, bea) = (app.db_number(&id("ada")).await, app.db_number(&id("bea")).await);
    mona.press(&format!("/admin/applications/{ada}/approve")).await;
    mona.press(&format!("/admin/applications/{bea}/reject")).await;
    let again = mona.post(&format!("/admin/applications/{ada}/reject"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users WHERE username = 'bea'").await, 0);
    assert_eq!(mona.get("/users/ada").await.status, StatusCode::OK);
    let subjects: Vec<_> =
        app.letters().await.into_iter().map(|mail| (mail.to, mail.subject)).collect();
    for expected in
        [("ada@example.org", "Welcome, @ada"), ("bea@example.org", "Your registration as @bea")]
    {
        let sent =
            subjects.iter().filter(|(to, subject)| (to.as_str(), subject.as_str()) == expected);
        assert_eq!(sent.count(), 1, "{subjects:?}");
    }
    // The name is free again, and an invitation saves waiting.
    let link = invite(&mona, &[]).await;
    register(&app, "bea", &[("invitation", code(&link))]).await.assert_redirects_to("/auth/login");
    app.browser().sign_in("bea", PASSWORD).await.assert_redirects_to("/");
}

#[actix_web::test]
async fn a_decision_about_somebody_who_does_not_wait_changes_nothing() {
    let (app, mona) = instance(Registration::Approval).await;
    app.db_execute("UPDATE users SET role = 'admin' WHERE username = 'mona'").await;
    let link = invite(&mona, &[]).await;
    register(&app, "ada", &[("invitation", code(&link))]).await;
    let ada = app.db_number("SELECT id FROM users WHERE username = 'ada'").await;
    mona.press(&format!("/admin/applications/{ada}/reject")).await;
    app.browser().sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    let decided = "SELECT COUNT(*) FROM audit_log WHERE act IN ('approve', 'reject')";
    assert_eq!(app.db_number(decided).await, 0);
}

#[actix_web::test]
async fn blocked_domains_and_names_make_no_account() {
    let (app, mona) = instance(Registration::Open).await;
    let block = async |kind: &str, pattern: &str| {
        let fields = [("kind", kind), ("pattern", pattern), ("note", "why")];
        mona.post("/admin/blocks", &fields).await
    };
    for (kind, pattern) in [
        ("domain", "Throwaway.example"),
        ("domain", "*.evil.org"),
        ("name", "*BOT"),
        ("name", "*bot"),
    ] {
        block(kind, pattern).await.assert_redirects_to("/admin/blocks");
    }
    assert_eq!(app.db_number("SELECT COUNT(*) FROM sign_up_blocks").await, 3);
    assert_eq!(app.db_number("SELECT COUNT(*) FROM audit_log").await, 3);
    for (kind, pattern) in
        [("domain", "no domain"), ("domain", "*"), ("name", "a*b"), ("", "x.org")]
    {
        let page = block(kind, pattern).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{pattern}");
        assert_eq!(page.form("/admin/blocks").fields["pattern"], pattern);
    }
    let try_with = async |email: &str, name: &str| {
        let fields = [("email", email), ("username", name), ("password", PASSWORD)];
        app.browser().post("/auth/register", &fields).await
    };
    for email in ["a@throwaway.example", "a@THROWAWAY.example", "a@evil.org", "a@x.y.evil.org"] {
        let page = try_with(email, "ada").await;
        assert!(page.error_of("email").contains("domain"), "{email}");
    }
    assert!(!try_with("a@example.org", "Spam_Bot").await.error_of("username").is_empty());
    for (email, name) in [("a@sub.throwaway.example", "ada"), ("a@notevil.org", "bottle")] {
        assert_eq!(try_with(email, name).await.status, StatusCode::SEE_OTHER, "{email}");
    }
    let page = mona.get("/admin/blocks").await;
    for button in page.buttons("/admin/blocks/") {
        mona.press(&button).await;
    }
    assert_eq!(try_with("c@evil.org", "a_bot").await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn where_nobody_is_taken_an_invitation_does_not_help() {
    let (app, mona) = instance(Registration::Closed).await;
    let link = invite(&mona, &[]).await;
    assert!(mona.get("/admin/invitations").await.html.contains("Nobody can register"));
    let page = app.browser().get(&link).await;
    assert!(page.texts("form[action='/auth/register']").is_empty());
    let refused = register(&app, "ada", &[("invitation", code(&link))]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
