//! Who sees what: each way to a post, walked by everybody.

use futures_util::future::join_all;
use reqwest::{Method, StatusCode};

use crate::helpers::{Browser, Page, TestApp, id_of};

/// Ada's posts, in capitals those that begin something, by their visibility; each holds a word that
/// stands nowhere else.
const POSTS: [(char, &str, &str); 9] = [
    ('P', "public", "alabaster"),
    ('U', "unlisted", "burgundy"),
    ('F', "followers", "cinnabar"),
    ('M', "mentioned", "damask"),
    ('p', "public", "emerald"),
    ('u', "unlisted", "fuchsia"),
    ('f', "followers", "gamboge"),
    ('m', "mentioned", "heliotrope"),
    // Which moderators have hidden, after all had seen it.
    ('H', "public", "indigo"),
];

/// Who looks: nobody known, a stranger, a follower, one who is named in what is for those who are
/// named, Ada herself, one whom she blocked, one who blocked her, one whose following she ended.
/// The last three followed her before.
const VIEWERS: [&str; 8] = ["", "sam", "fay", "mia", "ada", "ben", "bob", "rex"];

/// What each of the viewers sees there of Ada's posts. In a path, `POST` stands for each of her
/// posts, `ANSWER` for each public answer to one of the first four, `ROOT` for what the other four
/// answer, and `END` for a number that is beyond all posts.
const EXPECTED: &[(&str, [&str; 8])] = &[
    // path, ["", sam, fay, mia, ada, ben, bob, rex]
    ("POST", ["PUpu", "PUpu", "PUFpuf", "PUMpum", "PUFMpufmH", "", "", "PUpu"]),
    ("POST/history", ["PUpu", "PUpu", "PUFpuf", "PUMpum", "PUFMpufmH", "", "", "PUpu"]),
    ("POST/edit", ["", "", "", "", "PUFMpufmH", "", "", ""]),
    // Above the answer.
    ("ANSWER", ["PU", "PU", "PUF", "PUM", "PUFMH", "", "", "PU"]),
    // Below the question.
    ("ROOT", ["pu", "pu", "puf", "pum", "pufm", "", "", "pu"]),
    // All but those signed out follow Tess, who has passed on what she could.
    ("/", ["P", "PU", "PUF", "PU", "PUFMpufmH", "", "", "PU"]),
    ("/?before=END", ["P", "PU", "PUF", "PU", "PUFMpufmH", "", "", "PU"]),
    ("/explore", ["P", "P", "P", "P", "PH", "", "", "P"]),
    ("/tags/walk", ["Pp", "Pp", "Pp", "Pp", "PpH", "", "", "Pp"]),
    ("/search?q=walk", ["Pp", "Pp", "PFpf", "PMpm", "PUFMpufmH", "", "", "Pp"]),
    ("/search?q=wal&in=posts", ["Pp", "Pp", "PFpf", "PMpm", "PUFMpufmH", "", "", "Pp"]),
    ("/search?q=%22to+walk%22", ["Pp", "Pp", "PFpf", "PMpm", "PUFMpufmH", "", "", "Pp"]),
    ("/search?q=from:ada", ["Pp", "Pp", "PFpf", "PMpm", "PUFMpufmH", "", "", "Pp"]),
    ("/search?q=%23walk", ["Pp", "Pp", "PFpf", "PMpm", "PUFMpufmH", "", "", "Pp"]),
    // Each post has a tag of its own, too.
    ("/search?q=about&in=tags", ["Pp", "Pp", "Pp", "Pp", "PpH", "", "", "Pp"]),
    ("/search?q=ada&in=people", ["", "", "", "", "", "", "", ""]),
    // The pinned ones, which are the first four, and the others below them.
    ("/users/ada", ["PU", "PU", "PUF", "PUM", "PUFMH", "", "", "PU"]),
    ("/users/ada?before=END", ["PU", "PU", "PUF", "PUM", "PUFMH", "", "", "PU"]),
    ("/users/ada?tab=replies", ["pu", "pu", "puf", "pum", "pufm", "", "", "pu"]),
    // What they have passed on.
    ("/users/tess", ["PU", "PU", "PU", "PU", "PUH", "", "", "PU"]),
    ("/users/ben", ["P", "P", "P", "P", "", "", "", "P"]),
    // They liked and put by all that they saw at first.
    ("/bookmarks", ["", "PUpu", "PUFpuf", "PUMpum", "PUFMpufmH", "", "", "PUpu"]),
    ("/likes", ["", "PUpu", "PUFpuf", "PUMpum", "PUFMpufmH", "", "", "PUpu"]),
    // Sam passed on U, which was edited then; fay, ben, bob and rex are named in P, mia in M and m.
    ("/notifications", ["", "U", "P", "Mm", "PUFMpufmH", "", "", "P"]),
    ("/drafts", ["", "", "", "", "", "", "", ""]),
    // Feeds are for readers that can't sign in.
    ("/explore.atom", ["P", "P", "P", "P", "P", "P", "P", "P"]),
    ("/users/ada/feed.atom", ["PU", "PU", "PU", "PU", "PU", "PU", "PU", "PU"]),
    ("/users/tess/feed.atom", ["", "", "", "", "", "", "", ""]),
    ("/tags/walk/feed.atom", ["Pp", "Pp", "Pp", "Pp", "Pp", "Pp", "Pp", "Pp"]),
];

