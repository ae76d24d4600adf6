//! Who follows whom, asked for lists and counts. How it comes to that is in [`super::relations`].

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use super::presence::is_present;
use crate::db::pairs;
use crate::users::entity::follow::{Column, Entity};
use crate::users::entity::{Model, follow_request};

/// Which of some people the viewer follows, and which he has asked to.
#[derive(Debug, Default)]
pub struct Standing {
    pub followed: HashSet<i64>,
    pub asked: HashSet<i64>,
}

pub async fn standing(
    db: &impl ConnectionTrait,
    viewer: Option<i64>,
    people: &[Model],
) -> Result<Standing, DbErr> {
    let Some(viewer) = viewer else { return Ok(Standing::default()) };
    let people = || people.iter().map(|person| person.id);
    Ok(Standing {
        followed: pairs::among::<Entity>(db, viewer, people()).await?,
        asked: pairs::among::<follow_request::Entity>(db, viewer, people()).await?,
    })
}

/// For other queries: those whom somebody follows, and himself.
pub fn followed_by_and(user_id: i64) -> SelectStatement {
    let himself = Query::select().expr(Expr::val(user_id)).to_owned();
    pairs::objects_of::<Entity>(user_id).union(UnionType::All, himself).to_owned()
}

/// How many there are in each list of a person.
pub async fn counts(db: &impl ConnectionTrait, user_id: i64) -> Result<(u64, u64), DbErr> {
    let followers = Entity::find()
        .filter(Column::FolloweeId.eq(user_id))
        .filter(is_present(Column::FollowerId.into_expr()));
    let following = Entity::find()
        .filter(Column::FollowerId.eq(user_id))
        .filter(is_present(Column::FolloweeId.into_expr()));
    Ok((followers.count(db).await?, following.count(db).await?))
}
