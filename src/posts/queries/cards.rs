//! All that a card shows of a post, for a page of them at once.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::timelines::Entry;
use super::visibility::{Viewer, posts_for};
use crate::db::lists::of_few_lengths;
use crate::db::pairs::{self, Pair};
use crate::posts::entity::{Column, Model, bookmark, like, mention, repost};
use crate::users::queries::presence;
use crate::users::{self, entity::Identity};

/// A post, who wrote it, and what became of it.
#[derive(Debug, Clone)]
pub struct Card {
    pub post: Model,
    pub author: Identity,
    pub reposted_by: Option<Identity>,
    /// Who wrote the post that this one answers; none when it is gone, or not for the viewer.
    pub answered: Option<Identity>,
    /// Those whom the text may name.
    pub mentioned: Vec<Identity>,
    pub replies: i64,
    pub likes: i64,
    pub reposts: i64,
    /// By who is looking.
    pub liked: bool,
    pub bookmarked: bool,
    pub reposted: bool,
}

/// The posts of these entries in their order; without those that have gone meanwhile, and those
/// that the viewer may not see.
pub async fn find(
    db: &impl ConnectionTrait,
    entries: &[Entry],
    viewer: Viewer,
) -> Result<Vec<Card>, DbErr> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let ids = of_few_lengths(entries.iter().map(|entry| entry.post));
    let posts = posts_for(viewer).filter(Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let parents = authors_of(db, posts.iter().filter_map(|post| post.in_reply_to), viewer).await?;
    let mentions = mentions_of(db, &ids).await?;
    let people: BTreeSet<i64> = posts
        .iter()
        .map(|post| post.author_id)
        .chain(parents.values().copied())
        .chain(mentions.values().flatten().copied())
        .chain(entries.iter().filter_map(|entry| entry.reposted_by))
        .collect();
    let people = users::queries::identities(db, people).await?;
    let replies = count_replies(db, &ids, viewer).await?;
    let (likes, reposts) =
        (count::<like::Entity>(db, &ids).await?, count::<repost::Entity>(db, &ids).await?);
    let (liked_by_viewer, put_by, carried_on) = match viewer {
        Some(viewer) => (
            pairs::among::<like::Entity>(db, viewer, ids.iter().copied()).await?,
            pairs::among::<bookmark::Entity>(db, viewer, ids.iter().copied()).await?,
            pairs::among::<repost::Entity>(db, viewer, ids.iter().copied()).await?,
        ),
        None => (HashSet::new(), HashSet::new(), HashSet::new()),
    };

    let posts: HashMap<i64, Model> = posts.into_iter().map(|post| (post.id, post)).collect();
    let person = |id: &i64| people.get(id).cloned();
    let cards = entries.iter().filter_map(|entry| {
        let (post, id) = (posts.get(&entry.post)?.clone(), &entry.post);
        let parent = post.in_reply_to.and_then(|parent| parents.get(&parent));
        Some(Card {
            author: person(&post.author_id)?,
            reposted_by: entry.reposted_by.as_ref().and_then(person),
            answered: parent.and_then(person),
            mentioned: mentions.get(id).into_iter().flatten().filter_map(person).collect(),
            replies: replies.get(id).copied().unwrap_or(0),
            likes: likes.get(id).copied().unwrap_or(0),
            reposts: reposts.get(id).copied().unwrap_or(0),
            liked: liked_by_viewer.contains(id),
            bookmarked: put_by.contains(id),
            reposted: carried_on.contains(id),
            post,
        })
    });
    Ok(cards.collect())
}

/// One post's.
pub async fn find_one(
    db: &impl ConnectionTrait,
    id: i64,
    viewer: Viewer,
) -> Result<Option<Card>, DbErr> {
    Ok(find(db, &[Entry::of(id)], viewer).await?.pop())
}

/// Those who are in a closed conversation and whom an answer by the viewer reaches.
pub async fn conversation(
    db: &impl ConnectionTrait,
    card: &Card,
    viewer: i64,
) -> Result<Vec<Identity>, DbErr> {
    if card.post.visibility.is_open() {
        return Ok(Vec::new());
    }
    let there = || card.mentioned.iter().chain([&card.author]);
    let ids = there().map(|person| person.id);
    let reached = users::queries::relations::unblocked(db, ids, viewer).await?;
    Ok(there().filter(|person| reached.contains(&person.id)).cloned().collect())
}

/// How many people who are here have liked or reposted each of these posts.
pub async fn count<P: Pair>(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, i64>, DbErr> {
    let counts = P::find()
        .select_only()
        .column(P::OBJECT)
        .column_as(P::ID.count(), "count")
        .filter(P::OBJECT.is_in(ids.iter().copied()))
        .filter(presence::is_present(P::SUBJECT.into_expr()))
        .group_by(P::OBJECT);
    Ok(counts.into_tuple().all(db).await?.into_iter().collect())
}

/// Who wrote each of these posts.
async fn authors_of(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = i64>,
    viewer: Viewer,
) -> Result<HashMap<i64, i64>, DbErr> {
    let ids: BTreeSet<i64> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = posts_for(viewer)
        .select_only()
        .column(Column::Id)
        .column(Column::AuthorId)
        .filter(Column::Id.is_in(of_few_lengths(ids)));
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}

async fn mentions_of(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<i64>>, DbErr> {
    let rows = mention::Entity::find()
        .select_only()
        .column(mention::Column::PostId)
        .column(mention::Column::UserId)
        .filter(mention::Column::PostId.is_in(ids.iter().copied()))
        .order_by_asc(mention::Column::Id);
    Ok(grouped(rows.into_tuple().all(db).await?))
}

fn grouped<K: Eq + Hash, V>(rows: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}

/// Only of answers that the viewer may see.
async fn count_replies(
    db: &impl ConnectionTrait,
    ids: &[i64],
    viewer: Viewer,
) -> Result<HashMap<i64, i64>, DbErr> {
    let counts = posts_for(viewer)
        .select_only()
        .column(Column::InReplyTo)
        .column_as(Column::Id.count(), "count")
        .filter(Column::InReplyTo.is_in(ids.iter().copied()))
        .group_by(Column::InReplyTo);
    Ok(counts.into_tuple().all(db).await?.into_iter().collect())
}
