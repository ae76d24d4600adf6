//! axe-core on every page, in both themes and languages.
//!
//! It is somebody else's code (MPL-2.0), so it isn't kept here: `npm install --prefix .cache/axe
//! axe-core` puts it where these tests look, or `AXE_CORE` names the file.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::pages::{RefusedForm, Site, in_language};
use crate::support::browser::Browser;
use crate::support::say_not_tested;

fn axe_core() -> Option<String> {
    let named = std::env::var_os("AXE_CORE").map(PathBuf::from);
    let kept =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(".cache/axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(named.unwrap_or(kept)).ok()
}

/// What axe finds wrong, a line for each.
async fn findings(browser: &Browser, axe: &str) -> Vec<String> {
    browser.run(&format!("{axe}; return null")).await;
    let script = "const done = arguments[arguments.length - 1];
        axe.run(document).then((found) => done(found.violations.map((v) =>
            `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)),
            (error) => done([String(error)]))";
    let found = browser.run_to_its_end(script).await;
    let lines =
        found.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned);
    lines.collect()
}

async fn check(site: &Site, axe: &str, theme: &str, what: &str, all: &mut Vec<String>) {
    let found = findings(&site.browser, axe).await;
    all.extend(found.into_iter().map(|line| format!("{what} ({theme}): {line}")));
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_either_theme_or_language() {
    let Some(axe) = axe_core() else {
        say_not_tested("there is no axe-core: npm install --prefix .cache/axe axe-core");
        return;
    };
    let Some(site) = Site::new().await else { return };
    let mut all = Vec::new();
    for theme in ["light", "dark"] {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
        site.browser.cdp("Emulation.setEmulatedMedia", features).await;
        for place in site.places_for_everybody() {
            for language in ["en", "zh-CN"] {
                site.browser.open(&in_language(&place.path, language)).await;
                check(&site, &axe, theme, &format!("{} in {language}", place.path), &mut all).await;
            }
        }
        site.browser.open("/?lang=en").await;
        for form in RefusedForm::FOR_EVERYBODY {
            site.open_refused_form(form).await;
            check(&site, &axe, theme, &format!("{form:?}"), &mut all).await;
        }
        site.browser.sign_in("ada").await;
        for place in site.places_for_people() {
            for language in ["en", "zh-CN"] {
                site.browser.open(&in_language(&place.path, language)).await;
                let what = format!("{} in {language}, signed in", place.path);
                check(&site, &axe, theme, &what, &mut all).await;
            }
        }
        site.browser.open("/?lang=en").await;
        for form in RefusedForm::FOR_PEOPLE {
            site.open_refused_form(form).await;
            check(&site, &axe, theme, &format!("{form:?}"), &mut all).await;
        }
        site.browser.open("/").await;
        site.browser.press("Sign out").await;
        site.browser.sees("You are signed out.").await;
    }
    assert!(all.is_empty(), "{}", all.join("\n"));

    // And it does look: a picture without words is found.
    site.browser.run("document.querySelector('main').append(document.createElement('img'))").await;
    let found = findings(&site.browser, &axe).await;
    assert!(found.iter().any(|line| line.starts_with("image-alt")), "{found:?}");
}
