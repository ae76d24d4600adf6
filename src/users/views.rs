//! What templates see of people.

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::entity::{BIO_MAX, Identity, LABEL_MAX, Link, Model, NAME_MAX};
use super::queries::follows::Standing;
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
            url: Self::url_of(&user.username),
            initial: name.graphemes(true).next().unwrap_or("?").to_uppercase(),
            // The low bits of an identifier are random.
            tone: user.id.rem_euclid(TONES),
        }
    }

    /// The path of somebody's page.
    pub fn url_of(username: &str) -> String {
        format!("/users/{username}")
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

/// The signed-in person as his own pages show him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ViewerCard {
    #[serde(flatten)]
    pub card: UserCard,
    /// He hasn't followed the link in the letter to his address yet.
    pub unverified: bool,
}

/// `users/settings_profile.html`
#[derive(Debug, Serialize)]
pub struct SettingsProfile {
    pub form: ProfileForm,
    pub name_max: usize,
    pub bio_max: usize,
    pub label_max: usize,
}

#[derive(Debug, Default, Serialize)]
pub struct ProfileForm {
    pub display_name: String,
    pub bio: String,
    /// Always so many rows as there may be links.
    pub links: Vec<Link>,
    pub errors: Errors,
}

impl SettingsProfile {
    pub fn new(form: ProfileForm) -> Self {
        Self { form, name_max: NAME_MAX, bio_max: BIO_MAX, label_max: LABEL_MAX }
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
        errors.add("link_url_1", Message::new("error-link-invalid"));
        errors.add("link_label_2", Message::new("error-link-label-too-long").with("max", 30));
        let filled = ProfileForm {
            display_name: "\"><script>".to_owned(),
            bio: "</textarea><script>".to_owned(),
            links: (0..Link::MOST)
                .map(|_| Link { label: "<b>".to_owned(), url: "javascript:alert(1)".to_owned() })
                .collect(),
            errors,
        };
        vec![Self::new(ProfileForm::default()), Self::new(filled)]
    }
}

/// `users/settings_appearance.html`
#[derive(Debug, Serialize)]
pub struct SettingsAppearance {
    pub form: AppearanceForm,
}

#[derive(Debug, Default, Serialize)]
pub struct AppearanceForm {
    pub locale: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    pub errors: Errors,
}

impl View for SettingsAppearance {
    const TEMPLATE: &'static str = "users/settings_appearance.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let mut errors = Errors::one("theme", Message::new("error-choice-invalid"));
        errors.add("locale", Message::new("error-choice-invalid"));
        let wrong =
            AppearanceForm { locale: "zh-CN".to_owned(), theme: "\"><script>".to_owned(), errors };
        vec![Self { form: AppearanceForm::default() }, Self { form: wrong }]
    }
}

/// `users/settings_privacy.html`
#[derive(Debug, Serialize)]
pub struct SettingsPrivacy {
    pub form: PrivacyForm,
}

#[derive(Debug, Default, Serialize)]
pub struct PrivacyForm {
    pub locked: bool,
    pub discoverable: bool,
    /// `anyone`, `followed` or `nobody`.
    pub notify_from: String,
    pub muted_words: String,
    pub errors: Errors,
}

impl View for SettingsPrivacy {
    const TEMPLATE: &'static str = "users/settings_privacy.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let mut errors =
            Errors::one("muted_words", Message::new("error-muted-words-too-many").with("max", 100));
        errors.add("notify_from", Message::new("error-choice-invalid"));
        let filled = PrivacyForm {
            locked: true,
            discoverable: true,
            notify_from: "followed".to_owned(),
            muted_words: "</textarea><script>".to_owned(),
            errors,
        };
        vec![Self { form: PrivacyForm::default() }, Self { form: filled }]
    }
}

/// `users/people.html`: a list of people.
#[derive(Debug, Serialize)]
pub struct People {
    /// Whose list it is.
    pub person: UserCard,
    /// `followers`, `following`, `requests`, `mutes` or `blocks`.
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
    /// Whether he has asked to.
    pub requested: bool,
    pub is_me: bool,
}

impl Listed {
    /// As they are listed for this viewer.
    pub fn all(people: &[Model], viewer: Option<i64>, standing: &Standing) -> Vec<Self> {
        let listed = |person: &Model| Self {
            card: UserCard::of(&person.identity()),
            bio: text::shorten(&text::plain(&person.bio), LISTED_BIO),
            following: standing.followed.contains(&person.id),
            requested: standing.asked.contains(&person.id),
            is_me: viewer == Some(person.id),
        };
        people.iter().map(listed).collect()
    }

    pub fn samples() -> Vec<Self> {
        [(true, false, false), (false, true, false), (false, false, true)]
            .map(|(following, requested, is_me)| Self {
                card: UserCard::sample(),
                bio: "<b>bio</b>".to_owned(),
                following,
                requested,
                is_me,
            })
            .into()
    }
}

impl View for People {
    const TEMPLATE: &'static str = "users/people.html";

    fn nav(&self) -> &'static str {
        if matches!(self.kind, "mutes" | "blocks") { "settings" } else { "" }
    }

    fn samples() -> Vec<Self> {
        ["followers", "following", "requests", "mutes", "blocks"]
            .into_iter()
            .flat_map(|kind| {
                [(Vec::new(), None), (Listed::samples(), Some("/users/ada/followers?before=1"))]
                    .map(|(people, older)| Self {
                        person: UserCard::sample(),
                        kind,
                        people,
                        older_url: older.map(str::to_owned),
                    })
            })
            .collect()
    }
}
