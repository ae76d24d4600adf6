//! What templates see here.

mod case;
mod lists;
mod reporting;
mod sign_up;

pub use case::{ActButton, ActForm, Case, NoteLine, PersonFacts, ReportLine, ReportedPost};
pub use lists::{Log, LogLine, People, PersonLine, Queue, QueuePlace};
pub use reporting::{Report, ReportForm};
pub use sign_up::{
    Applicant, Applications, Block, BlockForm, Blocks, Invitation, InvitationForm, Invitations,
};
