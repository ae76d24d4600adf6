//! Listings cost what is on the page, not what is in the tables: no statement reads a table from one
//! end to the other, and a longer page needs no more statements.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use log::{LevelFilter, Log, Metadata, Record};
use miniblog::commands;
use miniblog::web::trace;
use reqwest::Method;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::helpers::{Browser, TestApp};
use crate::migrations::settings_for;
use crate::servers::{self, Fresh};

/// Of the demo accounts; `miniblog seed` prints it.
const PASSWORD: &str = "paper and ink";
const LOG_TARGET: &str = "miniblog::sql";

/// Each statement that was logged, and the request that it was for; nothing where it was for none.
static STATEMENTS: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

struct Recorder;

impl Log for Recorder {
    fn enabled(&self, metadata: &Metadata) -> bool {
        metadata.target() == LOG_TARGET
    }

    fn log(&self, record: &Record) {
        if self.enabled(record.metadata()) {
            let request = trace::current_id().unwrap_or_default();
            STATEMENTS.lock().unwrap().push((request, record.args().to_string()));
        }
    }

    fn flush(&self) {}
}

/// Some of whom moderators have done something about, and one who moderates.
const MODERATED: [&str; 11] = [
    "UPDATE users SET role = 'admin' WHERE username = 'mika'",
    "UPDATE users SET silenced_at = 1 WHERE id % 40 = 7",
    "UPDATE users SET suspended_at = 1 WHERE id % 40 = 8 AND username NOT IN ('mika', 'tomas')",
    "UPDATE posts SET hidden_at = 1 WHERE id % 100 = 9 AND in_reply_to IS NULL AND edited_at IS NULL",
    "INSERT INTO audit_log (id, actor_id, act, person_id, reason) \
     SELECT id, id, 'silence', id, '' FROM users",
    "INSERT INTO applications (user_id, reason) SELECT id, 'why' FROM users",
    "INSERT INTO invitations (id, code, note, made_by, max_uses, uses) \
     SELECT id, username, '', id, 1, 0 FROM users",
    "INSERT INTO sign_up_blocks (id, kind, pattern, note) SELECT id, 'name', username, '' FROM users",
    "INSERT INTO moderation_notes (id, person_id, author_id, body) SELECT id, id, id, '' FROM users",
    "INSERT INTO reports (id, reporter_id, person_id, subject, reason, comment) \
     SELECT id, id, id, username, 'spam', '' FROM users",
    "INSERT INTO reports (id, reporter_id, person_id, subject, reason, comment, closed_at) \
     SELECT id + 1, id, id, username, 'spam', '', 1 FROM users",
];

/// A demo world, and everything in it that has a page.
struct World {
    fresh: Fresh,
    /// For whomever.
    open: Vec<String>,
    /// For those who are signed in, and, among them, for who moderates.
    own: Vec<String>,
}

impl World {
    async fn on(fresh: Fresh) -> Self {
        let _ = log::set_logger(&Recorder);
        log::set_max_level(LevelFilter::Trace);
        let folder = tempfile::tempdir().unwrap();
        commands::seed(&settings_for(&fresh, &folder), 120, 4_000).await.unwrap();
        let db = Database::connect(&fresh.url).await.unwrap();
        let thread = number(
            &db,
            "SELECT root_id FROM posts WHERE root_id IS NOT NULL AND visibility = 'public' \
             GROUP BY root_id ORDER BY COUNT(*) DESC LIMIT 1",
        )
        .await;
        let last = number(
            &db,
            &format!("SELECT id FROM posts WHERE root_id = {thread} ORDER BY id DESC LIMIT 1"),
        )
        .await;
        let edited = number(
            &db,
            "SELECT post_id FROM post_edits JOIN posts ON posts.id = post_id \
             WHERE visibility = 'public' LIMIT 1",
        )
        .await;
        let open = [
            "/",
            "/explore",
            "/explore.atom",
            "/tags/rust",
            "/tags/rust/feed.atom",
            "/search?q=the",
            "/search?q=%22the+parser%22+from:mika+%23rust",
            "/search?q=from:mika",
            "/search?q=%23rust",
            "/search?q=berg&in=people",
            "/search?q=r&in=tags",
            "/users/mika",
            "/users/mika?tab=replies",
            "/users/mika/feed.atom",
            "/users/mika/followers",
            "/users/mika/following",
            "/users/tomas",
            &format!("/posts/{thread}"),
            &format!("/posts/{last}"),
            &format!("/posts/{edited}/history"),
        ];
        let own = [
            "/bookmarks",
            "/likes",
            "/drafts",
            "/notifications",
            "/follow-requests",
            "/settings/mutes",
            "/settings/blocks",
            "/posts/new",
            "/admin/reports",
            "/admin/reports?tab=closed",
            &format!("/admin/posts/{thread}"),
            "/admin/people",
            "/admin/people?q=berg",
            "/admin/people?which=silenced",
            "/admin/people?which=suspended",
            "/admin/people/tomas",
            "/admin/applications",
            "/admin/invitations",
            "/admin/blocks",
            "/admin/audit",
        ];
        for sql in MODERATED {
            db.execute_unprepared(sql).await.unwrap();
        }
        Self { fresh, open: open.map(str::to_owned).into(), own: own.map(str::to_owned).into() }
    }

