//! Deleting one's account.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use crate::archives::{archive_of, export, import, note};
use crate::helpers::{Browser, OTHER_PASSWORD, PASSWORD, TestApp, id_of};

/// Fills in the form as its owner does.
async fn leave(browser: &Browser, username: &str) {
    let form = browser.get("/settings/delete").await.form("/settings/delete");
    let fields = [("username", username), ("current_password", PASSWORD)];
    browser.submit(&form, &fields).await.assert_redirects_to("/");
}

/// Lets the week pass, and the account go.
async fn let_the_week_pass(app: &TestApp) {
    app.db_execute("UPDATE archive_jobs SET due_at = 1 WHERE kind = 'removal'").await;
    for _ in 0..300 {
        let removals = "SELECT COUNT(*) FROM archive_jobs WHERE kind = 'removal'";
        if app.db_number(removals).await == 0 {
            // The log of SQLite is emptied after that.
            tokio::time::sleep(Duration::from_millis(500)).await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the account isn't removed")
}

#[actix_web::test]
async fn deleting_takes_the_password_and_the_name() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/settings/delete").await.form("/settings/delete");
    for (username, password, wrong) in [
        ("ada", OTHER_PASSWORD, "current_password"),
        ("ada", "", "current_password"),
        ("eve", PASSWORD, "username"),
        ("", PASSWORD, "username"),
    ] {
        let fields = [("username", username), ("current_password", password)];
        let page = ada.submit(&form, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.error_of(wrong).is_empty(), "{}", page.html);
        // A password is never sent back.
        assert!(!page.html.contains(PASSWORD) && !page.html.contains(OTHER_PASSWORD));
    }
    assert!(ada.is_signed_in().await);
    ada.submit(&form, &[("username", "@ADA"), ("current_password", PASSWORD)])
        .await
        .assert_redirects_to("/");
}

#[actix_web::test]
async fn guessing_the_password_there_is_limited() {
    let app = TestApp::spawn_with(|settings| {
        settings.rate_limit.enabled = true;
        settings.rate_limit.confirm_password = "2/1h".parse().unwrap();
    })
    .await;
    let ada = app.browser_of("ada").await;
    let form = ada.get("/settings/delete").await.form("/settings/delete");
    let fields = [("username", "ada"), ("current_password", OTHER_PASSWORD)];
    for status in [422, 422, 429] {
        let page = ada.submit(&form, &fields).await;
        assert_eq!(page.status, status);
        assert_eq!(page.attributes("#username", "value"), ["ada"]);
    }
}

#[actix_web::test]
async fn for_a_week_the_account_can_be_kept() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    let elsewhere = app.browser();
    elsewhere.sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    let post = ada.publish("kept").await;
    leave(&ada, "ada").await;
    assert!(!ada.is_signed_in().await && !elsewhere.is_signed_in().await);
    let week = "SELECT due_at - leaving_at FROM archive_jobs JOIN users ON users.id = user_id";
    assert_eq!(app.db_number(week).await, 7 * 24 * 60 * 60 * 1000);
    // Meanwhile nobody sees it.
    let stranger = app.browser_of("ben").await;
    assert_eq!(stranger.get(&post).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.get("/explore").await.posts(), [""; 0]);
    assert_eq!(stranger.get("/users/ada").await.posts(), [""; 0]);
    assert_ne!(stranger.get("/users/ada").await.status, StatusCode::OK);

    ada.sign_in("ada", PASSWORD).await.assert_redirects_to("/");
    // Whatever is asked for, there is one thing to decide.
    for path in ["/", "/posts/new", post.as_str(), "/settings/profile", "/settings/delete"] {
        ada.get(path).await.assert_redirects_to("/settings/delete/cancel");
    }
    ada.post("/posts", &[("body", "no")]).await.assert_redirects_to("/settings/delete/cancel");
    let page = ada.get("/settings/delete/cancel").await;
    assert_eq!(page.buttons("/settings/delete/cancel").len(), 1, "{}", page.html);
    export(&ada).await;
    ada.post("/settings/delete/cancel", &[]).await.assert_redirects_to("/");
    assert_eq!(ada.get(&post).await.posts(), ["kept"]);
    let leaving = "SELECT COUNT(*) FROM users WHERE leaving_at IS NOT NULL";
    assert_eq!(app.db_number(leaving).await, 0);
    assert_eq!(stranger.get(&post).await.posts(), ["kept"]);
    let removals = "SELECT COUNT(*) FROM archive_jobs WHERE kind = 'removal'";
    assert_eq!(app.db_number(removals).await, 0);
    ada.get("/settings/delete/cancel").await.assert_redirects_to("/settings/delete");
}

