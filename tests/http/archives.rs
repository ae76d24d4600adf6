//! Archives as tests ask for them, take them apart and put them together.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::helpers::{Browser, Page, TestApp};

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Asks for a page until there is nothing going on any more.
pub async fn settled(browser: &Browser, path: &str) -> Page {
    for _ in 0..300 {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.html);
        if page.texts("progress").is_empty() {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{path} doesn't come to an end")
}

/// The bytes of a fresh archive.
pub async fn export(browser: &Browser) -> Vec<u8> {
    browser.post("/settings/export", &[]).await.assert_redirects_to("/settings/export");
    let page = settled(browser, "/settings/export").await;
    let links = page.attributes("a[download]", "href");
    assert_eq!(links.len(), 1, "{}", page.html);
    fetch(browser, &links[0]).await
}

pub async fn fetch(browser: &Browser, path: &str) -> Vec<u8> {
    let answer = browser.request(Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let length = answer.content_length();
    let bytes = answer.bytes().await.unwrap().to_vec();
    assert_eq!(length, Some(bytes.len() as u64));
    bytes
}

/// What is in an archive, by the names of its files.
pub fn unpack(zip: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|number| {
            let mut file = archive.by_index(number).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let name = file.name().unwrap().into_owned();
            (name, text)
        })
        .collect()
}

pub fn parse(files: &BTreeMap<String, String>, name: &str) -> Value {
    serde_json::from_str(&files[name]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A zip with these files.
pub fn pack(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Somebody at a place that doesn't exist.
pub const ACTOR: &str = "https://old.example/users/ada";

/// His archive, with these posts.
pub fn archive_of(notes: &[Value]) -> Vec<u8> {
    let activities: Vec<Value> = notes
        .iter()
        .map(|note| json!({"type": "Create", "actor": ACTOR, "object": note}))
        .collect();
    archive_with(&json!({"type": "OrderedCollection", "orderedItems": activities}).to_string())
}

pub fn archive_with(outbox: &str) -> Vec<u8> {
    let actor = json!({"type": "Person", "id": ACTOR, "followers": format!("{ACTOR}/followers")});
    pack(&[("actor.json", &actor.to_string()), ("outbox.json", outbox)])
}

/// A public post of his.
pub fn note(number: u32, text: &str) -> Value {
    json!({
        "type": "Note",
        "id": format!("https://old.example/posts/{number}"),
        "attributedTo": ACTOR,
        "published": format!("2020-02-03T04:{:02}:{:02}Z", number / 60 % 60, number % 60),
        "to": [PUBLIC],
        "cc": [format!("{ACTOR}/followers")],
        "content": "not what is read",
        "source": {"content": text, "mediaType": "text/plain"},
    })
}

/// The same with some of its fields changed.
pub fn but(mut note: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        note[name] = value.clone();
    }
    note
}

/// Brings an archive, and answers the page that says what came of it.
pub async fn import(browser: &Browser, zip: &[u8]) -> Page {
    let answer = browser.upload("/settings/import", "archive", zip).await;
    answer.assert_redirects_to("/settings/import");
    settled(browser, "/settings/import").await
}

/// How many were brought, known and refused.
pub fn counts(page: &Page) -> [u64; 3] {
    let numbers = page.texts(".settings .facts dd");
    let numbers: Vec<u64> = numbers.iter().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap_or_else(|_| panic!("{}", page.html))
}

/// Many posts of somebody's, long and unlike each other, without the pages' help.
pub async fn db_write_many(app: &TestApp, username: &str, count: usize) {
    let sql = format!("SELECT id FROM users WHERE username_key = '{username}'");
    let author = app.db_number(&sql).await;
    let now = jiff::Timestamp::now().as_millisecond();
    let mut left = count;
    while left > 0 {
        let some = left.min(200);
        let rows: Vec<String> = (left - some..left)
            .map(|number| {
                let at = now - 1_000_000 + number as i64;
                let id = at << 16;
                let text: String =
                    [0; 6].map(|_| format!("{:032x}", rand::random::<u128>())).concat();
                format!("({id}, {author}, 'number {number} {text}', {at}, 'public', 'en')")
            })
            .collect();
        let columns = "id, author_id, body, created_at, visibility, language";
        let rows = rows.join(",");
        app.db_execute(&format!("INSERT INTO posts ({columns}) VALUES {rows}")).await;
        left -= some;
    }
}
