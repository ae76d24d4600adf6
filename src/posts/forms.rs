//! What a browser may send here.

use sea_orm::ActiveEnum;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::posts::entity::Visibility;
use crate::posts::language;
use crate::posts::publishing::{DraftWords, ValidPost};
use crate::posts::queries::versions::Wording;
use crate::web::fingerprint::fingerprint;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::text;

/// The longest content warning, in grapheme clusters.
pub const WARNING_MAX: usize = 100;

/// The longest text that a draft may hold, in bytes: what MariaDB's TEXT holds.
const DRAFT_BYTES: usize = 65_535;

/// What is typed to be published, kept as a draft, or put in a post's place. All but `body` may be
/// missing.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct NewPost {
    pub body: String,
    /// The identifier of a post; empty when this one begins a thread.
    pub in_reply_to: String,
    /// Empty: as what it answers, else public.
    pub visibility: String,
    pub content_warning: String,
    /// Empty: to be guessed.
    pub language: String,
    /// Random for each form that is shown.
    pub idempotency_key: String,
    /// The draft that was gone on with.
    pub draft_id: String,
}

impl NewPost {
    /// The post that this one would answer, if what was sent can be one.
    pub fn parent_id(&self) -> Option<i64> {
        self.in_reply_to.parse().ok()
    }

    pub fn draft(&self) -> Option<i64> {
        self.draft_id.parse().ok()
    }

    /// None where nothing was chosen.
    pub fn visibility(&self) -> Option<Visibility> {
        Visibility::try_from_value(&self.visibility).ok()
    }

