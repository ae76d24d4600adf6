//! Writing: the count, the draft, the keys, and nothing typed is ever lost.

use crate::support::browser::Browser;
use crate::support::process::{Blog, Miniblog};
use crate::support::{PATIENCE, eventually};

/// What a person sees as the number of characters left.
async fn left(browser: &Browser) -> String {
    let shown = browser.find("the number of characters left", "//*[@data-left]").await;
    shown.text().await.expect("a number")
}

async fn shows_left(browser: &Browser, number: &str) {
    eventually(&format!("{number} left"), PATIENCE, async || {
        (left(browser).await == number).then_some(())
    })
    .await;
}

async fn adas_browser(blog: &Blog) -> Option<Browser> {
    let browser = Browser::start(&blog.url).await?;
    browser.join("ada").await;
    Some(browser)
}

#[tokio::test]
async fn the_count_is_in_characters_as_people_see_them_and_a_link_counts_23() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.open("/posts/new").await;
    shows_left(&browser, "500").await;
    for (text, number) in [
        ("é", "499"),
        ("👩‍👩‍👧‍👦", "499"),
        ("一二三", "497"),
        ("two words  ", "491"),
        ("https://example.org/a/very/long/path?with=a&query=and#more", "477"),
        ("see https://example.org/page, and tell", "463"),
    ] {
        browser.fill("Your post", text).await;
        eventually(&format!("{number} left of {text:?}"), PATIENCE, async || {
            (left(&browser).await == number).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn one_character_too_many_is_refused_with_the_words_kept_and_the_count_shown() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    let text = "字".repeat(501);
    browser.open("/posts/new").await;
    browser.fill("Your post", &text).await;
    shows_left(&browser, "-1").await;
    browser.press("Publish").await;
    browser.sees("This is 1 character too long.").await;
    let status =
        browser.run("return performance.getEntriesByType('navigation')[0].responseStatus").await;
    assert_eq!(status, 422);
    assert_eq!(browser.value_of("Your post").await, text);
    shows_left(&browser, "-1").await;
    assert!(browser.title().await.starts_with("Error: "));

    browser.fill("Your post", &"字".repeat(500)).await;
    shows_left(&browser, "0").await;
    browser.press("Publish").await;
    browser.sees(&"字".repeat(500)).await;
}

#[tokio::test]
async fn an_empty_post_is_not_sent() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.press("Publish").await;
    browser.sees("There is nothing to publish yet.").await;
    browser.is_at("/").await;
    browser.fill("Your post", "Now there is").await;
    browser.does_not_see("There is nothing to publish yet.").await;
}

#[tokio::test]
async fn ctrl_and_enter_publishes() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.fill("Your post", "By the keyboard.").await;
    browser.keys_together("\u{e009}\u{e007}").await;
    eventually("the post's own page", PATIENCE, async || {
        browser.path().await.starts_with("/posts/").then_some(())
    })
    .await;
    browser.sees("By the keyboard.").await;
}

#[tokio::test]
async fn enter_alone_begins_a_new_line() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.fill("Your post", "one").await;
    browser.keys_together("\u{e007}two").await;
    assert_eq!(browser.value_of("Your post").await, "one\ntwo");
}

#[tokio::test]
async fn a_draft_survives_a_reload_and_goes_when_it_is_published() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.fill("Your post", "Half a thought").await;
    browser.reload().await;
    browser.sees("Your draft is back.").await;
    assert_eq!(browser.value_of("Your post").await, "Half a thought");
    browser.write("Your post", ", completed").await;
    browser.press("Publish").await;
    browser.sees("Half a thought, completed").await;
    for page in ["/", "/posts/new"] {
        browser.open(page).await;
        assert_eq!(browser.value_of("Your post").await, "", "{page}");
        browser.does_not_see("Your draft is back.").await;
    }
    // Nor by the back button.
    browser.back().await;
    assert_eq!(browser.value_of("Your post").await, "");
}

#[tokio::test]
async fn a_draft_survives_the_end_of_the_session() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.fill("Your post", "Written while the session ended").await;
    browser.delete_cookie("session").await;
    browser.press("Publish").await;
    browser.sees("Sign in to go on.").await;
    assert!(browser.path().await.starts_with("/auth/login"));
    assert_eq!(blog.visitor().get("/explore").await.body.matches("Written while").count(), 0);
    browser.fill_in_and_sign_in("ada", crate::support::visitor::PASSWORD).await;
    // Wherever that led, a composer has the words.
    if !browser.has("//textarea").await {
        browser.open("/").await;
    }
    browser.sees("Your draft is back.").await;
    assert_eq!(browser.value_of("Your post").await, "Written while the session ended");
    browser.press("Publish").await;
    browser.sees("Written while the session ended").await;
    browser.open("/").await;
    assert_eq!(browser.value_of("Your post").await, "");
}

#[tokio::test]
async fn a_draft_can_be_discarded() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.fill("Your post", "On second thought").await;
    browser.reload().await;
    browser.sees("Your draft is back.").await;
    browser.press("Discard it").await;
    assert_eq!(browser.value_of("Your post").await, "");
    browser.reload().await;
    assert_eq!(browser.value_of("Your post").await, "");
}

#[tokio::test]
async fn who_signs_out_leaves_no_draft_behind() {
    let blog = Miniblog::new().start().await;
    blog.visitor().register("bob").await;
    let Some(browser) = adas_browser(&blog).await else { return };
    browser.fill("Your post", "For Ada's eyes").await;
    browser.press("Sign out").await;
    browser.sees("You are signed out.").await;
    for name in ["bob", "ada"] {
        browser.sign_in(name).await;
        assert_eq!(browser.value_of("Your post").await, "", "{name}");
        browser.press("Sign out").await;
        browser.sees("You are signed out.").await;
    }
}
