//! What holds for every page.

use serde_json::{Value, json};

use crate::pages::{Place, RefusedForm, Site, in_language};
use crate::support::browser::Browser;
use crate::support::{PATIENCE, eventually};

/// Nothing in the console: no error of a script, nothing that the policy blocked, nothing missing.
async fn is_quiet(browser: &Browser, place: &Place) {
    let mut complaints = browser.complaints().await;
    complaints
        .retain(|line| !(place.is_error && line.contains(&place.path) && line.contains(" 4")));
    assert_eq!(complaints, [""; 0], "{}", place.path);
}

#[tokio::test]
async fn no_page_makes_the_browser_complain() {
    let Some(site) = Site::new().await else { return };
    for place in site.places_for_everybody() {
        site.browser.open(&place.path).await;
        is_quiet(&site.browser, &place).await;
    }
    site.browser.sign_in("ada").await;
    for place in site.places_for_people() {
        site.browser.open(&place.path).await;
        is_quiet(&site.browser, &place).await;
    }
}

/// The window's width, how far the page can be scrolled sideways, and what sticks out then.
async fn sideways(browser: &Browser) -> Value {
    let script = "const page = document.scrollingElement, too_far = page.scrollWidth - page.clientWidth;
        const sticks_out = (e) => e.getBoundingClientRect().right > page.clientWidth + 1 || e.scrollWidth > page.clientWidth + 1;
        const wide = too_far > 0 ? [...document.querySelectorAll('body *')].filter(sticks_out) : [];
        return [innerWidth, too_far, wide.slice(-5).map((e) => e.outerHTML.slice(0, 120))]";
    browser.run(script).await
}

#[tokio::test]
async fn at_320_pixels_no_page_scrolls_sideways() {
    let Some(site) = Site::new().await else { return };
    let browser = &site.browser;
    browser.join("eve").await;
    browser.press("Sign out").await;
    browser.sees("You are signed out.").await;
    let screen = json!({ "width": 320, "height": 640, "deviceScaleFactor": 2, "mobile": false });
    browser.cdp("Emulation.setDeviceMetricsOverride", screen).await;
    for language in ["en", "zh-CN"] {
        for place in site.places_for_everybody() {
            browser.open(&in_language(&place.path, language)).await;
            assert_eq!(
                sideways(browser).await,
                json!([320, 0, []]),
                "{} in {language}",
                place.path
            );
        }
    }
    browser.open("/?lang=en").await;
    for form in RefusedForm::FOR_EVERYBODY {
        site.open_refused_form(form).await;
        assert_eq!(sideways(browser).await, json!([320, 0, []]), "{form:?}");
    }
    browser.sign_in("ada").await;
    for place in site.places_for_people() {
        browser.open(&place.path).await;
        assert_eq!(sideways(browser).await, json!([320, 0, []]), "{}", place.path);
    }
    browser.open("/").await;
    browser.press("More").await;
    browser.sees("Delete this post?").await;
    assert_eq!(sideways(browser).await, json!([320, 0, []]), "an open menu");
    for form in RefusedForm::FOR_PEOPLE {
        site.open_refused_form(form).await;
        assert_eq!(sideways(browser).await, json!([320, 0, []]), "{form:?}");
    }
}

#[tokio::test]
async fn every_page_has_a_title_of_its_own_one_heading_and_its_language() {
    let Some(site) = Site::new().await else { return };
    let mut titles = std::collections::BTreeMap::new();
    site.browser.sign_in("ada").await;
    for place in site.places_for_people() {
        site.browser.open(&place.path).await;
        let shape = "return [document.querySelectorAll('h1').length, document.querySelectorAll('main').length, document.documentElement.lang]";
        assert_eq!(site.browser.run(shape).await, json!([1, 1, "en"]), "{}", place.path);
        if let Some(other) = titles.insert(site.browser.title().await, place.path.clone()) {
            panic!("{other} and {} have one title", place.path);
        }
    }
    assert_eq!(site.blog.visitor().get("/").await.status, 200);
}

#[tokio::test]
async fn the_first_visit_loads_less_than_60_kb_and_asks_nobody_else() {
    let Some(site) = Site::new().await else { return };
    site.browser.open("/").await;
    let script = "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        return [all.reduce((sum, e) => sum + e.transferSize, 0), all.map((e) => e.name).filter((name) => !name.startsWith(location.origin))]";
    let loaded = site.browser.run(script).await;
    let bytes = loaded.get(0).and_then(Value::as_u64).expect("a number");
    assert!((1_000..60_000).contains(&bytes), "{bytes} bytes");
    assert_eq!(loaded.get(1), Some(&json!([])));
}

/// A look-out that never reports anything proves nothing.
#[tokio::test]
async fn what_these_tests_look_for_would_be_found() {
    let blog = crate::support::process::Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/").await;
    browser.run("setTimeout(() => { throw new Error('a slip') })").await;
    let found = async |what: &str| {
        let lines =
            async || browser.complaints().await.into_iter().find(|line| line.contains(what));
        eventually(what, PATIENCE, lines).await;
    };
    found("a slip").await;
    browser.run("document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = true' }))").await;
    found("Content Security Policy").await;
    assert_eq!(browser.run("return window.ran ?? false").await, false, "the policy held");
    browser.run("document.querySelector('main').append(Object.assign(document.createElement('pre'), { textContent: 'w'.repeat(999) }))").await;
    let wide = sideways(&browser).await;
    assert!(wide.to_string().contains("<pre>"), "{wide}");
    browser.run("setTimeout(() => alert('hello'))").await;
    eventually("the dialogue", PATIENCE, async || browser.is_asked_something().await.then_some(()))
        .await;
}
