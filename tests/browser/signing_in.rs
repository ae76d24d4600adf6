//! Signing in, failing to, and leaving.

use crate::support::browser::Browser;
use crate::support::process::Miniblog;
use crate::support::visitor::PASSWORD;

#[tokio::test]
async fn one_signs_in_with_the_username_in_any_case_and_comes_back_to_where_one_was() {
    let blog = Miniblog::new().start().await;
    blog.visitor().register("ada").await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/posts/new").await;
    browser.is_at("/auth/login?next=%2Fposts%2Fnew").await;
    browser.sees("Sign in to go on.").await;
    browser.fill_in_and_sign_in("Ada", PASSWORD).await;
    browser.is_at("/posts/new").await;
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_says_one_sentence_and_moves_the_focus_there() {
    let blog = Miniblog::new().start().await;
    blog.visitor().register("ada").await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/auth/login").await;
    browser.fill_in_and_sign_in("ada@example.org", "not the password").await;
    let sentence = "The name or the password isn’t right. Please check both and try again.";
    browser.sees(sentence).await;
    assert_eq!(browser.text().await.matches("password isn’t right").count(), 1);
    assert_eq!(browser.value_of("E-mail address or username").await, "ada@example.org");
    assert_eq!(browser.value_of("Password").await, "");
    let focused = browser.focused().await;
    assert_eq!(focused.attr("role").await.expect("a role").as_deref(), Some("alert"));
    assert!(focused.text().await.expect("its text").contains(sentence));
    assert!(browser.title().await.starts_with("Error: "));

    browser.fill("Password", PASSWORD).await;
    browser.press("Sign in").await;
    browser.is_at("/").await;
    browser.field("Your post").await;
}

#[tokio::test]
async fn what_is_wrong_with_a_registration_stands_beside_its_field() {
    let blog = Miniblog::new().start().await;
    blog.visitor().register("ada").await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/auth/register").await;
    browser.fill("E-mail address", "eve@example.org").await;
    browser.fill("Username", "Ada").await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Create account").await;
    browser.sees("Somebody already has this username.").await;
    let username = browser.field("Username").await;
    assert_eq!(username.attr("aria-invalid").await.expect("an attribute").as_deref(), Some("true"));
    let described_by =
        username.attr("aria-describedby").await.expect("an attribute").unwrap_or_default();
    assert!(described_by.contains("username-error"), "{described_by}");
    assert_eq!(browser.value_of("E-mail address").await, "eve@example.org");
    assert_eq!(browser.value_of("Username").await, "Ada");
    assert_eq!(browser.value_of("Password").await, "", "a password isn't sent back");

    // The summary leads to the field.
    browser.follow("Username").await;
    assert_eq!(
        browser.focused().await.attr("id").await.expect("an id").as_deref(),
        Some("username")
    );
    browser.fill("Username", "eve").await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Create account").await;
    browser.is_at("/auth/login").await;
}

#[tokio::test]
async fn a_password_can_be_looked_at_and_is_never_sent_as_text() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/auth/login").await;
    browser.fill("Password", PASSWORD).await;
    let kind = async || {
        browser.field("Password").await.attr("type").await.expect("a type").unwrap_or_default()
    };
    assert_eq!(kind().await, "password");
    browser.press("Show password").await;
    assert_eq!(kind().await, "text");
    browser.press("Show password").await;
    assert_eq!(kind().await, "password");
}

#[tokio::test]
async fn after_signing_out_the_back_button_shows_nothing_of_the_session() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.join("ada").await;
    browser.open("/settings/profile").await;
    browser.fill("About you", "not yet saved, and private").await;
    browser.open("/").await;
    browser.field("Your post").await;
    browser.press("Sign out").await;
    browser.sees("You are signed out.").await;
    for _ in 0..3 {
        browser.back().await;
        browser.sees("Sign in").await;
        browser.does_not_see("Sign out").await;
        assert!(
            !browser.has("//textarea").await,
            "no composer and no settings at {}",
            browser.path().await
        );
    }
}
