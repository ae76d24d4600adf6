//! All that somebody has written and passed on, oldest first: for taking it along, and for putting it
//! there again.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::timelines::Entry;
use super::visibility::posts_for;
use crate::posts::entity::{Column, Entity, Model, draft, edit, repost};

/// How many posts he has written, and how many he has passed on.
pub async fn count(db: &impl ConnectionTrait, user_id: i64) -> Result<(u64, u64), DbErr> {
    let posts = posts_for(Some(user_id)).filter(Column::AuthorId.eq(user_id)).count(db).await?;
    let reposts = repost::Entity::find().filter(repost::Column::UserId.eq(user_id));
    Ok((posts, reposts.count(db).await?))
}

/// His posts after this one, at most so many.
pub async fn posts_after(
    db: &impl ConnectionTrait,
    author_id: i64,
    after: i64,
    most: u64,
) -> Result<Vec<Entry>, DbErr> {
    let ids = posts_for(Some(author_id))
        .select_only()
        .column(Column::Id)
        .filter(Column::AuthorId.eq(author_id))
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(most);
    let ids: Vec<i64> = ids.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Entry::of).collect())
}

/// What he has passed on after this one: each repost's identifier, and its post.
pub async fn reposts_after(
    db: &impl ConnectionTrait,
    user_id: i64,
    after: i64,
    most: u64,
) -> Result<Vec<(i64, i64)>, DbErr> {
    let rows = repost::Entity::find()
        .select_only()
        .column(repost::Column::Id)
        .column(repost::Column::PostId)
        .filter(repost::Column::UserId.eq(user_id))
        .filter(repost::Column::Id.gt(after))
        .order_by_asc(repost::Column::Id)
        .limit(most);
    rows.into_tuple().all(db).await
}

/// What these posts of his were before they were edited, the earliest first.
pub async fn edits_of(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = i64>,
) -> Result<Vec<edit::Model>, DbErr> {
    let edits = edit::Entity::find().filter(edit::Column::PostId.is_in(posts));
    edits.order_by_asc(edit::Column::PostId).order_by_asc(edit::Column::Id).all(db).await
}

pub async fn drafts(db: &impl ConnectionTrait, user_id: i64) -> Result<Vec<draft::Model>, DbErr> {
    let drafts = draft::Entity::find().filter(draft::Column::UserId.eq(user_id));
    drafts.order_by_asc(draft::Column::Id).all(db).await
}

/// Writes a post under the identifier that it brings, unless another has that already. Whether it is
/// there now.
pub async fn insert_if_free(db: &impl ConnectionTrait, post: Model) -> Result<bool, DbErr> {
    let (id, author, submission) = (post.id, post.author_id, post.submission.clone());
    let row = post.into_active_model().reset_all();
    // Not an error to be caught: on PostgreSQL it would end the transaction around it.
    let free = OnConflict::column(Column::Id).do_nothing_on([Column::Id]).to_owned();
    Entity::insert(row).on_conflict(free).exec_without_returning(db).await?;
    let there = posts_for(Some(author))
        .filter(Column::Id.eq(id))
        .filter(Column::AuthorId.eq(author))
        .filter(Column::Submission.eq(submission));
    Ok(there.count(db).await? > 0)
}
