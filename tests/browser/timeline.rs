//! What the script adds to lists: news of what has come, more of them without leaving the place,
//! and the keyboard.

use crate::support::browser::Browser;
use crate::support::process::{Blog, Miniblog};
use crate::support::visitor::{PASSWORD, Visitor};
use crate::support::{PATIENCE, eventually};

async fn bob(blog: &Blog) -> Visitor {
    let bob = blog.visitor();
    bob.register("bob").await;
    bob.sign_in("bob", PASSWORD).await;
    bob
}

async fn is_true(browser: &Browser, what: &str, script: &str) {
    let script = format!("return Boolean({script})");
    let seen = async || browser.run(&script).await.as_bool().filter(|seen| *seen).map(drop);
    eventually(what, PATIENCE, seen).await;
}

async fn press(browser: &Browser, key: &str) {
    let script = format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }})); return null"
    );
    browser.run(&script).await;
}

#[tokio::test]
async fn what_has_come_meanwhile_is_announced_and_one_press_away() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    let bob = bob(&blog).await;
    browser.join("ada").await;
    browser.open("/explore").await;
    bob.publish("Fresh from the press.").await;
    browser.sees("1 new post").await;
    browser.does_not_see("Fresh from the press.").await;
    bob.publish("@ada this is for you").await;
    browser.sees("2 new posts").await;
    let badge =
        "[...document.querySelectorAll('[data-unread]')].some((e) => e.textContent === '1')";
    is_true(&browser, "the badge's number", badge).await;
    browser.press("2 new posts").await;
    browser.sees("Fresh from the press.").await;
    browser.sees("this is for you").await;

    // Looked at, they are read.
    browser.open("/notifications").await;
    browser.sees("Mentioned you").await;
    is_true(&browser, "no number any more", &badge.replace("'1'", "''").replace("some", "every"))
        .await;
    browser.reload().await;
    browser.sees("Mentioned you").await;
    browser.does_not_see("Mark all as read").await;
}

#[tokio::test]
async fn more_of_a_list_comes_without_leaving_the_place() {
    let blog = Miniblog::new().set("posts.page_size", "3").start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    let bob = bob(&blog).await;
    for number in 1..=7 {
        bob.publish(&format!("Post number {number}.")).await;
    }
    browser.open("/explore").await;
    browser.run("window.stayed = true; return null").await;
    browser.does_not_see("Post number 4.").await;
    let older = async || {
        let link = browser.find("the link to more", "//a[@rel='next']").await;
        link.click().await.expect("a link that can be followed");
    };
    older().await;
    browser.sees("Post number 4.").await;
    older().await;
    browser.sees("Post number 1.").await;
    browser.sees("Post number 7.").await;
    assert_eq!(browser.run("return window.stayed === true").await, true);
    let ends = "document.querySelector('a[rel=next]') === null";
    is_true(&browser, "the end of the list", ends).await;
    is_true(&browser, "the focus", "document.activeElement.textContent.includes('number 1')").await;
    assert_eq!(browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn keys_go_from_post_to_post_and_do_things_and_can_be_switched_off() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    let bob = bob(&blog).await;
    let older = bob.publish("The older one.").await;
    bob.publish("The newer one.").await;
    browser.join("ada").await;
    browser.open("/explore").await;
    let at = |text: &str| format!("document.activeElement.textContent.includes('{text}')");
    press(&browser, "j").await;
    is_true(&browser, "the first post", &at("The newer one.")).await;
    press(&browser, "j").await;
    is_true(&browser, "the second post", &at("The older one.")).await;
    press(&browser, "l").await;
    let liked = "document.activeElement.closest('article').querySelector('[data-toggle=liked] button').getAttribute('aria-pressed') === 'true'";
    is_true(&browser, "that it is liked", liked).await;
    press(&browser, "Enter").await;
    press(&browser, "o").await;
    browser.is_at(&older).await;

    press(&browser, "?").await;
    is_true(&browser, "the help", "document.querySelector('dialog[data-keys]').open").await;
    browser.sees("Keyboard shortcuts").await;
    let switch = "document.querySelector('dialog[data-keys] input[type=checkbox]').click(); document.querySelector('dialog[data-keys]').close(); return null";
    browser.run(switch).await;
    browser.open("/explore").await;
    press(&browser, "j").await;
    assert_eq!(browser.run("return document.activeElement === document.body").await, true);
}
