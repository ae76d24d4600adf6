//! The agent isn't there, or comes back having forgotten everything.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::agent::{Agent, KNOWN_AGAIN, id_of};
use crate::support::{PATIENCE, eventually};

const LOST: &str = "not registered with Consul; serving on";
const BACK: &str = "registered again";

/// Takes an agent's place: hangs up on everybody and counts them.
struct NobodyHome {
    tries: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl NobodyHome {
    async fn at(port: u16) -> Self {
        let listener = eventually("the agent's port", PATIENCE, async || {
            TcpListener::bind(("127.0.0.1", port)).await.ok()
        })
        .await;
        let tries = Arc::new(AtomicUsize::new(0));
        let counted = tries.clone();
        let task = tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        Self { tries, task }
    }

    async fn has_been_tried(&self, times: usize) {
        let tried = async || (self.tries.load(Ordering::Relaxed) >= times).then_some(());
        eventually("more tries", Duration::from_mins(1), tried).await;
    }

    async fn leave(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

#[tokio::test]
async fn an_agent_that_restarts_empty_knows_us_again_within_15_seconds() {
    let Some(mut agent) = Agent::start().await else { return };
    let program = agent.client();
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    agent.go_down();
    agent.come_up().await;
    eventually("our entry", KNOWN_AGAIN, async || agent.service(&id).await).await;
    agent.is_passing(&id, PATIENCE).await;
}

#[tokio::test]
async fn without_an_agent_the_blog_works_says_so_once_and_registers_when_there_is_one() {
    let Some(mut agent) = Agent::not_started() else { return };
    let nobody = NobodyHome::at(agent.port()).await;
    let program = agent.client();
    let blog = program.start().await;
    let ada = blog.visitor();
    ada.join("ada").await;
    let permalink = ada.publish("Nobody is listening on 8500.").await;
    assert_eq!(ada.get(&permalink).await.status, 200);
    assert_eq!(ada.get("/health/ready").await.status, 200);

    nobody.has_been_tried(4).await;
    assert_eq!(blog.server.log_lines_with(LOST), 1);
    nobody.leave().await;

    agent.come_up().await;
    let id = id_of(&blog).await;
    eventually("our entry", KNOWN_AGAIN, async || agent.service(&id).await).await;
    agent.is_passing(&id, PATIENCE).await;
    assert_eq!(blog.server.log_lines_with(LOST), 1);
    blog.server.has_logged("registered with Consul", PATIENCE).await;
}

#[tokio::test]
async fn an_agent_that_goes_away_and_comes_back_is_told_of_once_each() {
    let Some(mut agent) = Agent::start().await else { return };
    let program = agent.client();
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    assert_eq!(blog.server.log_lines_with(LOST), 0);

    agent.go_down();
    let nobody = NobodyHome::at(agent.port()).await;
    nobody.has_been_tried(3).await;
    assert_eq!(blog.server.log_lines_with(LOST), 1);
    assert_eq!(blog.visitor().get("/explore").await.status, 200);
    nobody.leave().await;

    agent.come_up().await;
    agent.is_passing(&id, KNOWN_AGAIN).await;
    blog.server.has_logged(BACK, PATIENCE).await;
    assert_eq!((blog.server.log_lines_with(LOST), blog.server.log_lines_with(BACK)), (1, 1));
}
