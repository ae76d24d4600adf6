//! What moderators do, each act as one transaction: what it changes, its line in the log, and the
//! letter to whom it concerns.

use sea_orm::DatabaseTransaction;

use super::audit::{self, Act, Done};
use super::entity::report::{Model as Report, Outcome};
use super::letters;
use super::queries::people::{rank, set_since};
use super::queries::{notes, reports};
use super::staff::Staff;
use crate::auth::queries::admission;
use crate::db::Db;
use crate::id;
use crate::mail::Mailer;
use crate::posts::queries::visibility;
use crate::users::entity::{Column, Model};
use crate::users::queries::lock;
use crate::web::error::Error;
use crate::web::session;

/// Who acts, and with what.
pub struct Hand<'h> {
    pub db: &'h Db,
    pub mailer: &'h Mailer,
    pub staff: &'h Staff,
    pub reason: &'h str,
}

/// Whether the one may do something about the other: nobody about himself, nor about his like or
/// those above him.
pub fn may_act(staff: &Model, person: &Model) -> bool {
    staff.id != person.id && rank(staff.role) > rank(person.role)
}

impl Hand<'_> {
    fn done(&self, act: Act) -> Done<'_> {
        Done::new(Some(self.staff.id), act, self.reason)
    }

    /// Silences, suspends, lifts either, signs out, notes. Doing twice is doing once.
    pub async fn act_on_person(&self, person: i64, act: Act) -> Result<(), Error> {
        self.db
            .write(async |tx: &DatabaseTransaction| {
                let person = self.lock(tx, person).await?;
                let (id, now) = (person.id, Some(id::now_ms()));
                let changed = match act {
                    Act::Silence => set_since(tx, id, Column::SilencedAt, now).await?,
                    Act::Suspend => {
                        session::list::end_all(tx, id).await?;
                        set_since(tx, id, Column::SuspendedAt, now).await?
                    }
                    Act::Lift => {
                        let heard = set_since(tx, id, Column::SilencedAt, None).await?;
                        set_since(tx, id, Column::SuspendedAt, None).await? || heard
                    }
                    Act::SignOut => {
                        session::list::end_all(tx, id).await?;
                        true
                    }
                    _ => return Err(Error::internal("this act isn't about a person")),
                };
                if changed {
                    let entry = audit::write(tx, self.done(act).to(id)).await?;
                    letters::tell_person(self, tx, &person, act, entry).await?;
                }
                Ok::<_, Error>(())
            })
            .await?;
        self.mailer.wake();
        Ok(())
    }

    /// Whether to hide it, or to show it again.
    pub async fn act_on_post(&self, post: i64, hide: bool) -> Result<(), Error> {
        self.db
            .write(async |tx: &DatabaseTransaction| {
                let found = visibility::find_for_moderators(tx, post).await?;
                let found = found.ok_or(Error::NotFound)?;
                let author = self.lock(tx, found.author_id).await?;
                if !visibility::set_hidden(tx, post, hide.then(id::now_ms)).await? {
                    return Ok(());
                }
                let act = if hide { Act::HidePost } else { Act::UnhidePost };
                let done = Done { post: Some(post), ..self.done(act).to(author.id) };
                let entry = audit::write(tx, done).await?;
                letters::tell_author(self, tx, &author, &found, act, entry).await
            })
            .await?;
        self.mailer.wake();
        Ok(())
    }

    /// What is in the note stays among moderators; the log says that there is one.
    pub async fn note(&self, person: i64, body: &str) -> Result<(), Error> {
        self.db
            .write(async |tx: &DatabaseTransaction| {
                notes::add(tx, person, self.staff.id, body).await?;
                let done = Done { reason: "", ..self.done(Act::Note).to(person) };
                audit::write(tx, done).await?;
                Ok::<_, Error>(())
            })
            .await
    }

    /// Closes all that is open of the report's subject.
    pub async fn close(&self, report: &Report, outcome: Outcome) -> Result<(), Error> {
        self.db
            .write(async |tx: &DatabaseTransaction| {
                if reports::close(tx, &report.subject, self.staff.id, outcome).await? == 0 {
                    return Ok(());
                }
                let act = match outcome {
                    Outcome::Resolved => Act::Resolve,
                    Outcome::Dismissed => Act::Dismiss,
                };
                let done = self.done(act).to(report.person_id).about(report.id);
                audit::write(tx, Done { post: report.post_id, ..done }).await?;
                Ok::<_, Error>(())
            })
            .await
    }

    /// Lets somebody in who waits, or removes the account.
    pub async fn decide(&self, person: i64, approve: bool) -> Result<(), Error> {
        self.db
            .write(async |tx: &DatabaseTransaction| {
                let person = self.lock(tx, person).await?;
                let (act, decided) = match approve {
                    true => (Act::Approve, admission::approve(tx, person.id).await?),
                    false => (Act::Reject, admission::reject(tx, person.id).await?),
                };
                if decided {
                    let entry = audit::write(tx, self.done(act).to(person.id)).await?;
                    letters::tell_applicant(self, tx, &person, approve, entry).await?;
                }
                Ok::<_, Error>(())
            })
            .await?;
        self.mailer.wake();
        Ok(())
    }

    /// The person as he is now: what either of them may do may have changed a moment ago.
    async fn lock(&self, tx: &DatabaseTransaction, person: i64) -> Result<Model, Error> {
        let both = lock(tx, [self.staff.id, person]).await?;
        let staff = both.iter().find(|found| found.id == self.staff.id && found.is_staff());
        let staff = staff.ok_or(Error::NotFound)?;
        let person = both.iter().find(|found| found.id == person).ok_or(Error::NotFound)?;
        if !may_act(staff, person) {
            return Err(Error::NotYours);
        }
        Ok(person.clone())
    }
}
