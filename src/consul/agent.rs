//! Keeping this instance registered with the agent, and taking it out in good order.
//!
//! An agent that restarts can forget its services, and Consul's anti-entropy doesn't cover that,
//! so the registration is verified every [`VERIFY_EVERY`] and made again when it is gone or
//! differs.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::client::{Agent, Check, Registration};
use crate::VERSION;
use crate::settings::Settings;

/// A restarted agent knows us again within this and one request.
const VERIFY_EVERY: Duration = Duration::from_secs(10);
/// While the agent is away: with the time-outs of a request, still within 15 s of its return.
const RETRY_EVERY: Duration = Duration::from_secs(5);
/// The bound on each step of going down: an agent without a leader answers after about 7 s.
const STEP_TIMEOUT: Duration = Duration::from_secs(8);

/// The background task that keeps the instance registered, and the way down.
pub struct Registrar {
    agent: Agent,
    id: String,
    drain_time: Duration,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Registrar {
    /// Starts registering. Never fails later: what goes wrong is logged and tried again.
    pub fn start(settings: &Settings, bound: SocketAddr) -> anyhow::Result<Self> {
        let consul = &settings.consul;
        let agent = Agent::new(&consul.address, consul.token.clone())?;
        let registration = registration(settings, bound);
        let id = registration.id.clone();
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(keep_registered(agent.clone(), registration, stopped));
        Ok(Self { agent, id, drain_time: consul.drain_time, stop, task: Some(task) })
    }

    /// Maintenance, then the time that a load balancer needs to notice. Where no agent knows us
    /// nobody is told, and so nobody is waited for.
    pub async fn drain(&mut self, deadline: Instant) {
        // A registration that is under way comes to its end first: it mustn't arrive after we left.
        self.stop.send_replace(true);
        if let Some(mut task) = self.task.take()
            && tokio::time::timeout(share_of(deadline), &mut task).await.is_err()
        {
            task.abort();
        }
        let maintenance = self.agent.set_maintenance(&self.id, true, "shutting down");
        match tokio::time::timeout(share_of(deadline), maintenance).await {
            Ok(Ok(false)) => return,
            Ok(Ok(true)) => log::info!("in maintenance; draining for {:?}", self.drain_time),
            Ok(Err(error)) => {
                log::warn!("can't go into maintenance: {error:#}");
                return;
            }
            // It may have been heard all the same.
            Err(_) => log::warn!("no answer about maintenance; draining for {:?}", self.drain_time),
        }
        tokio::time::sleep(
            self.drain_time.min(deadline.saturating_duration_since(Instant::now()) * 2 / 3),
        )
        .await;
    }

    pub async fn deregister(&self, deadline: Instant) {
        match tokio::time::timeout(share_of(deadline), self.agent.deregister(&self.id)).await {
            Ok(Ok(_)) => log::info!("deregistered from Consul"),
            Ok(Err(error)) => log::warn!("can't deregister from Consul: {error:#}"),
            Err(_) => log::warn!("can't deregister from Consul: no answer in time"),
        }
    }
}

impl Drop for Registrar {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// What one step may take of the time that is left: never so much that the others get none.
fn share_of(deadline: Instant) -> Duration {
    (deadline.saturating_duration_since(Instant::now()) / 3).min(STEP_TIMEOUT)
}

/// Where the registration stands, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Starting,
    Registered,
    /// The agent is away, or refuses us.
    Lost,
}

async fn keep_registered(
    agent: Agent,
    registration: Registration,
    mut stopped: watch::Receiver<bool>,
) {
    let (mut state, mut cleaned) = (State::Starting, false);
    loop {
        let outcome = match cleaned {
            // A crash half-way down leaves maintenance on, and an older version other checks.
            false => {
                start_clean(&agent, &registration).await.map(|()| Some("registered with Consul"))
            }
            true => verify(&agent, &registration).await,
        };
        let pause = match outcome {
            Ok(news) => {
                match news {
                    Some(news) => log::info!(id = registration.id.as_str(); "{news}"),
                    None if state == State::Lost => {
                        log::info!("Consul's agent is back, and knows us still");
                    }
                    None => {}
                }
                (state, cleaned) = (State::Registered, true);
                VERIFY_EVERY
            }
            Err(error) => {
                // Once a change of state, not once a try.
                if state != State::Lost {
                    log::warn!(
                        "not registered with Consul; serving on and trying again: {error:#}"
                    );
                }
                state = State::Lost;
                RETRY_EVERY
            }
        };
        // A little earlier, by chance: many instances shouldn't ask at the same moment for ever.
        let jittered = pause.mul_f64(1.0 - rand::random::<f64>() / 5.0);
        tokio::select! {
            () = tokio::time::sleep(jittered) => {}
            _ = stopped.changed() => return,
        }
        if *stopped.borrow() {
            return;
        }
    }
}

async fn start_clean(agent: &Agent, registration: &Registration) -> anyhow::Result<()> {
    agent.register(registration, true).await?;
    agent.set_maintenance(&registration.id, false, "").await.map(drop)
}

/// What was found wrong and mended, if anything. Never replaces checks: that would cancel a
/// maintenance which an operator has set.
async fn verify(
    agent: &Agent,
    registration: &Registration,
) -> anyhow::Result<Option<&'static str>> {
    let news = match agent.service(&registration.id).await? {
        None => "Consul had forgotten us; registered again",
        Some(found) if !found.is(registration) => "Consul's entry of us differed; registered again",
        Some(_) if !agent.has_check(&registration.check.check_id).await? => {
            "Consul had lost our check; registered again"
        }
        Some(_) => return Ok(None),
    };
    agent.register(registration, false).await?;
    Ok(Some(news))
}

