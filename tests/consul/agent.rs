//! A Consul agent of one's own, in memory, and what tests ask of it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::process::{Blog, Miniblog, Server, temporary_folder};
use crate::support::visitor::client;
use crate::support::{PATIENCE, eventually, find_program, free_port, skip};

/// A restarted agent must know us again within this.
pub const KNOWN_AGAIN: Duration = Duration::from_secs(15);
/// Something changed behind our back is found at the next verification, every 10 s.
pub const MENDED: Duration = Duration::from_secs(15);

pub struct Agent {
    program: PathBuf,
    folder: Arc<TempDir>,
    ports: [u16; 3],
    server: Option<Server>,
    http: Client,
    token: Option<String>,
}

impl Agent {
    /// `None`, after saying so, where there is no Consul.
    pub async fn start() -> Option<Self> {
        Self::start_with("{}").await
    }

    /// With a configuration of its own, in JSON.
    pub async fn start_with(config: &str) -> Option<Self> {
        let mut agent = Self::not_started_with(config)?;
        agent.come_up().await;
        Some(agent)
    }

    /// One that has its ports but doesn't run yet.
    pub fn not_started() -> Option<Self> {
        Self::not_started_with("{}")
    }

    fn not_started_with(config: &str) -> Option<Self> {
        let Some(program) = program() else {
            skip(
                "there is no Consul: put one on PATH, name it in CONSUL_BIN, or run scripts/consul.sh",
            );
            return None;
        };
        let folder = temporary_folder();
        std::fs::write(folder.path().join("agent.json"), config).unwrap();
        let ports = [free_port(), free_port(), free_port()];
        Some(Self { program, folder, ports, server: None, http: client(), token: None })
    }

    /// Starts, knowing nothing, and waits until there is a leader.
    pub async fn come_up(&mut self) {
        let fixed = self.server.is_some();
        for attempt in 1.. {
            self.server = Some(Server::start("consul", &self.command(), &self.folder));
            if self.is_up().await {
                return;
            }
            // Somebody else was quicker to take one of the ports.
            assert!(attempt < 4 && !fixed, "Consul doesn't start");
            self.ports = [free_port(), free_port(), free_port()];
        }
    }

    fn command(&self) -> Command {
        let [http, server, gossip] = self.ports;
        let mut command = Command::new(&self.program);
        command.args([
            "agent",
            "-dev",
            "-ui",
            "-node=test",
            "-bind=127.0.0.1",
            "-client=127.0.0.1",
            "-config-file=agent.json",
        ]);
        command.args([
            format!("-http-port={http}"),
            format!("-server-port={server}"),
            format!("-serf-lan-port={gossip}"),
        ]);
        // -1 switches off what nobody here asks for.
        command.args([
            "-serf-wan-port=-1",
            "-dns-port=-1",
            "-hcl=ports { grpc = -1 }",
            "-hcl=disable_update_check = true",
        ]);
        command.env_remove("CONSUL_HTTP_TOKEN").current_dir(self.folder.path());
        command
    }

    async fn is_up(&mut self) -> bool {
        eventually("a leader", PATIENCE, async || {
            if self.server.as_mut().is_none_or(|server| server.ended().is_some()) {
                return Some(false);
            }
            let leader = self.ask(Method::GET, "/v1/status/leader", None).await?.1;
            leader.as_str().is_some_and(|address| !address.is_empty()).then_some(true)
        })
        .await
    }

    /// kill -9; what it knew is gone.
    pub fn go_down(&mut self) {
        self.server.as_mut().expect("a running agent").kill();
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port())
    }

    pub fn port(&self) -> u16 {
        self.ports[0]
    }

    /// From now on asks with this token.
    pub fn use_token(&mut self, token: &str) {
        self.token = Some(token.to_owned());
    }

    /// Settings of an instance that registers here and is checked every second.
    pub fn client(&self) -> Miniblog {
        Miniblog::new()
            .set("consul.enabled", "true")
            .set("consul.address", &self.address())
            .set("consul.check_interval", "1s")
            .set("consul.drain_time", "0s")
    }

    /// Status and body, `null` where that isn't JSON; `None` when nobody answers.
    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let mut request = self.http.request(method, format!("{}{path}", self.address()));
        if let Some(token) = &self.token {
            request = request.header("X-Consul-Token", token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, serde_json::from_str(&answer.text().await.ok()?).unwrap_or_default()))
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.ask(Method::GET, path, None).await.expect("the agent's answer");
        assert_eq!(status, 200, "GET {path}: {answer}");
        answer
    }

    pub async fn put(&self, path: &str, body: &Value) -> Value {
        let (status, answer) =
            self.ask(Method::PUT, path, Some(body)).await.expect("the agent's answer");
        assert_eq!(status, 200, "PUT {path}: {answer}");
        answer
    }

    /// The agent's entry of an instance; `None` when it doesn't know it.
    pub async fn service(&self, id: &str) -> Option<Value> {
        let (status, answer) =
            self.ask(Method::GET, &format!("/v1/agent/service/{id}"), None).await?;
        (status == 200).then_some(answer)
    }

    /// The ids of the instances that a caller is sent to.
    pub async fn passing(&self) -> Vec<String> {
        let answer = self.get("/v1/health/service/miniblog?passing").await;
        let ids = answer
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["Service"]["ID"].as_str().unwrap().to_owned());
        ids.collect()
    }

    /// The ids of all instances in the catalog, passing or not.
    pub async fn in_catalog(&self) -> Vec<String> {
        let answer = self.get("/v1/catalog/service/miniblog").await;
        let ids = answer
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["ServiceID"].as_str().unwrap().to_owned());
        ids.collect()
    }

    pub async fn is_passing(&self, id: &str, within: Duration) {
        eventually(&format!("{id} passing"), within, async || {
            self.passing().await.contains(&id.to_owned()).then_some(())
        })
        .await;
    }

    /// The checks of an instance, maintenance among them.
    pub async fn checks(&self, id: &str) -> Vec<Value> {
        let checks = self.get("/v1/agent/checks").await;
        let checks = checks.as_object().unwrap().values().filter(|check| check["ServiceID"] == id);
        checks.cloned().collect()
    }

    pub async fn set_maintenance(&self, id: &str) {
        self.put(
            &format!("/v1/agent/service/maintenance/{id}?enable=true&reason=test"),
            &Value::Null,
        )
        .await;
        assert!(self.is_in_maintenance(id).await);
    }

    pub async fn is_in_maintenance(&self, id: &str) -> bool {
        let name = format!("_service_maintenance:{id}");
        self.checks(id).await.iter().any(|check| check["CheckID"] == name.as_str())
    }
}

/// The id that an instance has told us it registers under.
pub async fn id_of(blog: &Blog) -> String {
    blog.visitor().get("/health/ready").await.json()["instance"].as_str().unwrap().to_owned()
}

fn program() -> Option<PathBuf> {
    let named = std::env::var("CONSUL_BIN").ok().filter(|name| !name.is_empty());
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cache/consul");
    let kept = ["consul", "bin/consul", "usr/bin/consul"]
        .map(|path| cache.join(path).display().to_string());
    let candidates: Vec<String> =
        named.into_iter().chain(["consul".to_owned()]).chain(kept).collect();
    find_program(&candidates)
}
