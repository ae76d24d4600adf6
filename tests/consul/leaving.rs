//! Going down in good order: maintenance, drain, what is in flight, deregistration.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::agent::{Agent, id_of};
use crate::support::process::Signal;
use crate::support::{PATIENCE, eventually};

/// Well below the 30 s that `server.shutdown_timeout` allows.
const SOON: Duration = Duration::from_secs(10);

/// A sign-in whose form arrives in two parts.
struct SlowRequest(TcpStream);

impl SlowRequest {
    const FORM: &str = "identifier=nobody&password=wrong+horse";

    async fn begin(url: &str) -> Self {
        let host = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await.unwrap();
        let (early, _) = Self::FORM.split_at(10);
        let length = Self::FORM.len();
        let head = format!(
            "POST /auth/login HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nContent-Length: {length}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{early}"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        Self(stream)
    }

    /// Sends the rest and reads the answer to the connection's end.
    async fn finish(mut self) -> String {
        let (_, late) = Self::FORM.split_at(10);
        self.0.write_all(late.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        tokio::time::timeout(PATIENCE, self.0.read_to_end(&mut answer)).await.unwrap().unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[tokio::test]
async fn sigterm_drains_answers_what_is_in_flight_deregisters_and_exits_with_0() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client().set("consul.drain_time", "2s");
    let mut blog = program.start().await;
    let visitor = blog.visitor();
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;

    let slow = SlowRequest::begin(&blog.url).await;
    let told = Instant::now();
    blog.server.signal(Signal::SIGTERM);
    eventually("maintenance", Duration::from_secs(2), async || {
        agent.is_in_maintenance(&id).await.then_some(())
    })
    .await;
    assert!(agent.passing().await.is_empty());
    assert_eq!(agent.in_catalog().await, [id.as_str()]);
    assert_eq!(visitor.get("/explore").await.status, 200);
    let ready = visitor.get("/health/ready").await;
    assert_eq!((ready.status, &ready.json()["status"]), (503, &"fail".into()));
    assert_eq!(visitor.get("/health/live").await.status, 200);

    // A connection that is open already may still be served; it's new ones that count.
    let host = blog.url.trim_start_matches("http://").to_owned();
    let refused = async || TcpStream::connect(&host).await.err().map(|_| ());
    eventually("no new connections", PATIENCE, refused).await;
    assert!(told.elapsed() >= Duration::from_secs(2), "the load balancer had its time to notice");
    assert!(blog.server.ended().is_none(), "a request is still in flight");
    assert_eq!(
        agent.in_catalog().await,
        [id.as_str()],
        "and until it is answered, the entry stays"
    );
    let answer = slow.finish().await;
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(answer.trim_end().ends_with("</html>"), "{answer}");

    assert_eq!(blog.server.exit_status(SOON).await.code(), Some(0));
    assert_eq!(agent.service(&id).await, None);
    eventually("gone from the catalog", PATIENCE, async || {
        agent.in_catalog().await.is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_idle_connection_does_not_delay_the_exit() {
    let Some(agent) = Agent::start().await else { return };
    let mut blog = agent.client().start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    let host = blog.url.trim_start_matches("http://").to_owned();
    let mut idle = TcpStream::connect(&host).await.unwrap();
    idle.write_all(format!("GET /health/live HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let mut start = [0; 15];
    idle.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
    let silent = TcpStream::connect(&host).await.unwrap();

    blog.server.signal(Signal::SIGTERM);
    assert_eq!(blog.server.exit_status(SOON).await.code(), Some(0));
    assert_eq!(agent.service(&id).await, None);
    drop((idle, silent));
}

#[tokio::test]
async fn an_agent_that_is_away_does_not_delay_the_exit() {
    let Some(mut agent) = Agent::start().await else { return };
    let mut blog = agent.client().set("consul.drain_time", "15s").start().await;
    agent.is_passing(&id_of(&blog).await, PATIENCE).await;
    agent.go_down();
    blog.server.signal(Signal::SIGTERM);
    assert_eq!(blog.server.exit_status(SOON).await.code(), Some(0));
}

#[tokio::test]
async fn a_request_that_never_ends_keeps_us_neither_alive_nor_registered() {
    let Some(agent) = Agent::start().await else { return };
    let program =
        agent.client().set("consul.drain_time", "1s").set("server.shutdown_timeout", "6s");
    let mut blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    let _stuck = SlowRequest::begin(&blog.url).await;
    blog.server.signal(Signal::SIGTERM);
    // The six seconds, and some for a busy machine.
    assert_eq!(blog.server.exit_status(Duration::from_secs(9)).await.code(), Some(0));
    assert_eq!(agent.service(&id).await, None);
}