/// One for each instance: an agent has one entry an id.
pub fn service_id(settings: &Settings, bound: SocketAddr) -> String {
    settings.consul.service_id.clone().unwrap_or_else(|| {
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        format!("{}-{host}-{}", settings.consul.service_name, bound.port())
    })
}

fn registration(settings: &Settings, bound: SocketAddr) -> Registration {
    let consul = &settings.consul;
    let id = service_id(settings, bound);
    let address =
        consul.service_address.clone().unwrap_or_else(|| own_address(bound, &consul.address));
    let scheme = if settings.server.tls.cert.is_some() { "https" } else { "http" };
    let host = if address.contains(':') { format!("[{address}]") } else { address.clone() };
    let check = Check {
        check_id: format!("service:{id}"),
        name: "ready".to_owned(),
        http: format!("{scheme}://{host}:{}/health/ready", bound.port()),
        method: "GET",
        interval: go_duration(consul.check_interval),
        timeout: go_duration(consul.check_timeout),
        failures_before_critical: 2,
        success_before_passing: 1,
        deregister_critical_service_after: go_duration(consul.deregister_after),
        tls_skip_verify: scheme == "https",
    };
    let meta = BTreeMap::from([
        ("version".to_owned(), VERSION.to_owned()),
        ("environment".to_owned(), settings.environment.as_str().to_owned()),
    ]);
    Registration {
        name: consul.service_name.clone(),
        tags: consul.tags.clone(),
        port: bound.port(),
        id,
        address,
        meta,
        check,
    }
}

/// The address that others reach us at: the one bound to, or, when that is every address, the one
/// that this host uses towards Consul. (Connecting a UDP socket sends nothing.)
fn own_address(bound: SocketAddr, consul: &str) -> String {
    if !bound.ip().is_unspecified() {
        return bound.ip().to_string();
    }
    let towards_consul = || -> Option<IpAddr> {
        let url = url::Url::parse(consul).ok()?;
        let target = url.socket_addrs(|| Some(8500)).ok()?.into_iter().next()?;
        let any: IpAddr = if target.is_ipv4() { [0, 0, 0, 0].into() } else { [0u16; 8].into() };
        let socket = UdpSocket::bind((any, 0)).ok()?;
        socket.connect(target).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    towards_consul().map_or_else(|| "127.0.0.1".to_owned(), |address| address.to_string())
}

fn go_duration(duration: Duration) -> String {
    format!("{}ms", duration.as_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_that_listens_everywhere_registers_an_address_that_can_be_reached() {
        let address = own_address("0.0.0.0:8000".parse().unwrap(), "http://127.0.0.1:8500");
        assert_eq!(address, "127.0.0.1");
        assert_eq!(
            own_address("192.0.2.7:8000".parse().unwrap(), "http://127.0.0.1:8500"),
            "192.0.2.7"
        );
    }
}
