//! What people are told of.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use reqwest::{Method, StatusCode};

use crate::helpers::{Browser, Page, TestApp, id_of};

/// The lines of the list: of a mention or a reply why it is there and the post, of the others the
/// sentence and the post's words.
async fn lines(browser: &Browser) -> Vec<String> {
    lines_of(&browser.get("/notifications").await)
}

fn lines_of(page: &Page) -> Vec<String> {
    let words = |css: &str| page.texts(css).join("");
    let count = page.texts(".note").len();
    (1..=count)
        .map(|number| {
            let note = format!(".notes > .note:nth-child({number})");
            let sentence = words(&format!("{note} p .name")).is_empty();
            let why = if sentence { words(&format!("{note} .why span")) } else { String::new() };
            let line = words(&format!("{note} .line p"));
            let time = words(&format!("{note} .line .when"));
            let line = line.trim_end_matches(&time).trim_end();
            let text = words(&format!("{note} .text, {note} .excerpt"));
            format!("{why}{line}: {text}")
        })
        .collect()
}

/// What the bell says, on a page that isn't the list.
async fn unread(browser: &Browser) -> String {
    browser.get("/explore").await.texts("[data-unread]").concat()
}

async fn mark_all_read(browser: &Browser) {
    let form = browser.get("/notifications").await.form("/notifications/read");
    browser.submit(&form, &[]).await.assert_redirects_to("/notifications");
}

#[actix_web::test]
async fn one_is_told_of_each_kind_of_thing_that_others_do() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish("my post").await;
    ben.press("/users/ada/follow").await;
    ben.press(&format!("{post}/like")).await;
    ben.press(&format!("{post}/repost")).await;
    // Of a bookmark nobody learns.
    ben.press(&format!("{post}/bookmark")).await;
    let his = ben.publish("@ada look").await;
    ben.publish_with("an answer", &[("in_reply_to", id_of(&post))]).await;
    ada.press(&format!("{his}/repost")).await;
    let path = format!("{his}/edit");
    ben.post(&path, &[("body", "@ada look here")]).await.assert_redirects_to(&his);
    ada.save_privacy(&[("locked", "1")]).await;
    app.browser_of("joan").await.press("/users/ada/follow").await;
    assert_eq!(
        lines(&ada).await,
        [
            "joan asks to follow you: ",
            "ben edited a post you reposted: @ada look here",
            "Replied to you: an answer",
            "Mentioned you: @ada look here",
            "ben reposted your post: my post",
            "ben liked your post: my post",
            "ben follows you now: ",
        ]
    );
    assert_eq!(unread(&ada).await, "7");
    assert_eq!(lines(&ben).await, ["ada reposted your post: @ada look here"]);
}

#[actix_web::test]
async fn nobody_is_told_of_what_he_does_himself_nor_twice_of_the_same() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish("@ada myself").await;
    for action in ["like", "repost"] {
        ada.press(&format!("{post}/{action}")).await;
    }
    ada.publish_with("and on", &[("in_reply_to", id_of(&post))]).await;
    ada.post(&format!("{post}/edit"), &[("body", "@ada again")]).await.assert_redirects_to(&post);
    assert!(lines(&ada).await.is_empty());

    // An answer that names whom it answers is one thing.
    ben.publish_with("@ada @Ada @ADA hello", &[("in_reply_to", id_of(&post))]).await;
    for _ in 0..2 {
        for action in ["like", "unlike", "like"] {
            ben.press(&format!("{post}/{action}")).await;
        }
    }
    assert_eq!(
        lines(&ada).await,
        ["ben liked your post: @ada again", "Replied to you: @ada @Ada @ADA hello"]
    );
    assert_eq!(unread(&ada).await, "2");
}

#[actix_web::test]
async fn those_who_do_the_same_stand_in_one_line() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let (one, other) = (ada.publish("one").await, ada.publish("other").await);
    for name in ["ben", "carl", "dora"] {
        let person = app.browser_of(name).await;
        person.press(&format!("{one}/like")).await;
        person.press("/users/ada/follow").await;
        if name != "dora" {
            person.press(&format!("{other}/like")).await;
        }
        person.publish("@ada hello").await;
    }
    assert_eq!(
        lines(&ada).await,
        [
            "Mentioned you: @ada hello",
            "dora and 2 others follow you now: ",
            "dora and 2 others liked your post: one",
            "Mentioned you: @ada hello",
            "carl and 1 other liked your post: other",
            "Mentioned you: @ada hello",
        ]
    );
    assert_eq!(unread(&ada).await, "6", "lines are counted, not people");
    let page = ada.get("/notifications").await;
    assert_eq!(page.attributes(".note .excerpt", "href"), [one.as_str(), &other]);
}

