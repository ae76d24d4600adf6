//! What each command of the command line does. Errors come back as one line ([`Failure`]).

mod accounts;
mod logging;
mod seed;
mod serve;

use std::fmt;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use crate::db::{self, Db, Migration};
use crate::settings::{self, Environment, Layers, Settings, SettingsError};

pub use accounts::{
    user_create, user_disable_two_factor, user_promote, user_reset_password, user_set_email,
    user_sign_out, user_suspend,
};
pub use seed::seed;
pub use serve::serve;

/// Why a command didn't do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// A wrong argument or setting: exit code 2.
    Usage(String),
    /// Everything else: exit code 1.
    Other(anyhow::Error),
}

impl Failure {
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Other(_) => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Usage(text) => text.clone(),
            Self::Other(error) => format!("{error:#}"),
        };
        // One line, whatever a library has to say.
        f.write_str(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        match error.into().downcast::<SettingsError>() {
            Ok(error) => Self::Usage(error.to_string()),
            Err(error) => Self::Other(error),
        }
    }
}

/// A command's output, as opposed to the log.
fn say(line: impl fmt::Display) {
    #[expect(clippy::print_stdout, reason = "this is what the command was called for")]
    {
        println!("{line}");
    }
}

/// An open database whose schema is this binary's.
async fn migrated_database(settings: &Settings) -> anyhow::Result<Db> {
    db::migrate(settings, Migration::Up(None)).await?;
    db::connect(settings).await
}

pub async fn migrate_up(settings: &Settings, steps: Option<u32>) -> Result<(), Failure> {
    migrate(settings, Migration::Up(steps)).await
}

pub async fn migrate_down(settings: &Settings, steps: u32) -> Result<(), Failure> {
    migrate(settings, Migration::Down(Some(steps))).await
}

async fn migrate(settings: &Settings, direction: Migration) -> Result<(), Failure> {
    let status = db::migrate(settings, direction).await?;
    say(format_args!("{} applied, {} pending", status.applied.len(), status.pending.len()));
    Ok(())
}

pub async fn migrate_status(settings: &Settings) -> Result<(), Failure> {
    let db = db::connect(settings).await?;
    let status = db::schema_status(db.writer()).await?;
    for (mark, names) in
        [("applied", &status.applied), ("pending", &status.pending), ("unknown", &status.unknown)]
    {
        for name in names.iter().filter(|name| mark == "unknown" || !status.unknown.contains(name))
        {
            say(format_args!("{mark}  {name}"));
        }
    }
    Ok(db.close().await?)
}

/// Whether `serve` would start with these settings.
pub fn config_check(environment: Environment, file: Option<&Path>) -> Result<(), Failure> {
    let (settings, _) = settings::load(environment, file)?;
    settings.require_secret()?;
    say(format_args!("the settings are fine (environment: {})", settings.environment.as_str()));
    Ok(())
}

/// Prints what there is, even where it is wrong; then says what is.
pub fn config_show(environment: Environment, file: Option<&Path>) -> Result<(), Failure> {
    let layers = Layers::collect(&environment, file)?;
    for (key, (_, layer)) in layers.merged() {
        say(format_args!("{key} = {}  # {layer}", layers.show(key)));
    }
    settings::load(environment, file)?;
    Ok(())
}

/// Asks `/health/ready`. The default is this host's own instance, on whatever address it binds.
pub async fn health(settings: &Settings, url: Option<&str>) -> Result<(), Failure> {
    let site = url.map_or_else(|| own_address(settings), str::to_owned);
    let url = format!("{}/health/ready", site.trim_end_matches('/'));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().timeout(Duration::from_secs(3)).no_proxy();
    // Its own certificate names the site, not this host's inner address.
    let client =
        builder.tls_danger_accept_invalid_certs(settings.server.tls.cert.is_some()).build()?;
    let answer = client.get(&url).send().await.with_context(|| format!("no answer from {url}"))?;
    let status = answer.status();
    let body = answer.text().await.unwrap_or_default();
    if status.is_success() {
        say(body);
        return Ok(());
    }
    Err(Failure::Other(anyhow::anyhow!("{url} answers {status}: {body}")))
}

fn own_address(settings: &Settings) -> String {
    let server = &settings.server;
    let scheme = if server.tls.cert.is_some() { "https" } else { "http" };
    let host = match server.host.as_str() {
        "0.0.0.0" => "127.0.0.1".to_owned(),
        "::" => "[::1]".to_owned(),
        host if host.contains(':') => format!("[{host}]"),
        host => host.to_owned(),
    };
    format!("{scheme}://{host}:{}", server.port)
}