#[actix_web::test]
async fn what_has_begun_to_go_cannot_be_kept() {
    let app = TestApp::spawn().await;
    let ada = app.browser_of("ada").await;
    leave(&ada, "ada").await;
    ada.sign_in("ada", PASSWORD).await;
    app.db_execute("UPDATE archive_jobs SET done = 1").await;
    let back = ada.post("/settings/delete/cancel", &[]).await;
    back.assert_redirects_to("/settings/delete/cancel");
    assert_eq!(app.db_number("SELECT COUNT(*) FROM users WHERE leaving_at IS NULL").await, 0);
    app.db_execute("UPDATE archive_jobs SET state = 'running', leased_until = 9000000000000").await;
    let page = ada.get("/settings/delete/cancel").await;
    assert!(page.buttons("/settings/delete/cancel").is_empty(), "{}", page.html);
}

/// All rows of all tables, a text each, under the tables' names.
async fn rows_of_all_tables(app: &TestApp) -> Vec<(String, String)> {
    let backend = app.db.get_database_backend();
    let (sql, kind) = match backend {
        DatabaseBackend::Sqlite => (
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'",
            "TEXT",
        ),
        DatabaseBackend::MySql => (
            "SELECT CONVERT(table_name USING utf8mb4), CONVERT(column_name USING utf8mb4) \
             FROM information_schema.columns WHERE table_schema = DATABASE()",
            "CHAR CHARACTER SET utf8mb4",
        ),
        _ => (
            "SELECT table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema = 'public'",
            "TEXT",
        ),
    };
    let quote = if backend == DatabaseBackend::MySql { '`' } else { '"' };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in app.db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap() {
        let [table, column]: [String; 2] = [0, 1].map(|at| row.try_get_by_index(at).unwrap());
        let text = format!("CAST({quote}{column}{quote} AS {kind})");
        tables.entry(table).or_default().push(text);
    }
    assert!(tables.len() > 15, "{tables:?}");
    let mut found = Vec::new();
    for (table, columns) in tables {
        let columns = columns.join(", ");
        let all = format!("CONCAT_WS(' ', {columns})");
        // Not all is text: as bytes, whatever it is can be read.
        let all = match backend {
            DatabaseBackend::Sqlite => format!("CAST({all} AS BLOB)"),
            DatabaseBackend::MySql => format!("CAST({all} AS BINARY)"),
            _ => format!("CONVERT_TO({all}, 'UTF8')"),
        };
        let sql = format!("SELECT {all} FROM {quote}{table}{quote}");
        for row in app.db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap() {
            let bytes: Vec<u8> = row.try_get_by_index(0).unwrap();
            found.push((table.clone(), String::from_utf8_lossy(&bytes).to_lowercase()));
        }
    }
    found
}

/// Where each of these is found: tables of the database, and files of `data.dir`.
async fn traces_of(app: &TestApp, needles: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let rows = rows_of_all_tables(app).await;
    let mut traces = BTreeMap::new();
    for needle in needles {
        let mut found: BTreeSet<String> = rows
            .iter()
            .filter(|(_, text)| text.contains(needle))
            .map(|(table, _)| table.clone())
            .collect();
        search_files(app.dir.path(), needle.as_bytes(), &mut found);
        traces.insert((*needle).to_owned(), found);
    }
    traces
}

fn search_files(folder: &Path, needle: &[u8], found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            search_files(&path, needle, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            let bytes = bytes.to_ascii_lowercase();
            if bytes.windows(needle.len()).any(|part| part == needle) {
                found.insert(path.display().to_string());
            }
        }
    }
}

