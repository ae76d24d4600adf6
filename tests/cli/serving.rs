//! Starting to serve, and asking whether it does.

use tokio::net::TcpListener;

use crate::support::free_port;
use crate::support::process::{Miniblog, Signal};

#[tokio::test]
async fn health_exits_with_0_when_ready_and_with_1_when_not() {
    let program = Miniblog::new();
    let mut blog = program.start().await;
    let ran = program.run(&["health", &blog.url]);
    assert!(ran.fine().contains("\"pass\""), "{ran:?}");
    // Without an address it asks where its own settings say.
    let own = Miniblog::new().set("server.port", &blog.port().to_string());
    own.run(&["health"]).fine();

    blog.server.kill();
    own.run(&["health"]).refused(1, &["no answer", &blog.port().to_string()]);
    program.run(&["health", &blog.url]).refused(1, &["no answer"]);
    program.run(&["health", "not an address"]).refused(1, &["not an address"]);
}

#[tokio::test]
async fn health_exits_with_1_while_an_instance_hangs() {
    let program = Miniblog::new();
    let blog = program.start().await;
    blog.server.signal(Signal::SIGSTOP);
    program.run(&["health", &blog.url]).refused(1, &["no answer"]);
    blog.server.signal(Signal::SIGCONT);
    program.run(&["health", &blog.url]).fine();
}

#[tokio::test]
async fn a_port_that_is_taken_is_one_line_with_exit_code_1() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let program = Miniblog::new().set("server.port", &port);
    // Migrating is logged, and isn't what this is about.
    program.run(&["migrate", "up"]).fine();
    program.run(&["serve"]).refused(1, &[&format!("127.0.0.1:{port}"), "in use"]);
}

#[test]
fn a_host_that_does_not_exist_is_one_line_with_exit_code_1() {
    let program = Miniblog::new().set("server.host", "no-such-host.invalid");
    program.run(&["migrate", "up"]).fine();
    program.run(&["serve"]).refused(1, &["no-such-host.invalid"]);
}

#[tokio::test]
async fn it_runs_from_any_folder_and_writes_to_its_data_folder_alone() {
    let elsewhere = tempfile::tempdir().unwrap();
    let program = Miniblog::new().started_in(elsewhere.path());
    let blog = program.start().await;
    let visitor = blog.visitor();
    let page = visitor.get("/").await.body;
    let style = page.split('"').find(|part| part.contains(".css")).expect("a stylesheet");
    assert_eq!(visitor.get(style).await.status, 200);
    visitor.join("ada").await;
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    assert!(program.database().is_file());
}

#[tokio::test]
async fn a_relative_data_folder_is_made_where_it_is_started() {
    let program = Miniblog::new().set("data.dir", "here/and/there");
    let _blog = program.start().await;
    assert!(program.folder().join("here/and/there/miniblog.db").is_file());
}

#[tokio::test]
async fn without_a_command_it_serves_on_the_port_it_was_given() {
    let port = free_port();
    let program = Miniblog::new().set("server.port", &port.to_string());
    let blog = program.start().await;
    assert_eq!(blog.port(), port);
    assert_eq!(blog.visitor().get("/health/live").await.body, "ok");
}

#[tokio::test]
async fn in_production_the_log_is_json_and_cookies_are_secure() {
    let program = Miniblog::new()
        .variable("MINIBLOG_ENV", "production")
        .set("session.secret", "a-session-secret-of-forty-characters-ab");
    let blog = program.start().await;
    let visitor = blog.visitor();
    visitor.register("ada").await;
    let answer = visitor.sign_in("ada", crate::support::visitor::PASSWORD).await;
    let mut cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    cookies.sort_unstable();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    for (cookie, name) in cookies.into_iter().zip(["__Host-browser=", "__Host-session="]) {
        assert!(cookie.starts_with(name), "{cookie}");
        for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
    }
    for line in blog.server.log().lines() {
        let line: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(
            line["message"].is_string() && line["level"].is_string() && line["time"].is_string(),
            "{line}"
        );
    }
    assert!(!blog.server.log().contains(crate::support::visitor::PASSWORD));
}
