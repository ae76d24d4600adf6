//! Telling moderators of something.

use serde::Serialize;

use crate::users::views::UserCard;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `admin/report.html`
#[derive(Debug, Serialize)]
pub struct Report {
    pub person: UserCard,
    /// One line of the post, where it is about one.
    pub excerpt: Option<String>,
    pub action: String,
    pub back: String,
    pub form: ReportForm,
}

#[derive(Debug, Default, Serialize)]
pub struct ReportForm {
    /// `spam`, `abuse`, `illegal` or `other`; empty at first.
    pub reason: String,
    pub comment: String,
    pub errors: Errors,
}

impl View for Report {
    const TEMPLATE: &'static str = "admin/report.html";

    fn samples() -> Vec<Self> {
        let sample = |excerpt: Option<&str>, form| Self {
            person: UserCard::sample(),
            excerpt: excerpt.map(str::to_owned),
            action: "/posts/1/report".to_owned(),
            back: "/posts/1".to_owned(),
            form,
        };
        let mut errors = Errors::one("reason", Message::new("error-report-reason"));
        errors.add("comment", Message::new("error-text-too-long").with("max", 1000));
        let filled = ReportForm {
            reason: "abuse".to_owned(),
            comment: "</textarea><script>".to_owned(),
            errors,
        };
        vec![sample(None, ReportForm::default()), sample(Some("<b>words"), filled)]
    }
}
