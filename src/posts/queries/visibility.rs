//! Who may see a post. The one place that decides it: whatever reads posts for somebody begins with
//! [`posts_for`] (tests/architecture.rs sees to that), and [`super::cards`] asks again before it
//! shows one.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, Select,
};

use crate::db::pairs;
use crate::posts::entity::{Column, Entity, Model, Visibility, mention};
use crate::users::queries::relations;

/// Whose eyes: an account, or nobody that we know.
pub type Viewer = Option<i64>;

/// The posts that this viewer may see.
pub fn posts_for(viewer: Viewer) -> Select<Entity> {
    Entity::find().filter(visible_to(viewer))
}

/// One post, if this viewer may see it.
pub async fn find(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    id: i64,
) -> Result<Option<Model>, DbErr> {
    posts_for(viewer).filter(Column::Id.eq(id)).one(db).await
}

/// Open posts are for everybody; the others for their author, for those whom they name, and, where
/// they are for followers, for those. A block hides both from each other whatever else holds.
fn visible_to(viewer: Viewer) -> Condition {
    let open = Column::Visibility.is_in([Visibility::Public, Visibility::Unlisted]);
    let Some(viewer) = viewer else { return Condition::all().add(open) };
    let author = Expr::col((Entity, Column::AuthorId));
    let named = pairs::exists::<mention::Entity>(Expr::col((Entity, Column::Id)), viewer);
    let followed = relations::follows(viewer, author.clone());
    let allowed = Condition::any()
        .add(open)
        .add(Column::AuthorId.eq(viewer))
        .add(Column::Visibility.eq(Visibility::Followers).and(followed))
        .add(named);
    Condition::all().add(allowed).add(relations::no_block_between(viewer, author))
}
