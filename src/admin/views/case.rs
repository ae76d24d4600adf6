//! All that moderators know of a post or a person, and what they can do.

use serde::Serialize;

use super::lists::LogLine;
use crate::users::views::UserCard;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `admin/case.html`: of a report, a post or a person.
#[derive(Debug, Serialize)]
pub struct Case {
    /// `report`, `post` or `person`.
    pub kind: &'static str,
    pub person: PersonFacts,
    /// The post that it is about, as it is now; none when it is gone.
    pub post: Option<ReportedPost>,
    pub about_post: bool,
    pub reports: Vec<ReportLine>,
    pub acts: Vec<ActButton>,
    pub notes: Vec<NoteLine>,
    pub log: Vec<LogLine>,
    pub form: ActForm,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct PersonFacts {
    pub card: UserCard,
    /// Of their page among moderators' pages.
    pub url: String,
    /// `member`, `moderator` or `admin`.
    pub role: String,
    /// RFC 3339, as the others.
    pub joined: String,
    pub suspended_at: Option<String>,
    pub silenced_at: Option<String>,
    pub leaving: bool,
    pub awaiting: bool,
    pub verified: bool,
    pub posts: u64,
    pub followers: u64,
    pub following: u64,
    /// Whether whoever looks is this person.
    pub is_me: bool,
}

#[derive(Debug, Serialize)]
pub struct ReportedPost {
    pub url: String,
    /// Safe HTML, made by [`crate::web::text::to_html`].
    pub body_html: String,
    pub language: String,
    pub content_warning: Option<String>,
    pub visibility: &'static str,
    pub created_at: String,
    pub edited_at: Option<String>,
    pub hidden_at: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ReportLine {
    pub url: String,
    pub at: String,
    /// None when whoever it was is gone.
    pub by: Option<UserCard>,
    pub reason: String,
    pub comment: String,
    /// The post as it was then, where it has been changed or deleted.
    pub wording_html: Option<String>,
    /// `resolved` or `dismissed`.
    pub outcome: Option<String>,
}

/// A button that sends the reason to where the act is done.
#[derive(Debug, Serialize)]
pub struct ActButton {
    pub url: String,
    /// As in the catalogues: `act-suspend`.
    pub act: &'static str,
    pub grave: bool,
}

#[derive(Debug, Serialize)]
pub struct NoteLine {
    pub at: String,
    pub by: Option<UserCard>,
    /// Safe HTML.
    pub html: String,
}

#[derive(Debug, Default, Serialize)]
pub struct ActForm {
    pub reason: String,
    pub note: String,
    pub errors: Errors,
}

impl View for Case {
    const TEMPLATE: &'static str = "admin/case.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let at = || "2026-11-20T07:36:00Z".to_owned();
        let sample = |kind, full: bool| Self {
            kind,
            person: PersonFacts {
                card: UserCard::sample(),
                url: "/admin/people/ada".to_owned(),
                role: "member".to_owned(),
                joined: at(),
                suspended_at: full.then(at),
                silenced_at: full.then(at),
                leaving: full,
                awaiting: full,
                verified: full,
                posts: 1,
                followers: 2,
                following: 0,
                is_me: !full,
            },
            post: (kind == "post" || full).then(|| ReportedPost {
                url: "/posts/1".to_owned(),
                body_html: "text".to_owned(),
                language: "en".to_owned(),
                content_warning: full.then(|| "<b>warning".to_owned()),
                visibility: "public",
                created_at: at(),
                edited_at: full.then(at),
                hidden_at: full.then(at),
            }),
            about_post: kind != "person",
            reports: [Some("resolved"), Some("dismissed"), None]
                .into_iter()
                .filter(|_| full)
                .map(|outcome| ReportLine {
                    url: "/admin/reports/1".to_owned(),
                    at: at(),
                    by: outcome.map(|_| UserCard::sample()),
                    reason: "spam".to_owned(),
                    comment: "<b>comment".to_owned(),
                    wording_html: outcome.map(|_| "was".to_owned()),
                    outcome: outcome.map(str::to_owned),
                })
                .collect(),
            acts: [
                "hide", "unhide", "silence", "suspend", "lift", "sign-out", "resolve", "dismiss",
            ]
            .into_iter()
            .filter(|_| full)
            .map(|act| ActButton { url: format!("/admin/{act}"), act, grave: act == "suspend" })
            .collect(),
            notes: [None, Some(UserCard::sample())]
                .into_iter()
                .filter(|_| full)
                .map(|by| NoteLine { at: at(), by, html: "note".to_owned() })
                .collect(),
            log: if full { LogLine::samples() } else { Vec::new() },
            form: ActForm {
                errors: match full {
                    true => {
                        let max = || Message::new("error-text-too-long").with("max", 1000);
                        let mut errors = Errors::one("reason", max());
                        errors.add("note", Message::new("error-required"));
                        errors
                    }
                    false => Errors::default(),
                },
                ..ActForm::default()
            },
        };
        ["report", "post", "person"]
            .into_iter()
            .flat_map(|kind| [sample(kind, false), sample(kind, true)])
            .collect()
    }
}