    async fn app(&self, page_size: u64) -> TestApp {
        TestApp::spawn_with(|settings| {
            settings.database.url = self.fresh.url.clone().into();
            settings.posts.page_size = page_size;
        })
        .await
    }

    /// What each listing asks the database, signed out and as somebody who follows many; with what
    /// its link to older ones asks.
    async fn statements(&self, page_size: u64) -> BTreeMap<String, Vec<String>> {
        let app = self.app(page_size).await;
        let (stranger, mika) = (app.browser(), app.browser());
        mika.sign_in("mika", PASSWORD).await.assert_redirects_to("/");
        let mut asked = BTreeMap::new();
        for (who, browser, paths) in [
            ("a stranger", &stranger, &self.open),
            ("mika", &mika, &self.open),
            ("mika", &mika, &self.own),
        ] {
            for path in paths {
                let older = ask(&format!("{path} for {who}"), browser, path, &mut asked).await;
                if let Some(older) = older {
                    let name = format!("{path}, older, for {who}");
                    ask(&name, browser, &older, &mut asked).await;
                }
            }
        }
        asked
    }

    /// What is asked while pages are open that hear of news: when they begin to, and once a second.
    async fn live_statements(&self) -> BTreeMap<String, Vec<String>> {
        let app = self.app(5).await;
        let (stranger, mika) = (app.browser(), app.browser());
        mika.sign_in("mika", PASSWORD).await.assert_redirects_to("/");
        STATEMENTS.lock().unwrap().clear();
        let mut streams = Vec::new();
        for (browser, list) in [(&stranger, "explore"), (&mika, "explore"), (&mika, "home")] {
            let path = format!("/live?list={list}&after=1");
            let stream = browser.request(Method::GET, &path).send().await.unwrap();
            assert_eq!(stream.status(), 200, "{path}");
            streams.push(stream);
        }
        let looks =
            |(request, sql): &(String, String)| request.is_empty() && sql.contains("notifications");
        for _ in 0..100 {
            if STATEMENTS.lock().unwrap().iter().any(looks) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let mut statements = STATEMENTS.lock().unwrap();
        assert!(statements.iter().any(looks), "somebody looks for news");
        let live = statements.drain(..).map(|(_, sql)| sql);
        BTreeMap::from([("/live".to_owned(), live.filter(|sql| is_select(sql)).collect())])
    }
}

fn is_select(sql: &str) -> bool {
    sql.starts_with("SELECT") || sql.starts_with("WITH")
}

async fn ask(
    name: &str,
    browser: &Browser,
    path: &str,
    asked: &mut BTreeMap<String, Vec<String>>,
) -> Option<String> {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{name}");
    let id = page.header("x-request-id");
    let mut statements = STATEMENTS.lock().unwrap();
    let mine = statements.extract_if(.., |(request, _)| request == id).map(|(_, sql)| sql);
    asked.insert(name.to_owned(), mine.filter(|sql| is_select(sql)).collect());
    page.attributes("a[rel=next]", "href").pop()
}

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Each statement once, however many values its lists have, with one listing that asks it.
fn distinct(asked: BTreeMap<String, Vec<String>>) -> BTreeMap<String, String> {
    let mut distinct = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (name, statements) in asked {
        for sql in statements {
            if seen.insert(without_lists(&sql)) {
                distinct.insert(sql, name.clone());
            }
        }
    }
    distinct
}

fn without_lists(sql: &str) -> String {
    let mut sql: String = sql.chars().filter(|c| !c.is_ascii_digit()).collect();
    sql = sql.replace('$', "?");
    while sql.contains("?, ?") {
        sql = sql.replace("?, ?", "?");
    }
    sql
}

/// The lines of the plan that a database makes for a statement, whatever its values are.
async fn plan(db: &DatabaseConnection, explain: &str, column: &str) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), explain);
    let rows =
        db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{error}: {explain}"));
    rows.iter().map(|row| row.try_get("", column).unwrap()).collect()
}

