//! The calls of the agent's HTTP API that the Consul crate lacks (docs/adr/0001). Each is one
//! request; what follows from the answers is [`super::agent`]'s.
//!
//! Source: <https://developer.hashicorp.com/consul/api-docs/agent/service> and `…/agent/check`.

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
    pub meta: std::collections::BTreeMap<String, String>,
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
    pub deregister_critical_service_after: String,
    /// The check goes to an address, which no certificate names.
    #[serde(rename = "TLSSkipVerify")]
    pub tls_skip_verify: bool,
}

/// What `GET /v1/agent/service/:id` answers, as far as we compare it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
pub struct Registered {
    pub service: String,
    pub tags: Option<Vec<String>>,
    pub address: String,
    pub port: u16,
    pub meta: Option<std::collections::BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct AgentCheck {
    #[serde(rename = "ServiceID")]
    service_id: String,
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
        let http = Client::builder().timeout(TIMEOUT).connect_timeout(CONNECT_TIMEOUT).build()?;
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

    /// Whether a check of this service is there.
    pub async fn has_check(&self, service_id: &str) -> anyhow::Result<bool> {
        let answer =
            self.request(Method::GET, "/v1/agent/checks").send().await?.error_for_status()?;
        let checks: std::collections::HashMap<String, AgentCheck> =
            answer.json().await.context("an answer that isn't Consul's")?;
        Ok(checks.values().any(|check| check.service_id == service_id))
    }

    /// Maintenance takes the service out of every `?passing` answer at once, and leaves it in the
    /// catalog.
    pub async fn set_maintenance(&self, id: &str, on: bool, reason: &str) -> anyhow::Result<()> {
        let path = format!(
            "/v1/agent/service/maintenance/{}?enable={on}&reason={}",
            encode(id),
            encode(reason)
        );
        done(self.request(Method::PUT, &path)).await
    }

    pub async fn deregister(&self, id: &str) -> anyhow::Result<()> {
        done(self.request(Method::PUT, &format!("/v1/agent/service/deregister/{}", encode(id))))
            .await
    }
}

/// An unknown service (404 in maintenance, and in deregister from Consul 1.9 on) is one that there
/// is nothing left to do for.
async fn done(request: RequestBuilder) -> anyhow::Result<()> {
    let status = request.send().await?.status();
    ensure!(status.is_success() || status == StatusCode::NOT_FOUND, "the agent answers {status}");
    Ok(())
}

fn encode(text: &str) -> String {
    // Consul reads `+` in a path as a plus, so blanks must be %20.
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
