//! What people keep from others, and from themselves: approving followers, muting, blocking.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::helpers::{Browser, Page, TestApp, id_of};

const LOCKED: [(&str, &str); 1] = [("locked", "1")];

/// As `app.js` does it.
async fn by_script(browser: &Browser, path: &str) -> Value {
    let request = browser.request(Method::POST, path).header("Sec-Fetch-Site", "same-origin");
    let page = Page::read(request.header("Accept", "application/json")).await;
    serde_json::from_str(&page.html).unwrap_or_else(|error| panic!("{error}: {}", page.html))
}

/// Somebody whose followers wait to be let in, with a post that is for them.
async fn locked(app: &TestApp) -> (Browser, String) {
    let ada = app.browser_of("ada").await;
    ada.save_privacy(&LOCKED).await;
    let post = ada.publish_with("for followers", &[("visibility", "followers")]).await;
    (ada, post)
}

#[actix_web::test]
async fn who_approves_followers_is_asked_and_says_yes() {
    let app = TestApp::spawn().await;
    let (ada, post) = locked(&app).await;
    let grace = app.browser_of("grace").await;
    let form = grace.get("/users/ada").await.form("/users/ada/follow");
    grace.submit(&form, &[]).await.assert_redirects_to("/users/ada");
    // Asked for, and nothing more.
    let profile = grace.get("/users/ada").await;
    assert_eq!(profile.buttons("/users/ada/unfollow").len(), 1);
    assert_eq!(grace.get(&post).await.status, StatusCode::NOT_FOUND);
    assert!(ada.get("/users/ada/followers").await.people().is_empty());
    assert!(grace.get("/").await.posts().is_empty());

    assert!(ada.get("/notifications").await.texts(".asked a")[0].contains('1'));
    let requests = ada.get("/follow-requests").await;
    assert_eq!(requests.people(), ["@grace"]);
    let form = requests.form("/users/grace/accept-follow");
    ada.submit(&form, &[]).await.assert_redirects_to("/follow-requests");
    let requests = ada.get("/follow-requests").await;
    assert_eq!(
        requests.texts(".flash").first().map(String::as_str),
        Some("Accepted. They follow you now.")
    );
    assert!(requests.people().is_empty());
    assert_eq!(ada.get("/users/ada/followers").await.people(), ["@grace"]);
    assert_eq!(grace.get(&post).await.posts(), ["for followers"]);
    assert_eq!(grace.get("/").await.posts(), ["for followers"]);
    assert!(ada.get("/notifications").await.texts(".asked a").is_empty());
}

#[actix_web::test]
async fn who_approves_followers_is_asked_and_says_no() {
    let app = TestApp::spawn().await;
    let (ada, post) = locked(&app).await;
    let grace = app.browser_of("grace").await;
    grace.press("/users/ada/follow").await;
    let form = ada.get("/follow-requests").await.form("/users/grace/reject-follow");
    ada.submit(&form, &[]).await.assert_redirects_to("/follow-requests");
    assert!(ada.get("/follow-requests").await.people().is_empty());
    assert!(ada.get("/users/ada/followers").await.people().is_empty());
    assert_eq!(grace.get(&post).await.status, StatusCode::NOT_FOUND);
    // One may ask again.
    assert_eq!(
        by_script(&grace, "/users/ada/follow").await,
        json!({ "following": false, "requested": true })
    );
    assert_eq!(ada.get("/follow-requests").await.people(), ["@grace"]);
}

