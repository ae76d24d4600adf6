//! What templates see of people.

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::entity::{BIO_MAX, Identity, NAME_MAX};
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// How many colours avatars without a picture have.
const TONES: i64 = 12;

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
