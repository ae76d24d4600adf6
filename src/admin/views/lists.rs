//! The queue of reports, people, and the log.

use serde::Serialize;

use crate::users::views::UserCard;
use crate::web::templates::View;

/// Every act's name, so that each is rendered once.
const ACTS: [&str; 16] = [
    "hide-post",
    "unhide-post",
    "silence",
    "suspend",
    "lift",
    "sign-out",
    "note",
    "resolve",
    "dismiss",
    "promote",
    "invite",
    "revoke-invitation",
    "approve",
    "reject",
    "add-block",
    "remove-block",
];

/// `admin/reports.html`
#[derive(Debug, Serialize)]
pub struct Queue {
    /// `open` or `closed`.
    pub tab: &'static str,
    pub places: Vec<QueuePlace>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct QueuePlace {
    pub url: String,
    pub person: UserCard,
    /// One line of the post, where it is about one.
    pub excerpt: Option<String>,
    pub reports: i64,
    pub reasons: Vec<String>,
    pub at: String,
    pub outcome: Option<String>,
}

impl View for Queue {
    const TEMPLATE: &'static str = "admin/reports.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let place = |number: i64| QueuePlace {
            url: "/admin/reports/1".to_owned(),
            person: UserCard::sample(),
            excerpt: (number == 1).then(|| "<script>".to_owned()),
            reports: number,
            reasons: ["spam", "abuse", "illegal", "other"].map(str::to_owned).into(),
            at: "2026-11-20T07:36:00Z".to_owned(),
            outcome: (number == 2).then(|| "dismissed".to_owned()),
        };
        let older_url = Some("/admin/reports?before=1".to_owned());
        vec![
            Self { tab: "open", places: Vec::new(), older_url: None },
            Self { tab: "closed", places: Vec::new(), older_url: None },
            Self { tab: "open", places: vec![place(1)], older_url: None },
            Self { tab: "closed", places: vec![place(1), place(2)], older_url },
        ]
    }
}

/// `admin/people.html`
#[derive(Debug, Serialize)]
pub struct People {
    pub q: String,
    /// `all`, `silenced` or `suspended`.
    pub which: &'static str,
    pub people: Vec<PersonLine>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct PersonLine {
    pub card: UserCard,
    pub url: String,
    pub role: String,
    pub joined: String,
    /// As in the catalogues: `state-suspended`.
    pub states: Vec<&'static str>,
}

impl View for People {
    const TEMPLATE: &'static str = "admin/people.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let line = |role: &str| PersonLine {
            card: UserCard::sample(),
            url: "/admin/people/ada".to_owned(),
            role: role.to_owned(),
            joined: "2026-11-20T07:36:00Z".to_owned(),
            states: vec!["suspended", "silenced", "leaving", "awaiting"],
        };
        let people = ["member", "moderator", "admin"].map(line).into();
        let older_url = Some("/admin/people?before=1".to_owned());
        vec![
            Self { q: "\"><script>".to_owned(), which: "all", people, older_url },
            Self { q: String::new(), which: "silenced", people: Vec::new(), older_url: None },
        ]
    }
}

/// `admin/audit.html`
#[derive(Debug, Serialize)]
pub struct Log {
    pub entries: Vec<LogLine>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct LogLine {
    pub at: String,
    /// As in the catalogues: `audit-hide-post`.
    pub act: String,
    /// Whether it was done on the command line.
    pub by_operator: bool,
    /// None when the account is gone, or it was the command line.
    pub by: Option<UserCard>,
    /// The number of an account that is gone is all that is left of it.
    pub by_id: Option<String>,
    pub person: Option<UserCard>,
    pub person_id: Option<String>,
    pub post_url: Option<String>,
    pub reason: String,
}

impl LogLine {
    pub fn samples() -> Vec<Self> {
        let line = |(number, act): (usize, &&str)| Self {
            at: "2026-11-20T07:36:00Z".to_owned(),
            act: (*act).to_owned(),
            by_operator: number % 3 == 0,
            by: (number % 3 == 1).then(UserCard::sample),
            by_id: (number % 3 != 0).then(|| "7".to_owned()),
            person: (number % 2 == 1).then(UserCard::sample),
            person_id: (number % 4 != 2).then(|| "8".to_owned()),
            post_url: (number % 2 == 0).then(|| "/admin/posts/1".to_owned()),
            reason: "<b>reason".to_owned(),
        };
        ACTS.iter().enumerate().map(line).collect()
    }
}

impl View for Log {
    const TEMPLATE: &'static str = "admin/audit.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let older_url = Some("/admin/audit?before=1".to_owned());
        vec![
            Self { entries: Vec::new(), older_url: None },
            Self { entries: LogLine::samples(), older_url },
        ]
    }
}
