//! What others change behind our back, by mistake or on purpose.

use serde_json::{Value, json};

use crate::agent::{Agent, MENDED, id_of};
use crate::support::process::{Blog, Signal};
use crate::support::{PATIENCE, eventually};

/// Somebody registers something else under our id.
async fn tamper(agent: &Agent, id: &str) {
    let entry = json!({ "ID": id, "Name": "miniblog", "Address": "127.0.0.1", "Port": 1, "Tags": ["strange"] });
    agent.put("/v1/agent/service/register", &entry).await;
    assert_eq!(agent.service(id).await.unwrap()["Port"], 1);
}

async fn is_mended(agent: &Agent, id: &str, blog: &Blog) {
    eventually("our own entry again", MENDED, async || {
        let entry = agent.service(id).await?;
        (entry["Port"] == blog.port() && entry["Tags"] == json!(["ours"])).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_somebody_changed_is_mended_at_the_next_verification() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client().set("consul.tags", "ours");
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    tamper(&agent, &id).await;
    is_mended(&agent, &id, &blog).await;
    agent.is_passing(&id, PATIENCE).await;
}

#[tokio::test]
async fn an_instance_that_somebody_deregistered_comes_back() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client();
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    agent.put(&format!("/v1/agent/service/deregister/{id}"), &Value::Null).await;
    assert!(agent.service(&id).await.is_none());
    agent.is_passing(&id, MENDED).await;
}

#[tokio::test]
async fn a_check_that_somebody_removed_comes_back() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client();
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    let check = agent.checks(&id).await[0]["CheckID"].as_str().unwrap().to_owned();
    agent.put(&format!("/v1/agent/check/deregister/{check}"), &Value::Null).await;
    assert!(agent.checks(&id).await.is_empty());
    eventually("the check", MENDED, async || (!agent.checks(&id).await.is_empty()).then_some(()))
        .await;
    agent.is_passing(&id, PATIENCE).await;
}

#[tokio::test]
async fn an_operators_maintenance_mode_outlives_verification_and_mending() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client().set("consul.tags", "ours");
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    agent.set_maintenance(&id).await;
    // Something to mend makes the verification visible.
    tamper(&agent, &id).await;
    is_mended(&agent, &id, &blog).await;
    assert!(agent.is_in_maintenance(&id).await);
    assert!(agent.passing().await.is_empty());
}

#[tokio::test]
async fn maintenance_left_over_from_a_crash_ends_at_the_next_start() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client().set("consul.service_id", "miniblog-one");
    let mut blog = program.start().await;
    agent.is_passing("miniblog-one", PATIENCE).await;
    agent.set_maintenance("miniblog-one").await;
    blog.server.signal(Signal::SIGKILL);
    blog.server.exit_status(PATIENCE).await;
    assert!(agent.is_in_maintenance("miniblog-one").await);

    let blog = program.start().await;
    agent.is_passing("miniblog-one", PATIENCE).await;
    assert!(!agent.is_in_maintenance("miniblog-one").await);
    assert_eq!(agent.service("miniblog-one").await.unwrap()["Port"], blog.port());
    assert_eq!(agent.in_catalog().await, ["miniblog-one"]);
}
