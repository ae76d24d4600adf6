//! Following, replying, liking and bookmarking, with the script and without.

use crate::support::browser::Browser;
use crate::support::eventually;
use crate::support::process::{Blog, Miniblog};
use crate::support::visitor::PASSWORD;

/// Bob has written something; Ada is at the browser.
async fn ada_meets_bob(blog: &Blog, browser: &Browser) -> String {
    let bob = blog.visitor();
    bob.register("bob").await;
    bob.post("/auth/login", &[("identifier", "bob"), ("password", PASSWORD)]).await;
    let permalink =
        bob.post("/posts", &[("body", "A question, says Bob.")]).await.location().to_owned();
    browser.join("ada").await;
    permalink
}

/// The state and the count that a button shows, once the server has agreed.
async fn shown(browser: &Browser, action: &str) -> (bool, String) {
    let xpath = format!("//form[contains(@action, '/{action}')]/button");
    let button = browser.find(action, &xpath).await;
    let busy = async || {
        let busy = button.attr("aria-busy").await.expect("an answer");
        (busy.as_deref() != Some("true")).then_some(())
    };
    eventually("that the server has agreed", std::time::Duration::from_secs(20), busy).await;
    let pressed = button.attr("aria-pressed").await.expect("an attribute");
    let text = button.text().await.expect("a text");
    (pressed.as_deref() == Some("true"), text.chars().filter(char::is_ascii_digit).collect())
}

async fn click(browser: &Browser, action: &str) {
    let xpath = format!("//form[contains(@action, '/{action}')]/button");
    browser.find(action, &xpath).await.click().await.expect("a button that can be pressed");
}

async fn meet(blog: &Blog, browser: &Browser) {
    let permalink = ada_meets_bob(blog, browser).await;
    browser.does_not_see("A question, says Bob.").await;

    browser.open("/users/bob").await;
    click(browser, "follow").await;
    eventually("that Ada follows Bob", std::time::Duration::from_secs(20), async || {
        shown(browser, "unfollow").await.0.then_some(())
    })
    .await;
    browser.open("/").await;
    browser.sees("A question, says Bob.").await;

    click(browser, "like").await;
    let liked = async || {
        Some(shown(browser, "unlike").await).filter(|(pressed, count)| *pressed && count == "1")
    };
    eventually("that Ada likes it", std::time::Duration::from_secs(20), liked).await;
    click(browser, "bookmark").await;
    let put_by = async || shown(browser, "unbookmark").await.0.then_some(());
    eventually("that it is put by", std::time::Duration::from_secs(20), put_by).await;
    browser.open("/bookmarks").await;
    browser.sees("A question, says Bob.").await;

    browser.open(&permalink).await;
    browser
        .find("the reply's sheet", "//textarea")
        .await
        .send_keys("An answer, says Ada.")
        .await
        .expect("keys");
    browser.press("Reply").await;
    browser.sees("An answer, says Ada.").await;
    browser.sees("A question, says Bob.").await;
    assert_ne!(browser.path().await, permalink, "the reply's own page");

    browser.open("/explore").await;
    browser.sees("A question, says Bob.").await;
    browser.does_not_see("An answer, says Ada.").await;
    assert!(blog.visitor().get(&permalink).await.body.contains("An answer, says Ada."));
    browser.open("/users/bob/followers").await;
    browser.sees("@ada").await;
}

#[tokio::test]
async fn ada_follows_bob_likes_what_he_asks_and_answers_it() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    meet(&blog, &browser).await;
    assert_eq!(browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn she_does_so_without_scripts_too() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::without_scripts(&blog.url).await else { return };
    meet(&blog, &browser).await;
}

#[tokio::test]
async fn a_like_needs_no_new_page_and_shows_the_truth_after_a_reload() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    let permalink = ada_meets_bob(&blog, &browser).await;
    browser.open(&permalink).await;
    browser.run("window.stayed = true; return null").await;
    click(&browser, "like").await;
    let liked = async || shown(&browser, "unlike").await.0.then_some(());
    eventually("that Ada likes it", std::time::Duration::from_secs(20), liked).await;
    assert_eq!(browser.run("return window.stayed === true").await, true);
    browser.reload().await;
    assert_eq!(shown(&browser, "unlike").await, (true, "1".to_owned()));
}

#[tokio::test]
async fn a_like_after_the_session_has_ended_leads_to_the_sign_in() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    let permalink = ada_meets_bob(&blog, &browser).await;
    browser.open(&permalink).await;
    browser.delete_cookie("session").await;
    click(&browser, "like").await;
    browser.sees("Sign in to go on.").await;
    // And from there back to the post.
    browser.fill_in_and_sign_in("ada", PASSWORD).await;
    browser.is_at(&permalink).await;
}