#[actix_web::test]
async fn a_request_can_be_taken_back_and_then_not_be_accepted() {
    let app = TestApp::spawn().await;
    let (ada, _) = locked(&app).await;
    let grace = app.browser_of("grace").await;
    for _ in 0..2 {
        grace.press("/users/ada/follow").await;
    }
    assert_eq!(ada.get("/follow-requests").await.people(), ["@grace"], "asking twice is once");
    let form = grace.get("/users/ada").await.form("/users/ada/unfollow");
    grace.submit(&form, &[]).await.assert_redirects_to("/users/ada");
    assert!(ada.get("/follow-requests").await.people().is_empty());
    assert!(ada.get("/notifications").await.texts(".note").is_empty());
    for path in ["/users/grace/accept-follow", "/users/grace/reject-follow"] {
        assert_eq!(ada.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(ada.get("/users/ada/followers").await.people().is_empty());
}

#[actix_web::test]
async fn requests_are_for_who_is_asked_to_decide() {
    let app = TestApp::spawn().await;
    let (ada, _) = locked(&app).await;
    let (grace, eve) = (app.browser_of("grace").await, app.browser_of("eve").await);
    grace.press("/users/ada/follow").await;
    for browser in [&grace, &eve] {
        let path = "/users/grace/accept-follow";
        assert_eq!(browser.post(path, &[]).await.status, StatusCode::NOT_FOUND);
        assert!(browser.get("/follow-requests").await.people().is_empty());
    }
    app.browser()
        .get("/follow-requests")
        .await
        .assert_redirects_to("/auth/login?next=%2Ffollow-requests");
    assert_eq!(ada.get("/follow-requests").await.people(), ["@grace"]);
}

#[actix_web::test]
async fn who_begins_to_approve_followers_keeps_those_there_are() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    grace.press("/users/ada/follow").await;
    ada.save_privacy(&LOCKED).await;
    assert_eq!(ada.get("/users/ada/followers").await.people(), ["@grace"]);
    assert_eq!(
        by_script(&grace, "/users/ada/follow").await,
        json!({ "following": true, "requested": false })
    );
    assert!(
        ada.get("/settings/privacy").await.form("/settings/privacy").fields.contains_key("locked")
    );
    assert!(!app.browser().get("/users/ada").await.texts(".person .chip").is_empty());
}

#[actix_web::test]
async fn who_asked_before_the_doors_were_opened_is_let_in_by_asking_again() {
    let app = TestApp::spawn().await;
    let (ada, _) = locked(&app).await;
    let grace = app.browser_of("grace").await;
    grace.press("/users/ada/follow").await;
    ada.save_privacy(&[]).await;
    assert_eq!(
        by_script(&grace, "/users/ada/follow").await,
        json!({ "following": true, "requested": false })
    );
    assert!(ada.get("/follow-requests").await.people().is_empty());
    let notes = ada.get("/notifications").await.texts(".note p");
    assert_eq!(notes.len(), 1, "of the following, and not of the request any more: {notes:?}");
}

#[actix_web::test]
async fn who_is_muted_stays_out_of_the_way_and_does_not_notice() {
    let app = TestApp::spawn().await;
    let (ada, ben, tess) =
        (app.browser_of("ada").await, app.browser_of("ben").await, app.browser_of("tess").await);
    for person in ["ben", "tess"] {
        ada.press(&format!("/users/{person}/follow")).await;
    }
    let by_ben = ben.publish("by ben #talk").await;
    let by_tess = tess.publish("by tess #talk").await;
    tess.press(&format!("{by_ben}/repost")).await;
    ben.press(&format!("{by_tess}/repost")).await;
    let lists = ["/", "/explore", "/tags/talk"];

    let form = ada.get(&by_ben).await.form("/users/ben/mute");
    ada.submit(&form, &[]).await.assert_redirects_to("/users/ben");
    for path in lists {
        assert_eq!(ada.get(path).await.posts(), ["by tess #talk"], "{path}");
    }
    // Neither what others pass on of his, nor what he passes on.
    assert!(ada.get("/").await.texts("article.post .why").is_empty());
    // Who goes to see him sees him.
    assert_eq!(ada.get("/users/ben").await.posts(), ["by tess #talk", "by ben #talk"]);
    assert_eq!(ada.get(&by_ben).await.status, StatusCode::OK);
    assert_eq!(ada.get("/settings/mutes").await.people(), ["@ben"]);
    assert_eq!(ada.get("/users/ada/following").await.people(), ["@tess", "@ben"]);
    for path in ["/users/ada", "/notifications"] {
        assert!(!ben.get(path).await.html.to_lowercase().contains("muted"), "{path}");
    }
    assert!(ben.get("/settings/mutes").await.people().is_empty());

    let form = ada.get("/settings/mutes").await.form("/users/ben/unmute");
    ada.submit(&form, &[]).await;
    assert!(ada.get("/settings/mutes").await.people().is_empty());
    for path in lists {
        assert_eq!(ada.get(path).await.posts().len(), 2, "{path}");
    }
}

#[actix_web::test]
async fn nobody_mutes_or_blocks_himself() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.publish("mine").await;
    for name in ["ada", "ADA"] {
        for action in ["mute", "block"] {
            let page = ada.post(&format!("/users/{name}/{action}"), &[]).await;
            page.assert_redirects_to("/users/ada");
        }
    }
    for path in ["/", "/explore", "/users/ada"] {
        assert_eq!(ada.get(path).await.posts(), ["mine"], "{path}");
    }
    assert!(ada.get("/settings/mutes").await.people().is_empty());
    assert!(ada.get("/settings/blocks").await.people().is_empty());
    for action in ["mute", "unmute", "block", "unblock", "remove-follower", "accept-follow"] {
        let status = ada.post(&format!("/users/nobody/{action}"), &[]).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{action}");
        let page = app.browser().post(&format!("/users/ada/{action}"), &[]).await;
        page.assert_redirects_to("/auth/login");
    }
}

