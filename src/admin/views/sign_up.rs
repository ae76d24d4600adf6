//! Who may come in.

use serde::Serialize;

use crate::users::views::UserCard;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::templates::View;

/// `admin/invitations.html`
#[derive(Debug, Serialize)]
pub struct Invitations {
    pub form: InvitationForm,
    pub invitations: Vec<Invitation>,
    pub older_url: Option<String>,
    /// `auth.registration`, so that the page can say whether an invitation is needed.
    pub mode: &'static str,
}

#[derive(Debug, Serialize)]
pub struct InvitationForm {
    pub note: String,
    pub max_uses: String,
    /// In days; empty for no end.
    pub days: String,
    pub errors: Errors,
}

impl Default for InvitationForm {
    fn default() -> Self {
        Self {
            note: String::new(),
            max_uses: "1".to_owned(),
            days: "7".to_owned(),
            errors: Errors::default(),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Invitation {
    pub id: String,
    pub link: String,
    pub note: String,
    pub made_at: String,
    pub made_by: Option<UserCard>,
    pub uses: i32,
    pub max_uses: i32,
    pub expires_at: Option<String>,
    /// `good`, `used`, `expired` or `revoked`.
    pub state: &'static str,
}

impl View for Invitations {
    const TEMPLATE: &'static str = "admin/invitations.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let invitation = |state| Invitation {
            id: "1".to_owned(),
            link: "http://localhost/auth/register?invitation=0".to_owned(),
            note: "<b>note".to_owned(),
            made_at: "2026-11-20T07:36:00Z".to_owned(),
            made_by: (state == "good").then(UserCard::sample),
            uses: 1,
            max_uses: 2,
            expires_at: (state != "used").then(|| "2026-11-20T07:36:00Z".to_owned()),
            state,
        };
        let mut errors = Errors::one("max_uses", Message::new("error-uses").with("max", 1000));
        errors.add("days", Message::new("error-days").with("max", 365));
        errors.add("note", Message::new("error-text-too-long").with("max", 1000));
        ["open", "invitation", "approval", "closed"]
            .into_iter()
            .map(|mode| Self {
                form: InvitationForm::default(),
                invitations: Vec::new(),
                older_url: None,
                mode,
            })
            .chain([Self {
                form: InvitationForm { errors, ..InvitationForm::default() },
                invitations: ["good", "used", "expired", "revoked"].map(invitation).into(),
                older_url: Some("/admin/invitations?before=1".to_owned()),
                mode: "open",
            }])
            .collect()
    }
}

/// `admin/applications.html`
#[derive(Debug, Serialize)]
pub struct Applications {
    pub applicants: Vec<Applicant>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Applicant {
    pub id: String,
    pub card: UserCard,
    pub url: String,
    pub at: String,
    /// Safe HTML.
    pub reason_html: String,
    /// What stands behind the @ of the address.
    pub domain: String,
    pub verified: bool,
}

impl View for Applications {
    const TEMPLATE: &'static str = "admin/applications.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let applicant = |verified| Applicant {
            id: "1".to_owned(),
            card: UserCard::sample(),
            url: "/admin/people/ada".to_owned(),
            at: "2026-11-20T07:36:00Z".to_owned(),
            reason_html: "reason".to_owned(),
            domain: "<b>example.org".to_owned(),
            verified,
        };
        let older_url = Some("/admin/applications?before=1".to_owned());
        vec![
            Self { applicants: Vec::new(), older_url: None },
            Self { applicants: [true, false].map(applicant).into(), older_url },
        ]
    }
}

/// `admin/blocks.html`
#[derive(Debug, Serialize)]
pub struct Blocks {
    pub form: BlockForm,
    pub blocks: Vec<Block>,
    pub older_url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct BlockForm {
    /// `domain` or `name`.
    pub kind: String,
    pub pattern: String,
    pub note: String,
    pub errors: Errors,
}

impl Default for BlockForm {
    fn default() -> Self {
        Self {
            kind: "domain".to_owned(),
            pattern: String::new(),
            note: String::new(),
            errors: Errors::default(),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Block {
    pub id: String,
    pub kind: String,
    pub pattern: String,
    pub note: String,
    pub at: String,
}

impl View for Blocks {
    const TEMPLATE: &'static str = "admin/blocks.html";

    fn nav(&self) -> &'static str {
        "moderation"
    }

    fn samples() -> Vec<Self> {
        let block = |kind: &str| Block {
            id: "1".to_owned(),
            kind: kind.to_owned(),
            pattern: "<b>*".to_owned(),
            note: "<b>note".to_owned(),
            at: "2026-11-20T07:36:00Z".to_owned(),
        };
        let mut errors = Errors::one("pattern", Message::new("error-block-domain"));
        errors.add("kind", Message::new("error-choice-invalid"));
        errors.add("note", Message::new("error-text-too-long").with("max", 1000));
        vec![
            Self { form: BlockForm::default(), blocks: Vec::new(), older_url: None },
            Self {
                form: BlockForm { errors, ..BlockForm::default() },
                blocks: ["domain", "name"].map(block).into(),
                older_url: Some("/admin/blocks?before=1".to_owned()),
            },
        ]
    }
}
