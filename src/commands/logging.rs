//! `env_logger` with two formats, and a level that can change while the process runs.

use std::io::Write;
use std::sync::OnceLock;

use arc_swap::ArcSwap;
use env_logger::Logger;
use log::kv::{Key, Value, VisitSource};
use log::{LevelFilter, Log, Metadata, Record};

use crate::settings::{self, LogFormat};
use crate::web::trace;

static LIVE: OnceLock<Live> = OnceLock::new();

/// Hands every record to the logger of the moment.
struct Live(ArcSwap<Logger>);

impl Log for Live {
    fn enabled(&self, metadata: &Metadata) -> bool {
        self.0.load().enabled(metadata)
    }

    fn log(&self, record: &Record) {
        self.0.load().log(record);
    }

    fn flush(&self) {
        self.0.load().flush();
    }
}

/// Installs the logger, or, when there is one already, gives it the new level.
pub fn configure(settings: &settings::Log) {
    let logger = build(settings);
    let most = logger.filter();
    match LIVE.get() {
        Some(live) => live.0.store(logger.into()),
        None => {
            let live = LIVE.get_or_init(|| Live(ArcSwap::from_pointee(logger)));
            // Another logger is there only in tests, which is as good.
            let _ = log::set_logger(live);
        }
    }
    log::set_max_level(most.max(LevelFilter::Error));
}

fn build(settings: &settings::Log) -> Logger {
    let mut builder = env_logger::Builder::new();
    // What the server crate tells of its start, we tell ourselves; and what isn't HTTP at all is
    // nothing that strangers should be able to fill the log with.
    builder.filter_module("actix_server", LevelFilter::Warn);
    builder.filter_module("actix_http", LevelFilter::Off);
    builder.parse_filters(&settings.level).target(env_logger::Target::Stderr);
    match settings.format {
        LogFormat::Text => builder.format(|out, record| {
            let style = out.default_level_style(record.level());
            write!(
                out,
                "{} {style}{:<5}{style:#} {}",
                out.timestamp_millis(),
                record.level(),
                printable(&record.args().to_string())
            )?;
            let pairs = Pairs::of(record);
            for (key, value) in pairs.0 {
                write!(out, " {key}={}", printable(&value.to_string()))?;
            }
            writeln!(out)
        }),
        LogFormat::Json => builder.format(|out, record| {
            let mut line = serde_json::Map::new();
            line.insert("time".into(), out.timestamp_millis().to_string().into());
            line.insert("level".into(), record.level().as_str().to_lowercase().into());
            line.insert("target".into(), record.target().into());
            line.insert("message".into(), record.args().to_string().into());
            let pairs = Pairs::of(record);
            line.extend(pairs.0);
            writeln!(out, "{}", serde_json::Value::Object(line))
        }),
    };
    builder.build()
}

/// What came from outside must not make lines of its own, nor colour the terminal.
fn printable(text: &str) -> String {
    match text.chars().any(char::is_control) {
        true => text.escape_debug().to_string(),
        false => text.to_owned(),
    }
}

/// A record's key-values as JSON, numbers as numbers.
struct Pairs(Vec<(String, serde_json::Value)>);

impl Pairs {
    /// Those that the record brings, and the request that it belongs to.
    fn of(record: &Record) -> Self {
        let mut pairs = Self(Vec::new());
        // Collecting can't fail.
        let _ = record.key_values().visit(&mut pairs);
        if let Some(id) = trace::current_id() {
            pairs.0.push(("request_id".to_owned(), id.into()));
        }
        pairs
    }
}

impl<'kvs> VisitSource<'kvs> for Pairs {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), log::kv::Error> {
        let value = if let Some(number) = value.to_i64() {
            number.into()
        } else if let Some(number) = value.to_f64() {
            number.into()
        } else {
            value.to_string().into()
        };
        self.0.push((key.to_string(), value));
        Ok(())
    }
}
