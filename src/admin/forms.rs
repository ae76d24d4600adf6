//! What may be sent here.

use sea_orm::ActiveEnum;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::entity::report::Reason;
use super::views::{ActForm, BlockForm, InvitationForm, ReportForm};
use crate::auth::admission;
use crate::auth::entity::sign_up_block::Kind;
use crate::web::form::Errors;
use crate::web::i18n::Message;
use crate::web::text;

/// The longest comment, reason or note, in grapheme clusters.
pub const TEXT_MAX: usize = 1000;

/// A report on a post or a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Report {
    reason: String,
    comment: String,
}

impl Report {
    pub fn validate(self) -> Result<(Reason, String), ReportForm> {
        let comment = text::normalize(&self.comment);
        let mut errors = Errors::default();
        let reason = Reason::try_from_value(&self.reason).ok();
        errors.require(!self.reason.is_empty(), "reason", || Message::new("error-report-reason"));
        errors.require(reason.is_some(), "reason", || Message::new("error-choice-invalid"));
        require_short(&mut errors, "comment", &comment);
        match reason {
            Some(reason) if errors.is_empty() => Ok((reason, comment)),
            _ => Err(self.refuse(errors)),
        }
    }

    pub fn refuse(self, errors: Errors) -> ReportForm {
        ReportForm { reason: self.reason, comment: self.comment, errors }
    }
}

/// Why something is done, or a note. One form: a page has one place for either.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Words {
    reason: String,
    note: String,
}

impl Words {
    /// Why an act is done; it need not be said.
    pub fn reason(self) -> Result<String, ActForm> {
        let reason = text::normalize(&self.reason);
        let mut errors = Errors::default();
        require_short(&mut errors, "reason", &reason);
        if errors.is_empty() { Ok(reason) } else { Err(self.refuse(errors)) }
    }

    pub fn note(self) -> Result<String, ActForm> {
        let note = text::normalize(&self.note);
        let mut errors = Errors::default();
        errors.require(!note.is_empty(), "note", || Message::new("error-required"));
        require_short(&mut errors, "note", &note);
        if errors.is_empty() { Ok(note) } else { Err(self.refuse(errors)) }
    }

    fn refuse(self, errors: Errors) -> ActForm {
        ActForm { reason: self.reason, note: self.note, errors }
    }
}

pub fn require_short(errors: &mut Errors, field: &'static str, value: &str) {
    let max = i64::try_from(TEXT_MAX).unwrap_or(i64::MAX);
    let short = value.graphemes(true).count() <= TEXT_MAX && value.len() <= TEXT_MAX * 16;
    errors.require(short, field, || Message::new("error-text-too-long").with("max", max));
    errors.require(!text::has_forbidden(value), field, || Message::new("error-text-control"));
}

/// The most uses, and the longest life in days, of an invitation.
const MOST_USES: i32 = 1000;
const MOST_DAYS: i64 = 365;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Invitation {
    note: String,
    max_uses: String,
    days: String,
}

pub struct ValidInvitation {
    pub note: String,
    pub max_uses: i32,
    pub lasts_ms: Option<i64>,
}

impl Invitation {
    pub fn validate(self) -> Result<ValidInvitation, InvitationForm> {
        let note = text::normalize(&self.note);
        let mut errors = Errors::default();
        require_short(&mut errors, "note", &note);
        let uses = self.max_uses.trim().parse().ok().filter(|uses| (1..=MOST_USES).contains(uses));
        errors.require(uses.is_some(), "max_uses", || {
            Message::new("error-uses").with("max", i64::from(MOST_USES))
        });
        let days = match self.days.trim() {
            "" => Some(None),
            days => days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days)).map(Some),
        };
        errors
            .require(days.is_some(), "days", || Message::new("error-days").with("max", MOST_DAYS));
        match (uses, days) {
            (Some(max_uses), Some(days)) if errors.is_empty() => {
                let lasts_ms = days.map(|days| days * DAY_MS);
                Ok(ValidInvitation { note, max_uses, lasts_ms })
            }
            _ => Err(InvitationForm {
                note: self.note,
                max_uses: self.max_uses,
                days: self.days,
                errors,
            }),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Block {
    kind: String,
    pattern: String,
    note: String,
}

pub struct ValidBlock {
    pub kind: Kind,
    pub pattern: String,
    pub note: String,
}

impl Block {
    pub fn validate(self) -> Result<ValidBlock, BlockForm> {
        let note = text::normalize(&self.note);
        let mut errors = Errors::default();
        require_short(&mut errors, "note", &note);
        let kind = Kind::try_from_value(&self.kind).ok();
        errors.require(kind.is_some(), "kind", || Message::new("error-choice-invalid"));
        let typed = self.pattern.trim().trim_start_matches('@');
        let pattern = match kind {
            Some(Kind::Domain) => admission::domain_pattern(typed),
            Some(Kind::Name) => admission::name_pattern(typed),
            None => None,
        };
        errors.require(pattern.is_some(), "pattern", || match kind {
            Some(Kind::Name) => Message::new("error-block-name"),
            _ => Message::new("error-block-domain"),
        });
        match (kind, pattern) {
            (Some(kind), Some(pattern)) if errors.is_empty() => {
                Ok(ValidBlock { kind, pattern, note })
            }
            _ => Err(BlockForm { kind: self.kind, pattern: self.pattern, note: self.note, errors }),
        }
    }
}
