//! `miniblog seed`: a demo world, for trying things out and for measuring. People ([`people`]), whom
//! they follow ([`society`]), what they write ([`posts`], [`texts`]) and like ([`reactions`]), what
//! they are told of ([`news`]). All of it is thought up first, by dice that fall the same way each
//! time, and then written down ([`rows`]).

#![expect(clippy::cast_precision_loss, reason = "chances and times needn't be exact")]

mod news;
mod people;
mod posts;
mod reactions;
mod rows;
mod society;
mod texts;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use self::texts::Pieces;
use super::{Failure, migrated_database, say};
use crate::auth::password::Hasher;
use crate::db::Db;
use crate::id;
use crate::posts::queries::timelines;
use crate::settings::Settings;
use crate::users::queries;

/// Of every demo account. They are for a database on one's own machine.
const PASSWORD: &str = "paper and ink";

/// Falls the same way on every machine, and with every version of the library.
type Dice = Xoshiro256PlusPlus;

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// When the world began, before now.
const SPAN_MS: i64 = 730 * DAY_MS;
/// Nothing is newer: what one does oneself comes first.
const NEWEST_MS: i64 = 2 * MINUTE_MS;

/// Somebody of the demo world who has an account. The others know him by his number.
struct Person {
    id: i64,
    username: String,
    joined: i64,
    pieces: &'static Pieces,
    topics: [usize; 2],
    locked: bool,
    /// Whether this seeding has made the account.
    new: bool,
}

pub async fn seed(settings: &Settings, users: usize, posts: usize) -> Result<(), Failure> {
    let db = migrated_database(settings).await?;
    if settings.environment.is_production() && queries::count(db.reader()).await? > 0 {
        return Err(Failure::Usage(
            "this is a production database with people in it; nothing was added".to_owned(),
        ));
    }
    // One hash for all: this is about posts, not about bcrypt.
    let password_hash = Hasher::new(settings.auth.bcrypt_cost)?.hash(PASSWORD).await?;
    let now = id::now_ms();
    let people = rows::people(&db, users, &password_hash, now).await?;
    fill(&db, &people, posts, now).await?;
    say(format_args!(
        "{users} people and {posts} posts; sign in as mika with the password: {PASSWORD}"
    ));
    Ok(db.close().await?)
}

async fn fill(db: &Db, people: &[Person], posts: usize, now: i64) -> Result<(), Failure> {
    let Some(first) = people.first() else { return Ok(()) };
    // Whoever seeds twice gets other words.
    let written = timelines::count_by_author(db.reader(), Some(first.id), first.id).await?;
    let mut dice = Dice::seed_from_u64(written);

    let society = society::Society::of(people, now)?;
    let mut posts = posts::write(people, posts, now, &mut dice)?;
    let reactions = reactions::imagine(people, &society, &posts, now, &mut dice);
    reactions::pin(people, &mut posts, &reactions);
    let news = news::of(people, &society, &posts, &reactions);

    rows::society(db, people, &society).await?;
    rows::posts(db, people, &posts).await?;
    rows::reactions(db, people, &posts, &reactions).await?;
    rows::drafts(db, people, now, &mut dice).await?;
    rows::news(db, people, &posts, news).await
}