#[actix_web::test]
async fn a_block_cuts_what_is_between_two_people_and_lets_nothing_grow_again() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    ada.press("/users/ben/follow").await;
    ben.press("/users/ada/follow").await;
    let form = ada.get("/users/ben").await.form("/users/ben/block");
    ada.submit(&form, &[]).await.assert_redirects_to("/users/ben");
    // A second time is no mistake.
    ada.press("/users/ben/block").await;
    for person in ["ada", "ben"] {
        for list in ["followers", "following"] {
            let path = format!("/users/{person}/{list}");
            assert!(app.browser().get(&path).await.people().is_empty(), "{path}");
        }
    }
    for (browser, person) in [(&ada, "ben"), (&ben, "ada")] {
        let path = format!("/users/{person}/follow");
        assert!(browser.get(&format!("/users/{person}")).await.buttons(&path).is_empty());
        assert_eq!(browser.post(&path, &[]).await.status, StatusCode::FORBIDDEN, "{person}");
    }
    assert_eq!(ada.get("/settings/blocks").await.people(), ["@ben"]);
    assert!(ben.get("/settings/blocks").await.people().is_empty());
    // Who was blocked can't undo it.
    ben.press("/users/ada/unblock").await;
    assert_eq!(ben.post("/users/ada/follow", &[]).await.status, StatusCode::FORBIDDEN);

    let form = ada.get("/settings/blocks").await.form("/users/ben/unblock");
    ada.submit(&form, &[]).await;
    assert!(ada.get("/settings/blocks").await.people().is_empty());
    assert!(app.browser().get("/users/ada/followers").await.people().is_empty());
    ben.press("/users/ada/follow").await;
    assert_eq!(app.browser().get("/users/ada/followers").await.people(), ["@ben"]);
}

#[actix_web::test]
async fn a_block_hides_two_people_from_each_other_and_from_nobody_else() {
    let app = TestApp::spawn().await;
    let (ada, ben, tess) =
        (app.browser_of("ada").await, app.browser_of("ben").await, app.browser_of("tess").await);
    for person in ["ada", "ben"] {
        tess.press(&format!("/users/{person}/follow")).await;
    }
    for browser in [&ada, &ben] {
        browser.press("/users/tess/follow").await;
    }
    let question = tess.publish("a question #talk").await;
    let parent = [("in_reply_to", id_of(&question))];
    let by_ada = ada.publish_with("ada's answer #talk", &parent).await;
    let parent = [("in_reply_to", id_of(&by_ada))];
    ben.publish_with("ben's answer to it #talk", &parent).await;
    ben.press("/users/ada/block").await;

    let all = ["a question #talk", "ada's answer #talk", "ben's answer to it #talk"];
    for (browser, thread) in [
        (&ada, &[all[0], all[1]][..]),
        (&ben, &[all[0], all[2]]),
        (&tess, &all),
        (&app.browser(), &all),
    ] {
        assert_eq!(browser.get(&question).await.posts(), thread);
        let newest: Vec<&str> = thread.iter().rev().copied().collect();
        for path in ["/tags/talk", "/search?q=talk"] {
            assert_eq!(browser.get(path).await.posts(), newest, "{path}");
        }
    }
    for (browser, other, others) in [(&ada, "ben", ["@tess"]), (&ben, "ada", ["@tess"])] {
        let page = browser.get(&format!("/users/{other}?tab=replies")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.posts().is_empty());
        let found = browser.get(&format!("/search?q={other}&in=people")).await;
        assert!(found.people().is_empty(), "{other}");
        let followers = browser.get("/users/tess/followers").await.people();
        assert!(!followers.contains(&format!("@{other}")), "{other}");
        let found = browser.get("/search?q=tess&in=people").await;
        assert_eq!(found.people(), others);
    }
    // The answer to somebody who can't be seen says so, without his name.
    let page = ben.get("/users/ben?tab=replies").await;
    assert_eq!(page.posts(), [all[2]]);
    assert!(!page.texts("article.post .re").join(" ").contains("ada"));
    assert!(app.browser().get("/search?q=ada&in=people").await.people() == ["@ada"]);
}

