use std::collections::BTreeSet;

use crate::helpers::TestApp;

#[actix_web::test]
async fn every_post_is_reached_once_by_following_the_links_to_older_ones() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 4).await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    for number in 0..10 {
        ada.publish(&format!("post {number}")).await;
        grace.publish(&format!("other {number}")).await;
    }
    for (path, count) in [("/explore", 20), ("/users/ada", 10)] {
        let (mut next, mut seen) = (Some(path.to_owned()), Vec::new());
        while let Some(path) = next {
            let page = app.browser().get(&path).await;
            assert!(page.posts().len() <= 4);
            seen.extend(page.posts());
            next = page.attributes("a[rel=next]", "href").pop();
        }
        assert_eq!(seen.len(), count, "{path}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), count);
        assert!(seen[0].ends_with('9') && seen[count - 1].ends_with('0'), "newest first: {seen:?}");
    }
}

#[actix_web::test]
async fn a_page_does_not_shift_when_something_new_comes() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    let ada = app.browser_of("ada").await;
    for number in 0..4 {
        ada.publish(&format!("post {number}")).await;
    }
    let older = ada.get("/").await.attributes("a[rel=next]", "href").pop().unwrap();
    let before = ada.get(&older).await.posts();
    ada.publish("breaking news").await;
    assert_eq!(ada.get(&older).await.posts(), before);
}

#[actix_web::test]
async fn a_full_last_page_offers_no_further_one() {
    let app = TestApp::spawn_with(|settings| settings.posts.page_size = 2).await;
    let ada = app.browser_of("ada").await;
    ada.publish("one").await;
    ada.publish("two").await;
    assert!(ada.get("/").await.attributes("a[rel=next]", "href").is_empty());
    assert!(ada.get("/?before=1").await.posts().is_empty());
}

#[actix_web::test]
async fn a_cursor_that_is_none_is_a_bad_request() {
    let app = TestApp::spawn().await;
    for query in
        ["before=x", "before=", "before=1e3", "before=99999999999999999999", "before=1&before=2"]
    {
        assert_eq!(app.browser().get(&format!("/explore?{query}")).await.status, 400, "{query}");
    }
}
