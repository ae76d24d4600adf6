//! What a browser may send here.

use sea_orm::ActiveEnum;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::entity::{BIO_MAX, Model, NAME_MAX, Theme};
use super::queries::Profile;
use super::views::ProfileForm;
use crate::web::form::Errors;
use crate::web::i18n::{Locale, Message};
use crate::web::text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditProfile {
    display_name: String,
    bio: String,
    locale: String,
    theme: String,
}

impl EditProfile {
    pub fn of(user: &Model) -> ProfileForm {
        ProfileForm {
            display_name: user.display_name.clone(),
            bio: user.bio.clone(),
            locale: user.locale.clone(),
            theme: user.theme.to_value(),
            errors: Errors::default(),
        }
    }

    pub fn validate(self) -> Result<Profile, ProfileForm> {
        // A name is one line; blanks of any kind are one blank.
        let display_name = self.display_name.split_whitespace().collect::<Vec<_>>().join(" ");
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
        let known =
            self.locale.is_empty() || Locale::ALL.iter().any(|locale| locale.tag() == self.locale);
        errors.require(known, "locale", || Message::new("error-choice-invalid"));
        let theme = Theme::try_from_value(&self.theme);
        errors.require(theme.is_ok(), "theme", || Message::new("error-choice-invalid"));
        if let (Ok(theme), true) = (theme, errors.is_empty()) {
            let display_name =
                if text::is_blank(&display_name) { String::new() } else { display_name };
            return Ok(Profile { display_name, bio, locale: self.locale, theme });
        }
        Err(ProfileForm {
            display_name: self.display_name,
            bio: self.bio,
            locale: self.locale,
            theme: self.theme,
            errors,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(display_name: &str, bio: &str) -> EditProfile {
        EditProfile {
            display_name: display_name.into(),
            bio: bio.into(),
            locale: String::new(),
            theme: "auto".into(),
        }
    }

    #[test]
    fn names_are_one_trimmed_line() {
        assert_eq!(form("  Ada \n Lovelace ", "").validate().unwrap().display_name, "Ada Lovelace");
        assert_eq!(form("\u{200b}", "").validate().unwrap().display_name, "");
    }

    #[test]
    fn what_is_too_long_or_unknown_is_kept_and_named() {
        let refused = form(&"x".repeat(51), &"y".repeat(301)).validate().unwrap_err();
        assert_eq!(refused.display_name.len(), 51);
        assert!(
            refused.errors.get("display_name").is_some() && refused.errors.get("bio").is_some()
        );
        let refused = EditProfile { theme: "pink".into(), locale: "tlh".into(), ..form("a", "") }
            .validate()
            .unwrap_err();
        assert!(refused.errors.get("theme").is_some() && refused.errors.get("locale").is_some());
    }
}
