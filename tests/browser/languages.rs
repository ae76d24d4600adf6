//! Two languages and two themes.

use serde_json::Value;

use crate::support::browser::Browser;
use crate::support::process::Miniblog;

async fn attribute(browser: &Browser, name: &str) -> Value {
    browser.run(&format!("return document.documentElement.getAttribute('{name}')")).await
}

/// How light the page is, from 0 to 255.
async fn lightness(browser: &Browser) -> f64 {
    let script = "const ground = getComputedStyle(document.documentElement).backgroundColor;
        return Math.max(...ground.match(/\\d+/g).slice(0, 3).map(Number))";
    browser.run(script).await.as_f64().expect("a number")
}

#[tokio::test]
async fn the_choice_of_a_language_sticks() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/explore").await;
    assert_eq!(attribute(&browser, "lang").await, "en");
    browser.follow("简体中文").await;
    browser.sees("这里还没有内容").await;
    assert_eq!(attribute(&browser, "lang").await, "zh-CN");
    for page in ["/", "/auth/login", "/no/such/page"] {
        browser.open(page).await;
        assert_eq!(attribute(&browser, "lang").await, "zh-CN", "{page}");
    }
    browser.open("/auth/login").await;
    browser.field("密码").await;
    browser.follow("English").await;
    browser.field("Password").await;
    browser.open("/").await;
    assert_eq!(attribute(&browser, "lang").await, "en");
}

#[tokio::test]
async fn theme_and_language_of_the_settings_apply_at_once_and_everywhere() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.join("ada").await;
    browser.open("/settings/appearance").await;
    assert!(lightness(&browser).await > 200.0, "light as long as nobody asked for anything else");
    browser.field("Dark").await.click().await.expect("a choice");
    browser.field("Language").await;
    browser
        .find("the language", "//select[@id='locale']/option[normalize-space()='简体中文']")
        .await
        .click()
        .await
        .expect("a choice");
    browser.press("Save").await;
    browser.find("the settings in Chinese", "//h1[normalize-space()='外观与语言']").await;
    for page in ["/settings/profile", "/", "/explore", "/users/ada", "/posts/new"] {
        browser.open(page).await;
        assert_eq!(attribute(&browser, "lang").await, "zh-CN", "{page}");
        assert_eq!(attribute(&browser, "data-theme").await, "dark", "{page}");
        assert!(lightness(&browser).await < 60.0, "{page} is dark");
    }
    browser.press("退出登录").await;
    browser
        .find("the way in", "//a[normalize-space()='登录' or normalize-space()='Sign in']")
        .await;
    assert!(lightness(&browser).await > 200.0, "the theme was hers");
}

#[tokio::test]
async fn without_a_choice_the_theme_follows_the_system() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    for (wish, is_dark) in [("dark", true), ("light", false)] {
        let features =
            serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": wish }] });
        browser.cdp("Emulation.setEmulatedMedia", features).await;
        browser.open("/").await;
        assert_eq!(lightness(&browser).await < 60.0, is_dark, "{wish}");
    }
}
