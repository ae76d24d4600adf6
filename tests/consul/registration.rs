//! What is registered.

use serde_json::json;

use crate::agent::{Agent, id_of};
use crate::support::{PATIENCE, eventually};

#[tokio::test]
async fn an_instance_registers_with_version_tags_address_port_and_an_http_check() {
    let Some(agent) = Agent::start().await else { return };
    let blog = agent.client().set("consul.tags", "blue, canary").start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;

    let entry = agent.service(&id).await.unwrap();
    assert_eq!(entry["Service"], "miniblog");
    assert_eq!(entry["Tags"], json!(["blue", "canary"]));
    assert_eq!(entry["Address"], "127.0.0.1");
    assert_eq!(entry["Port"], blog.port());
    assert_eq!(entry["Meta"]["version"], env!("CARGO_PKG_VERSION"));

    let checks = agent.get("/v1/health/checks/miniblog").await;
    let [check] = checks.as_array().unwrap().as_slice() else { panic!("one check, not {checks}") };
    assert_eq!(check["Status"], "passing");
    let asked = format!("HTTP GET {}/health/ready: 200 OK", blog.url);
    assert!(check["Output"].as_str().unwrap().contains(&asked), "{check}");
}

#[tokio::test]
async fn an_instance_is_found_under_the_name_and_the_id_it_was_given() {
    let Some(agent) = Agent::start().await else { return };
    let program =
        agent.client().set("consul.service_name", "journal").set("consul.service_id", "journal-7");
    let program = program.set("consul.service_address", "192.0.2.7");
    let _blog = program.start().await;
    let entry = eventually("the entry", PATIENCE, async || agent.service("journal-7").await).await;
    assert_eq!((&entry["Service"], &entry["Address"]), (&json!("journal"), &json!("192.0.2.7")));
}

#[tokio::test]
async fn two_instances_on_one_agent_have_two_ids() {
    let Some(agent) = Agent::start().await else { return };
    let (one, two) = (agent.client(), agent.client());
    let (first, second) = (one.start().await, two.start().await);
    let (first, second) = (id_of(&first).await, id_of(&second).await);
    assert_ne!(first, second);
    agent.is_passing(&first, PATIENCE).await;
    agent.is_passing(&second, PATIENCE).await;
    assert_eq!(agent.in_catalog().await.len(), 2);
}

#[tokio::test]
async fn an_instance_that_hangs_is_not_passing_until_it_turns_again() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client().set("consul.check_timeout", "1s");
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    blog.server.signal(crate::support::process::Signal::SIGSTOP);
    eventually("critical while it doesn't turn", PATIENCE, async || {
        agent.passing().await.is_empty().then_some(())
    })
    .await;
    assert_eq!(agent.in_catalog().await, [id.as_str()]);
    blog.server.signal(crate::support::process::Signal::SIGCONT);
    agent.is_passing(&id, PATIENCE).await;
}
