//! What has come to a list since it was shown. Asked of the database for one viewer
//! ([`home_since`], [`public_since`]), or, where many look on, decided in memory for each of them
//! ([`comes_home_to`], [`comes_to_explore`]); the two must say the same.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, QueryFilter, QuerySelect, Select};

use super::timelines::{home_posts, public_posts};
use super::visibility::{Arrival, Viewer};
use crate::posts::entity::{Column, Entity, Visibility};
use crate::users::queries::circle::Circle;

/// The posts of others that have come to somebody's home since, at most so many of them.
pub async fn home_since(
    db: &impl ConnectionTrait,
    user_id: i64,
    since: i64,
    most: u64,
) -> Result<Vec<i64>, DbErr> {
    let posts = home_posts(user_id).filter(Column::AuthorId.ne(user_id));
    ids_since(db, posts, since, most).await
}

/// The same for what everybody begins.
pub async fn public_since(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    since: i64,
    most: u64,
) -> Result<Vec<i64>, DbErr> {
    ids_since(db, public_posts(viewer), since, most).await
}

/// Which ones of too many is left to the database: without an order it needn't look at all of them.
async fn ids_since(
    db: &impl ConnectionTrait,
    posts: Select<Entity>,
    since: i64,
    most: u64,
) -> Result<Vec<i64>, DbErr> {
    let posts = posts.filter(Column::Id.gt(since)).limit(most);
    posts.select_only().column(Column::Id).into_tuple().all(db).await
}

/// [`home_since`] in memory.
pub fn comes_home_to(user_id: i64, circle: &Circle, post: &Arrival) -> bool {
    let author = post.author_id;
    let followed = author != user_id && circle.follows(author);
    followed && !circle.mutes(author) && post.is_for(Some(user_id), circle)
}

/// [`public_since`] in memory.
pub fn comes_to_explore(viewer: Viewer, circle: &Circle, post: &Arrival) -> bool {
    let listed = post.visibility == Visibility::Public && post.is_heard_by(viewer, circle);
    listed && !circle.mutes(post.author_id) && post.is_for(viewer, circle)
}
