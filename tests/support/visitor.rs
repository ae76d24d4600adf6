//! A person with a browser that has cookies but no scripts: requests, forms, redirects.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{COOKIE, HeaderMap, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};

/// Of every account that tests make.
pub const PASSWORD: &str = "quiet lamps at noon";

pub struct Visitor {
    client: Client,
    site: String,
    cookies: RefCell<BTreeMap<String, String>>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        assert_eq!(self.status, 303, "a redirect, not: {}", self.body);
        self.headers.get(LOCATION).and_then(|value| value.to_str().ok()).expect("Location")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}

/// A client that follows no redirect and never waits for ever.
pub fn client() -> Client {
    // One provider for all TLS; whoever comes second finds it set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder =
        Client::builder().redirect(Policy::none()).timeout(Duration::from_mins(1)).no_proxy();
    builder.build().expect("an HTTP client")
}

impl Visitor {
    pub fn of(site: &str) -> Self {
        Self { client: client(), site: site.to_owned(), cookies: RefCell::default() }
    }

    /// The same person, when the site has moved to another port.
    pub fn moved_to(self, site: &str) -> Self {
        Self { site: site.to_owned(), ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path))
            .await
            .unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    /// `None` when nobody answers.
    pub async fn try_get(&self, path: &str) -> Option<Answer> {
        self.send(self.request(Method::GET, path)).await.ok()
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_post(path, fields).await.unwrap_or_else(|error| panic!("POST {path}: {error}"))
    }

    pub async fn try_post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, reqwest::Error> {
        let form =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request(Method::POST, path).header(ORIGIN, &self.site);
        let request =
            request.header("content-type", "application/x-www-form-urlencoded").body(form);
        self.send(request).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.request(method, format!("{}{path}", self.site));
        if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) }
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("a cookie in ASCII");
            let (name, value) =
                line.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value");
            match value {
                "" => self.cookies.borrow_mut().remove(name),
                value => self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned()),
            };
        }
        Ok(Answer { status, headers, body: answer.text().await? })
    }

    /// Makes an account `name` with the address `name@example.org`, and signs in to it.
    pub async fn join(&self, name: &str) {
        self.register(name).await;
        assert_eq!(self.sign_in(name, PASSWORD).await.status, 303);
    }

    pub async fn register(&self, name: &str) {
        let fields = [
            ("email", &*format!("{name}@example.org")),
            ("username", name),
            ("password", PASSWORD),
        ];
        let answer = self.post("/auth/register", &fields).await;
        assert_eq!(answer.location(), "/auth/login");
    }

    pub async fn sign_in(&self, identifier: &str, password: &str) -> Answer {
        self.post("/auth/login", &[("identifier", identifier), ("password", password)]).await
    }

    /// Publishes, and returns the permalink.
    pub async fn publish(&self, text: &str) -> String {
        self.post("/posts", &[("body", text)]).await.location().to_owned()
    }

    /// Whether the site takes this visitor for somebody.
    pub async fn is_signed_in(&self) -> bool {
        self.get("/settings/profile").await.status == 200
    }
}
