//! Lists of posts, as pages of identifiers, newest first.

use std::collections::HashSet;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, ExprTrait, JoinType, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef, RelationTrait, Select,
};

use super::visibility::{Viewer, is_heard_by, posts_for};
use crate::db::pairs::Pair;
use crate::id;
use crate::posts::entity::{Column, Entity, Visibility, bookmark, like, repost, tag};
use crate::users::queries::{follows, presence, relations};
use crate::web::pagination::{Cursor, Slice};

/// A place in a list: a post, and why it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What the list is ordered by: the post's own identifier, or the repost's, the like's …
    pub at: i64,
    pub post: i64,
    pub reposted_by: Option<i64>,
}

impl Entry {
    pub fn of(post: i64) -> Self {
        Self { at: post, post, reposted_by: None }
    }

    fn at(at: i64, post: i64) -> Self {
        Self { at, post, reposted_by: None }
    }
}

/// Which of a person's posts a profile lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What isn't an answer to somebody else, and what he reposts.
    Posts,
    Replies,
}

/// Home looks back so many days at first, then further, then to the beginning: what few days hold
/// is found without touching all that those whom one follows have ever written.
const WINDOWS_DAYS: [Option<i64>; 3] = [Some(2), Some(60), None];
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What a signed-in person's home shows: all his own posts, what those whom he follows begin, and
/// what they repost. What they answer to others is on their profiles.
pub async fn home(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let posts = home_posts(user_id);
    let reposts = reposts_for(Some(user_id))
        .filter(repost::Column::UserId.in_subquery(follows::followed_by_and(user_id)))
        .filter(not_muted(Some(user_id), Column::AuthorId))
        .filter(not_muted(Some(user_id), repost::Column::UserId));
    let end = cursor.before.map_or_else(id::now_ms, id::time_of);
    for days in WINDOWS_DAYS {
        let since = days.map(|days| id::first_at(end - days * DAY_MS));
        let posts = posts.clone().apply_if(since, |list, since| list.filter(Column::Id.gt(since)));
        let reposts = reposts
            .clone()
            .apply_if(since, |list, since| list.filter(repost::Column::Id.gt(since)));
        let rows = merge(
            newest(db, posts, cursor, size).await?,
            newest_reposts(db, reposts, cursor, size).await?,
        );
        if since.is_none() || rows.len() as u64 > size {
            return Ok(once_each(Slice::new(rows, size, |entry| entry.at)));
        }
    }
    Ok(Slice::new(Vec::new(), size, |entry: &Entry| entry.at))
}

/// The posts of a home, without reposts.
pub(super) fn home_posts(user_id: i64) -> Select<Entity> {
    posts_for(Some(user_id))
        .filter(Column::AuthorId.in_subquery(follows::followed_by_and(user_id)))
        .filter(Column::IsReply.eq(false).or(Column::AuthorId.eq(user_id)))
        .filter(not_muted(Some(user_id), Column::AuthorId))
}

/// What everybody begins, and wants to be listed.
pub(super) fn public_posts(viewer: Viewer) -> Select<Entity> {
    posts_for(viewer)
        .filter(Column::Visibility.eq(Visibility::Public))
        .filter(Column::IsReply.eq(false))
        .filter(is_heard_by(viewer))
        .filter(not_muted(viewer, Column::AuthorId))
}

/// One page of [`public_posts`].
pub async fn public(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    // Most of all posts are in this list: it goes along the primary key, from the end where nothing
    // else is said.
    let cursor = Cursor { before: cursor.before.or(Some(i64::MAX)) };
    let posts = public_posts(viewer);
    Ok(Slice::new(newest(db, posts, &cursor, size).await?, size, |entry| entry.at))
}

/// One person's.
pub async fn by_author(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    author_id: i64,
    kind: Kind,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let posts = posts_for(viewer)
        .filter(Column::AuthorId.eq(author_id))
        .filter(Column::IsReply.eq(kind == Kind::Replies));
    let mut rows = newest(db, posts, cursor, size).await?;
    if kind == Kind::Posts {
        let reposts = reposts_for(viewer).filter(repost::Column::UserId.eq(author_id));
        rows = merge(rows, newest_reposts(db, reposts, cursor, size).await?);
    }
    Ok(once_each(Slice::new(rows, size, |entry| entry.at)))
}

/// One person's own, without what he reposts: his feed.
pub async fn written_by(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    author_id: i64,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let posts =
        posts_for(viewer).filter(Column::AuthorId.eq(author_id)).filter(Column::IsReply.eq(false));
    let rows = newest(db, posts, &Cursor::default(), size).await?;
    Ok(Slice::new(rows, size, |entry| entry.at))
}