/// Columns of a few values: through an index that begins with one, half the table is read.
const COARSE: [&str; 4] = ["visibility", "is_reply", "language", "kind"];

/// What SQLite says of reading a table, when it reads most of it. Words are found in an index that is
/// a table itself; a row that is given, and what a statement has found itself, are no tables at all.
fn is_scan(line: &str) -> bool {
    if line.starts_with("SCAN ") {
        let is_small = ["SCAN CONSTANT ROW", "SCAN found"].contains(&line);
        return !line.contains("VIRTUAL TABLE INDEX") && !is_small;
    }
    COARSE.iter().any(|column| line.contains(&format!("({column}=")))
}

#[actix_web::test]
async fn no_listing_scans_a_table_on_sqlite() {
    let world = World::on(servers::sqlite().await).await;
    let db = Database::connect(&world.fresh.url).await.unwrap();
    let mut scans = Vec::new();
    let mut asked = world.statements(5).await;
    asked.extend(world.live_statements().await);
    let statements = distinct(asked);
    assert!(statements.len() > 50, "the statements are seen: {}", statements.len());
    for (sql, name) in statements {
        let plan = plan(&db, &format!("EXPLAIN QUERY PLAN {sql}"), "detail").await;
        if plan.iter().any(|line| is_scan(line)) {
            scans.push(format!("{name}: {sql}\n{}", plan.join("\n")));
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}

#[actix_web::test]
async fn no_listing_scans_a_table_on_postgres() {
    let Some(fresh) = servers::postgres().await else { return };
    let world = World::on(fresh).await;
    // One connection: what is set there and prepared there is for that one.
    let mut options = ConnectOptions::new(&world.fresh.url);
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    // Where a table is small, reading all of it would be right.
    for setting in
        ["ANALYZE", "SET enable_seqscan = off", "SET plan_cache_mode = force_generic_plan"]
    {
        db.execute_unprepared(setting).await.unwrap();
    }
    let mut scans = Vec::new();
    let mut asked = world.statements(5).await;
    asked.extend(world.live_statements().await);
    let statements = distinct(asked);
    assert!(statements.len() > 50, "the statements are seen: {}", statements.len());
    for (number, (sql, name)) in statements.into_iter().enumerate() {
        db.execute_unprepared(&format!("PREPARE listing{number} AS {sql}")).await.unwrap();
        let values = (1..).take_while(|value| sql.contains(&format!("${value}"))).map(|_| "NULL");
        let values = values.collect::<Vec<_>>().join(", ");
        let execute = match values.as_str() {
            "" => format!("EXPLAIN EXECUTE listing{number}"),
            values => format!("EXPLAIN EXECUTE listing{number} ({values})"),
        };
        let plan = plan(&db, &execute, "QUERY PLAN").await;
        if plan.iter().any(|line| line.contains("Seq Scan on")) {
            scans.push(format!("{name}: {sql}\n{}", plan.join("\n")));
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n"));
}

/// So many statements are enough for every listing. A person's own page needs the most: what he
/// writes, reposts and pins, and what he is to who looks at him.
const MOST: usize = 22;
/// Home looks further back in time until there is enough.
const FURTHER_BACK: usize = 4;

#[actix_web::test]
async fn a_longer_page_needs_no_more_statements() {
    let world = World::on(servers::sqlite().await).await;
    let (short, long) = (world.statements(5).await, world.statements(40).await);
    assert!(short.len() > 50, "the listings are seen: {}", short.len());
    // Where nothing on a page is an answer, nobody asks whom it answers.
    let is_conditional =
        |sql: &String| sql.starts_with(r#"SELECT "posts"."id", "posts"."author_id" FROM"#);
    let count =
        |statements: &[String]| statements.iter().filter(|sql| !is_conditional(sql)).count();
    for (name, few) in &short {
        // What is one page when pages are long has no link to older ones.
        let Some(many) = long.get(name) else { continue };
        let may_differ =
            if name.starts_with("/ ") || name.starts_with("/, ") { FURTHER_BACK } else { 0 };
        assert!(
            count(many).abs_diff(count(few)) <= may_differ,
            "{name}: {few:#?} for a short page, {many:#?} for a long one"
        );
    }
    for (name, statements) in short.iter().chain(&long) {
        assert!(statements.len() <= MOST, "{name} needs {}: {statements:#?}", statements.len());
    }
}
