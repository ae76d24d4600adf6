//! Without a mouse.

use thirtyfour::Key;

use crate::pages::Site;
use crate::support::browser::Browser;
use crate::support::process::Miniblog;
use crate::support::visitor::PASSWORD;
use crate::support::{PATIENCE, eventually};

/// What has the focus, by the name that people know it by.
async fn focused(browser: &Browser) -> String {
    let script = "const e = document.activeElement;
        return (e.labels?.[0] ?? e).textContent.replace(/\\s+/g, ' ').trim()";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

/// Presses Tab until something has the focus, as often as anybody would.
async fn tab_to(browser: &Browser, name: &str) {
    let mut stops = Vec::new();
    for _ in 0..40 {
        browser.key(Key::Tab).await;
        let stop = focused(browser).await;
        if stop == name {
            return;
        }
        stops.push(stop);
    }
    panic!("Tab never comes to {name:?}, only to {stops:#?}");
}

async fn type_text(browser: &Browser, text: &str) {
    browser.cdp("Input.insertText", serde_json::json!({ "text": text })).await;
}

/// Whether one can see where the focus is: something looks different without it.
async fn has_visible_focus(browser: &Browser) -> bool {
    let script = "const focused = document.activeElement;
        const around = [...(focused.closest('form, nav, details') ?? document.body).querySelectorAll('*'), focused];
        const looks = () => around.map((e) => { const s = getComputedStyle(e);
            return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.clipPath, s.top].join(); }).join(';');
        const before = looks();
        focused.blur();
        const after = looks();
        focused.focus();
        return before !== after";
    browser.run(script).await.as_bool().unwrap_or_default()
}

#[tokio::test]
async fn the_skip_link_is_the_first_stop_and_leads_to_the_content() {
    let Some(site) = Site::new().await else { return };
    let browser = &site.browser;
    let mut checked = 0;
    for (signed_in, places) in
        [(false, site.places_for_everybody()), (true, site.places_for_people())]
    {
        if signed_in {
            browser.sign_in("ada").await;
        }
        for place in places {
            browser.open(&place.path).await;
            // Where a page opens at a field, nobody is led around anything.
            if browser.run("return document.activeElement !== document.body").await == true {
                continue;
            }
            browser.key(Key::Tab).await;
            if !browser.has("//nav[@aria-label='Main']").await {
                // A page with a single thing to do: only the site's name stands before it.
                browser.key(Key::Tab).await;
                let inside =
                    browser.run("return document.activeElement.closest('main') !== null").await;
                assert_eq!(inside, true, "{}: {}", place.path, focused(browser).await);
                continue;
            }
            assert_eq!(focused(browser).await, "Skip to the content", "{}", place.path);
            assert!(
                browser.has("//a[normalize-space()='Skip to the content']").await,
                "it can be seen: {}",
                place.path
            );
            browser.key(Key::Enter).await;
            let at_content = async || {
                (browser.run("return document.activeElement.id").await == "main").then_some(())
            };
            eventually(&format!("the content of {}", place.path), PATIENCE, at_content).await;
            checked += 1;
        }
    }
    assert!(checked >= 8, "only {checked} pages have a skip link");
}

#[tokio::test]
async fn everything_from_registering_to_deleting_can_be_done_by_keyboard() {
    let blog = Miniblog::new().start().await;
    let Some(browser) = Browser::start(&blog.url).await else { return };
    browser.open("/").await;
    tab_to(&browser, "Create account").await;
    browser.key(Key::Enter).await;
    browser.is_at("/auth/register").await;
    for (label, text) in
        [("E-mail address", "ada@example.org"), ("Username", "ada"), ("Password", PASSWORD)]
    {
        tab_to(&browser, label).await;
        assert!(has_visible_focus(&browser).await, "{label}");
        type_text(&browser, text).await;
    }
    browser.key(Key::Enter).await;
    browser.is_at("/auth/login").await;

    tab_to(&browser, "E-mail address or username").await;
    type_text(&browser, "ada").await;
    tab_to(&browser, "Password").await;
    type_text(&browser, PASSWORD).await;
    tab_to(&browser, "Sign in").await;
    assert!(has_visible_focus(&browser).await);
    browser.key(Key::Enter).await;
    browser.is_at("/").await;

    tab_to(&browser, "Your post").await;
    assert!(has_visible_focus(&browser).await);
    type_text(&browser, "No mouse in the house.").await;
    tab_to(&browser, "Publish").await;
    browser.keys_together(" ").await;
    browser.sees("No mouse in the house.").await;
    eventually("the post's own page", PATIENCE, async || {
        browser.path().await.starts_with("/posts/").then_some(())
    })
    .await;

    tab_to(&browser, "More").await;
    assert!(has_visible_focus(&browser).await);
    browser.key(Key::Enter).await;
    browser.sees("Delete this post?").await;
    browser.key(Key::Escape).await;
    eventually("the menu closed", PATIENCE, async || {
        (!browser.text().await.contains("Delete this post?")).then_some(())
    })
    .await;
    assert_eq!(focused(&browser).await, "More", "and the focus where it was");
    browser.key(Key::Enter).await;
    tab_to(&browser, "Delete").await;
    browser.key(Key::Enter).await;
    browser.sees("The post is deleted.").await;

    tab_to(&browser, "Sign out").await;
    browser.key(Key::Enter).await;
    browser.sees("You are signed out.").await;
}

#[tokio::test]
async fn on_a_small_screen_what_has_the_focus_is_never_hidden_and_always_visible() {
    let Some(site) = Site::new().await else { return };
    let browser = &site.browser;
    let screen =
        serde_json::json!({ "width": 320, "height": 480, "deviceScaleFactor": 1, "mobile": false });
    browser.sign_in("ada").await;
    browser.cdp("Emulation.setDeviceMetricsOverride", screen).await;
    // Something of it must be on top of everything else (WCAG 2.2, 2.4.11).
    let on_top = "const e = document.activeElement, shown = e.labels?.[0]?.contains(e) ? e.labels[0] : e;
        return [...shown.getClientRects()].some((r) => [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
            const top = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
            return top && (shown.contains(top) || top.contains(e) && top.matches('label, a, button')); })))";
    for place in site.places_for_people() {
        browser.open(&place.path).await;
        let mut stops = 0;
        loop {
            browser.key(Key::Tab).await;
            if browser.run("return document.activeElement === document.body").await == true
                || stops > 60
            {
                break;
            }
            stops += 1;
            let name = focused(browser).await;
            assert_eq!(browser.run(on_top).await, true, "{name:?} is hidden: {}", place.path);
            assert!(
                has_visible_focus(browser).await,
                "no sign of the focus at {name:?}: {}",
                place.path
            );
        }
        assert!(stops >= 2, "{stops} stops on {}", place.path);
    }
}