/// What its author wants to stand above his other posts, the last pinned first.
pub async fn pinned(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    author_id: i64,
) -> Result<Vec<Entry>, DbErr> {
    let posts = posts_for(viewer)
        .filter(Column::AuthorId.eq(author_id))
        .filter(Column::PinnedAt.is_not_null())
        .order_by_desc(Column::PinnedAt);
    let ids: Vec<i64> = posts.select_only().column(Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Entry::of).collect())
}

/// What has a hashtag (folded). Answers too: a tag is how a conversation is found.
pub async fn tagged(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    tag: &str,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let posts = posts_for(viewer)
        .join_rev(JoinType::InnerJoin, tag::Relation::Post.def())
        .filter(tag::Column::Tag.eq(tag))
        .filter(Column::Visibility.eq(Visibility::Public))
        .filter(is_heard_by(viewer))
        .filter(not_muted(viewer, Column::AuthorId));
    let at = tag::Column::PostId;
    let rows = joined(db, posts, at, cursor, size).await?;
    Ok(Slice::new(rows, size, |entry| entry.at))
}

/// What somebody has put by, or likes, the last first. It is for himself to see.
async fn kept<P: Pair>(
    db: &impl ConnectionTrait,
    to_post: RelationDef,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let posts = posts_for(Some(user_id))
        .join_rev(JoinType::InnerJoin, to_post)
        .filter(P::SUBJECT.eq(user_id));
    let rows = joined(db, posts, P::ID, cursor, size).await?;
    Ok(Slice::new(rows, size, |entry| entry.at))
}

pub async fn bookmarks(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let to_post = bookmark::Relation::Post.def();
    kept::<bookmark::Entity>(db, to_post, user_id, cursor, size).await
}

pub async fn likes(
    db: &impl ConnectionTrait,
    user_id: i64,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Entry>, DbErr> {
    let to_post = like::Relation::Post.def();
    kept::<like::Entity>(db, to_post, user_id, cursor, size).await
}

/// All that a person has written and the viewer may see.
pub async fn count_by_author(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    author_id: i64,
) -> Result<u64, DbErr> {
    posts_for(viewer).filter(Column::AuthorId.eq(author_id)).count(db).await
}

/// Reposts of what the viewer may see, by those who are here.
fn reposts_for(viewer: Viewer) -> Select<Entity> {
    posts_for(viewer)
        .join_rev(JoinType::InnerJoin, repost::Relation::Post.def())
        .filter(presence::is_present(repost::Column::UserId.into_expr()))
}

fn not_muted(viewer: Viewer, person: impl ColumnTrait) -> Condition {
    match viewer {
        Some(viewer) => Condition::all().add(relations::not_muted(viewer, person.into_expr())),
        None => Condition::all(),
    }
}

/// From before the cursor: that much each list's index holds. One more than the page shows.
async fn newest(
    db: &impl ConnectionTrait,
    list: Select<Entity>,
    cursor: &Cursor,
    size: u64,
) -> Result<Vec<Entry>, DbErr> {
    let list = list
        .select_only()
        .column(Column::Id)
        .apply_if(cursor.before, |list, before| list.filter(Column::Id.lt(before)))
        .order_by(Expr::col((Entity, Column::Id)), Order::Desc)
        .limit(size + 1);
    let ids: Vec<i64> = list.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Entry::of).collect())
}

/// The same where another table's rows decide the order.
async fn joined(
    db: &impl ConnectionTrait,
    list: Select<Entity>,
    at: impl ColumnTrait,
    cursor: &Cursor,
    size: u64,
) -> Result<Vec<Entry>, DbErr> {
    let list = list
        .select_only()
        .column_as(at, "at")
        .column(Column::Id)
        .apply_if(cursor.before, |list, before| list.filter(at.lt(before)))
        .order_by_desc(at)
        .limit(size + 1);
    let rows: Vec<(i64, i64)> = list.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(at, post)| Entry::at(at, post)).collect())
}

async fn newest_reposts(
    db: &impl ConnectionTrait,
    list: Select<Entity>,
    cursor: &Cursor,
    size: u64,
) -> Result<Vec<Entry>, DbErr> {
    let at = repost::Column::Id;
    let list = list
        .select_only()
        .column_as(at, "at")
        .column(Column::Id)
        .column(repost::Column::UserId)
        .apply_if(cursor.before, |list, before| list.filter(at.lt(before)))
        .order_by_desc(at)
        .limit(size + 1);
    let rows: Vec<(i64, i64, i64)> = list.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(at, post, by)| Entry { at, post, reposted_by: Some(by) }).collect())
}

/// Two lists that are in order, as one.
fn merge(one: Vec<Entry>, other: Vec<Entry>) -> Vec<Entry> {
    let mut rows = [one, other].concat();
    rows.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    rows
}

/// A post stands once on a page, where it came up last.
fn once_each(mut slice: Slice<Entry>) -> Slice<Entry> {
    let mut seen = HashSet::new();
    slice.items.retain(|entry| seen.insert(entry.post));
    slice
}
