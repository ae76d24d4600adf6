//! What an operator sees in Consul's own pages.

use crate::agent::{Agent, id_of};
use crate::support::browser::Browser;
use crate::support::{PATIENCE, eventually};

#[tokio::test]
async fn consuls_page_of_the_service_shows_the_instance_passing() {
    let Some(agent) = Agent::start().await else { return };
    let program = agent.client();
    let blog = program.start().await;
    let id = id_of(&blog).await;
    agent.is_passing(&id, PATIENCE).await;
    // Consul's pages keep a request open, so their load never ends.
    let Some(browser) = Browser::that_does_not_wait_for_pages(&agent.address()).await else {
        return;
    };
    browser.open("/ui/dc1/services/miniblog").await;
    eventually("the instance, passing", PATIENCE, async || {
        let text = browser.text().await;
        (text.contains(&id) && text.contains("All service checks passing")).then_some(())
    })
    .await;
}
