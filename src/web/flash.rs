//! A sentence carried over one redirect ("Your post is deleted."), in a cookie that names a known
//! message. It carries no text, so nobody can put words into our mouth; it needs no session, so
//! signed-out visitors leave no rows behind.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::{HttpRequest, HttpResponseBuilder};
use serde::{Serialize, Serializer};

const COOKIE: &str = "flash";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flash {
    Registered,
    SignedOut,
    Deleted,
    Saved,
    SignInNeeded,
    DraftSaved,
    DraftDeleted,
    Edited,
    Redraft,
    Pinned,
    Unpinned,
    TooManyPins,
    Muted,
    Unmuted,
    Blocked,
    Unblocked,
    FollowerRemoved,
    RequestSent,
    RequestAccepted,
    RequestRejected,
    SignInAgain,
    PasswordReset,
    PasswordChanged,
    EmailChangeAsked,
    EmailChangeCancelled,
    LinkSent,
    LinkLater,
    SessionEnded,
    OtherSessionsEnded,
    SecondFactorOff,
    Applied,
    Reported,
    ActDone,
    NoteKept,
    ReportClosed,
    InvitationMade,
    InvitationRevoked,
    ApplicantApproved,
    ApplicantRejected,
    BlockAdded,
    BlockRemoved,
    Leaving,
    Staying,
}

/// As the templates see it.
#[derive(Serialize)]
struct Shown {
    kind: &'static str,
    key: &'static str,
}

impl Serialize for Flash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bad = matches!(
            self,
            Self::SignInNeeded | Self::SignInAgain | Self::LinkLater | Self::TooManyPins
        );
        let kind = if bad { "bad" } else { "good" };
        Shown { kind, key: self.key() }.serialize(serializer)
    }
}

impl Flash {
    const ALL: [Self; 43] = [
        Self::Registered,
        Self::SignedOut,
        Self::Deleted,
        Self::Saved,
        Self::SignInNeeded,
        Self::DraftSaved,
        Self::DraftDeleted,
        Self::Edited,
        Self::Redraft,
        Self::Pinned,
        Self::Unpinned,
        Self::TooManyPins,
        Self::Muted,
        Self::Unmuted,
        Self::Blocked,
        Self::Unblocked,
        Self::FollowerRemoved,
        Self::RequestSent,
        Self::RequestAccepted,
        Self::RequestRejected,
        Self::SignInAgain,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::EmailChangeAsked,
        Self::EmailChangeCancelled,
        Self::LinkSent,
        Self::LinkLater,
        Self::SessionEnded,
        Self::OtherSessionsEnded,
        Self::SecondFactorOff,
        Self::Applied,
        Self::Reported,
        Self::ActDone,
        Self::NoteKept,
        Self::ReportClosed,
        Self::InvitationMade,
        Self::InvitationRevoked,
        Self::ApplicantApproved,
        Self::ApplicantRejected,
        Self::BlockAdded,
        Self::BlockRemoved,
        Self::Leaving,
        Self::Staying,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Registered => "flash-registered",
            Self::SignedOut => "flash-signed-out",
            Self::Deleted => "flash-deleted",
            Self::Saved => "flash-saved",
            Self::SignInNeeded => "flash-signed-in-needed",
            Self::DraftSaved => "flash-draft-saved",
            Self::DraftDeleted => "flash-draft-deleted",
            Self::Edited => "flash-edited",
            Self::Redraft => "flash-redraft",
            Self::Pinned => "flash-pinned",
            Self::Unpinned => "flash-unpinned",
            Self::TooManyPins => "flash-too-many-pins",
            Self::Muted => "flash-muted",
            Self::Unmuted => "flash-unmuted",
            Self::Blocked => "flash-blocked",
            Self::Unblocked => "flash-unblocked",
            Self::FollowerRemoved => "flash-removed-follower",
            Self::RequestSent => "flash-request-sent",
            Self::RequestAccepted => "flash-request-accepted",
            Self::RequestRejected => "flash-request-rejected",
            Self::SignInAgain => "flash-sign-in-again",
            Self::PasswordReset => "flash-password-reset",
            Self::PasswordChanged => "flash-password-changed",
            Self::EmailChangeAsked => "flash-email-change-asked",
            Self::EmailChangeCancelled => "flash-email-change-cancelled",
            Self::LinkSent => "flash-link-sent",
            Self::LinkLater => "flash-link-later",
            Self::SessionEnded => "flash-session-ended",
            Self::OtherSessionsEnded => "flash-other-sessions-ended",
            Self::SecondFactorOff => "flash-second-factor-off",
            Self::Applied => "flash-applied",
            Self::Reported => "flash-reported",
            Self::ActDone => "flash-act-done",
            Self::NoteKept => "flash-note-kept",
            Self::ReportClosed => "flash-report-closed",
            Self::InvitationMade => "flash-invitation-made",
            Self::InvitationRevoked => "flash-invitation-revoked",
            Self::ApplicantApproved => "flash-applicant-approved",
            Self::ApplicantRejected => "flash-applicant-rejected",
            Self::BlockAdded => "flash-block-added",
            Self::BlockRemoved => "flash-block-removed",
            Self::Leaving => "flash-leaving",
            Self::Staying => "flash-staying",
        }
    }

    /// The message that this request's page should show.
    pub fn of_request(req: &HttpRequest) -> Option<Self> {
        let cookie = req.cookie(COOKIE)?;
        Self::ALL.into_iter().find(|flash| flash.key() == cookie.value())
    }

    pub fn was_sent(req: &HttpRequest) -> bool {
        req.cookie(COOKIE).is_some()
    }

    pub fn set(self, response: &mut HttpResponseBuilder, secure: bool) {
        response.cookie(cookie(self.key(), secure, time::Duration::minutes(1)));
    }

    /// Once shown, it is gone.
    pub fn clear(response: &mut HttpResponseBuilder, secure: bool) {
        response.cookie(cookie("", secure, time::Duration::ZERO));
    }
}

fn cookie(value: &'static str, secure: bool, max_age: time::Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::{Catalogue, Locale};

    #[test]
    fn each_sentence_is_in_each_language() {
        for locale in Locale::ALL {
            let catalogue = Catalogue::load(locale).unwrap();
            for flash in Flash::ALL {
                let sentence = catalogue.format(flash.key(), &fluent_bundle::FluentArgs::new());
                assert!(sentence.is_some(), "{flash:?} in {}", locale.tag());
            }
        }
    }
}
