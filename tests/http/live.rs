//! News of lists and notifications, as pages that stay open hear of them.

use std::time::{Duration, Instant};

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::helpers::{Browser, Page, TestApp};

/// For what comes within two seconds; machines differ.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

/// A stream as `EventSource` reads it.
struct Stream {
    answer: Response,
    unread: String,
}

impl Stream {
    async fn open(browser: &Browser, path: &str) -> Self {
        Self::open_after(browser, path, "").await
    }

    /// As a browser comes back that has heard of this event.
    async fn open_after(browser: &Browser, path: &str, last_event_id: &str) -> Self {
        let request = browser.request(Method::GET, path).header("Accept", "text/event-stream");
        let answer = request.header("Last-Event-ID", last_event_id).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        Self { answer, unread: String::new() }
    }

    /// None at its end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, _)) = self.unread.split_once("\n\n") {
                let event = event_in(block);
                self.unread.drain(..block.len() + 2);
                if event.is_some() {
                    return event;
                }
            }
            let piece = timeout(PATIENCE, self.answer.chunk()).await.unwrap().unwrap()?;
            self.unread.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }

    async fn next_of(&mut self, name: &str) -> Event {
        loop {
            let event = self.next().await.unwrap();
            if event.name == name {
                return event;
            }
        }
    }

    /// How many posts it has told of when it tells of this one.
    async fn count_at(&mut self, permalink: &str) -> Value {
        loop {
            let event = self.next_of("posts").await;
            if event.id == permalink.trim_start_matches("/posts/") {
                return event.data["new"].clone();
            }
        }
    }
}

fn event_in(block: &str) -> Option<Event> {
    let field = |name: &str| {
        let value = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.unwrap_or_default().to_owned()
    };
    let name = field("event");
    let data = serde_json::from_str(&field("data")).ok()?;
    (!name.is_empty()).then(|| Event { name, id: field("id"), data })
}

/// Where the list on this page says that its news are.
async fn live_path(browser: &Browser, page: &str) -> String {
    browser.get(page).await.attributes("[data-live]", "data-live").pop().unwrap()
}

async fn publish(browser: &Browser, body: &str, fields: &[(&str, &str)]) -> String {
    let fields = [&[("body", body)], fields].concat();
    browser.post("/posts", &fields).await.location()
}

fn id_in(permalink: &str) -> &str {
    permalink.trim_start_matches("/posts/")
}

#[actix_web::test]
async fn a_new_post_of_somebody_you_follow_comes_as_an_event() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    ada.post("/users/grace/follow", &[]).await;
    let mut stream = Stream::open(&ada, &live_path(&ada, "/").await).await;
    for number in 1..=3 {
        let post = grace.publish(&format!("number {number}")).await;
        assert_eq!(stream.count_at(&post).await, number, "all that have come, not the last alone");
    }
}

#[actix_web::test]
async fn home_hears_of_what_it_will_show_and_of_nothing_else() {
    let app = TestApp::spawn().await;
    let (ada, fay) = (app.browser_of("ada").await, app.browser_of("fay").await);
    let (mia, sam) = (app.browser_of("mia").await, app.browser_of("sam").await);
    for path in ["/users/fay/follow", "/users/mia/follow", "/users/mia/mute"] {
        ada.post(path, &[]).await;
    }
    let question = sam.publish("a question").await;
    let path = live_path(&ada, "/").await;
    let mut stream = Stream::open(&ada, &path).await;

    let followers = [("visibility", "followers")];
    let mentioned = [("visibility", "mentioned")];
    ada.publish("my own").await;
    sam.publish("of somebody else").await;
    publish(&sam, "for those who follow me", &followers).await;
    publish(&sam, "for @ada alone, who doesn't follow me", &mentioned).await;
    mia.publish("muted").await;
    publish(&fay, "an answer", &[("in_reply_to", id_in(&question))]).await;
    publish(&fay, "for @sam alone", &mentioned).await;
    let first = fay.publish("one").await;
    publish(&fay, "two, on the same thread", &[("in_reply_to", id_in(&first))]).await;
    publish(&fay, "three", &[("visibility", "unlisted")]).await;
    publish(&fay, "four", &followers).await;
    let last = publish(&fay, "five, for @ada alone", &mentioned).await;

    assert_eq!(stream.count_at(&last).await, 5);
    // Who comes later is told the same by the database.
    assert_eq!(Stream::open(&ada, &path).await.count_at(&last).await, 5);
}

