//! A person with Chromium: finds things by the words that people see, and types and clicks.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{By, Capabilities, Key, WebDriver, WebElement};

use super::process::{Server, temporary_folder};
use super::visitor::PASSWORD;
use super::{PATIENCE, eventually, find_program, skip};

pub struct Browser {
    driver: WebDriver,
    chromedriver: Server,
    folder: Arc<TempDir>,
    site: String,
}

/// How a browser differs from the usual one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Usual,
    WithoutScripts,
    ThatDoesNotWait,
}

impl Browser {
    /// A fresh one, for this site. `None`, after saying so, where Chromium or its driver is missing.
    pub async fn start(site: &str) -> Option<Self> {
        Self::start_as(Kind::Usual, site).await
    }

    /// With JavaScript switched off.
    pub async fn without_scripts(site: &str) -> Option<Self> {
        Self::start_as(Kind::WithoutScripts, site).await
    }

    /// For pages whose load never ends.
    pub async fn that_does_not_wait_for_pages(site: &str) -> Option<Self> {
        Self::start_as(Kind::ThatDoesNotWait, site).await
    }

    async fn start_as(kind: Kind, site: &str) -> Option<Self> {
        let chromium = find_program(&[
            "chromium".to_owned(),
            "chromium-browser".to_owned(),
            "google-chrome".to_owned(),
        ]);
        let chromedriver = find_program(&["chromedriver".to_owned()]);
        let (Some(chromium), Some(chromedriver)) = (chromium, chromedriver) else {
            skip("there is no Chromium, or no chromedriver (Debian: chromium, chromium-driver)");
            return None;
        };
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = temporary_folder();
        let mut command = Command::new(chromedriver);
        // Port 0: it chooses one, and says which.
        command.arg("--port=0").env("HOME", folder.path()).current_dir(folder.path());
        let chromedriver = Server::start("chromedriver", &command, &folder);
        let port =
            eventually("chromedriver's port", PATIENCE, async || port_in(&chromedriver.log()))
                .await;
        let capabilities = capabilities(kind, &chromium, &folder.path().join("profile"));
        let builder = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities);
        let driver =
            builder.request_timeout(Duration::from_secs(90)).connect().await.expect("a browser");
        Some(Self { driver, chromedriver, folder, site: site.to_owned() })
    }

    pub async fn open(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.site)).await.expect("a page");
    }

    pub async fn reload(&self) {
        self.driver.refresh().await.expect("the page again");
    }

    pub async fn back(&self) {
        self.driver.back().await.expect("the page before");
    }

    /// Path and query of where we are.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("an address");
        url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
    }

    pub async fn is_at(&self, path: &str) {
        eventually(&format!("being at {path}"), PATIENCE, async || {
            (self.path().await == path).then_some(())
        })
        .await;
    }

    pub async fn title(&self) -> String {
        self.driver.title().await.expect("a title")
    }

    pub async fn html(&self) -> String {
        self.driver.source().await.expect("the page's source")
    }

    /// What can be read on the page.
    pub async fn text(&self) -> String {
        // Between two pages there is no body, or a stale one.
        match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    pub async fn sees(&self, text: &str) {
        eventually(&format!("{text:?} on the page"), PATIENCE, async || {
            self.text().await.contains(text).then_some(())
        })
        .await;
    }

    pub async fn does_not_see(&self, text: &str) {
        let page = self.text().await;
        assert!(!page.contains(text), "{text:?} is on the page: {page}");
    }

    /// The first that can be seen, once there is one.
    pub async fn find(&self, what: &str, xpath: &str) -> WebElement {
        eventually(what, PATIENCE, async || self.find_now(xpath).await).await
    }

    async fn find_now(&self, xpath: &str) -> Option<WebElement> {
        for element in self.driver.find_all(By::XPath(xpath.to_owned())).await.ok()? {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    pub async fn has(&self, xpath: &str) -> bool {
        self.find_now(xpath).await.is_some()
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> WebElement {
        let named = format!("//label[normalize-space()={}]", quoted(label));
        let xpath = format!("//*[@id={named}/@for] | {named}//input");
        self.find(&format!("the field {label:?}"), &xpath).await
    }

    pub async fn value_of(&self, label: &str) -> String {
        self.field(label).await.prop("value").await.expect("a value").unwrap_or_default()
    }

    /// Replaces what stands in a field.
    pub async fn fill(&self, label: &str, text: &str) {
        self.field(label).await.clear().await.expect("an empty field");
        self.write(label, text).await;
    }

    /// Goes on where the field's text ends. Unlike the driver's own keys, this knows all of Unicode.
    pub async fn write(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        if field.click().await.is_err() {
            // As with buttons below.
            field.scroll_into_view().await.expect("a page that can be scrolled");
            field.click().await.expect("the field to take the focus");
        }
        self.cdp("Input.insertText", json!({ "text": text })).await;
    }

    pub async fn press(&self, button: &str) {
        let name = quoted(button);
        let xpath =
            format!("//button[normalize-space()={name}] | //summary[normalize-space()={name}]");
        let button = self.find(&format!("the button {button:?}"), &xpath).await;
        if button.click().await.is_err() {
            // The driver scrolls no farther than it must, and so not out from under what is fixed to the edge.
            button.scroll_into_view().await.expect("a page that can be scrolled");
            button.click().await.expect("a button that can be pressed");
        }
    }

    pub async fn follow(&self, link: &str) {
        let xpath = format!("//a[normalize-space()={}]", quoted(link));
        self.find(&format!("the link {link:?}"), &xpath)
            .await
            .click()
            .await
            .expect("a link that can be followed");
    }

    pub async fn key(&self, key: Key) {
        // Not to the element: what is sent to a field for files is taken for a file's name.
        let press = self.driver.action_chain().send_keys(key);
        press.perform().await.expect("a key press");
    }

    pub async fn keys_together(&self, keys: &str) {
        let active = self.driver.active_element().await.expect("something with the focus");
        active.send_keys(keys).await.expect("key presses");
    }

    pub async fn focused(&self) -> WebElement {
        self.driver.active_element().await.expect("something with the focus")
    }

    pub async fn delete_cookie(&self, name: &str) {
        self.driver.delete_cookie(name).await.expect("a cookie to delete");
    }

    pub async fn run(&self, script: &str) -> Value {
        self.driver
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
            .json()
            .clone()
    }

    /// As [`Self::run`], for a script that calls its last argument when it is done.
    pub async fn run_to_its_end(&self, script: &str) -> Value {
        let done = self.driver.execute_async(script, Vec::new()).await;
        done.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub async fn is_asked_something(&self) -> bool {
        self.driver.get_alert_text().await.is_ok()
    }

    /// What the browser complained about since it was last asked: scripts' errors, blocked content.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.expect("the browser's log");
        let bad =
            entries.into_iter().filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING");
        bad.map(|entry| format!("{} {}", entry.level, entry.message)).collect()
    }

    pub async fn register(&self, name: &str) {
        self.open("/auth/register").await;
        self.fill("E-mail address", &format!("{name}@example.org")).await;
        self.fill("Username", name).await;
        self.fill("Password", PASSWORD).await;
        self.press("Create account").await;
        self.is_at("/auth/login").await;
    }

    pub async fn sign_in(&self, identifier: &str) {
        self.open("/auth/login").await;
        self.fill_in_and_sign_in(identifier, PASSWORD).await;
        self.is_at("/").await;
        self.field("Your post").await;
    }

    pub async fn fill_in_and_sign_in(&self, identifier: &str, password: &str) {
        self.fill("E-mail address or username", identifier).await;
        self.fill("Password", password).await;
        self.press("Sign in").await;
    }

    pub async fn join(&self, name: &str) {
        self.register(name).await;
        self.sign_in(name).await;
    }

    /// Writes in the composer of this page and publishes; returns the permalink.
    pub async fn publish(&self, text: &str) -> String {
        self.fill("Your post", text).await;
        self.press("Publish").await;
        eventually("the post's own page", PATIENCE, async || {
            let path = self.path().await;
            path.strip_prefix("/posts/").is_some_and(|id| id.parse::<i64>().is_ok()).then_some(path)
        })
        .await
    }
}

impl Drop for Browser {
    /// Not by the driver's own way of quitting, which waits for pages whose load never ends.
    fn drop(&mut self) {
        let _ = self.driver.clone().leak();
        self.chromedriver.kill();
        // Chromium ends by itself when its pipe does. Its folder must not go before it.
        let start = Instant::now();
        for process in std::iter::repeat_with(|| processes_in(&self.folder))
            .take_while(|found| !found.is_empty())
            .flatten()
        {
            if start.elapsed() > Duration::from_secs(5) {
                let _ = kill(process, Signal::SIGKILL);
            }
            pause(Duration::from_millis(5));
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "there is nothing else to wait on, and nothing async in a drop"
)]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Chromium's processes: each names its profile. (Where there is no /proc, none is found.)
fn processes_in(folder: &TempDir) -> Vec<Pid> {
    let folder = folder.path().display().to_string();
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let found = entries.filter_map(|entry| {
        let process = entry.file_name().to_str()?.parse().ok()?;
        let arguments = std::fs::read(entry.path().join("cmdline")).ok()?;
        String::from_utf8_lossy(&arguments).contains(&folder).then(|| Pid::from_raw(process))
    });
    found.collect()
}

fn capabilities(kind: Kind, chromium: &Path, profile: &Path) -> Capabilities {
    let scripts = if kind == Kind::WithoutScripts { 2 } else { 1 };
    let preferences = json!({
        "intl.accept_languages": "en",
        "credentials_enable_service": false,
        "profile.managed_default_content_settings.javascript": scripts,
    });
    let capabilities = json!({
        "browserName": "chrome",
        "pageLoadStrategy": if kind == Kind::ThatDoesNotWait { "none" } else { "normal" },
        "unhandledPromptBehavior": "ignore",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": chromium,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-breakpad",
                "--window-size=1200,900",
                // Over a pipe instead of a port: Chromium ends when the driver does, however that ends.
                "--remote-debugging-pipe",
                format!("--user-data-dir={}", profile.display()),
            ],
            "prefs": preferences,
        },
    });
    capabilities
        .as_object()
        .expect("an object")
        .clone()
        .into_iter()
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn port_in(log: &str) -> Option<u16> {
    let line = log.lines().find(|line| line.contains("started successfully on port "))?;
    line.rsplit(' ').next()?.trim_end_matches('.').parse().ok()
}

/// A text as `XPath` writes it.
pub fn quoted(text: &str) -> String {
    assert!(!text.contains('"'), "no double quotes in {text}");
    format!("\"{text}\"")
}
