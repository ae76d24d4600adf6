//! All that a card shows of a post, for a page of them at once.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::posts::entity::{Column, Entity, Model, bookmark, like};
use crate::users::{self, entity::Identity};

/// A post, who wrote it, and what became of it.
#[derive(Debug, Clone)]
pub struct Card {
    pub post: Model,
    pub author: Identity,
    /// Who wrote the post that this one answers; none when it is gone.
    pub answered: Option<Identity>,
    pub replies: i64,
    pub likes: i64,
    /// By who is looking.
    pub liked: bool,
    pub bookmarked: bool,
}

/// The posts of these identifiers in their order; without those that have gone meanwhile.
pub async fn find(
    db: &impl ConnectionTrait,
    ids: &[i64],
    viewer: Option<i64>,
) -> Result<Vec<Card>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let posts = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let parents = authors_of(db, posts.iter().filter_map(|post| post.in_reply_to)).await?;
    let people: BTreeSet<i64> =
        posts.iter().map(|post| post.author_id).chain(parents.values().copied()).collect();
    let people = users::queries::identities(db, people).await?;
    let (replies, likes) = (count_replies(db, ids).await?, count_likes(db, ids).await?);
    let (liked_by_viewer, put_by) = match viewer {
        Some(viewer) => (liked_by(db, viewer, ids).await?, bookmarked_by(db, viewer, ids).await?),
        None => (HashSet::new(), HashSet::new()),
    };

    let mut posts: HashMap<i64, Model> = posts.into_iter().map(|post| (post.id, post)).collect();
    let cards = ids.iter().filter_map(|id| {
        let post = posts.remove(id)?;
        let parent = post.in_reply_to.and_then(|parent| parents.get(&parent));
        Some(Card {
            author: people.get(&post.author_id)?.clone(),
            answered: parent.and_then(|author| people.get(author)).cloned(),
            replies: replies.get(id).copied().unwrap_or(0),
            likes: likes.get(id).copied().unwrap_or(0),
            liked: liked_by_viewer.contains(id),
            bookmarked: put_by.contains(id),
            post,
        })
    });
    Ok(cards.collect())
}

/// One post's.
pub async fn find_one(
    db: &impl ConnectionTrait,
    id: i64,
    viewer: Option<i64>,
) -> Result<Option<Card>, DbErr> {
    Ok(find(db, &[id], viewer).await?.pop())
}

/// Who wrote each of these posts.
async fn authors_of(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, i64>, DbErr> {
    let ids: BTreeSet<i64> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::AuthorId)
        .filter(Column::Id.is_in(ids));
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}

async fn count_replies(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, i64>, DbErr> {
    let counts = Entity::find()
        .select_only()
        .column(Column::InReplyTo)
        .column_as(Column::Id.count(), "count")
        .filter(Column::InReplyTo.is_in(ids.iter().copied()))
        .group_by(Column::InReplyTo);
    Ok(counts.into_tuple().all(db).await?.into_iter().collect())
}

pub(super) async fn count_likes(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, i64>, DbErr> {
    let counts = like::Entity::find()
        .select_only()
        .column(like::Column::PostId)
        .column_as(like::Column::Id.count(), "count")
        .filter(like::Column::PostId.is_in(ids.iter().copied()))
        .group_by(like::Column::PostId);
    Ok(counts.into_tuple().all(db).await?.into_iter().collect())
}

async fn liked_by(
    db: &impl ConnectionTrait,
    user_id: i64,
    ids: &[i64],
) -> Result<HashSet<i64>, DbErr> {
    let rows = like::Entity::find()
        .select_only()
        .column(like::Column::PostId)
        .filter(like::Column::UserId.eq(user_id))
        .filter(like::Column::PostId.is_in(ids.iter().copied()));
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}

async fn bookmarked_by(
    db: &impl ConnectionTrait,
    user_id: i64,
    ids: &[i64],
) -> Result<HashSet<i64>, DbErr> {
    let rows = bookmark::Entity::find()
        .select_only()
        .column(bookmark::Column::PostId)
        .filter(bookmark::Column::UserId.eq(user_id))
        .filter(bookmark::Column::PostId.is_in(ids.iter().copied()));
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}
