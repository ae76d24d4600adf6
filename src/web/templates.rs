//! Tera, one engine a language, so that `t(key=…)` knows its catalogue. Compiled into release
//! builds; in development the folder is read again when a file in it changes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context as _;
use arc_swap::ArcSwap;
use fluent_bundle::FluentArgs;
use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::settings::Settings;
use crate::web::assets;
use crate::web::flash::Flash;
use crate::web::i18n::{self, Catalogue, Locale};
use crate::web::page::Moderation;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates"]
struct Files;

/// One struct for each template, tied to its name. Its fields are the template's variables.
pub trait View: Serialize + Sized {
    const TEMPLATE: &'static str;
    /// The place in the navigation that this page is.
    fn nav(&self) -> &'static str {
        ""
    }

    /// Values that the template is rendered with in tests; each says something the others don't.
    fn samples() -> Vec<Self>;
}

/// The engines of all languages.
pub struct Templates(ArcSwap<Engines>);

struct Engines {
    by_locale: HashMap<Locale, Tera>,
    /// Of the newest file; only looked at in development.
    changed: Option<SystemTime>,
}

/// What surrounds a view on every page.
#[derive(Debug, Default, Serialize)]
pub struct Frame<'a> {
    /// The signed-in person's card.
    pub viewer: Option<&'a Value>,
    pub theme: &'a str,
    pub flash: Option<Flash>,
    pub languages: Vec<Language>,
    /// New notifications.
    pub unread: u64,
    /// For those who moderate.
    pub moderation: Option<Moderation>,
}

/// The same page in another language.
#[derive(Debug, Serialize)]
pub struct Language {
    pub code: &'static str,
    pub name: &'static str,
    pub current: bool,
    pub url: String,
}

/// What every page knows of the site.
#[derive(Serialize)]
struct Site<'a> {
    name: &'a str,
    notice: Option<&'a str>,
    registration_open: bool,
    base_url: Option<&'a str>,
}

impl<'a> Site<'a> {
    fn of(settings: &'a Settings) -> Self {
        Self {
            name: &settings.site.name,
            notice: settings.site.notice.as_deref(),
            registration_open: settings.auth.registration.is_for_anybody(),
            base_url: settings.server.base_url.as_deref().map(|url| url.trim_end_matches('/')),
        }
    }
}

impl Templates {
    /// # Errors
    /// Says which template or catalogue is wrong, and where.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self(ArcSwap::from_pointee(Engines::load()?)))
    }

    /// Renders a view within its frame.
    pub fn render<V: View>(
        &self,
        view: &V,
        locale: Locale,
        frame: &Frame,
        settings: &Settings,
    ) -> anyhow::Result<String> {
        let mut context = Context::from_serialize(frame).context("a frame is a struct")?;
        context.extend(Context::from_serialize(view).context("a view must be a struct")?);
        context.insert("lang", locale.tag());
        context.insert("nav", view.nav());
        context.insert("site", &Site::of(settings));
        let engines = self.current()?;
        let tera = engines.by_locale.get(&locale).context("no engine for this language")?;
        tera.render(V::TEMPLATE, &context)
            .map_err(|error| anyhow::anyhow!("{}: {error}", V::TEMPLATE))
    }

    fn current(&self) -> anyhow::Result<Arc<Engines>> {
        let engines = self.0.load_full();
        if cfg!(debug_assertions) && engines.changed != newest_change() {
            let fresh = Arc::new(Engines::load()?);
            self.0.store(fresh.clone());
            return Ok(fresh);
        }
        Ok(engines)
    }
}

impl Engines {
    fn load() -> anyhow::Result<Self> {
        let changed = newest_change();
        let by_locale = Locale::ALL.into_iter().map(|locale| Ok((locale, engine(locale)?)));
        Ok(Self { by_locale: by_locale.collect::<anyhow::Result<_>>()?, changed })
    }
}

/// All templates' names, for the test that renders each.
pub fn names() -> Vec<String> {
    Files::iter().map(|name| name.to_string()).collect()
}

fn newest_change() -> Option<SystemTime> {
    if cfg!(not(debug_assertions)) {
        return None;
    }
    let folders = [
        concat!(env!("CARGO_MANIFEST_DIR"), "/templates"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/locales"),
    ];
    folders.iter().filter_map(|folder| newest_in(folder.as_ref())).max()
}

fn newest_in(folder: &std::path::Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    entries
        .filter_map(|entry| match entry.file_type().ok()?.is_dir() {
            true => newest_in(&entry.path()),
            false => entry.metadata().ok()?.modified().ok(),
        })
        .max()
}

fn engine(locale: Locale) -> anyhow::Result<Tera> {
    let catalogue = Arc::new(Catalogue::load(locale)?);
    let mut tera = Tera::new();
    // Functions first: templates are checked against them when they are added.
    let messages = catalogue.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| translate(&messages, &kwargs));
    tera.register_function("asset", |kwargs: Kwargs, _: &State| {
        let path = kwargs.must_get::<&str>("path")?;
        assets::link(path).ok_or_else(|| tera::Error::message(format!("no static file {path}")))
    });
    tera.register_filter("message", move |message: Value, _: Kwargs, _: &State| {
        word(&catalogue, &message)
    });
    tera.register_filter("when", move |time: &str, _: Kwargs, _: &State| {
        i18n::when(locale, time)
            .ok_or_else(|| tera::Error::message(format!("{time} is not a time")))
    });
    let sources = Files::iter().filter_map(|name| {
        let text = Files::get(&name)?;
        Some((name.to_string(), String::from_utf8_lossy(&text.data).into_owned()))
    });
    let sources: Vec<(String, String)> = sources.collect();
    tera.add_raw_templates(sources).map_err(|error| anyhow::anyhow!("templates: {error}"))?;
    Ok(tera)
}

/// `t(key="posts-count", count=3)`. A key without a message is our mistake and fails the page, so
/// that a test finds it and not a reader.
fn translate(catalogue: &Catalogue, kwargs: &Kwargs) -> TeraResult<String> {
    let key = kwargs.must_get::<&str>("key")?;
    let mut args = FluentArgs::new();
    for (name, value) in kwargs.iter() {
        let name = name.to_string();
        if name != "key" {
            args.set(name, i18n::argument(value));
        }
    }
    catalogue
        .format(key, &args)
        .ok_or_else(|| tera::Error::message(format!("no message {key}, or an argument is missing")))
}

/// `{{ form.errors.email | message }}`: an [`i18n::Message`] in words.
fn word(catalogue: &Catalogue, message: &Value) -> TeraResult<String> {
    let key = message.get_from_path("key").and_then(Value::as_str).unwrap_or_default();
    let mut args = FluentArgs::new();
    for (name, value) in
        message.get_from_path("args").and_then(Value::as_map).into_iter().flat_map(|map| map.iter())
    {
        args.set(name.to_string(), i18n::argument(value));
    }
    catalogue
        .format(key, &args)
        .ok_or_else(|| tera::Error::message(format!("no message {key}, or an argument is missing")))
}
