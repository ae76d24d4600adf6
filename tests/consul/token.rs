//! Consul's access control: the token goes in a header and nowhere else.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::agent::{Agent, MENDED, id_of};
use crate::support::process::Signal;
use crate::support::{PATIENCE, eventually};

const TOKEN: &str = "5e5a3e00-0000-4000-8000-c0ffee000000";

/// Answers 200 to everything, and remembers what it was asked.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    /// Its address; it lives as long as the test.
    async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = self.0.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, requests.clone()));
            }
        });
        address
    }

    fn requests(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    async fn was_asked(&self, path: &str) {
        let asked =
            async || self.requests().iter().any(|request| request.contains(path)).then_some(());
        eventually(path, PATIENCE, asked).await;
    }
}

/// One request and its answer; then the connection ends.
async fn answer(mut stream: TcpStream, requests: Arc<Mutex<Vec<String>>>) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&request) {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return,
            Ok(read) => request.extend_from_slice(&chunk[..read]),
        }
    }
    requests.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
    let _ = stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        .await;
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    body.len() >= length.map_or(0, |length| length.trim().parse().unwrap())
}

#[tokio::test]
async fn the_token_goes_in_its_header_and_nowhere_else() {
    let recorder = Recorder::default();
    let program = crate::support::process::Miniblog::new()
        .set("consul.enabled", "true")
        .set("consul.address", &recorder.listen().await)
        .set("consul.token", TOKEN)
        .set("consul.drain_time", "0s")
        .set("log.level", "trace");
    let mut blog = program.start().await;
    recorder.was_asked("PUT /v1/agent/service/register").await;
    blog.server.has_logged("registered with Consul", PATIENCE).await;
    blog.server.signal(Signal::SIGTERM);
    blog.server.exit_status(PATIENCE).await;
    recorder.was_asked("PUT /v1/agent/service/deregister/").await;

    let requests = recorder.requests();
    assert!(requests.iter().any(|request| request.contains("/maintenance/")), "{requests:#?}");
    for request in &requests {
        let header = format!("x-consul-token: {TOKEN}");
        assert!(request.to_lowercase().contains(&header), "{request}");
        assert_eq!(request.matches(TOKEN).count(), 1, "{request}");
    }
    assert!(!blog.server.log().contains(TOKEN));
}

#[tokio::test]
async fn consuls_own_variables_name_the_agent_and_the_token() {
    let recorder = Recorder::default();
    let address = recorder.listen().await;
    let program = crate::support::process::Miniblog::new()
        .set("consul.enabled", "true")
        .variable("CONSUL_HTTP_ADDR", address.trim_start_matches("http://"))
        .variable("CONSUL_HTTP_TOKEN", TOKEN);
    let _blog = program.start().await;
    recorder.was_asked("PUT /v1/agent/service/register").await;
    assert!(recorder.requests()[0].contains(TOKEN));
}

/// An agent that lets nobody do anything without a token, and the token that may do everything.
async fn closed_agent() -> Option<(Agent, String)> {
    let agent =
        Agent::start_with(r#"{ "acl": { "enabled": true, "default_policy": "deny" } }"#).await?;
    let token =
        agent.put("/v1/acl/bootstrap", &Value::Null).await["SecretID"].as_str().unwrap().to_owned();
    Some((agent, token))
}

#[tokio::test]
async fn without_a_token_where_one_is_needed_the_blog_works_and_says_why_it_is_not_registered() {
    let Some((mut agent, master)) = closed_agent().await else { return };
    agent.use_token(&master);
    let program = agent.client();
    let blog = program.start().await;
    blog.server.has_logged("not registered with Consul", PATIENCE).await;
    let log = blog.server.log();
    let line = log.lines().find(|line| line.contains("not registered with Consul")).unwrap();
    assert!(line.contains("403") && line.contains("Permission denied"), "{line}");
    blog.visitor().join("ada").await;
    assert!(agent.in_catalog().await.is_empty());
}

#[tokio::test]
async fn a_token_that_may_write_the_service_and_nothing_else_is_enough() {
    let Some((mut agent, master)) = closed_agent().await else { return };
    agent.use_token(&master);
    let rules = r#"service "miniblog" { policy = "write" }"#;
    agent.put("/v1/acl/policy", &json!({ "Name": "miniblog", "Rules": rules })).await;
    let token = agent.put("/v1/acl/token", &json!({ "Policies": [{ "Name": "miniblog" }] })).await;
    let program = agent.client().set("consul.token", token["SecretID"].as_str().unwrap());
    let mut blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;

    // Verifying and mending are within its rights too.
    agent.put(&format!("/v1/agent/service/deregister/{id}"), &Value::Null).await;
    agent.is_passing(&id, MENDED).await;
    assert_eq!(blog.server.log_lines_with("WARN"), 0, "{}", blog.server.log());
    blog.server.signal(Signal::SIGTERM);
    blog.server.exit_status(PATIENCE).await;
    assert_eq!(agent.service(&id).await, None);
}
