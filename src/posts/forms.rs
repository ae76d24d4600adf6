//! What a browser may send here.

use serde::Deserialize;

use crate::posts::publishing::ValidPost;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewPost {
    pub body: String,
    /// The identifier of a post; empty when this one begins a thread.
    pub in_reply_to: String,
}

impl NewPost {
    /// The post that this one would answer, if what was sent can be one.
    pub fn parent_id(&self) -> Option<i64> {
        self.in_reply_to.parse().ok()
    }

    /// The post as it will be kept, or what is wrong with it.
    pub fn validate(&self, max_length: usize) -> Result<ValidPost, Errors> {
        let body = text::normalize(&self.body);
        let mut errors = Errors::default();
        errors.require(!text::is_blank(&body), "body", || Message::new("error-post-empty"));
        errors.require(!text::has_forbidden(&body), "body", || Message::new("error-post-control"));
        let over =
            text::length(&body).saturating_sub(max_length).max(text::over_bytes(&body, max_length));
        errors.require(over == 0, "body", || {
            Message::new("error-post-too-long").with("over", over as i64)
        });
        let in_reply_to = self.parent_id();
        errors.require(self.in_reply_to.is_empty() || in_reply_to.is_some(), "form", || {
            Message::new("error-reply-gone")
        });
        if errors.is_empty() { Ok(ValidPost { body, in_reply_to }) } else { Err(errors) }
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
