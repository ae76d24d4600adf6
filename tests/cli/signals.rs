//! SIGTERM, SIGINT, SIGHUP.

use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::process::{Blog, Miniblog, Signal};
use crate::support::{PATIENCE, eventually};

#[tokio::test]
async fn sigint_and_sigterm_end_it_with_0() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let program = Miniblog::new();
        let mut blog = program.start().await;
        blog.server.signal(signal);
        assert_eq!(blog.server.exit_status(PATIENCE).await.code(), Some(0), "{signal}");
        assert_eq!(blog.server.log_lines_with("ERROR"), 0, "{}", blog.server.log());
    }
}

/// A request that never gets its body: whoever waits for it waits for `server.shutdown_timeout`.
async fn stuck_request(blog: &Blog) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", blog.port())).await.unwrap();
    let url = &blog.url;
    let head = format!(
        "POST /auth/login HTTP/1.1\r\nHost: {}\r\nOrigin: {url}\r\nContent-Length: 100\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\nidentifier=",
        url.trim_start_matches("http://")
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // A second request, answered, says that the first has arrived.
    assert_eq!(blog.visitor().get("/health/live").await.status, 200);
    stream
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let program = Miniblog::new();
    let mut blog = program.start().await;
    let _stuck = stuck_request(&blog).await;
    blog.server.signal(Signal::SIGTERM);
    blog.server.has_logged("stopping", PATIENCE).await;
    blog.server.signal(Signal::SIGTERM);
    let status = blog.server.exit_status(Duration::from_secs(3)).await;
    assert_ne!(status.code(), Some(0));
    assert_ne!(status.code(), None, "it ended itself");
}

#[tokio::test]
async fn a_request_that_never_ends_holds_it_no_longer_than_the_shutdown_timeout() {
    let program =
        Miniblog::new().set("server.shutdown_timeout", "5s").set("consul.drain_time", "0s");
    let mut blog = program.start().await;
    let _stuck = stuck_request(&blog).await;
    blog.server.signal(Signal::SIGTERM);
    // The five seconds, and some for a busy machine.
    assert_eq!(blog.server.exit_status(Duration::from_secs(8)).await.code(), Some(0));
}

#[tokio::test]
async fn open_streams_end_at_once_and_hold_nothing_up() {
    let program = Miniblog::new();
    let mut blog = program.start().await;
    let mut stream = TcpStream::connect(("127.0.0.1", blog.port())).await.unwrap();
    stream.write_all(b"GET /live?list=explore HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("retry: ") {
        assert_ne!(stream.read_buf(&mut said).await.unwrap(), 0, "it ended by itself");
    }
    blog.server.signal(Signal::SIGTERM);
    let rest = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut said)).await;
    rest.expect("its end").unwrap();
    assert!(said.ends_with(b"\r\n0\r\n\r\n"), "whole, and not cut off");
    // Far below server.shutdown_timeout.
    assert_eq!(blog.server.exit_status(Duration::from_secs(5)).await.code(), Some(0));
    assert_eq!(blog.server.log_lines_with("WARN"), 0, "{}", blog.server.log());
}

fn set_max_length(file: &Path, value: &str) {
    std::fs::write(file, format!("[posts]\nmax_length = {value}\n")).unwrap();
}

#[tokio::test]
async fn sighup_reads_the_settings_again_and_keeps_the_old_ones_if_the_new_are_bad() {
    let program = Miniblog::new();
    let file = program.folder().join("site.toml");
    set_max_length(&file, "10");
    let program = program.argument("--config").argument(&file.display().to_string());
    let blog = program.start().await;
    let ada = blog.visitor();
    ada.join("ada").await;
    let status =
        async |length: usize| ada.post("/posts", &[("body", &"x".repeat(length))]).await.status;
    assert_eq!((status(10).await, status(11).await), (303, 422));

    set_max_length(&file, "20");
    assert_eq!(status(11).await, 422, "not before it is told");
    blog.server.signal(Signal::SIGHUP);
    eventually("the new length", PATIENCE, async || (status(20).await == 303).then_some(())).await;
    assert_eq!(status(21).await, 422);

    set_max_length(&file, "\"long\"");
    blog.server.signal(Signal::SIGHUP);
    blog.server.has_logged("kept the settings as they were", PATIENCE).await;
    let log = blog.server.log();
    let line = log.lines().find(|line| line.contains("kept the settings as they were")).unwrap();
    assert!(line.contains("posts.max_length") && line.contains("site.toml"), "{line}");
    assert_eq!((status(20).await, status(21).await), (303, 422));
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn sighup_says_what_needs_a_restart() {
    let program = Miniblog::new();
    let file = program.folder().join("site.toml");
    std::fs::write(&file, "").unwrap();
    let program = program.argument("--config").argument(&file.display().to_string());
    let blog = program.start().await;
    std::fs::write(&file, "[server]\nbacklog = 99\n[site]\nname = \"Renamed\"\n").unwrap();
    blog.server.signal(Signal::SIGHUP);
    blog.server.has_logged("a restart is needed for: server.backlog", PATIENCE).await;
    assert!(blog.visitor().get("/").await.body.contains("Renamed"));
}
