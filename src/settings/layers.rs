//! Reading the layers, and saying in which of them a mistake stands.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use config::{Config, FileFormat, Source, Value, ValueKind};
use rust_embed::RustEmbed;
use serde::de::{self, DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer};

use super::Environment;

const ENV_PREFIX: &str = "MINIBLOG__";
/// Never printed, and may also be given as a file's name in `…_FILE`.
const SECRETS: [&str; 4] = ["session.secret", "database.url", "mail.smtp_url", "consul.token"];
/// Variables that Consul's own tools read; ours, where they are set too, win over these.
const CONSUL_VARIABLES: [(&str, &str); 2] =
    [("CONSUL_HTTP_ADDR", "consul.address"), ("CONSUL_HTTP_TOKEN", "consul.token")];

/// Compiled into release builds, read from disk in development.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/config"]
struct Defaults;

/// One line that names the key, the layer and what was expected.
#[derive(Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl SettingsError {
    pub(super) fn new(line: &str) -> Self {
        Self(line.to_owned())
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

/// One source of settings: its name as people know it, and its values by dotted key.
#[derive(Debug)]
struct Layer {
    name: String,
    values: BTreeMap<String, Value>,
}

impl Layer {
    fn from_toml(name: &str, text: &str) -> Result<Self, SettingsError> {
        let tables = config::File::from_str(text, FileFormat::Toml).collect().map_err(|error| {
            SettingsError(format!("{name}: {}", without_source(&error.to_string())))
        })?;
        let mut values = BTreeMap::new();
        for (key, value) in tables {
            flatten(key, value, &mut values);
        }
        Ok(Self { name: name.to_owned(), values })
    }

    fn from_environment() -> Result<Self, SettingsError> {
        let mut values = BTreeMap::new();
        for (variable, key) in CONSUL_VARIABLES {
            if let Ok(value) = std::env::var(variable) {
                let bare_address = key == "consul.address" && !value.contains("://");
                let value = if bare_address { format!("http://{value}") } else { value };
                values.insert(key.to_owned(), Value::from(value));
            }
        }
        for (variable, value) in std::env::vars_os() {
            let Some(key) = variable.to_str().and_then(|name| name.strip_prefix(ENV_PREFIX)) else {
                continue;
            };
            let key = key.to_lowercase().replace("__", ".");
            let value = value.into_string().map_err(|_| {
                SettingsError(format!("{key} in the environment: expected text in UTF-8"))
            })?;
            match key.strip_suffix("_file").filter(|key| SECRETS.contains(key)) {
                Some(secret) => {
                    let text = std::fs::read_to_string(&value).map_err(|error| {
                        SettingsError(format!(
                            "{secret} in the environment: can't read {value}: {error}"
                        ))
                    })?;
                    let twice = std::env::var_os(format!(
                        "{ENV_PREFIX}{}",
                        secret.to_uppercase().replace('.', "__")
                    ));
                    if twice.is_some() {
                        return Err(SettingsError(format!(
                            "{secret} in the environment: expected either a value or a file, not both"
                        )));
                    }
                    values.insert(secret.to_owned(), Value::from(text.trim_end().to_owned()));
                }
                None => {
                    values.insert(key, Value::from(value));
                }
            }
        }
        Ok(Self { name: "the environment".to_owned(), values })
    }
}

fn flatten(key: String, value: Value, into: &mut BTreeMap<String, Value>) {
    match value.kind {
        ValueKind::Table(table) => {
            for (name, value) in table {
                flatten(format!("{key}.{name}"), value, into);
            }
        }
        _ => {
            into.insert(key, value);
        }
    }
}

/// All layers, weakest first.
#[derive(Debug)]
pub struct Layers(Vec<Layer>);

impl Layers {
    /// Reads them as they are; whether they make sense is told by [`super::load`].
    pub fn collect(environment: &Environment, file: Option<&Path>) -> Result<Self, SettingsError> {
        let mut layers = Vec::new();
        for name in ["default".to_owned(), environment.as_str().to_owned()] {
            let path = format!("{name}.toml");
            if let Some(text) = Defaults::get(&path) {
                layers.push(Layer::from_toml(
                    &format!("config/{path}"),
                    &String::from_utf8_lossy(&text.data),
                )?);
            }
        }
        if let Some(path) = file {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|error| {
                SettingsError(format!("can't read the settings file {name}: {error}"))
            })?;
            layers.push(Layer::from_toml(&name, &text)?);
        }
        layers.push(Layer::from_environment()?);
        Ok(Self(layers))
    }

    pub(super) fn refuse_unknown_keys(&self) -> Result<(), SettingsError> {
        let Some((defaults, others)) = self.0.split_first() else { return Ok(()) };
        for layer in others {
            if let Some(key) = layer.values.keys().find(|key| !defaults.values.contains_key(*key)) {
                return Err(SettingsError(format!(
                    "unknown setting {key} in {}: `miniblog config show` lists those that there are",
                    layer.name
                )));
            }
        }
        Ok(())
    }

    /// Whether there is a file of defaults for this environment.
    pub fn has_defaults_of(&self, environment: &Environment) -> bool {
        let name = format!("config/{}.toml", environment.as_str());
        self.0.iter().any(|layer| layer.name == name)
    }

    /// Each key with the value that wins and the layer it comes from, in the order of the keys.
    pub fn merged(&self) -> BTreeMap<&str, (&Value, &str)> {
        let mut merged = BTreeMap::new();
        for layer in &self.0 {
            for (key, value) in &layer.values {
                merged.insert(key.as_str(), (value, layer.name.as_str()));
            }
        }
        merged
    }

    pub(super) fn deserialize<T: DeserializeOwned>(&self) -> Result<T, SettingsError> {
        let mut builder = Config::builder();
        for (key, (value, _)) in self.merged() {
            builder =
                builder.set_override(key, value.clone()).map_err(|error| self.locate(&error))?;
        }
        let config = builder.build().map_err(|error| self.locate(&error))?;
        config.try_deserialize().map_err(|error| self.locate(&error))
    }

    /// The library's error names the key; what people also need is the layer.
    fn locate(&self, error: &config::ConfigError) -> SettingsError {
        let message = one_line(&error.to_string());
        let merged = self.merged();
        let key = merged
            .keys()
            .filter(|key| message.contains(&format!("`{key}`")))
            .max_by_key(|key| key.len());
        match key {
            Some(key) => self.explain(key, message.split(" for key `").next().unwrap_or(&message)),
            None => SettingsError(message),
        }
    }

    pub(super) fn explain(&self, key: &str, expected: &str) -> SettingsError {
        let layer =
            self.merged().get(key).map_or("config/default.toml", |(_, layer)| layer).to_owned();
        let shown = self.show(key);
        let expected = match expected.contains("expected") || expected.contains("variant") {
            true => expected.to_owned(),
            false => format!("expected {expected}"),
        };
        SettingsError(format!("bad value for {key} ({shown}) in {layer}: {expected}"))
    }

    /// The value as people wrote it; secrets are redacted, a password in a URL too.
    pub fn show(&self, key: &str) -> String {
        let merged = self.merged();
        let Some((value, _)) = merged.get(key) else { return String::new() };
        let text = match &value.kind {
            ValueKind::Array(items) => {
                let items: Vec<_> =
                    items.iter().map(|item| format!("{:?}", item.to_string())).collect();
                return format!("[{}]", items.join(", "));
            }
            ValueKind::String(text) => text.clone(),
            other => return other.to_string(),
        };
        match key {
            "database.url" | "mail.smtp_url" if !text.is_empty() => {
                format!("{:?}", redact_url(&text))
            }
            secret if SECRETS.contains(&secret) && !text.is_empty() => "[redacted]".to_owned(),
            _ => format!("{text:?}"),
        }
    }

    /// Keys whose winning values differ between two readings of the layers.
    pub fn differing(&self, other: &Self) -> Vec<String> {
        let (ours, theirs) = (self.merged(), other.merged());
        let same = |key: &str| {
            ours.get(key).map(|(value, _)| value.to_string())
                == theirs.get(key).map(|(value, _)| value.to_string())
        };
        theirs.keys().filter(|key| !same(key)).map(|key| (*key).to_owned()).collect()
    }
}

