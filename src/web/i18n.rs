//! Languages: which one a request gets, and the catalogues (`locales/*/*.ftl`, Project Fluent).

use std::borrow::Cow;

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest};
use anyhow::{Context, anyhow};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use serde::Serialize;

const COOKIE: &str = "lang";

/// The languages that there is a catalogue for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    #[default]
    En,
    ZhCn,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "简体中文",
        }
    }

    /// The locale that serves a BCP 47 tag best: Chinese of any kind gets the Chinese catalogue.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::ZhCn),
            _ => None,
        }
    }

    /// `?lang=`, else the account's choice, else the last `?lang=`, else what the browser accepts.
    pub fn of_request(req: &HttpRequest) -> Self {
        let asked = asked_for(req);
        let chosen = || req.extensions().get::<Preferred>().map(|preferred| preferred.0);
        let remembered = || req.cookie(COOKIE).and_then(|cookie| Self::from_tag(cookie.value()));
        asked.or_else(chosen).or_else(remembered).or_else(|| accepted(req)).unwrap_or_default()
    }
}

/// The signed-in person's language, put into the request by the middleware that knows people.
#[derive(Debug, Clone, Copy)]
pub struct Preferred(pub Locale);

fn asked_for(req: &HttpRequest) -> Option<Locale> {
    let query = url::form_urlencoded::parse(req.query_string().as_bytes());
    query.into_iter().find(|(name, _)| name == "lang").and_then(|(_, tag)| Locale::from_tag(&tag))
}

/// A cookie that remembers `?lang=` for those who have no account.
pub fn cookie_to_remember(req: &HttpRequest, secure: bool) -> Option<Cookie<'static>> {
    let locale = asked_for(req)?;
    let cookie = Cookie::build(COOKIE, locale.tag()).path("/").http_only(true).secure(secure);
    Some(cookie.same_site(SameSite::Lax).max_age(time::Duration::days(365)).finish())
}

/// The best of `Accept-Language` (RFC 9110, section 12.5.4); on equal weight the first wins.
fn accepted(req: &HttpRequest) -> Option<Locale> {
    let line = req.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Locale)> = None;
    for item in line.split(',').take(32) {
        let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if let Some(locale) = Locale::from_tag(tag.trim())
            && weight > 0.0
            && best.is_none_or(|(heaviest, _)| weight > heaviest)
        {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// A message to be worded later: in a form's errors, where the language isn't known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    pub key: &'static str,
    pub args: std::collections::BTreeMap<&'static str, Argument>,
}

/// What a message may tell beside its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Argument {
    Number(i64),
    Text(String),
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Message {
    pub fn new(key: &'static str) -> Self {
        Self { key, args: std::collections::BTreeMap::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.args.insert(name, value.into());
        self
    }
}

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/locales"]
struct Files;

/// One language's messages.
pub struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    pub fn load(locale: Locale) -> anyhow::Result<Self> {
        let tag = locale.tag().parse().context("a language tag")?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks that keep a right-to-left name from turning its sentence are invisible to
        // people but not to those who compare or copy text; the templates use <bdi> instead.
        bundle.set_use_isolating(false);
        let folder = format!("{}/", locale.tag());
        let mut paths: Vec<_> = Files::iter().filter(|path| path.starts_with(&folder)).collect();
        paths.sort_unstable();
        anyhow::ensure!(!paths.is_empty(), "locales/{folder} is missing");
        for path in paths {
            let file = Files::get(&path).with_context(|| format!("locales/{path} is missing"))?;
            let text = String::from_utf8(file.data.into_owned())?;
            let resource = FluentResource::try_new(text)
                .map_err(|(_, errors)| anyhow!("locales/{path}: {errors:?}"))?;
            // A key that another file has already is an error, too.
            bundle
                .add_resource(resource)
                .map_err(|errors| anyhow!("locales/{path}: {errors:?}"))?;
        }
        Ok(Self(bundle))
    }

    /// A message in words.
    pub fn word(&self, message: &Message) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            let value = match value {
                Argument::Number(number) => FluentValue::from(*number),
                Argument::Text(text) => FluentValue::String(Cow::Owned(text.clone())),
            };
            args.set(*name, value);
        }
        self.format(message.key, &args)
    }

    /// The message, or `None` when there is none of that key or an argument is missing.
    pub fn format(&self, key: &str, args: &FluentArgs) -> Option<String> {
        let pattern = self.0.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.0.format_pattern(pattern, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

/// Fluent's plural rules want numbers as numbers.
pub fn argument(value: &tera::Value) -> FluentValue<'static> {
    match value.as_i64() {
        Some(number) => FluentValue::from(number),
        None => FluentValue::String(Cow::Owned(value.to_string())),
    }
}

/// A time for people, always with its zone; `app.js` makes it relative.
pub fn when(locale: Locale, rfc3339: &str) -> Option<String> {
    let time: jiff::Timestamp = rfc3339.parse().ok()?;
    let time = time.to_zoned(jiff::tz::TimeZone::UTC);
    Some(match locale {
        Locale::En => time.strftime("%-d %b %Y, %H:%M UTC").to_string(),
        Locale::ZhCn => time.strftime("%Y年%-m月%-d日 %H:%M UTC").to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn locale(uri: &str, accept: &str) -> Locale {
        Locale::of_request(
            &TestRequest::with_uri(uri)
                .insert_header((header::ACCEPT_LANGUAGE, accept))
                .to_http_request(),
        )
    }

    #[test]
    fn the_browsers_best_language_is_served() {
        assert_eq!(locale("/", "fr, zh-TW;q=0.8, en;q=0.9"), Locale::En);
        assert_eq!(locale("/", "de,zh-Hans-CN;q=0.5"), Locale::ZhCn);
        assert_eq!(locale("/", "en;q=0, zh;q=0.1"), Locale::ZhCn);
        assert_eq!(locale("/", ";;;,,q=zh"), Locale::En);
    }

    #[test]
    fn the_address_wins_over_the_browser() {
        assert_eq!(locale("/?a=1&lang=zh-CN", "en"), Locale::ZhCn);
        assert_eq!(locale("/?lang=xx", "zh"), Locale::ZhCn);
    }

    #[test]
    fn a_time_is_worded_in_each_language() {
        assert_eq!(when(Locale::En, "2026-11-20T07:36:00Z").unwrap(), "20 Nov 2026, 07:36 UTC");
        assert_eq!(when(Locale::ZhCn, "2026-11-20T07:36:00Z").unwrap(), "2026年11月20日 07:36 UTC");
        assert_eq!(when(Locale::En, "yesterday"), None);
    }
}
