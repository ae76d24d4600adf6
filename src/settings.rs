//! Typed settings, the layers that they come from, and the handle through which live ones are read.
//!
//! Layers, later wins: `config/default.toml`, `config/$MINIBLOG_ENV.toml`, `--config FILE`, the
//! environment (`MINIBLOG__SECTION__KEY`; for secrets also `…_FILE`). Every key is listed in
//! `default.toml`, so a key that isn't there is a spelling mistake and is refused with the layer it
//! stands in.

mod duration;
mod layers;
mod live;
mod mail;
mod registration;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

pub use duration::Rate;
use layers::Choice;
pub use layers::{Layers, SettingsError, redact_url};
pub use live::{Handle, is_live};
pub use mail::{Mail, MailTransport, Smtp, SmtpTls};
pub use registration::Registration;

/// All settings, validated. Units are in the types; `default.toml` documents each key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(skip)]
    pub environment: Environment,
    pub server: Server,
    pub data: Data,
    pub database: Database,
    pub session: Session,
    pub mail: Mail,
    pub auth: Auth,
    pub posts: Posts,
    pub site: Site,
    pub rate_limit: RateLimit,
    pub log: Log,
    pub consul: Consul,
}

/// `MINIBLOG_ENV`: which file of defaults applies. Only `production` also changes behaviour:
/// cookies are `Secure`, a session secret must be given, and demo data isn't mixed with people's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment(String);

