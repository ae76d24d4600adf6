//! What templates see of people.

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::entity::{BIO_MAX, Identity, Model, NAME_MAX};
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;
use crate::web::text;

/// How many colours avatars without a picture have.
const TONES: i64 = 12;

/// So much of a bio stands in a list of people, in grapheme clusters.
const LISTED_BIO: usize = 160;

/// A person as others see him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserCard {
    pub username: String,
    pub display_name: String,
    pub url: String,
    /// For the avatar: the first grapheme of the name, and one of twelve colours.
    pub initial: String,
    pub tone: i64,
}

impl UserCard {
    pub fn of(user: &Identity) -> Self {
        let name = user.shown_name();
        Self {
            username: user.username.clone(),
            display_name: name.to_owned(),
            url: format!("/users/{}", user.username),
            initial: name.graphemes(true).next().unwrap_or("?").to_uppercase(),
            // The low bits of an identifier are random.
            tone: user.id.rem_euclid(TONES),
        }
    }

    pub fn sample() -> Self {
        Self {
            username: "ada".to_owned(),
            display_name: "Ada <Lovelace>".to_owned(),
            url: "/users/ada".to_owned(),
            initial: "A".to_owned(),
            tone: 3,
        }
    }
}

/// `users/settings_profile.html`
#[derive(Debug, Serialize)]
pub struct SettingsProfile {
    pub form: ProfileForm,
    pub name_max: usize,
    pub bio_max: usize,
}

#[derive(Debug, Default, Serialize)]
pub struct ProfileForm {
    pub display_name: String,
    pub bio: String,
    pub locale: String,
    pub theme: String,
    pub errors: Errors,
}

impl SettingsProfile {
    pub fn new(form: ProfileForm) -> Self {
        Self { form, name_max: NAME_MAX, bio_max: BIO_MAX }
    }
}

impl View for SettingsProfile {
    const TEMPLATE: &'static str = "users/settings_profile.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let mut errors =
            Errors::one("display_name", Message::new("error-name-too-long").with("max", 50));
        errors.add("bio", Message::new("error-bio-too-long").with("max", 300));
        errors.add("theme", Message::new("error-choice-invalid"));
        let filled = ProfileForm {
            display_name: "\"><script>".to_owned(),
            bio: "</textarea><script>".to_owned(),
            locale: "zh-CN".to_owned(),
            theme: "dark".to_owned(),
            errors,
        };
        vec![Self::new(ProfileForm::default()), Self::new(filled)]
    }
}

/// `users/people.html`: who follows somebody, or whom he follows.
#[derive(Debug, Serialize)]
pub struct People {
    pub person: UserCard,
    /// `followers` or `following`.
    pub kind: &'static str,
    pub people: Vec<Listed>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Listed {
    pub card: UserCard,
    pub bio: String,
    /// Whether the viewer follows this person.
    pub following: bool,
    pub is_me: bool,
}

impl Listed {
    pub fn of(user: &Model, following: bool, is_me: bool) -> Self {
        let bio = text::shorten(&user.bio.replace('\n', " "), LISTED_BIO);
        Self { card: UserCard::of(&user.identity()), bio, following, is_me }
    }
}

impl View for People {
    const TEMPLATE: &'static str = "users/people.html";

    fn samples() -> Vec<Self> {
        let listed = |following, is_me| Listed {
            card: UserCard::sample(),
            bio: "<b>bio</b>".to_owned(),
            following,
            is_me,
        };
        let empty =
            |kind| Self { person: UserCard::sample(), kind, people: Vec::new(), older_url: None };
        let people = vec![listed(true, false), listed(false, true), listed(false, false)];
        let full = Self {
            people,
            older_url: Some("/users/ada/followers?before=1".to_owned()),
            ..empty("followers")
        };
        vec![empty("followers"), empty("following"), full]
    }
}
