//! Deleting an account for good, when its week of grace is over.
//!
//! What stays is what others have written: who answered keeps his answer, and a text that names
//! `@somebody` keeps the name.

use super::entity::job::Outcome;
use super::queries::removal;
use super::worker::{Interrupted, Work};
use crate::db::traces;
use crate::users;
use crate::web::session;

pub async fn run(mut work: Work) -> Result<Outcome, Interrupted> {
    let user_id = work.job.user_id;
    let user = users::queries::find(work.db().writer(), user_id).await?;
    let Some(user) = user.filter(|user| user.leaving_at.is_some()) else {
        return Ok(Outcome::default());
    };
    // From here on it can't be called off.
    work.job.total = removal::BELONGINGS.len() as i64 + 1;
    work.job.done = 1;
    work.say_how_far().await?;
    session::list::end_all(work.db().writer(), user_id).await?;
    for (table, column) in removal::BELONGINGS {
        loop {
            let transaction = work.begin().await?;
            let some = removal::take_some(&transaction, user_id, table, column).await?;
            transaction.commit().await?;
            if !some {
                break;
            }
        }
        work.job.done += 1;
        work.say_how_far().await?;
    }
    let mailer = work.mailer().clone();
    mailer.forget(work.db().writer(), &user.email).await.map_err(anyhow::Error::from)?;
    // The job goes with it.
    let transaction = work.begin().await?;
    users::queries::delete(&transaction, user_id).await?;
    transaction.commit().await?;
    log::info!(user = user_id; "the account is deleted");
    traces::erase(work.db()).await?;
    Ok(Outcome::default())
}
