//! Who may make an account.

use super::layers::Choice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    Open,
    /// Who brings an invitation of a moderator's.
    Invitation,
    /// Who brings one, and whom a moderator has let in.
    Approval,
    Closed,
}

impl Registration {
    /// As in the settings.
    pub fn name(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, mode)| *mode == self).map_or("", |(name, _)| name)
    }

    /// Whether somebody whom nobody knows may try.
    pub fn is_for_anybody(self) -> bool {
        matches!(self, Self::Open | Self::Approval)
    }
}

impl Choice for Registration {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("open", Self::Open),
        ("invitation", Self::Invitation),
        ("approval", Self::Approval),
        ("closed", Self::Closed),
    ];
}
