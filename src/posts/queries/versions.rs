//! What a post is now and what it was before it was edited.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::own;
use crate::id;
use crate::posts::entity::edit::{self, ActiveModel};
use crate::posts::entity::{Column, Entity, Model};

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

/// Of a post that the viewer may see: what it was, the last first.
pub async fn before(db: &impl ConnectionTrait, post_id: i64) -> Result<Vec<edit::Model>, DbErr> {
    edit::Entity::find()
        .filter(edit::Column::PostId.eq(post_id))
        .order_by_desc(edit::Column::Id)
        .all(db)
        .await
}
