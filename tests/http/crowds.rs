//! Many people at the same moment: nobody's click fails because of another's.

use futures_util::future::join_all;
use reqwest::StatusCode;

use crate::helpers::{Browser, TestApp, id_of};

async fn crowd(app: &TestApp, size: usize) -> Vec<Browser> {
    let mut people = Vec::new();
    for number in 0..size {
        people.push(app.browser_of(&format!("fan{number}")).await);
    }
    people
}

#[actix_web::test]
async fn all_that_is_written_at_the_same_moment_is_published_and_found() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 100).await;
    let ada = app.browser_of("ada").await;
    let people = crowd(&app, 6).await;
    let question = ada.publish("What now? #talk").await;
    let parent = [("in_reply_to", id_of(&question))];
    let bodies: Vec<String> = (0..4).map(|number| format!("@ada #talk {number}")).collect();
    let posts = people.iter().flat_map(|person| bodies.iter().map(move |body| (person, body)));
    let posts: Vec<_> = posts.collect();
    join_all(posts.iter().map(|(person, body)| person.publish_with(body, &parent))).await;

    let reader = app.browser();
    assert_eq!(reader.get(&question).await.posts().len(), 25);
    for path in ["/tags/talk", "/search?q=talk", "/search?q=%23talk"] {
        assert_eq!(reader.get(path).await.posts().len(), 25, "{path}");
    }
    assert_eq!(ada.get("/explore").await.texts("[data-unread]"), ["24"]);
}

#[actix_web::test]
async fn a_post_that_is_deleted_while_others_use_it_is_gone_for_all() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let people = crowd(&app, 4).await;
    for _ in 0..3 {
        let post = ada.publish("@fan0 short-lived #talk").await;
        let clicks = people.iter().map(async |person| {
            let mut all = Vec::new();
            for action in ["like", "repost", "bookmark"] {
                all.push(person.post(&format!("{post}/{action}"), &[]).await);
            }
            let answer = [("body", "an answer"), ("in_reply_to", id_of(&post))];
            all.push(person.post("/posts", &answer).await);
            all
        });
        let path = format!("{post}/delete");
        let delete = ada.post(&path, &[("redraft", "")]);
        let (clicked, deleted) = futures_util::future::join(join_all(clicks), delete).await;
        assert_eq!(deleted.status, StatusCode::SEE_OTHER);
        for page in clicked.into_iter().flatten() {
            assert!(page.status.as_u16() < 500, "{}: {}", page.status, page.html);
        }
        for person in &people {
            assert_eq!(person.get(&post).await.status, StatusCode::NOT_FOUND);
            assert!(person.get("/bookmarks").await.posts().is_empty());
        }
    }
}
