//! Who may see a post. The one place that decides it: whatever reads posts for somebody begins with
//! [`posts_for`] (tests/architecture.rs sees to that), and [`super::cards`] asks again before it
//! shows one.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::db::pairs;
use crate::posts::entity::{Column, Entity, Model, Visibility, mention};
use crate::users::queries::{circle::Circle, relations};

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

/// A new post as those read it who must decide for many viewers at once. It shows nothing that
/// could be read; it only tells whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub id: i64,
    pub author_id: i64,
    pub visibility: Visibility,
    /// Those whom it names, where that decides.
    named: Vec<i64>,
}

impl Arrival {
    /// [`visible_to`] in memory: the two must say the same.
    pub fn is_for(&self, viewer: Viewer, circle: &Circle) -> bool {
        let Some(viewer) = viewer else { return self.visibility.is_open() };
        let followed = self.visibility == Visibility::Followers && circle.follows(self.author_id);
        let allowed = self.visibility.is_open()
            || self.author_id == viewer
            || followed
            || self.named.contains(&viewer);
        allowed && !circle.blocks(self.author_id)
    }
}

/// The newest that answer nobody else, at most so many; the newest first.
pub async fn arrived_since(
    db: &impl ConnectionTrait,
    since: i64,
    most: u64,
) -> Result<Vec<Arrival>, DbErr> {
    let posts = Entity::find()
        .filter(Column::Id.gt(since))
        .filter(Column::IsReply.eq(false))
        .order_by_desc(Column::Id)
        .limit(most);
    let columns = [Column::Id, Column::AuthorId, Column::Visibility];
    let rows: Vec<(i64, i64, Visibility)> =
        posts.select_only().columns(columns).into_tuple().all(db).await?;
    let closed = rows.iter().filter(|(.., visibility)| !visibility.is_open());
    let mut named = named_in(db, closed.map(|(id, ..)| *id).collect()).await?;
    let arrival = |(id, author_id, visibility)| {
        let named = named.remove(&id).unwrap_or_default();
        Arrival { id, author_id, visibility, named }
    };
    Ok(rows.into_iter().map(arrival).collect())
}

async fn named_in(
    db: &impl ConnectionTrait,
    posts: Vec<i64>,
) -> Result<HashMap<i64, Vec<i64>>, DbErr> {
    let mut named: HashMap<i64, Vec<i64>> = HashMap::new();
    if posts.is_empty() {
        return Ok(named);
    }
    let columns = [mention::Column::PostId, mention::Column::UserId];
    let rows = mention::Entity::find().filter(mention::Column::PostId.is_in(posts));
    let rows: Vec<(i64, i64)> = rows.select_only().columns(columns).into_tuple().all(db).await?;
    for (post, person) in rows {
        named.entry(post).or_default().push(person);
    }
    Ok(named)
}