#[actix_web::test]
async fn who_was_blocked_reads_the_name_and_nothing_else_of_a_profile() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let form = ada.get("/settings/profile").await.form("/settings/profile");
    let fields =
        [("bio", "I study engines."), ("link_label_1", "Home"), ("link_url_1", "ada.example")];
    ada.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    ada.press(&format!("{}/pin", ada.publish("a pinned post").await)).await;
    let words = ["I study engines", "ada.example", "a pinned post"];
    let page = ben.get("/users/ada").await;
    assert!(words.iter().all(|word| page.html.contains(word)));

    ada.press("/users/ben/block").await;
    let page = ben.get("/users/ada").await;
    assert_eq!(page.status, StatusCode::OK);
    for word in words {
        assert!(!page.html.contains(word), "{word}");
    }
    assert_eq!(page.texts(".empty h2").len(), 1, "and is told why");
    for list in ["followers", "following"] {
        let status = ben.get(&format!("/users/ada/{list}")).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{list}");
    }
    // Who blocks may look at whom, but not at what he writes.
    assert!(!ada.get("/users/ben").await.buttons("/users/ben/unblock").is_empty());
}

#[actix_web::test]
async fn naming_somebody_across_a_block_reaches_nobody() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let before = ben.publish("@ada before").await;
    ben.press(&format!("{}/like", ada.publish("likeable").await)).await;
    assert_eq!(ada.get("/notifications").await.texts(".note").len(), 2);
    ada.press("/users/ben/block").await;
    assert!(ada.get("/notifications").await.texts(".note").is_empty(), "what was is gone");

    let after = ben.publish_with("@ada after", &[("visibility", "mentioned")]).await;
    let open = ben.publish("@ada in the open").await;
    assert!(ada.get("/notifications").await.texts(".note").is_empty());
    assert_eq!(app.browser().get(&before).await.attributes(".text a", "href"), ["/users/ada"]);
    assert!(app.browser().get(&open).await.attributes(".text a", "href").is_empty());
    // Nor when the block is lifted: it was never addressed to her.
    ada.press("/users/ben/unblock").await;
    assert_eq!(ada.get(&after).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get(&before).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_block_takes_back_requests_to_follow() {
    let app = TestApp::spawn().await;
    let (ada, _) = locked(&app).await;
    let ben = app.browser_of("ben").await;
    ben.press("/users/ada/follow").await;
    ada.press("/users/ben/block").await;
    ada.press("/users/ben/unblock").await;
    assert!(ada.get("/follow-requests").await.people().is_empty());
    assert_eq!(ada.post("/users/ben/accept-follow", &[]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_follower_can_be_removed_without_being_told() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish_with("for followers", &[("visibility", "followers")]).await;
    ben.press("/users/ada/follow").await;
    ada.press("/users/ben/follow").await;
    assert_eq!(ben.get("/").await.posts(), ["for followers"]);

    let form = ada.get("/users/ada/followers").await.form("/users/ben/remove-follower");
    ada.submit(&form, &[]).await;
    assert!(ada.get("/users/ada/followers").await.people().is_empty());
    assert_eq!(ada.get("/users/ada/following").await.people(), ["@ben"], "her own stays");
    assert!(ben.get("/").await.posts().is_empty());
    assert_eq!(ben.get(&post).await.status, StatusCode::NOT_FOUND);
    // Of her following him he has been told, and of nothing else.
    assert_eq!(ben.get("/notifications").await.texts(".note").len(), 1);
    assert!(ada.get("/notifications").await.texts(".note").is_empty());
    // Nothing to remove is no mistake; nobody else has the button.
    ada.press("/users/ben/remove-follower").await;
    ben.press("/users/ada/follow").await;
    let page = ben.get("/users/ada/followers").await;
    assert!(!page.html.contains("remove-follower"));
}

#[actix_web::test]
async fn posts_with_muted_words_are_covered_and_say_why() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    ada.press("/users/ben/follow").await;
    for (body, warning) in [
        ("No END of it", ""),
        ("A weekend", ""),
        ("Look at #Football", ""),
        ("Look at #FootballSeason", ""),
        ("今天看世界杯吗", ""),
        ("Look behind", "Spoilers of the END"),
    ] {
        ben.publish_with(&format!("@ada {body}"), &[("content_warning", warning)]).await;
    }
    ada.save_privacy(&[("muted_words", " end \r\n#football\r\n\r\n世界杯\r\nEnd\r\n")]).await;
    let kept = ada.get("/settings/privacy").await.form("/settings/privacy");
    assert_eq!(kept.fields["muted_words"], "end\n#football\n世界杯");

    let covered = [
        "Hidden: contains “end”",
        "Hidden: contains “世界杯”",
        "Hidden: contains “#football”",
        "Hidden: contains “end”",
    ];
    for path in ["/", "/explore", "/users/ben", "/search?q=from:ben", "/notifications"] {
        let page = ada.get(path).await;
        let summaries = page.texts("details.cover > summary");
        let summaries: Vec<&String> =
            summaries.iter().filter(|text| text.starts_with("Hidden")).collect();
        assert_eq!(summaries, covered, "{path}");
        assert!(page.attributes("details.cover", "open").is_empty(), "{path}");
        // They are covered and not gone: the button opens them.
        assert_eq!(page.posts().len(), 6, "{path}");
    }
    // Nobody else's posts are covered, and one's own never.
    assert!(ben.get("/explore").await.texts("details.cover > summary").len() == 1);
    ada.publish("My own end").await;
    assert!(!ada.get("/users/ada").await.html.contains("Hidden"));
    ada.save_privacy(&[]).await;
    assert!(!ada.get("/explore").await.html.contains("Hidden"));
}

#[actix_web::test]
async fn a_privacy_form_with_a_mistake_is_shown_again_and_changes_nothing() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    ada.save_privacy(&[("notify_from", "followed"), ("muted_words", "kept")]).await;
    let words = |many: usize| {
        (0..many).map(|number| format!("word{number}")).collect::<Vec<_>>().join("\n")
    };
    for (field, value) in [
        ("notify_from", "everybody"),
        ("notify_from", ""),
        ("muted_words", &words(101)),
        ("muted_words", &"x".repeat(101)),
        ("muted_words", "a\u{202e}b"),
    ] {
        let mut fields = vec![("locked", "1"), ("notify_from", "nobody"), ("muted_words", "typed")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = ada.post("/settings/privacy", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        assert!(!page.error_of(field).is_empty(), "{field}={value}");
        let shown = page.form("/settings/privacy").fields;
        assert_eq!(shown.get("locked").map(String::as_str), Some("1"));
        let typed = if field == "muted_words" { value } else { "typed" };
        assert_eq!(shown["muted_words"], typed, "{field}");
    }
    let kept = ada.get("/settings/privacy").await.form("/settings/privacy").fields;
    assert!(!kept.contains_key("locked"));
    assert_eq!((kept["notify_from"].as_str(), kept["muted_words"].as_str()), ("followed", "kept"));
    ada.save_privacy(&[("muted_words", &words(100))]).await;
}

#[actix_web::test]
async fn settings_and_their_lists_need_a_sign_in() {
    let app = TestApp::spawn().await;
    for path in ["/settings/privacy", "/settings/mutes", "/settings/blocks"] {
        let next = path.replace('/', "%2F");
        let page = app.browser().get(path).await;
        page.assert_redirects_to(&format!("/auth/login?next={next}"));
    }
    let page = app.browser().post("/settings/privacy", &LOCKED).await;
    page.assert_redirects_to("/auth/login");
}