#[actix_web::test]
async fn every_page_says_how_much_is_new_until_it_has_been_read() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish("my post").await;
    assert_eq!(unread(&ada).await, "");
    ben.press(&format!("{post}/like")).await;
    ben.publish("@ada hello").await;
    for path in
        ["/", "/explore", &post, "/users/ada", "/users/ben", "/bookmarks", "/settings/profile"]
    {
        assert_eq!(ada.get(path).await.texts("[data-unread]"), ["2"], "{path}");
        assert!(app.browser().get(path).await.texts("[data-unread]").is_empty(), "{path}");
    }
    // Looking at it isn't reading it: the button, or the script after a while, says so.
    assert_eq!(ada.get("/notifications").await.texts(".note.new").len(), 2);
    assert_eq!(unread(&ada).await, "2");

    mark_all_read(&ada).await;
    assert_eq!(unread(&ada).await, "");
    let page = ada.get("/notifications").await;
    assert!(page.texts(".note.new").is_empty());
    assert!(page.buttons("/notifications/read").is_empty());
    // One more who likes the same makes the line new again.
    app.browser_of("carl").await.press(&format!("{post}/like")).await;
    assert_eq!(unread(&ada).await, "1");
    let page = ada.get("/notifications").await;
    assert_eq!(page.texts(".note.new").len(), 1);
    assert_eq!(lines_of(&page)[0], "carl and 1 other liked your post: my post");
    assert_eq!(unread(&ben).await, "");
}

#[actix_web::test]
async fn what_comes_while_one_reads_stays_new() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    ben.publish("@ada first").await;
    let form = ada.get("/notifications").await.form("/notifications/read");
    ben.publish("@ada second").await;
    // As the script sends it.
    let request = ada.request(Method::POST, "/notifications/read").form(&form.fields);
    let request = request.header("Sec-Fetch-Site", "same-origin");
    let answer = Page::read(request.header("Accept", "application/json")).await;
    assert_eq!((answer.status, answer.html.as_str()), (StatusCode::OK, "{\"unread\":1}"));
    assert_eq!(unread(&ada).await, "1");

    // Another window that was opened before doesn't make anything new again.
    mark_all_read(&ada).await;
    ada.submit(&form, &[]).await.assert_redirects_to("/notifications");
    assert_eq!(unread(&ada).await, "");
}

#[actix_web::test]
async fn what_is_to_come_cannot_be_read_yet() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let far = i64::MAX.to_string();
    ada.post("/notifications/read", &[("up_to", &far)]).await.assert_redirects_to("/notifications");
    ben.publish("@ada hello").await;
    assert_eq!(unread(&ada).await, "1");
    for nonsense in ["", "x", "1e9", "99999999999999999999"] {
        let page = ada.post("/notifications/read", &[("up_to", nonsense)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{nonsense}");
    }
    ada.post("/notifications/read", &[("up_to", "-1")]).await.assert_redirects_to("/notifications");
    assert_eq!(unread(&ada).await, "1");
    let next = "/auth/login?next=%2Fnotifications";
    app.browser().get("/notifications").await.assert_redirects_to(next);
    let page = app.browser().post("/notifications/read", &[("up_to", &far)]).await;
    page.assert_redirects_to("/auth/login");
}

#[actix_web::test]
async fn what_is_undone_was_never_told() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish("my post").await;
    for (doing, undoing) in [
        (format!("{post}/like"), format!("{post}/unlike")),
        (format!("{post}/repost"), format!("{post}/unrepost")),
        ("/users/ada/follow".to_owned(), "/users/ada/unfollow".to_owned()),
    ] {
        ben.press(&doing).await;
        assert_eq!(unread(&ada).await, "1", "{doing}");
        ben.press(&undoing).await;
        assert_eq!(unread(&ada).await, "", "{undoing}");
        assert!(lines(&ada).await.is_empty(), "{undoing}");
    }
    // Of several, the others stay.
    let carl = app.browser_of("carl").await;
    for person in [&ben, &carl] {
        person.press(&format!("{post}/like")).await;
    }
    carl.press(&format!("{post}/unlike")).await;
    assert_eq!(lines(&ada).await, ["ben liked your post: my post"]);

    let answer = ben.publish_with("@ada hm", &[("in_reply_to", id_of(&post))]).await;
    let mention = ben.publish("@ada look").await;
    assert_eq!(unread(&ada).await, "3");
    ben.post(&format!("{answer}/delete"), &[("redraft", "")]).await.assert_redirects_to("/");
    ben.post(&format!("{mention}/edit"), &[("body", "never mind")])
        .await
        .assert_redirects_to(&mention);
    assert_eq!(lines(&ada).await, ["ben liked your post: my post"]);
    assert_eq!(unread(&ada).await, "1");
    ada.post(&format!("{post}/delete"), &[("redraft", "")]).await.assert_redirects_to("/");
    assert!(lines(&ada).await.is_empty());
    assert_eq!(unread(&ada).await, "");
}

