//! Writes the demo world down, many rows to a statement and some statements to a transaction: a
//! server on the same database gets a turn in between.

use std::collections::HashMap;

use rand::{RngExt, SeedableRng};
use sea_orm::{DatabaseTransaction, DbErr};

use super::news::News;
use super::people::{Sketch, sketch};
use super::posts::Written;
use super::reactions::{Reaction, Reactions};
use super::society::{Deed, Society};
use super::{DAY_MS, Dice, Failure, Person, SPAN_MS};
use crate::db::{Db, bulk};
use crate::id;
use crate::notifications;
use crate::posts::entity::{self as post, Visibility, bookmark, draft, like, mention, repost, tag};
use crate::posts::queries as post_queries;
use crate::users::entity::{self as user, Link, MailDigest, NotifyFrom, Role, Theme};
use crate::users::entity::{block, follow, follow_request, mute};
use crate::users::queries::{self, search};
use crate::users::{email, username};
use crate::web::text;

/// Posts of one transaction.
const POSTS: usize = 10_000;
/// Names of one question.
const NAMES: usize = 1_000;
/// So many of one's news are new.
const UNREAD: usize = 12;

/// The people of these numbers: those who are there already as they are, the others made.
pub async fn people(
    db: &Db,
    count: usize,
    password_hash: &str,
    now: i64,
) -> Result<Vec<Person>, Failure> {
    let sketches: Vec<Sketch> = (0..count).map(sketch).collect();
    let mut known = HashMap::new();
    for some in sketches.chunks(NAMES) {
        let keys = some.iter().map(|sketch| username::fold(&sketch.username));
        known.extend(queries::ids_of_keys(db.reader(), keys).await?);
    }
    let (mut people, mut accounts) = (Vec::new(), Vec::new());
    for (number, sketch) in sketches.into_iter().enumerate() {
        let there = known.get(&username::fold(&sketch.username)).copied();
        let joined = there.map_or_else(|| joined(number, count, now), id::time_of);
        let id = there.unwrap_or_else(|| id::mint_at(joined));
        people.push(Person {
            id,
            username: sketch.username.clone(),
            joined,
            pieces: sketch.pieces,
            topics: sketch.topics,
            locked: sketch.locked,
            new: there.is_none(),
        });
        if there.is_none() {
            accounts.push(account(id, joined, sketch, password_hash));
        }
    }
    let transaction = db.begin().await?;
    bulk::insert::<user::Entity>(&transaction, accounts.clone()).await?;
    search::index_many(&transaction, &accounts).await?;
    transaction.commit().await?;
    Ok(people)
}

/// The first were there from the beginning, the others came one after another.
fn joined(number: usize, count: usize, now: i64) -> i64 {
    let beginning = now - SPAN_MS;
    if number < 8 {
        return beginning - (8 - number as i64) * DAY_MS;
    }
    let mut dice = Dice::seed_from_u64(number as u64);
    let share = 0.95 * number as f64 / count as f64;
    beginning + (SPAN_MS as f64 * share) as i64 - dice.random_range(0..DAY_MS)
}

fn account(id: i64, joined: i64, sketch: Sketch, password_hash: &str) -> user::Model {
    let address = format!("{}@example.org", sketch.username);
    user::Model {
        id,
        username_key: username::fold(&sketch.username),
        username: sketch.username,
        email_key: email::fold(&address),
        email: address.clone(),
        password_hash: password_hash.to_owned(),
        display_name: sketch.display_name,
        bio: sketch.bio,
        locale: String::new(),
        theme: Theme::default(),
        role: Role::Member,
        suspended_at: None,
        created_at: joined,
        locked: sketch.locked,
        notify_from: NotifyFrom::default(),
        muted_words: None,
        links: Link::to_column(&sketch.links),
        notifications_read: 0,
        verified_email_key: Some(email::fold(&address)),
        email_verified_at: Some(joined),
        silenced_at: None,
        leaving_at: None,
        awaiting_at: None,
        discoverable: true,
        mail_digest: MailDigest::default(),
        digested_at: 0,
        password_changed_at: 0,
    }
}

/// Identifiers of what happened at these times, each larger than the one before.
fn minted(at: i64, last: &mut i64) -> i64 {
    *last = id::mint_at(at).max(*last + 1);
    *last
}

pub async fn society(db: &Db, people: &[Person], society: &Society) -> Result<(), Failure> {
    let transaction = db.begin().await?;
    let of = |deeds: &[Deed]| {
        let mut last = 0;
        let ids = |deed: &Deed| Some((people.get(deed.by)?.id, people.get(deed.to)?.id));
        let row = |deed: &Deed| ids(deed).map(|(by, to)| (minted(deed.at, &mut last), by, to));
        deeds.iter().filter_map(row).collect::<Vec<_>>()
    };
    let follows = of(&society.follows).into_iter();
    let follows = follows.map(|(id, follower_id, followee_id)| follow::Model {
        id,
        follower_id,
        followee_id,
    });
    bulk::insert::<follow::Entity>(&transaction, follows).await?;
    let requests = of(&society.requests).into_iter();
    let requests = requests.map(|(id, follower_id, followee_id)| follow_request::Model {
        id,
        follower_id,
        followee_id,
    });
    bulk::insert::<follow_request::Entity>(&transaction, requests).await?;
    let mutes = of(&society.mutes).into_iter();
    let mutes = mutes.map(|(id, muter_id, muted_id)| mute::Model { id, muter_id, muted_id });
    bulk::insert::<mute::Entity>(&transaction, mutes).await?;
    let blocks = of(&society.blocks).into_iter();
    let blocks =
        blocks.map(|(id, blocker_id, blocked_id)| block::Model { id, blocker_id, blocked_id });
    bulk::insert::<block::Entity>(&transaction, blocks).await?;
    Ok(transaction.commit().await?)
}

