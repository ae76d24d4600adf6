//! The calls of the agent's HTTP API that the Consul crate lacks (docs/adr/0001). Each is one
//! request; what follows from the answers is [`super::agent`]'s.
//!
//! Source: <https://developer.hashicorp.com/consul/api-docs/agent/service> and `…/agent/check`.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use anyhow::{Context, ensure};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// An agent without a leader answers after about 7 s; less than 10 would cut it off.
const TIMEOUT: Duration = Duration::from_secs(12);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// What `PUT /v1/agent/service/register` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Registration {
    #[serde(rename = "ID")]
    pub id: String,
    pub name: String,
    pub tags: Vec<String>,
    pub address: String,
    pub port: u16,
    pub meta: BTreeMap<String, String>,
    pub check: Check,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Check {
    #[serde(rename = "CheckID")]
    pub check_id: String,
    pub name: String,
    #[serde(rename = "HTTP")]
    pub http: String,
    pub method: &'static str,
    /// Go's notation: `10s`.
    pub interval: String,
    pub timeout: String,
    /// In a row: one slow answer of a shared database shouldn't take out every instance at once.
    pub failures_before_critical: u32,
    pub success_before_passing: u32,
    pub deregister_critical_service_after: String,
    /// The check goes to an address, which no certificate names.
    #[serde(rename = "TLSSkipVerify")]
    pub tls_skip_verify: bool,
}

/// What `GET /v1/agent/service/:id` answers, as far as we compare it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Registered {
    pub service: String,
    pub tags: Option<Vec<String>>,
    pub address: String,
    pub port: u16,
    pub meta: Option<BTreeMap<String, String>>,
}

impl Registered {
    /// Empty lists and maps may come back as null.
    pub fn is(&self, wanted: &Registration) -> bool {
        self.service == wanted.name
            && self.tags.as_deref().unwrap_or_default() == wanted.tags
            && self.address == wanted.address
            && self.port == wanted.port
            && self.meta.as_ref().unwrap_or(&BTreeMap::new()) == &wanted.meta
    }
}

/// An agent, its address and the token for it.
#[derive(Clone)]
pub struct Agent {
    http: Client,
    address: String,
    token: SecretString,
}

impl Agent {
    pub fn new(address: &str, token: SecretString) -> anyhow::Result<Self> {
        // The agent is next door: no proxy, and no redirect that would carry the token elsewhere.
        let http = Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { http, address: address.trim_end_matches('/').to_owned(), token })
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.address));
        // In a header, never in the query: addresses end up in logs.
        match self.token.expose_secret() {
            "" => request,
            token => request.header("X-Consul-Token", token),
        }
    }

    /// `replace_checks` removes checks of ours that are no longer named, and with them maintenance
    /// mode: right at start-up only.
    pub async fn register(
        &self,
        registration: &Registration,
        replace_checks: bool,
    ) -> anyhow::Result<()> {
        let path = format!("/v1/agent/service/register?replace-existing-checks={replace_checks}");
        let answer = self.request(Method::PUT, &path).json(registration).send().await?;
        let status = answer.status();
        let text = answer.text().await.unwrap_or_default();
        ensure!(status.is_success(), "the agent answers {status}: {}", text.trim());
        Ok(())
    }

    /// `None` when the agent doesn't know the service.
    pub async fn service(&self, id: &str) -> anyhow::Result<Option<Registered>> {
        let answer =
            self.request(Method::GET, &format!("/v1/agent/service/{}", encode(id))).send().await?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => {
                Ok(Some(answer.json().await.context("an answer that isn't Consul's")?))
            }
            status => anyhow::bail!("the agent answers {status}"),
        }
    }

    /// Whether the agent has this check. (Maintenance is a check of the service, too.)
    pub async fn has_check(&self, check_id: &str) -> anyhow::Result<bool> {
        let answer =
            self.request(Method::GET, "/v1/agent/checks").send().await?.error_for_status()?;
        let checks: HashMap<String, serde_json::Value> =
            answer.json().await.context("an answer that isn't Consul's")?;
        Ok(checks.contains_key(check_id))
    }

    /// Maintenance takes the service out of every `?passing` answer at once, and leaves it in the
    /// catalog. Whether the agent knows the service.
    pub async fn set_maintenance(&self, id: &str, on: bool, reason: &str) -> anyhow::Result<bool> {
        let path = format!(
            "/v1/agent/service/maintenance/{}?enable={on}&reason={}",
            encode(id),
            encode(reason)
        );
        done(self.request(Method::PUT, &path)).await
    }

    /// Whether there was anything to take off, as far as this version of Consul tells.
    pub async fn deregister(&self, id: &str) -> anyhow::Result<bool> {
        done(self.request(Method::PUT, &format!("/v1/agent/service/deregister/{}", encode(id))))
            .await
    }
}

/// An unknown service (404 in maintenance, and in deregister from Consul 1.9 on) is one that there
/// is nothing left to do for.
async fn done(request: RequestBuilder) -> anyhow::Result<bool> {
    let status = request.send().await?.status();
    ensure!(status.is_success() || status == StatusCode::NOT_FOUND, "the agent answers {status}");
    Ok(status.is_success())
}

fn encode(text: &str) -> String {
    // Consul reads `+` in a path as a plus, so blanks must be %20.
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