#[actix_web::test]
async fn of_an_edit_are_told_those_who_passed_the_post_on_and_those_newly_named() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let mut others = Vec::new();
    for name in ["ben", "carl", "dora"] {
        others.push(app.browser_of(name).await);
    }
    let [ben, carl, dora] = others.as_slice() else { unreachable!() };
    let post = ada.publish("@ben first").await;
    carl.press(&format!("{post}/repost")).await;
    dora.press(&format!("{post}/like")).await;
    let edit = async |body: &str| {
        let answer = ada.post(&format!("{post}/edit"), &[("body", body)]).await;
        answer.assert_redirects_to(&post);
    };
    for body in ["@ben @dora second", "@ben @dora third"] {
        edit(body).await;
    }
    assert_eq!(lines(ben).await, ["Mentioned you: @ben @dora third"]);
    assert_eq!(lines(carl).await, ["ada edited a post you reposted: @ben @dora third"]);
    assert_eq!(lines(dora).await, ["Mentioned you: @ben @dora third"]);
    assert_eq!(unread(carl).await, "1");
    mark_all_read(carl).await;
    edit("@ben @dora fourth").await;
    assert_eq!(unread(carl).await, "1", "it is another edit");
    assert_eq!(unread(dora).await, "1", "and no other mention");
}

#[actix_web::test]
async fn one_is_told_only_of_those_whom_one_lets_through() {
    for (from, expected) in [
        (
            "anyone",
            &[
                "stranger and 1 other follow you now: ",
                "stranger and 1 other liked your post: my post",
                "Replied to you: an answer from stranger",
                "Mentioned you: @ada from stranger",
                "Replied to you: an answer from friend",
                "Mentioned you: @ada from friend",
            ][..],
        ),
        (
            "followed",
            &[
                "friend follows you now: ",
                "friend liked your post: my post",
                "Replied to you: an answer from friend",
                "Mentioned you: @ada from friend",
            ],
        ),
        ("nobody", &[]),
    ] {
        let app = TestApp::spawn().await;
        let ada = app.browser_of("ada").await;
        let people = [
            ("friend", app.browser_of("friend").await),
            ("stranger", app.browser_of("stranger").await),
        ];
        ada.press("/users/friend/follow").await;
        ada.save_privacy(&[("notify_from", from)]).await;
        let post = ada.publish("my post").await;
        for (name, person) in &people {
            person.publish(&format!("@ada from {name}")).await;
            let body = format!("an answer from {name}");
            person.publish_with(&body, &[("in_reply_to", id_of(&post))]).await;
            person.press(&format!("{post}/like")).await;
            person.press("/users/ada/follow").await;
        }
        assert_eq!(lines(&ada).await, expected, "{from}");
        // What isn't told is there all the same.
        assert_eq!(ada.get("/users/ada/followers").await.people(), ["@stranger", "@friend"]);
        assert_eq!(app.browser().get(&post).await.posts().len(), 3);
    }
}

#[actix_web::test]
async fn who_is_muted_tells_one_nothing() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) =
        (app.browser_of("ada").await, app.browser_of("ben").await, app.browser_of("carl").await);
    let post = ada.publish("my post").await;
    for person in [&carl, &ben] {
        person.press(&format!("{post}/like")).await;
    }
    ben.publish("@ada before").await;
    ada.press("/users/ben/mute").await;
    ben.publish("@ada meanwhile").await;
    ben.press("/users/ada/follow").await;
    ben.press(&format!("{post}/repost")).await;
    assert_eq!(lines(&ada).await, ["carl liked your post: my post"]);
    assert_eq!(unread(&ada).await, "1");

    ada.press("/users/ben/unmute").await;
    assert_eq!(
        lines(&ada).await,
        ["Mentioned you: @ada before", "ben and 1 other liked your post: my post"],
        "what came before is there again, and what came meanwhile isn't"
    );
}