pub async fn posts(db: &Db, people: &[Person], posts: &[Written]) -> Result<(), Failure> {
    for posts in posts.chunks(POSTS) {
        let transaction = db.begin().await?;
        let models = posts.iter().map(|post| post.model.clone());
        bulk::insert::<post::Entity>(&transaction, models).await?;
        references(&transaction, people, posts).await?;
        let edits = posts.iter().flat_map(|post| post.edits.iter().cloned());
        bulk::insert::<post::edit::Entity>(&transaction, edits).await?;
        post_queries::search::index_many(&transaction, posts.iter().map(|post| &post.model))
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Whom they name, and the tags that they stand under.
async fn references(
    transaction: &DatabaseTransaction,
    people: &[Person],
    posts: &[Written],
) -> Result<(), DbErr> {
    let mut last = 0;
    let mentions = posts.iter().flat_map(|post| {
        let named = post.named.iter().filter_map(|number| people.get(*number));
        named.map(|person| (post.model.id, post.model.created_at, person.id))
    });
    let mentions = mentions.map(|(post_id, at, user_id)| mention::Model {
        id: minted(at, &mut last),
        post_id,
        user_id,
    });
    bulk::insert::<mention::Entity>(transaction, mentions).await?;
    let mut last = 0;
    let tags = posts.iter().map(|post| &post.model).filter(|post| post.body.contains('#'));
    let tags = tags.flat_map(|post| {
        let tags = text::tags(&post.body).into_iter();
        tags.map(move |tag| (post.id, post.created_at, tag))
    });
    let tags =
        tags.map(|(post_id, at, tag)| tag::Model { id: minted(at, &mut last), post_id, tag });
    bulk::insert::<tag::Entity>(transaction, tags).await
}

pub async fn reactions(
    db: &Db,
    people: &[Person],
    posts: &[Written],
    reactions: &Reactions,
) -> Result<(), Failure> {
    let of = |reactions: &[Reaction]| {
        let mut last = 0;
        let ids = |one: &Reaction| Some((people.get(one.by)?.id, posts.get(one.post)?.model.id));
        let row = |one: &Reaction| ids(one).map(|(by, post)| (minted(one.at, &mut last), by, post));
        reactions.iter().filter_map(row).collect::<Vec<_>>()
    };
    let transaction = db.begin().await?;
    let likes = of(&reactions.likes).into_iter();
    let likes = likes.map(|(id, user_id, post_id)| like::Model { id, user_id, post_id });
    bulk::insert::<like::Entity>(&transaction, likes).await?;
    transaction.commit().await?;

    let transaction = db.begin().await?;
    let reposts = of(&reactions.reposts).into_iter();
    let reposts = reposts.map(|(id, user_id, post_id)| repost::Model { id, user_id, post_id });
    bulk::insert::<repost::Entity>(&transaction, reposts).await?;
    let bookmarks = of(&reactions.bookmarks).into_iter();
    let bookmarks =
        bookmarks.map(|(id, user_id, post_id)| bookmark::Model { id, user_id, post_id });
    bulk::insert::<bookmark::Entity>(&transaction, bookmarks).await?;
    Ok(transaction.commit().await?)
}

/// What the first one hasn't finished yet.
pub async fn drafts(db: &Db, people: &[Person], now: i64, dice: &mut Dice) -> Result<(), Failure> {
    let Some(person) = people.first().filter(|person| person.new) else { return Ok(()) };
    let draft = |days: i64| draft::Model {
        id: id::mint_at(now - days * DAY_MS),
        user_id: person.id,
        body: person.pieces.post(0, dice),
        content_warning: String::new(),
        visibility: Visibility::Public,
        language: String::new(),
        in_reply_to: None,
        updated_at: now - days * DAY_MS,
    };
    Ok(bulk::insert::<draft::Entity>(db.writer(), [9, 4, 1].map(draft)).await?)
}

pub async fn news(
    db: &Db,
    people: &[Person],
    posts: &[Written],
    news: Vec<Vec<News>>,
) -> Result<(), Failure> {
    let transaction = db.begin().await?;
    for (person, news) in people.iter().zip(news) {
        let mut last = 0;
        let row = |one: &News| {
            Some(notifications::entity::Model {
                id: minted(one.at, &mut last),
                user_id: person.id,
                kind: one.kind,
                topic: format!("{}:{}", one.kind.name(), one.topic),
                actor_id: people.get(one.by)?.id,
                post_id: one.post.and_then(|place| posts.get(place)).map(|post| post.model.id),
            })
        };
        let rows: Vec<_> = news.iter().filter_map(row).collect();
        let read = rows.iter().rev().nth(UNREAD).map_or(0, |row| row.id);
        bulk::insert::<notifications::entity::Entity>(&transaction, rows).await?;
        queries::set_notifications_read(&transaction, person.id, read).await?;
    }
    Ok(transaction.commit().await?)
}
