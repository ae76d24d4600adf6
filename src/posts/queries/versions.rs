//! What a post is now and what it was before it was edited.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::own;
use super::visibility::Viewer;
use crate::db::pairs;
use crate::id;
use crate::posts::entity::edit::{self, ActiveModel};
use crate::posts::entity::{Column, Entity, Model, Visibility, mention};
use crate::users::entity::follow;

/// The most versions that a history shows, the last ones.
const SHOWN: u64 = 100;

/// The words of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub body: String,
    pub content_warning: Option<String>,
    pub language: String,
}

/// Keeps the post's words of today, and puts others in their place. Within a transaction.
pub async fn replace(
    db: &impl ConnectionTrait,
    post: &Model,
    wording: Wording,
) -> Result<(), DbErr> {
    let kept = ActiveModel {
        id: Set(id::mint()),
        post_id: Set(post.id),
        body: Set(post.body.clone()),
        content_warning: Set(post.content_warning.clone()),
        language: Set(post.language.clone()),
        written_at: Set(post.edited_at.unwrap_or(post.created_at)),
    };
    edit::Entity::insert(kept).exec_without_returning(db).await?;
    Entity::update_many()
        .col_expr(Column::Body, Expr::value(wording.body))
        .col_expr(Column::ContentWarning, Expr::value(wording.content_warning))
        .col_expr(Column::Language, Expr::value(wording.language))
        .col_expr(Column::EditedAt, Expr::value(Some(id::now_ms())))
        .filter(own(post.id, post.author_id))
        .exec(db)
        .await
        .map(drop)
}

/// What a post was, the last first, as far as the viewer could see it at the time: whom an edit let
/// in doesn't read what was said before he came.
pub async fn before(
    db: &impl ConnectionTrait,
    post: &Model,
    viewer: Viewer,
) -> Result<Vec<edit::Model>, DbErr> {
    let reads_all = match viewer {
        _ if post.visibility.is_open() => true,
        Some(viewer) if viewer == post.author_id => true,
        Some(viewer) if post.visibility == Visibility::Followers => {
            pairs::has::<follow::Entity>(db, viewer, post.author_id).await?
        }
        _ => false,
    };
    let named_since: Option<i64> = mention::Entity::find()
        .select_only()
        .column(mention::Column::Id)
        .filter(mention::Column::PostId.eq(post.id))
        .filter(mention::Column::UserId.eq(viewer))
        .into_tuple()
        .one(db)
        .await?;
    let since = if reads_all { 0 } else { named_since.unwrap_or(i64::MAX) };
    edit::Entity::find()
        .filter(edit::Column::PostId.eq(post.id))
        .filter(edit::Column::Id.gt(since))
        .order_by_desc(edit::Column::Id)
        .limit(SHOWN)
        .all(db)
        .await
}