/// A database's URL as it may be shown: without its password, and without a query, which may hold
/// one too. What can't be read as a URL is not shown at all.
pub fn redact_url(text: &str) -> String {
    let Ok(mut url) = url::Url::parse(text) else { return "[redacted]".to_owned() };
    url.set_query(None);
    if url.password().is_some() && url.set_password(Some("redacted")).is_err() {
        return "[redacted]".to_owned();
    }
    url.to_string()
}

/// A parser quotes the line that it stumbles over, which may be the one with a secret.
fn without_source(message: &str) -> String {
    let told: Vec<&str> = message.lines().filter(|line| !line.contains('|')).collect();
    one_line(&told.join(" "))
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A setting that is one of a few words.
pub(super) trait Choice: Copy + 'static {
    const CHOICES: &'static [(&'static str, Self)];
}

pub(super) fn choice<'de, D: Deserializer<'de>, T: Choice>(deserializer: D) -> Result<T, D::Error> {
    let word = String::deserialize(deserializer)?;
    let chosen = T::CHOICES.iter().find(|(name, _)| *name == word);
    chosen.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = T::CHOICES.iter().map(|(name, _)| *name).collect();
        de::Error::custom(format!("expected {}", names.join(" or ")))
    })
}

/// `""` means that there is none.
pub(super) fn none_if_empty<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let text = String::deserialize(deserializer)?;
    Ok((!text.trim().is_empty()).then(|| T::from(text)))
}

/// A list, or (in the environment) its items between commas.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    struct Items;

    impl<'de> Visitor<'de> for Items {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text
                .split(',')
                .map(|item| item.trim().to_owned())
                .filter(|item| !item.is_empty())
                .collect())
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = seq.next_element()? {
                items.push(item);
            }
            Ok(items)
        }
    }

    let items = deserializer.deserialize_any(Items)?;
    items.iter().map(|item| item.parse().map_err(de::Error::custom)).collect()
}
