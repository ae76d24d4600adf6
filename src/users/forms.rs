//! What a browser may send here.

use std::collections::BTreeMap;

use sea_orm::ActiveEnum;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::entity::{BIO_MAX, LABEL_MAX, Link, Model, NAME_MAX, NotifyFrom, Theme};
use super::muted_words::{self, Invalid, MAX_LENGTH, MAX_WORDS};
use super::queries::{Appearance, Privacy, Profile};
use super::views::{AppearanceForm, PrivacyForm, ProfileForm};
use crate::web::form::Errors;
use crate::web::i18n::{Locale, Message};
use crate::web::text;

/// The longest address of a link on a profile, in bytes.
const URL_MAX: usize = 500;
/// The fields of the links, row by row.
const LINK_FIELDS: [(&str, &str); Link::MOST] = [
    ("link_label_1", "link_url_1"),
    ("link_label_2", "link_url_2"),
    ("link_label_3", "link_url_3"),
    ("link_label_4", "link_url_4"),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditProfile {
    display_name: String,
    bio: String,
    /// These two have a page of their own; see [`EditAppearance`].
    locale: Option<String>,
    theme: Option<String>,
    /// The links' fields, see [`LINK_FIELDS`].
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

impl EditProfile {
    pub fn of(user: &Model) -> ProfileForm {
        let mut links = Link::of_column(user.links.as_deref());
        links.resize(Link::MOST, Link { label: String::new(), url: String::new() });
        ProfileForm {
            display_name: user.display_name.clone(),
            bio: user.bio.clone(),
            links,
            errors: Errors::default(),
        }
    }

    pub fn validate(self) -> Result<Profile, Box<ProfileForm>> {
        // A name is one line; blanks of any kind are one blank.
        let display_name = one_line(&self.display_name);
        let bio = text::normalize(&self.bio);
        let mut errors = Errors::default();
        let name_length = display_name.graphemes(true).count();
        errors.require(name_length <= NAME_MAX, "display_name", || {
            Message::new("error-name-too-long").with("max", NAME_MAX as i64)
        });
        errors.require(text::length(&bio) <= BIO_MAX, "bio", || {
            Message::new("error-bio-too-long").with("max", BIO_MAX as i64)
        });
        for (field, value) in [("display_name", &display_name), ("bio", &bio)] {
            let fits = !text::has_forbidden(value) && value.len() <= text::max_bytes(BIO_MAX);
            errors.require(fits, field, || Message::new("error-post-control"));
        }
        let known = self.locale.as_deref().is_none_or(is_known_locale);
        errors.require(known, "locale", || Message::new("error-choice-invalid"));
        let theme = self.theme.as_ref().map(Theme::try_from_value).transpose();
        errors.require(theme.is_ok(), "theme", || Message::new("error-choice-invalid"));
        let typed = self.links();
        let links = check_links(&typed, &mut errors);
        if let (Ok(theme), true) = (theme, errors.is_empty()) {
            let display_name =
                if text::is_blank(&display_name) { String::new() } else { display_name };
            return Ok(Profile { display_name, bio, locale: self.locale, theme, links });
        }
        Err(Box::new(ProfileForm {
            display_name: self.display_name,
            bio: self.bio,
            links: typed,
            errors,
        }))
    }

    /// As they were typed.
    fn links(&self) -> Vec<Link> {
        let field = |name: &str| self.rest.get(name).cloned().unwrap_or_default();
        LINK_FIELDS.map(|(label, url)| Link { label: field(label), url: field(url) }).into()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Those rows that hold something, fit to be shown.
fn check_links(typed: &[Link], errors: &mut Errors) -> Vec<Link> {
    let mut links = Vec::new();
    for ((label_field, url_field), row) in LINK_FIELDS.into_iter().zip(typed) {
        let (label, url) = (one_line(&row.label), row.url.trim());
        if label.is_empty() && url.is_empty() {
            continue;
        }
        let fits = label.graphemes(true).count() <= LABEL_MAX
            && text::over_bytes(&label, LABEL_MAX) == 0
            && !text::has_forbidden(&label);
        errors.require(fits, label_field, || {
            Message::new("error-link-label-too-long").with("max", LABEL_MAX as i64)
        });
        match web_page(url) {
            Some(url) => links.push(Link { label, url }),
            None => errors.add(url_field, Message::new("error-link-invalid")),
        }
    }
    links
}

/// An address that a browser opens as a page. People leave the scheme out.
fn web_page(url: &str) -> Option<String> {
    let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let parsed = Url::parse(&url).ok()?;
    let is_page = matches!(parsed.scheme(), "http" | "https")
        && parsed.host_str().is_some_and(|host| host.contains('.') || host == "localhost")
        && parsed.username().is_empty()
        && parsed.password().is_none();
    (is_page && url.len() <= URL_MAX && !text::has_forbidden(&url)).then(|| parsed.to_string())
}

/// Empty: the browser decides.
fn is_known_locale(tag: &str) -> bool {
    tag.is_empty() || Locale::ALL.iter().any(|locale| locale.tag() == tag)
}

/// How pages look to somebody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditAppearance {
    locale: String,
    theme: String,
}

impl EditAppearance {
    pub fn of(user: &Model) -> AppearanceForm {
        let (locale, theme) = (user.locale.clone(), user.theme.to_value());
        AppearanceForm { locale, theme, errors: Errors::default() }
    }

    pub fn validate(self) -> Result<Appearance, AppearanceForm> {
        let mut errors = Errors::default();
        errors.require(is_known_locale(&self.locale), "locale", || {
            Message::new("error-choice-invalid")
        });
        match Theme::try_from_value(&self.theme) {
            Ok(theme) if errors.is_empty() => Ok(Appearance { locale: self.locale, theme }),
            theme => {
                errors.require(theme.is_ok(), "theme", || Message::new("error-choice-invalid"));
                Err(AppearanceForm { locale: self.locale, theme: self.theme, errors })
            }
        }
    }
}

/// What somebody lets through to himself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditPrivacy {
    /// Not empty when it is ticked.
    locked: String,
    discoverable: String,
    /// Not empty when the form has asked: a box that isn't ticked isn't sent at all.
    discoverable_asked: String,
    notify_from: String,
    muted_words: String,
}

impl EditPrivacy {
    pub fn of(user: &Model) -> PrivacyForm {
        PrivacyForm {
            locked: user.locked,
            discoverable: user.discoverable,
            notify_from: user.notify_from.to_value(),
            muted_words: user.muted_words.clone().unwrap_or_default(),
            errors: Errors::default(),
        }
    }

    /// `user` for what the form hasn't asked.
    pub fn validate(self, user: &Model) -> Result<Privacy, PrivacyForm> {
        let mut errors = Errors::default();
        let notify_from = NotifyFrom::try_from_value(&self.notify_from);
        errors.require(notify_from.is_ok(), "notify_from", || Message::new("error-choice-invalid"));
        let words = text::normalize(&self.muted_words);
        errors.require(!text::has_forbidden(&words), "muted_words", || {
            Message::new("error-post-control")
        });
        let words = muted_words::validate(&words);
        match &words {
            Ok(_) => {}
            Err(Invalid::TooMany(_)) => errors.add(
                "muted_words",
                Message::new("error-muted-words-too-many").with("max", MAX_WORDS as i64),
            ),
            Err(Invalid::TooLong(_)) => errors.add(
                "muted_words",
                Message::new("error-muted-word-too-long").with("max", MAX_LENGTH as i64),
            ),
        }
        let locked = !self.locked.is_empty();
        let discoverable = match self.discoverable_asked.as_str() {
            "" => user.discoverable,
            _ => !self.discoverable.is_empty(),
        };
        match (notify_from, words, errors.is_empty()) {
            (Ok(notify_from), Ok(words), true) => {
                let muted_words = Some(words).filter(|words| !words.is_empty());
                Ok(Privacy { locked, discoverable, notify_from, muted_words })
            }
            _ => Err(PrivacyForm {
                locked,
                discoverable,
                notify_from: self.notify_from,
                muted_words: self.muted_words,
                errors,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(display_name: &str, bio: &str) -> EditProfile {
        EditProfile {
            display_name: display_name.into(),
            bio: bio.into(),
            locale: None,
            theme: None,
            rest: BTreeMap::new(),
        }
    }

    #[test]
    fn names_are_one_trimmed_line() {
        assert_eq!(form("  Ada \n Lovelace ", "").validate().unwrap().display_name, "Ada Lovelace");
        assert_eq!(form("\u{200b}", "").validate().unwrap().display_name, "");
    }

    #[test]
    fn links_lead_to_web_pages_and_nowhere_else() {
        let links = |url: &str| {
            let mut form = form("", "");
            form.rest.insert("link_url_1".to_owned(), url.to_owned());
            form.validate().map(|profile| profile.links)
        };
        assert_eq!(links("example.org").unwrap()[0].url, "https://example.org/");
        assert_eq!(links(" http://a.example/x?y ").unwrap()[0].url, "http://a.example/x?y");
        assert_eq!(links("").unwrap(), []);
        for bad in ["javascript:alert(1)", "ftp://a.example", "https://", "a b", "https://u:p@a.b"]
        {
            assert!(links(bad).unwrap_err().errors.get("link_url_1").is_some(), "{bad}");
        }
    }

    #[test]
    fn what_is_too_long_or_unknown_is_kept_and_named() {
        let refused = form(&"x".repeat(51), &"y".repeat(301)).validate().unwrap_err();
        assert_eq!(refused.display_name.len(), 51);
        assert!(
            refused.errors.get("display_name").is_some() && refused.errors.get("bio").is_some()
        );
        let refused =
            EditProfile { theme: Some("pink".into()), locale: Some("tlh".into()), ..form("a", "") }
                .validate()
                .unwrap_err();
        assert!(refused.errors.get("theme").is_some() && refused.errors.get("locale").is_some());
    }
}
