//! A whole application, started for one test on a free port and a fresh database, and browsers to
//! use it with. Helpers go through the public surface; those that don't are named `db_…`.

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use miniblog::app::App;
use miniblog::mail::Mailer;
use miniblog::settings::{self, Environment, Settings};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, Method, RequestBuilder, StatusCode, redirect};
use scraper::{Html, Selector};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// A password that passes every rule, and one more.
pub const PASSWORD: &str = "correct horse battery staple";
pub const OTHER_PASSWORD: &str = "an entirely different phrase";

pub struct TestApp {
    pub url: String,
    pub port: u16,
    pub db: DatabaseConnection,
    pub mailer: Mailer,
    database_url: String,
    /// `data.dir`; removed with the last app on it.
    pub dir: Arc<TempDir>,
    stop: Option<oneshot::Sender<()>>,
}

impl TestApp {
    pub async fn spawn() -> Self {
        Self::spawn_with(|_| {}).await
    }

    /// With settings changed from those of the test environment.
    pub async fn spawn_with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::spawn_in(Arc::new(tempfile::tempdir().unwrap()), change).await
    }

    async fn spawn_in(dir: Arc<TempDir>, change: impl FnOnce(&mut Settings)) -> Self {
        let (mut settings, _) = settings::load(Environment::from("test"), None).unwrap();
        settings.server.port = 0;
        settings.data.dir = dir.path().to_owned();
        settings.database.url = fresh_database().await.into();
        change(&mut settings);
        let database_url = settings.database_url();
        let app = App::build(settings).await.unwrap();
        let (port, mailer) = (app.port(), app.mailer());
        let (stop, stopped) = oneshot::channel();
        actix_web::rt::spawn(app.run_until_stopped(async {
            // An error means that the test is over as well.
            let _ = stopped.await;
        }));
        let db = Database::connect(&database_url).await.unwrap();
        let url = format!("http://127.0.0.1:{port}");
        Self { url, port, db, mailer, database_url, dir, stop: Some(stop) }
    }

    /// Tells it to stop, as a signal does; its database stays.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Another instance on the same database and folder.
    pub async fn spawn_beside(&self) -> Self {
        self.spawn_beside_with(|_| {}).await
    }

    pub async fn spawn_beside_with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        Self::spawn_in(self.dir.clone(), |settings| {
            settings.database.url = self.database_url.clone().into();
            change(settings);
        })
        .await
    }

    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    /// Signed out, with no cookies.
    pub fn browser(&self) -> Browser {
        let http = Client::builder()
            .cookie_store(true)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Browser { http, url: self.url.clone() }
    }

    /// Somebody who has just registered and signed in.
    pub async fn browser_of(&self, username: &str) -> Browser {
        let browser = self.browser();
        browser
            .register(&format!("{username}@example.org"), username, PASSWORD)
            .await
            .assert_redirects_to("/auth/login");
        browser.sign_in(username, PASSWORD).await.assert_redirects_to("/");
        browser
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).unwrap()
    }

    /// Runs a statement that no page would.
    pub async fn db_execute(&self, sql: &str) -> u64 {
        self.db.execute_unprepared(sql).await.unwrap().rows_affected()
    }

    pub async fn db_text(&self, sql: &str) -> String {
        let statement = sea_orm::Statement::from_string(self.db.get_database_backend(), sql);
        self.db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    pub async fn db_number(&self, sql: &str) -> i64 {
        let statement = sea_orm::Statement::from_string(self.db.get_database_backend(), sql);
        self.db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An empty database on the server that `TEST_DATABASE_URL` names; a file of the app's own where
/// none is named.
pub async fn fresh_database() -> String {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => fresh_database_on(&server).await,
        Err(_) => "sqlite://test.db".to_owned(),
    }
}

/// An empty database on a server.
pub async fn fresh_database_on(server: &str) -> String {
    let name = format!("test_{:016x}", rand::random::<u64>());
    let admin = Database::connect(server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let mut url: url::Url = server.parse().unwrap();
    url.set_path(&name);
    url.into()
}

/// Keeps cookies, follows no redirect, and names its page as a browser does.
#[derive(Clone)]
pub struct Browser {
    pub http: Client,
    pub url: String,
}

impl Browser {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub async fn get(&self, path: &str) -> Page {
        Page::read(self.request(Method::GET, path)).await
    }

    /// From one of our own pages.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        Page::read(
            self.request(Method::POST, path).header("Sec-Fetch-Site", "same-origin").form(fields),
        )
        .await
    }

    /// Sends a form that a page holds, with its own values where none are given.
    pub async fn submit(&self, form: &Form, fields: &[(&str, &str)]) -> Page {
        let mut values = form.fields.clone();
        for (name, value) in fields {
            assert!(values.contains_key(*name), "the form to {} has no field {name}", form.action);
            values.insert((*name).to_owned(), (*value).to_owned());
        }
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&form.action, &values).await
    }

    pub async fn register(&self, email: &str, username: &str, password: &str) -> Page {
        let form = self.get("/auth/register").await.form("/auth/register");
        self.submit(&form, &[("email", email), ("username", username), ("password", password)])
            .await
    }

    pub async fn sign_in(&self, identifier: &str, password: &str) -> Page {
        let form = self.get("/auth/login").await.form("/auth/login");
        self.submit(&form, &[("identifier", identifier), ("password", password)]).await
    }

    pub async fn sign_out(&self) -> Page {
        self.post("/auth/logout", &[]).await
    }

    /// Sends a file, as a form with nothing else in it does.
    pub async fn upload(&self, path: &str, field: &str, bytes: &[u8]) -> Page {
        let head = format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.zip\"\r\n\
             Content-Type: application/zip\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--frontier--\r\n"].concat();
        let request = self
            .request(Method::POST, path)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "multipart/form-data; boundary=frontier")
            .body(body);
        Page::read(request).await
    }

    /// Publishes from the home page's composer and returns the permalink.
    pub async fn publish(&self, body: &str) -> String {
        let form = self.get("/").await.form("/posts");
        let answer = self.submit(&form, &[("body", body)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        answer.location()
    }

    /// Publishes with what the composer's other fields may say, and returns the permalink.
    pub async fn publish_with(&self, body: &str, fields: &[(&str, &str)]) -> String {
        let fields = [&[("body", body)], fields].concat();
        let answer = self.post("/posts", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        answer.location()
    }

    /// Presses a button of a page that leads on to another: to follow somebody, to like something.
    pub async fn press(&self, path: &str) {
        let answer = self.post(path, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.html);
    }

    /// Says what one lets through to oneself; what isn't given is as it is for somebody new.
    pub async fn save_privacy(&self, fields: &[(&str, &str)]) {
        let mut values = vec![("notify_from", "anyone"), ("muted_words", "")];
        values.retain(|(name, _)| fields.iter().all(|(given, _)| given != name));
        values.extend(fields);
        self.post("/settings/privacy", &values).await.assert_redirects_to("/settings/privacy");
    }

    /// Whether the server takes this browser for a signed-in one.
    pub async fn is_signed_in(&self) -> bool {
        self.get("/posts/new").await.status == StatusCode::OK
    }
}

/// The number in a permalink.
pub fn id_of(permalink: &str) -> &str {
    permalink.trim_start_matches("/posts/")
}

/// An answer.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

/// A form as a page shows it.
#[derive(Debug)]
pub struct Form {
    pub action: String,
    pub fields: BTreeMap<String, String>,
}

impl Page {
    pub async fn read(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        Self { status, headers, html: answer.text().await.unwrap() }
    }

    pub fn location(&self) -> String {
        self.header(LOCATION.as_str()).to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn assert_redirects_to(&self, path: &str) {
        assert_eq!(
            (self.status, self.location().as_str()),
            (StatusCode::SEE_OTHER, path),
            "{}",
            self.html
        );
    }

    /// The texts of all that a selector finds.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let selector = Selector::parse(css).unwrap();
        let page = Html::parse_document(&self.html);
        page.select(&selector)
            .map(|found| found.text().collect::<String>().trim().to_owned())
            .collect()
    }

    /// One attribute of all that a selector finds.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(css).unwrap();
        let page = Html::parse_document(&self.html);
        page.select(&selector).filter_map(|found| found.attr(name).map(str::to_owned)).collect()
    }

    /// The bodies of the posts on the page, in its order.
    pub fn posts(&self) -> Vec<String> {
        self.texts("article.post .text")
    }

    /// Which of these paths there is a form to, as a button.
    pub fn buttons(&self, beginning: &str) -> Vec<String> {
        self.attributes(&format!("form[method=post][action^=\"{beginning}\"]"), "action")
    }

    /// The handles of the people on a page that lists them.
    pub fn people(&self) -> Vec<String> {
        self.texts(".people .handle")
    }

    /// What stands beside a field that is wrong.
    pub fn error_of(&self, field: &str) -> String {
        self.texts(&format!("#{field}-error")).join(" ")
    }

    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let page = Html::parse_document(&self.html);
        let selector = Selector::parse(&format!("form[method=post][action=\"{action}\"]")).unwrap();
        let form = page
            .select(&selector)
            .next()
            .unwrap_or_else(|| panic!("no form to {action} in {}", self.html));
        let mut fields = BTreeMap::new();
        let controls = Selector::parse("input[name], textarea[name], select[name]").unwrap();
        for control in form.select(&controls) {
            let name = control.attr("name").unwrap().to_owned();
            let value = match (control.value().name(), control.attr("type")) {
                ("textarea", _) => {
                    let text: String = control.text().collect();
                    text.strip_prefix('\n').unwrap_or(&text).to_owned()
                }
                ("select", _) => {
                    let chosen = Selector::parse("option[selected]").unwrap();
                    control
                        .select(&chosen)
                        .next()
                        .and_then(|option| option.attr("value"))
                        .unwrap_or("")
                        .to_owned()
                }
                (_, Some("checkbox" | "radio")) if control.attr("checked").is_none() => continue,
                _ => control.attr("value").unwrap_or("").to_owned(),
            };
            fields.insert(name, value);
        }
        Form { action: action.to_owned(), fields }
    }
}