/// How many posts Ada's page says that she has written; across a block it says nothing.
const COUNTED: [Option<usize>; 8] =
    [Some(4), Some(4), Some(6), Some(6), Some(9), None, None, Some(4)];
/// How many answers the question says that it has.
const ANSWERED: [usize; 8] = [2, 2, 3, 3, 4, 0, 0, 2];

struct World {
    app: TestApp,
    viewers: Vec<Browser>,
    /// Permalinks, as in [`POSTS`].
    posts: Vec<String>,
    /// What the last four of them answer.
    root: String,
    /// Public answers to the first four, and to the last.
    answers: Vec<String>,
}

impl World {
    async fn build() -> Self {
        let app = TestApp::spawn().await;
        let mut viewers = vec![app.browser()];
        for name in &VIEWERS[1..] {
            viewers.push(app.browser_of(name).await);
        }
        let [_, sam, fay, _, ada, ben, bob, rex] = viewers.as_slice() else { unreachable!() };
        let tess = app.browser_of("tess").await;
        for follower in [fay, ben, bob, rex, &tess] {
            follower.press("/users/ada/follow").await;
        }
        for person in &viewers[1..] {
            person.press("/users/tess/follow").await;
        }

        let root = tess.publish("Where shall we go?").await;
        let mut posts = Vec::new();
        for (letter, visibility, word) in POSTS {
            let named = match letter {
                'P' => "@fay @ben @bob @rex",
                'M' => "@mia @tess",
                'm' => "@mia",
                _ => "",
            };
            let body = format!("A way to walk: {word} #walk #about{word} {named}");
            let parent = if letter.is_lowercase() { id_of(&root) } else { "" };
            let fields = [("visibility", visibility), ("in_reply_to", parent)];
            posts.push(ada.publish_with(&body, &fields).await);
        }
        for post in &posts {
            for person in &viewers[1..] {
                // Those who don't see it can't.
                person.post(&format!("{post}/like"), &[]).await;
                person.post(&format!("{post}/bookmark"), &[]).await;
            }
        }
        let mut answers = Vec::new();
        for post in posts[..4].iter().chain(&posts[8..]) {
            let fields = [("visibility", "public"), ("in_reply_to", id_of(post))];
            answers.push(tess.publish_with("Let us go there.", &fields).await);
            tess.post(&format!("{post}/repost"), &[]).await;
            ada.press(&format!("{post}/pin")).await;
        }
        sam.press(&format!("{}/repost", posts[1])).await;
        ben.press(&format!("{}/repost", posts[0])).await;

        ada.press("/users/ben/block").await;
        bob.press("/users/ada/block").await;
        ada.press("/users/rex/remove-follower").await;
        for post in &posts {
            let form = ada.get(&format!("{post}/edit")).await.form(&format!("{post}/edit"));
            let body = form.fields["body"].replace("A way", "A fine way");
            ada.submit(&form, &[("body", &body)]).await.assert_redirects_to(post);
        }
        let hide = format!("UPDATE posts SET hidden_at = 1 WHERE id = {}", id_of(&posts[8]));
        assert_eq!(app.db_execute(&hide).await, 1);
        Self { app, viewers, posts, root, answers }
    }