impl Environment {
    pub fn from_process() -> Self {
        Self(std::env::var("MINIBLOG_ENV").unwrap_or_else(|_| "development".to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_production(&self) -> bool {
        self.0 == "production"
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self("development".to_owned())
    }
}

impl From<&str> for Environment {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub host: String,
    pub port: u16,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub base_url: Option<String>,
    pub workers: usize,
    pub backlog: u32,
    pub max_connections: usize,
    #[serde(deserialize_with = "duration::deserialize")]
    pub keep_alive: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub client_timeout: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub shutdown_timeout: Duration,
    #[serde(deserialize_with = "layers::list")]
    pub trusted_proxies: Vec<Network>,
    pub tls: Tls,
}

/// A network in CIDR notation, or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<IpNet>()
            .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
            .map(Network)
            .map_err(|_| format!("expected a network such as 10.0.0.0/8, not {text:?}"))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub cert: Option<PathBuf>,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub key: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub dir: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: SecretString,
    pub max_connections: u32,
    #[serde(deserialize_with = "duration::deserialize")]
    pub busy_timeout: Duration,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    #[serde(deserialize_with = "layers::choice")]
    pub store: SessionStore,
    pub secret: SecretString,
    #[serde(deserialize_with = "duration::deserialize")]
    pub idle_timeout: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub absolute_timeout: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub remember_idle_timeout: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub remember_absolute_timeout: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStore {
    Database,
}

impl Choice for SessionStore {
    const CHOICES: &'static [(&'static str, Self)] = &[("database", Self::Database)];
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    #[serde(deserialize_with = "layers::choice")]
    pub registration: Registration,
    pub bcrypt_cost: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posts {
    pub max_length: usize,
    pub page_size: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub name: String,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub notice: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    pub enabled: bool,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub login_account: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub login_address: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub register_address: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub confirm_password: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub second_factor: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub second_factor_account: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub recover_address: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub mailbox: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub post_account: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub search: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub report: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub export_account: Rate,
    #[serde(deserialize_with = "duration::deserialize_rate")]
    pub import_account: Rate,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub level: String,
    #[serde(deserialize_with = "layers::choice")]
    pub format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl Choice for LogFormat {
    const CHOICES: &'static [(&'static str, Self)] = &[("text", Self::Text), ("json", Self::Json)];
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consul {
    pub enabled: bool,
    pub address: String,
    pub token: SecretString,
    pub service_name: String,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub service_id: Option<String>,
    #[serde(deserialize_with = "layers::none_if_empty")]
    pub service_address: Option<String>,
    #[serde(deserialize_with = "layers::list")]
    pub tags: Vec<String>,
    #[serde(deserialize_with = "duration::deserialize")]
    pub check_interval: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub check_timeout: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub deregister_after: Duration,
    #[serde(deserialize_with = "duration::deserialize")]
    pub drain_time: Duration,
}

impl Settings {
    /// Cookies are `Secure` (and carry the `__Host-` prefix) in production and wherever people
    /// reach the site over HTTPS.
    pub fn secure_cookies(&self) -> bool {
        let https = |url: &String| url.starts_with("https://");
        self.environment.is_production()
            || self.server.base_url.as_ref().is_some_and(https)
            || self.server.tls.cert.is_some()
    }

    /// The database URL with a relative SQLite path placed in `data.dir`.
    pub fn database_url(&self) -> String {
        let url = self.database.url.expose_secret();
        match url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            Some(path) if !path.starts_with('/') && !path.starts_with(':') => {
                format!("sqlite://{}", self.data.dir.join(path).display())
            }
            _ => url.to_owned(),
        }
    }

    /// Asked by what signs cookies; other commands do without.
    pub fn require_secret(&self) -> Result<(), SettingsError> {
        if self.environment.is_production() && self.session.secret.expose_secret().is_empty() {
            return Err(SettingsError::new(
                "session.secret is required in production: expected 32 characters or more, the same for every instance",
            ));
        }
        Ok(())
    }

    /// What single keys can't say: bounds, and keys that depend on each other.
    fn validate(&self) -> Result<(), (&'static str, String)> {
        let check = |ok: bool, key, expected: &str| match ok {
            true => Ok(()),
            false => Err((key, expected.to_owned())),
        };
        let positive = |duration: Duration, key| check(!duration.is_zero(), key, "more than zero");

        check((4..=31).contains(&self.auth.bcrypt_cost), "auth.bcrypt_cost", "4 to 31")?;
        // MariaDB keeps 64 KiB of a text, and a character may take 40 bytes.
        check((1..=1500).contains(&self.posts.max_length), "posts.max_length", "1 to 1500")?;
        check((1..=200).contains(&self.posts.page_size), "posts.page_size", "1 to 200")?;
        check(!self.site.name.trim().is_empty(), "site.name", "a name")?;
        check(self.database.max_connections > 0, "database.max_connections", "1 or more")?;
        positive(self.server.client_timeout, "server.client_timeout")?;
        check(
            self.server.shutdown_timeout >= Duration::from_secs(5),
            "server.shutdown_timeout",
            "5s or more",
        )?;
        positive(self.database.busy_timeout, "database.busy_timeout")?;
        positive(self.session.idle_timeout, "session.idle_timeout")?;
        positive(self.session.absolute_timeout, "session.absolute_timeout")?;
        positive(self.session.remember_idle_timeout, "session.remember_idle_timeout")?;
        positive(self.session.remember_absolute_timeout, "session.remember_absolute_timeout")?;
        self.mail.validate()?;
        positive(self.consul.check_interval, "consul.check_interval")?;
        positive(self.consul.check_timeout, "consul.check_timeout")?;
        positive(self.consul.deregister_after, "consul.deregister_after")?;
        check(
            self.server.tls.cert.is_some() == self.server.tls.key.is_some(),
            "server.tls.cert",
            "both server.tls.cert and server.tls.key, or neither",
        )?;
        let scheme = |url: &str, schemes: &[&str]| schemes.iter().any(|s| url.starts_with(s));
        check(
            self.server.base_url.as_deref().is_none_or(|url| {
                url::Url::parse(url).is_ok_and(|u| {
                    matches!(u.scheme(), "http" | "https") && u.has_host() && u.path() == "/"
                })
            }),
            "server.base_url",
            "an address such as https://blog.example.org, without a path",
        )?;
        let database = self.database.url.expose_secret();
        check(
            !database.contains(":memory:"),
            "database.url",
            "a file (in memory, every connection would have a database of its own)",
        )?;
        check(
            scheme(database, &["sqlite:"])
                || (scheme(database, &["postgres:", "postgresql:", "mysql:"])
                    && url::Url::parse(database).is_ok()),
            "database.url",
            "a sqlite://, postgres:// or mysql:// URL (in a password, / # and @ are written %2F %23 and %40)",
        )?;
        check(
            !self.consul.enabled
                || url::Url::parse(&self.consul.address).is_ok_and(|u| u.has_host()),
            "consul.address",
            "an address such as http://127.0.0.1:8500",
        )?;
        let secret = self.session.secret.expose_secret().len();
        check(secret == 0 || secret >= 32, "session.secret", "32 characters or more")?;
        check(
            !self.consul.enabled || self.consul.drain_time * 2 <= self.server.shutdown_timeout,
            "consul.drain_time",
            "at most half of server.shutdown_timeout",
        )?;
        check(
            env_filter_is_valid(&self.log.level),
            "log.level",
            "a level (error, warn, info, debug, trace) or a filter such as warn,miniblog=debug",
        )
    }
}

fn env_filter_is_valid(filter: &str) -> bool {
    // A word alone could be a module's name, too; it is a misspelt level far more often.
    let levels =
        filter.split('/').next().unwrap_or_default().split(',').map(|directive| {
            directive.rsplit_once('=').map_or(directive, |(_, level)| level).trim()
        });
    let known = levels.into_iter().all(|level| level.parse::<log::LevelFilter>().is_ok());
    known && env_filter::Builder::new().try_parse(filter).is_ok()
}

/// Reads every layer and validates the result.
pub fn load(
    environment: Environment,
    file: Option<&Path>,
) -> Result<(Settings, Layers), SettingsError> {
    let layers = Layers::collect(&environment, file)?;
    layers.refuse_unknown_keys()?;
    let mut settings: Settings = layers.deserialize()?;
    settings.environment = environment;
    settings.validate().map_err(|(key, expected)| layers.explain(key, &expected))?;
    Ok((settings, layers))
}
