//! Markup in every field is text, and nothing in it runs.

use crate::support::browser::Browser;
use crate::support::process::Miniblog;
use crate::support::visitor::PASSWORD;

/// Out of a field, out of the title, out of an attribute.
const HOSTILE: &str =
    "</textarea></title><script>alert(1)</script><img src=x onerror=alert(2)>'\"><b>bold</b>";

/// It can be read as it was written, and left nothing but text in the page.
async fn is_harmless(browser: &Browser, where_to: &str) {
    assert!(!browser.is_asked_something().await, "a dialogue at {where_to}");
    let found = browser.run("return [document.scripts.length, document.images.length, document.querySelectorAll('main b').length]").await;
    assert_eq!(found, serde_json::json!([1, 0, 0]), "{where_to}");
}

#[tokio::test]
async fn markup_in_a_post_and_a_profile_is_shown_as_text_and_nothing_runs() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.join("ada").await;
    browser.open("/settings/profile").await;
    // A display name has 50 characters.
    let name = "<script>alert(3)</script><i onclick=alert(4)>x</i>";
    browser.fill("Display name", name).await;
    browser.fill("About you", HOSTILE).await;
    browser.press("Save").await;
    browser.sees("Your settings are saved.").await;
    assert_eq!(browser.value_of("Display name").await, name);
    assert_eq!(browser.value_of("About you").await, HOSTILE);
    is_harmless(&browser, "/settings/profile").await;

    browser.open("/").await;
    let permalink = browser.publish(HOSTILE).await;
    for page in ["/", "/explore", "/users/ada", &permalink] {
        browser.open(page).await;
        browser.sees(HOSTILE).await;
        browser.sees(name).await;
        is_harmless(&browser, page).await;
    }
    assert_eq!(browser.complaints().await, [""; 0], "not even the policy had anything to block");
}

#[tokio::test]
async fn markup_in_a_form_that_is_refused_is_shown_as_text() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/auth/login?next=%22%3E%3Cscript%3Ealert(5)%3C%2Fscript%3E").await;
    is_harmless(&browser, "the sign-in page").await;
    browser.fill_in_and_sign_in(HOSTILE, PASSWORD).await;
    browser.sees("The name or the password isn’t right.").await;
    assert_eq!(browser.value_of("E-mail address or username").await, HOSTILE);
    is_harmless(&browser, "the sign-in page, again").await;

    browser.open("/auth/register").await;
    browser.fill("E-mail address", "ada@example.org").await;
    browser.fill("Username", HOSTILE).await;
    browser.fill("Password", PASSWORD).await;
    browser.press("Create account").await;
    browser.sees("Use only letters").await;
    assert_eq!(browser.value_of("Username").await, HOSTILE);
    is_harmless(&browser, "the sign-up page, again").await;

    browser.join("ada").await;
    let text = HOSTILE.repeat(6);
    browser.open("/posts/new").await;
    browser.fill("Your post", &text).await;
    browser.press("Publish").await;
    browser.sees("too long").await;
    assert_eq!(browser.value_of("Your post").await, text);
    is_harmless(&browser, "the composer, again").await;
}