#[actix_web::test]
async fn explore_hears_of_what_is_public_and_not_of_those_you_keep_away() {
    let app = TestApp::spawn().await;
    let (ada, fay) = (app.browser_of("ada").await, app.browser_of("fay").await);
    let (mia, ben) = (app.browser_of("mia").await, app.browser_of("ben").await);
    let bob = app.browser_of("bob").await;
    for path in ["/users/fay/follow", "/users/mia/mute", "/users/ben/block"] {
        ada.post(path, &[]).await;
    }
    bob.post("/users/ada/block", &[]).await;
    let path = live_path(&app.browser(), "/explore").await;
    let mut stream_of_ada = Stream::open(&ada, &path).await;
    let mut stream_of_nobody = Stream::open(&app.browser(), &path).await;

    for (browser, body) in [(&mia, "muted"), (&ben, "blocked"), (&bob, "blocking")] {
        browser.publish(body).await;
    }
    let first = fay.publish("seen").await;
    publish(&fay, "the same thread, goes on", &[("in_reply_to", id_in(&first))]).await;
    publish(&mia, "an answer", &[("in_reply_to", id_in(&first))]).await;
    for visibility in ["unlisted", "followers", "mentioned"] {
        publish(&fay, "for @ada to see, but not here", &[("visibility", visibility)]).await;
    }
    let last = fay.publish("seen, too").await;

    assert_eq!(stream_of_ada.count_at(&last).await, 3);
    assert_eq!(stream_of_nobody.count_at(&last).await, 6);
    // Who comes later is told the same by the database.
    assert_eq!(Stream::open(&ada, &path).await.count_at(&last).await, 3);
    assert_eq!(Stream::open(&app.browser(), &path).await.count_at(&last).await, 6);
}

#[actix_web::test]
async fn nothing_is_missed_between_the_page_and_its_stream() {
    let app = TestApp::spawn().await;
    let grace = app.browser_of("grace").await;
    let path = live_path(&app.browser(), "/explore").await;
    grace.publish("one").await;
    let last = grace.publish("two").await;
    let mut stream = Stream::open(&app.browser(), &path).await;
    assert_eq!(stream.count_at(&last).await, 2);
    // A browser that comes back isn't told again what it knows, and counts on where it was.
    let mut stream = Stream::open_after(&app.browser(), &path, id_in(&last)).await;
    let next = grace.publish("three").await;
    let event = stream.next_of("posts").await;
    assert_eq!((event.id.as_str(), &event.data), (id_in(&next), &json!({ "new": 3 })));
}

#[actix_web::test]
async fn the_number_of_unread_notifications_comes_when_there_are_more() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let post = ada.publish("likeable").await;
    let mut stream = Stream::open(&ada, "/live?list=home").await;
    assert_eq!(stream.next_of("notifications").await.data, json!({ "unread": 0 }));
    grace.post(&format!("{post}/like"), &[]).await;
    assert_eq!(stream.next_of("notifications").await.data, json!({ "unread": 1 }));
    publish(&grace, "an answer", &[("in_reply_to", id_in(&post))]).await;
    assert_eq!(stream.next_of("notifications").await.data, json!({ "unread": 2 }));

    let up_to = i64::MAX.to_string();
    ada.post("/notifications/read", &[("up_to", &up_to)]).await;
    grace.post("/users/ada/follow", &[]).await;
    assert_eq!(stream.next_of("notifications").await.data, json!({ "unread": 1 }));
    let mut stream = Stream::open(&ada, "/live?list=explore").await;
    assert_eq!(stream.next_of("notifications").await.data, json!({ "unread": 1 }));
}

#[actix_web::test]
async fn what_is_told_to_one_is_not_told_to_others() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let post = ada.publish("likeable").await;
    let path = live_path(&app.browser(), "/explore").await;
    let mut stream = Stream::open(&app.browser(), &path).await;
    let mut stream_of_grace = Stream::open(&grace, &path).await;
    assert_eq!(stream_of_grace.next_of("notifications").await.data["unread"], 0);
    grace.post(&format!("{post}/like"), &[]).await;
    ada.publish("the next thing that anybody hears of").await;
    assert_eq!(stream.next().await.unwrap().name, "posts");
    assert_eq!(stream_of_grace.next().await.unwrap().name, "posts");
}

#[actix_web::test]
async fn several_instances_on_one_database_hear_of_each_other() {
    let one = TestApp::spawn().await;
    let other = one.spawn_beside().await;
    let (ada, grace) = (one.browser_of("ada").await, other.browser_of("grace").await);
    ada.post("/users/grace/follow", &[]).await;
    let liked = ada.publish("likeable").await;
    let mut stream = Stream::open(&ada, &live_path(&ada, "/").await).await;
    assert_eq!(stream.next_of("notifications").await.data["unread"], 0);
    let post = grace.publish("from the other side").await;
    assert_eq!(stream.count_at(&post).await, 1);
    grace.post(&format!("{liked}/like"), &[]).await;
    assert_eq!(stream.next_of("notifications").await.data["unread"], 1);
}

#[actix_web::test]
async fn a_post_that_is_committed_after_later_ones_is_counted_all_the_same() {
    let app = TestApp::spawn().await;
    let grace = app.browser_of("grace").await;
    let early = grace.publish("minted first").await;
    let path = format!("/live?list=explore&after={}", id_in(&early));
    // As an instance mints it whose clock is behind, or whose transaction takes long.
    let late = id_in(&early).parse::<i64>().unwrap() + 1;
    let mut stream = Stream::open(&app.browser(), &path).await;
    let post = grace.publish("minted last").await;
    assert_eq!(stream.count_at(&post).await, 1);
    let columns =
        "author_id, body, created_at, in_reply_to, root_id, is_reply, visibility, language";
    app.db_execute(&format!(
        "INSERT INTO posts (id, {columns}) SELECT {late}, {columns} FROM posts WHERE id = {}",
        id_in(&early)
    ))
    .await;
    assert_eq!(stream.next_of("posts").await.data, json!({ "new": 2 }));
}