#[actix_web::test]
async fn counts_are_right_when_ten_people_click_twice_at_once() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let post = ada.publish("my post").await;
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(app.browser_of(&format!("fan{number}")).await);
    }
    for (path, words) in [
        (format!("{post}/like"), "9 others liked your post: my post"),
        (format!("{post}/repost"), "9 others reposted your post: my post"),
        ("/users/ada/follow".to_owned(), "9 others follow you now: "),
    ] {
        let clicks = people.iter().flat_map(|person| [person, person]);
        join_all(clicks.map(|person| person.press(&path))).await;
        let lines = lines(&ada).await;
        assert!(lines[0].ends_with(words), "{path}: {}", lines[0]);
    }
    assert_eq!(unread(&ada).await, "3");
    let page = app.browser().get(&post).await;
    assert_eq!(page.texts("[data-count=likes]"), ["10"]);
    assert_eq!(page.texts("[data-count=reposts]"), ["10"]);
    let facts = app.browser().get("/users/ada").await.texts(".facts li");
    assert!(facts.contains(&"10 followers".to_owned()), "{facts:?}");

    let undo = format!("{post}/unlike");
    // Who comes second finds nothing to undo; the post is there to be seen, and that's fine.
    join_all(people.iter().flat_map(|person| [person, person]).map(|person| person.press(&undo)))
        .await;
    assert!(lines(&ada).await.iter().all(|line| !line.contains("liked")));
    assert_eq!(app.browser().get(&post).await.texts("[data-count=likes]"), [""]);
}

#[actix_web::test]
async fn doing_and_undoing_at_once_leaves_the_count_and_the_line_in_agreement() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish("my post").await;
    let paths = ["like", "unlike"].map(|action| format!("{post}/{action}"));
    for _ in 0..5 {
        join_all((0..3).flat_map(|_| &paths).map(|path| ben.press(path))).await;
        let liked = app.browser().get(&post).await.texts("[data-count=likes]") == ["1"];
        let told = lines(&ada).await.len();
        assert_eq!(told, usize::from(liked));
    }
}

#[actix_web::test]
async fn every_notification_is_reached_once_by_following_the_links_to_older_ones() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 3).await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    let post = ada.publish("my post").await;
    ben.press(&format!("{post}/like")).await;
    for number in 0..8 {
        ben.publish(&format!("@ada number {number}")).await;
    }
    // The line has moved up: an older row of it is no line of its own.
    app.browser_of("carl").await.press(&format!("{post}/like")).await;
    let (mut next, mut all) = (Some("/notifications".to_owned()), Vec::new());
    while let Some(path) = next {
        let page = ada.get(&path).await;
        let lines = lines_of(&page);
        assert!(lines.len() <= 3, "{lines:?}");
        all.extend(lines);
        next = page.attributes("a[rel=next]", "href").pop();
    }
    assert_eq!(all.len(), 9, "{all:?}");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 9);
    assert_eq!(all[0], "carl and 1 other liked your post: my post");
    assert!(all[8].ends_with("number 0"), "{all:?}");
}

#[actix_web::test]
async fn more_than_ninety_nine_are_many() {
    let app = TestApp::spawn().await;
    let (ada, ben) = (app.browser_of("ada").await, app.browser_of("ben").await);
    for number in 0..101 {
        ben.publish_with(&format!("@ada number {number}"), &[]).await;
        if number == 98 {
            assert_eq!(unread(&ada).await, "99");
        }
    }
    assert_eq!(unread(&ada).await, "99+");
    mark_all_read(&ada).await;
    assert_eq!(unread(&ada).await, "");
}

#[actix_web::test]
async fn in_a_closed_conversation_everybody_in_it_is_told_of_each_answer() {
    let app = TestApp::spawn().await;
    let (ada, ben, carl) =
        (app.browser_of("ada").await, app.browser_of("ben").await, app.browser_of("carl").await);
    let closed = ("visibility", "mentioned");
    let post = ada.publish_with("@ben @carl a plan", &[closed]).await;
    let parent = ("in_reply_to", id_of(&post));
    let answer = ben.publish_with("a better one", &[closed, parent]).await;
    assert_eq!(lines(&ada).await, ["Replied to you: a better one"]);
    assert_eq!(
        lines(&carl).await,
        ["Mentioned you: a better one", "Mentioned you: @ben @carl a plan"]
    );
    let parent = ("in_reply_to", id_of(&answer));
    let third = carl.publish_with("the best", &[closed, parent]).await;
    for browser in [&ada, &ben] {
        assert_eq!(browser.get(&third).await.posts().len(), 3);
    }
    assert_eq!(lines(&ada).await[0], "Mentioned you: the best");
    assert_eq!(lines(&ben).await[0], "Replied to you: the best");
    // In the open, only those are told who are answered or named.
    let open = ada.publish("@ben @carl an open plan").await;
    ben.publish_with("fine", &[("in_reply_to", id_of(&open))]).await;
    assert_eq!(lines(&carl).await[0], "Mentioned you: @ben @carl an open plan");
}