#[actix_web::test]
async fn after_a_week_nothing_of_it_is_in_the_database() {
    let app = TestApp::spawn().await;
    let (ben, gone) = (app.browser_of("ben").await, app.browser_of("quillfeather").await);
    let form = gone.get("/settings/profile").await.form("/settings/profile");
    let fields = [("display_name", "Zephyrine"), ("bio", "inkpots and cranberries")];
    gone.submit(&form, &fields).await.assert_redirects_to("/settings/profile");
    gone.save_privacy(&[("muted_words", "brouhaha")]).await;
    // All that one can do, and all that others can do with it.
    let theirs = ben.publish("ben's own words").await;
    let post = gone.publish("marmalade for @ben #kumquat").await;
    let secret = gone.publish_with("@ben wintergreen", &[("visibility", "mentioned")]).await;
    let edit = format!("{post}/edit");
    let form = gone.get(&edit).await.form(&edit);
    gone.submit(&form, &[("body", "gooseberry for @ben #kumquat")]).await;
    gone.post("/drafts", &[("body", "persimmon"), ("content_warning", "")]).await;
    let own_answer = gone.publish_with("tamarind", &[("in_reply_to", id_of(&theirs))]).await;
    for did in ["like", "repost", "bookmark"] {
        gone.press(&format!("{theirs}/{did}")).await;
        ben.press(&format!("{post}/{did}")).await;
    }
    gone.press("/users/ben/follow").await;
    ben.press("/users/quillfeather/follow").await;
    gone.press("/users/ben/mute").await;
    let answer = ben.publish_with("ben answers", &[("in_reply_to", id_of(&post))]).await;
    ben.publish_with("ben whispers", &[("in_reply_to", id_of(&secret))]).await;
    let named = ben.publish("thank you @quillfeather").await;
    gone.press(&format!("{own_answer}/pin")).await;
    import(&gone, &archive_of(&[note(1, "elderflower")])).await;
    export(&gone).await;
    app.db_execute("UPDATE users SET verified_email_key = email_key").await;
    let id = app.db_number("SELECT id FROM users WHERE username_key = 'quillfeather'").await;
    let needles = [
        "quillfeather",
        "zephyrine",
        "inkpots",
        "cranberries",
        "brouhaha",
        "marmalade",
        "kumquat",
        "wintergreen",
        "gooseberry",
        "persimmon",
        "tamarind",
        "elderflower",
        &id.to_string(),
    ];
    for (needle, found) in traces_of(&app, &needles).await {
        assert!(!found.is_empty(), "{needle} can be found as long as it is there");
    }

    leave(&gone, "quillfeather").await;
    let last = app.letters().await.pop().unwrap();
    assert_eq!(last.subject, "Your account will be deleted in a week");
    assert!(last.to.contains("quillfeather@example.org"));
    // What others have written is theirs: here it says the name.
    ben.press(&format!("{named}/delete")).await;
    let_the_week_pass(&app).await;
    for (needle, found) in traces_of(&app, &needles).await {
        assert_eq!(found, BTreeSet::new(), "{needle}");
    }
    assert_eq!(ben.get(&post).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ben.get("/users/quillfeather").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ben.get(&answer).await.posts(), ["ben answers"]);
    assert_eq!(ben.get(&theirs).await.posts(), ["ben's own words"]);
    assert_eq!(ben.get("/notifications").await.status, StatusCode::OK);
    assert_eq!(ben.get("/bookmarks").await.posts(), [""; 0]);
    // The name and the address are free.
    let again = app.browser_of("quillfeather").await;
    assert_eq!(again.get("/users/quillfeather").await.posts(), [""; 0]);
}

#[actix_web::test]
async fn what_others_wrote_of_it_stays() {
    let app = TestApp::spawn().await;
    let (ben, gone) = (app.browser_of("ben").await, app.browser_of("ada").await);
    let post = gone.publish("a question").await;
    let answer = ben.publish_with("@ada an answer", &[("in_reply_to", id_of(&post))]).await;
    leave(&gone, "ada").await;
    let_the_week_pass(&app).await;
    let page = ben.get(&answer).await;
    assert_eq!(page.posts(), ["@ada an answer"]);
    assert!(page.attributes("a.mention", "href").is_empty());
    assert!(page.texts(".re").concat().contains("deleted"), "{}", page.html);
}

#[actix_web::test]
async fn an_account_with_much_in_it_goes_whole_and_once() {
    let app = TestApp::spawn().await;
    let other = app.spawn_beside().await;
    let ada = app.browser_of("ada").await;
    crate::archives::db_write_many(&app, "ada", 600).await;
    leave(&ada, "ada").await;
    let_the_week_pass(&app).await;
    for table in ["users", "posts", "sessions", "archive_jobs", "archive_chunks"] {
        assert_eq!(other.db_number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
}