#[actix_web::test]
async fn what_is_asked_wrongly_is_refused_and_no_stream() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    for query in [
        "",
        "?list=",
        "?list=everything&after=1",
        "?list=home&after=x",
        "?list=home&after=",
        "?list=explore&after=99999999999999999999",
        "?list=home&list=explore",
        "?after=1",
        "?list=%00",
    ] {
        let page = Page::read(ada.request(Method::GET, &format!("/live{query}"))).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
    }
    assert_eq!(ada.post("/live?list=home", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    for (query, last_event_id) in [
        ("?list=home", "nonsense"),
        ("?list=explore&after=-9223372036854775808", "-1"),
        ("?list=explore&after=9223372036854775807", "99999999999999999999"),
        ("?list=home&after=0&more=%00", ""),
    ] {
        Stream::open_after(&ada, &format!("/live{query}"), last_event_id).await;
    }
}

#[actix_web::test]
async fn a_home_is_somebodys_and_who_is_signed_out_is_told_so_without_a_detour() {
    let app = TestApp::spawn().await;
    let page = app.browser().get("/live?list=home&after=0").await;
    assert_eq!((page.status, page.location().as_str()), (StatusCode::UNAUTHORIZED, ""));
    assert_eq!(page.header("set-cookie"), "");
}

#[actix_web::test]
async fn a_stream_is_neither_stored_nor_held_back_on_its_way() {
    let app = TestApp::spawn().await;
    let request = app.browser().request(Method::GET, "/live?list=explore");
    let mut answer = request.header("Accept-Encoding", "gzip, br").send().await.unwrap();
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store"),
        ("x-accel-buffering", "no"),
        ("content-encoding", "identity"),
    ] {
        assert_eq!(answer.headers()[name], value);
    }
    let first = timeout(PATIENCE, answer.chunk()).await.expect("at once").unwrap().unwrap();
    assert!(first.starts_with(b"retry: "), "{first:?}");
    let grace = app.browser_of("grace").await;
    grace.publish("hello").await;
    let second = timeout(PATIENCE, answer.chunk()).await.expect("at once").unwrap().unwrap();
    assert!(second.ends_with(b"event: posts\ndata: {\"new\":1}\n\n"), "{second:?}");
}

#[actix_web::test]
async fn one_account_has_ten_streams_and_whoever_else_comes_has_his_own() {
    let app = TestApp::spawn().await;
    let (ada, grace) = (app.browser_of("ada").await, app.browser_of("grace").await);
    let mut streams = Vec::new();
    for _ in 0..10 {
        streams.push(Stream::open(&ada, "/live?list=home").await);
    }
    let refused = ada.get("/live?list=explore").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "60");
    Stream::open(&grace, "/live?list=home").await;
    Stream::open(&app.browser(), "/live?list=explore").await;
}

#[actix_web::test]
async fn asking_for_the_head_alone_opens_no_stream() {
    let app = TestApp::spawn().await;
    let browser = app.browser();
    for _ in 0..12 {
        let answer = browser.request(Method::HEAD, "/live?list=explore").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
    }
}

#[actix_web::test]
async fn one_address_has_ten_streams_and_gets_back_what_it_leaves() {
    let app = TestApp::spawn().await;
    let from = |address: &'static str| {
        let request = app.browser().request(Method::GET, "/live?list=explore");
        request.header("X-Forwarded-For", address)
    };
    let mut streams = Vec::new();
    for _ in 0..10 {
        streams.push(open_raw(&app).await);
    }
    let browser = app.browser();
    assert_eq!(browser.get("/live?list=explore").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("198.51.100.1").send().await.unwrap().status(), StatusCode::OK);
    // Away without a word, as a browser goes that is killed.
    let left = streams.pop().unwrap();
    SockRef::from(&left).set_linger(Some(Duration::ZERO)).unwrap();
    drop(left);
    let start = Instant::now();
    let again = || browser.request(Method::GET, "/live?list=explore").send();
    while again().await.unwrap().status() != StatusCode::OK {
        assert!(start.elapsed() < PATIENCE, "the seat isn't given back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A stream that has begun, by itself on its connection.
async fn open_raw(app: &TestApp) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", app.port)).await.unwrap();
    stream.write_all(b"GET /live?list=explore HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("retry: ") {
        assert_ne!(stream.read_buf(&mut said).await.unwrap(), 0, "it ended");
    }
    stream
}

#[actix_web::test]
async fn streams_end_when_the_instance_goes_down() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let mut stream = Stream::open(&ada, "/live?list=home").await;
    assert_eq!(stream.next().await.unwrap().name, "notifications");
    let start = Instant::now();
    drop(app);
    assert!(stream.next().await.is_none());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