    /// The post as it will be kept, or what is wrong with it.
    pub fn validate(&self, max_length: usize) -> Result<ValidPost, Errors> {
        let (wording, mut errors) = self.wording(max_length);
        let in_reply_to = self.parent_id();
        errors.require(self.in_reply_to.is_empty() || in_reply_to.is_some(), "form", || {
            Message::new("error-reply-gone")
        });
        let visibility = self.visibility();
        errors.require(self.visibility.is_empty() || visibility.is_some(), "visibility", || {
            Message::new("error-visibility-invalid")
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(ValidPost {
            in_reply_to,
            visibility,
            submission: self.submission(&wording),
            body: wording.body,
            content_warning: wording.content_warning,
            language: wording.language,
            draft: self.draft(),
        })
    }

    /// The words that are to stand in a post's place, or what is wrong with them.
    pub fn validate_edit(&self, max_length: usize) -> Result<Wording, Errors> {
        let (wording, errors) = self.wording(max_length);
        if errors.is_empty() { Ok(wording) } else { Err(errors) }
    }

    /// What is kept as it was typed: what is too long to be published may wait, too, as long as it can
    /// be kept at all.
    pub fn validate_draft(&self, max_length: usize) -> Result<DraftWords, Errors> {
        let mut errors = Errors::default();
        let blank = text::is_blank(&self.body) && text::is_blank(&self.content_warning);
        errors.require(!blank, "body", || Message::new("error-post-empty"));
        for (field, value) in [("body", &self.body), ("content_warning", &self.content_warning)] {
            errors.require(!text::has_forbidden(&value.replace('\r', "")), field, || {
                Message::new("error-post-control")
            });
            errors.require(value.len() <= DRAFT_BYTES, field, || {
                let over = text::length(value).saturating_sub(max_length).max(1);
                Message::new("error-post-too-long").with("over", over as i64)
            });
        }
        let known = self.language.is_empty() || language::is_known(&self.language);
        errors.require(known, "language", || Message::new("error-language-invalid"));
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(DraftWords {
            body: self.body.clone(),
            content_warning: self.content_warning.clone(),
            visibility: self.visibility(),
            language: self.language.clone(),
            in_reply_to: self.parent_id(),
        })
    }

    fn wording(&self, max_length: usize) -> (Wording, Errors) {
        let body = text::normalize(&self.body);
        let warning = self.content_warning.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut errors = Errors::default();
        errors.require(!text::is_blank(&body), "body", || Message::new("error-post-empty"));
        for (field, value) in [("body", &body), ("content_warning", &warning)] {
            errors
                .require(!text::has_forbidden(value), field, || Message::new("error-post-control"));
        }
        let over =
            text::length(&body).saturating_sub(max_length).max(text::over_bytes(&body, max_length));
        errors.require(over == 0, "body", || {
            Message::new("error-post-too-long").with("over", over as i64)
        });
        let fits = warning.graphemes(true).count() <= WARNING_MAX
            && text::over_bytes(&warning, WARNING_MAX) == 0;
        errors.require(fits, "content_warning", || {
            Message::new("error-warning-too-long").with("max", WARNING_MAX as i64)
        });
        let known = self.language.is_empty() || language::is_known(&self.language);
        errors.require(known, "language", || Message::new("error-language-invalid"));
        let content_warning = Some(warning).filter(|warning| !text::is_blank(warning));
        (Wording { body, content_warning, language: self.language.clone() }, errors)
    }

    /// The form's key and what was typed: who comes back to a form that he has sent and writes
    /// something else means another post.
    fn submission(&self, wording: &Wording) -> Option<String> {
        let warning = wording.content_warning.as_deref().unwrap_or_default();
        let parts = [
            self.idempotency_key.as_str(),
            &self.in_reply_to,
            &self.visibility,
            &self.language,
            warning,
            &wording.body,
        ];
        (!self.idempotency_key.is_empty()).then(|| fingerprint(&parts.join("\0")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(body: &str) -> Option<Message> {
        NewPost { body: body.to_owned(), ..NewPost::default() }
            .validate(500)
            .err()
            .and_then(|errors| errors.get("body").cloned())
    }

    #[test]
    fn five_hundred_graphemes_fit_and_one_more_does_not() {
        assert_eq!(fault(&"é".repeat(500)), None);
        assert_eq!(fault(&"👩‍👩‍👧‍👦".repeat(500)), None);
        assert_eq!(
            fault(&"字".repeat(501)),
            Some(Message::new("error-post-too-long").with("over", 1))
        );
    }

    #[test]
    fn a_form_sent_twice_has_one_fingerprint_and_another_text_has_another() {
        let form = |key: &str, body: &str| NewPost {
            body: body.to_owned(),
            idempotency_key: key.to_owned(),
            ..NewPost::default()
        };
        let submission = |form: NewPost| form.validate(500).unwrap().submission;
        assert_eq!(submission(form("k", "a")), submission(form("k", "a")));
        assert_ne!(submission(form("k", "a")), submission(form("k", "b")));
        assert_ne!(submission(form("k", "a")), submission(form("l", "a")));
        assert_eq!(submission(form("", "a")), None);
    }

    #[test]
    fn what_cannot_be_chosen_is_refused() {
        let form = |visibility: &str, language: &str| NewPost {
            body: "a".to_owned(),
            visibility: visibility.to_owned(),
            language: language.to_owned(),
            content_warning: "x".repeat(101),
            ..NewPost::default()
        };
        let errors = form("secret", "tlh").validate(500).unwrap_err();
        for field in ["visibility", "language", "content_warning"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_long_link_counts_little() {
        let text = format!("{} https://example.org/{}", "a".repeat(476), "x".repeat(900));
        assert_eq!(fault(&text), None);
    }

    #[test]
    fn a_grapheme_of_a_thousand_marks_is_not_one_character_to_everybody() {
        assert_eq!(fault(&"👩🏽‍❤️‍💋‍👨🏿".repeat(500)), None);
        assert!(fault(&format!("a{}", "\u{301}".repeat(20_000))).is_some());
    }

    #[test]
    fn there_must_be_something_to_read() {
        for body in ["", "  \n ", "\u{200b}\u{feff}"] {
            assert_eq!(fault(body), Some(Message::new("error-post-empty")), "{body:?}");
        }
        for body in ["a\u{0}b", "a\u{202e}b", "\u{1b}[31mred"] {
            assert_eq!(fault(body), Some(Message::new("error-post-control")), "{body:?}");
        }
    }
}