    /// The real paths that a path of the table stands for.
    fn paths(&self, path: &str) -> Vec<String> {
        let each = |word: &str, posts: &[String]| {
            posts.iter().map(|post| path.replace(word, post)).collect::<Vec<_>>()
        };
        if path.contains("POST") {
            each("POST", &self.posts)
        } else if path.contains("ANSWER") {
            each("ANSWER", &self.answers)
        } else {
            vec![path.replace("ROOT", &self.root).replace("END", &i64::MAX.to_string())]
        }
    }

    /// Which of Ada's posts there is anything of, whatever part of the page it is in.
    async fn seen(&self, viewer: &Browser, path: &str) -> String {
        let mut seen = String::new();
        for path in self.paths(path) {
            let page = viewer.get(&path).await;
            assert!(page.status.as_u16() < 500, "{path}");
            let words = POSTS.iter().filter(|(_, _, word)| page.html.contains(word));
            seen.extend(words.map(|(letter, _, _)| letter));
        }
        in_order(&seen)
    }
}

/// Each letter once, as in [`POSTS`].
fn in_order(letters: &str) -> String {
    POSTS.iter().map(|(letter, _, _)| *letter).filter(|letter| letters.contains(*letter)).collect()
}

#[actix_web::test]
async fn whatever_page_one_looks_at_one_sees_what_one_may_see_and_no_word_more() {
    let world = World::build().await;
    let mut wrong = Vec::new();
    for (path, expected) in EXPECTED {
        let seen = join_all(world.viewers.iter().map(|viewer| world.seen(viewer, path))).await;
        for ((viewer, seen), expected) in VIEWERS.iter().zip(seen).zip(expected) {
            if seen != *expected {
                wrong.push(format!("{path} shows {viewer:?} {seen:?} instead of {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn the_pinned_posts_on_a_profile_are_those_that_the_visitor_may_see() {
    let world = World::build().await;
    let expected = ["PU", "PU", "PUF", "PUM", "PUFMH", "", "", "PU"];
    for ((viewer, name), expected) in world.viewers.iter().zip(VIEWERS).zip(expected) {
        let pinned = viewer.get("/users/ada").await.texts(".pinned .text").join(" ");
        let words = POSTS.iter().filter(|(_, _, word)| pinned.contains(word));
        assert_eq!(words.map(|(letter, _, _)| *letter).collect::<String>(), expected, "{name}");
    }
}

#[actix_web::test]
async fn posts_and_replies_are_counted_as_far_as_one_may_see_them() {
    let world = World::build().await;
    let numbers = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    };
    for (number, name) in VIEWERS.iter().enumerate() {
        let viewer = &world.viewers[number];
        let profile = viewer.get("/users/ada").await;
        let counts = profile.texts(".person .facts li");
        let posts = counts.iter().find(|text| text.contains("post"));
        assert_eq!(posts.map(|text| numbers(text)), COUNTED[number], "{name}: {posts:?}");
        let thread = viewer.get(&world.root).await;
        let css = format!("article[data-id='{}'] a.do", id_of(&world.root));
        assert_eq!(numbers(&thread.texts(&css)[0]), ANSWERED[number], "{name}");
    }
}

#[actix_web::test]
async fn what_one_may_not_see_one_can_do_nothing_with() {
    let world = World::build().await;
    let likes = world.app.db_number("SELECT COUNT(*) FROM likes").await;
    let hidden = ["", "FMfmH", "MmH", "FfH", "", "PUFMpufmH", "PUFMpufmH", "FMfmH"];
    for ((viewer, name), hidden) in world.viewers.iter().zip(VIEWERS).zip(hidden) {
        let posts =
            POSTS.iter().zip(&world.posts).filter(|((letter, ..), _)| hidden.contains(*letter));
        for ((letter, ..), post) in posts {
            for action in ["like", "repost", "bookmark", "pin", "unpin", "edit", "delete"] {
                let path = format!("{post}/{action}");
                for accept in ["text/html", "application/json"] {
                    let request = viewer.request(Method::POST, &path).header("Accept", accept);
                    let request = request.header("Sec-Fetch-Site", "same-origin");
                    let page = Page::read(request.form(&[("body", "changed")])).await;
                    assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}: {action} {letter}");
                }
            }
            let answer = [("body", "an answer"), ("in_reply_to", id_of(post))];
            let refused = viewer.post("/posts", &answer).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {letter}");
            assert!(
                POSTS.iter().all(|(_, _, word)| !refused.html.contains(word)),
                "{name}: {letter}"
            );
            // A draft of an answer may be kept, but shows nothing of what it would answer.
            viewer.post("/drafts", &answer).await.assert_redirects_to("/drafts");
            let draft = viewer.get("/drafts").await.attributes(".drafts a.open", "href").remove(0);
            let page = viewer.get(&draft).await;
            assert!(POSTS.iter().all(|(_, _, word)| !page.html.contains(word)), "{name}: {letter}");
        }
    }
    assert_eq!(world.app.db_number("SELECT COUNT(*) FROM likes").await, likes);
}

#[actix_web::test]
async fn what_one_never_saw_cannot_be_undone_and_what_one_did_can() {
    let world = World::build().await;
    let undo = async |viewer: usize, post: usize, action: &str| {
        let path = format!("{}/{action}", world.posts[post]);
        world.viewers[viewer].post(&path, &[]).await.status
    };
    let (sam, ben, rex) = (1, 5, 7);
    for action in ["unlike", "unrepost", "unbookmark"] {
        // He saw the last one, but it is as if he never had.
        for post in [2, 3, 6, 7] {
            assert_eq!(undo(sam, post, action).await, StatusCode::NOT_FOUND, "{action} {post}");
        }
    }
    for (viewer, post, action) in [(rex, 2, "unlike"), (rex, 2, "unbookmark"), (ben, 0, "unrepost")]
    {
        assert_eq!(undo(viewer, post, action).await, StatusCode::SEE_OTHER, "{action}");
        assert_eq!(undo(viewer, post, action).await, StatusCode::NOT_FOUND, "{action}");
    }
}

#[actix_web::test]
async fn what_is_not_for_everybody_cannot_be_passed_on() {
    let world = World::build().await;
    let fay = &world.viewers[2];
    let expected = [("P", true), ("U", true), ("F", false)];
    for ((letter, possible), post) in expected.into_iter().zip(&world.posts) {
        let path = format!("{post}/repost");
        let buttons = fay.get(post).await.attributes(&format!("form[action='{path}']"), "action");
        assert_eq!(buttons.len(), usize::from(possible), "{letter}");
        let status = fay.post(&path, &[]).await.status;
        let expected = if possible { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(status, expected, "{letter}");
    }
}

#[actix_web::test]
async fn following_again_opens_what_removing_closed() {
    let world = World::build().await;
    let rex = &world.viewers[7];
    let followers_only = &world.posts[2];
    assert_eq!(rex.get(followers_only).await.status, StatusCode::NOT_FOUND);
    rex.press("/users/ada/follow").await;
    assert_eq!(rex.get(followers_only).await.status, StatusCode::OK);
    rex.press("/users/ada/unfollow").await;
    assert_eq!(rex.get(followers_only).await.status, StatusCode::NOT_FOUND);
}
