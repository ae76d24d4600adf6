//! Reporting ([`reporting`]), what moderators see ([`queue`], [`case`], [`people`], [`log`]), what they
//! do ([`acts`]), and who may come in ([`sign_up`]).

pub mod acts;
pub mod case;
pub mod log;
pub mod people;
pub mod queue;
pub mod reporting;
pub mod sign_up;

use std::collections::HashMap;

use crate::db::Db;
use crate::users::queries::identities;
use crate::users::views::UserCard;
use crate::web::error::Error;

/// What isn't a number can't be anything's.
fn parse_id(id: &str) -> Result<i64, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// Of those of these accounts that there still are.
async fn cards(
    db: &Db,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, UserCard>, Error> {
    let ids: std::collections::BTreeSet<i64> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people = identities(db.reader(), ids).await?;
    Ok(people.into_iter().map(|(id, person)| (id, UserCard::of(&person))).collect())
}

/// Somebody's page among moderators' pages.
fn person_url(username: &str) -> String {
    format!("/admin/people/{username}")
}

fn post_url(id: i64) -> String {
    format!("/admin/posts/{id}")
}

fn report_url(id: i64) -> String {
    format!("/admin/reports/{id}")
}
