//! What takes a while: the page says how far it is, with and without scripts.

use crate::support::browser::Browser;
use crate::support::process::Miniblog;

async fn an_archive_is_asked_for_and_offered(browser: &Browser) {
    browser.join("ada").await;
    browser.publish("To be taken along.").await;
    browser.open("/settings/data").await;
    browser.follow("Export…").await;
    browser.press("Make an archive").await;
    // Nobody presses anything.
    browser.sees("Your archive is ready").await;
    assert!(browser.has("//a[@download][contains(., 'Download')]").await);
    assert!(!browser.has("//progress").await);
}

#[tokio::test]
async fn an_archive_is_offered_once_it_is_made() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    an_archive_is_asked_for_and_offered(&browser).await;
}

#[tokio::test]
async fn it_is_without_scripts_too() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::without_scripts(&blog.url).await else { return };
    an_archive_is_asked_for_and_offered(&browser).await;
}
