use std::collections::BTreeSet;

use reqwest::Method;

use crate::helpers::{Page, TestApp};

#[actix_web::test]
async fn the_browsers_language_is_spoken() {
    let app = TestApp::spawn().await;
    let chinese = Page::read(
        app.browser()
            .request(Method::GET, "/")
            .header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"),
    )
    .await;
    assert_eq!(chinese.attributes("html", "lang"), ["zh-CN"]);
    assert!(chinese.html.contains("登录"));
    let english =
        Page::read(app.browser().request(Method::GET, "/").header("Accept-Language", "fr")).await;
    assert_eq!(english.attributes("html", "lang"), ["en"]);
    assert!(english.header("vary").contains("Accept-Language"));
}

#[actix_web::test]
async fn a_language_once_chosen_is_kept() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    let link = browser.get("/explore").await.attributes("a[hreflang=zh-CN]", "href").pop().unwrap();
    assert_eq!(browser.get(&link).await.attributes("html", "lang"), ["zh-CN"]);
    assert_eq!(browser.get("/auth/login").await.attributes("html", "lang"), ["zh-CN"]);
    assert_eq!(browser.get("/nothing").await.attributes("html", "lang"), ["zh-CN"]);
}

#[actix_web::test]
async fn an_accounts_language_wins_over_the_browsers() {
    let app = TestApp::spawn().await;
    let browser = app.browser_of("ada").await;
    let form = browser.get("/settings/appearance").await.form("/settings/appearance");
    browser.submit(&form, &[("locale", "zh-CN")]).await;
    let page = Page::read(browser.request(Method::GET, "/").header("Accept-Language", "en")).await;
    assert_eq!(page.attributes("html", "lang"), ["zh-CN"]);
}

#[test]
fn neither_catalogue_lacks_a_message_or_has_one_too_many() {
    let keys = |language: &str| -> BTreeSet<String> {
        let folder = format!("{}/locales/{language}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).unwrap();
        let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        let text: String = texts.collect();
        let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        lines.map(|line| line.split_once('=').unwrap().0.trim().to_owned()).collect()
    };
    assert_eq!(keys("en"), keys("zh-CN"));
    assert!(keys("en").len() > 100);
}
