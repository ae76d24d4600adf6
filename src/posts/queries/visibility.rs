//! Who may see a post. The one place that decides it: whatever reads posts for somebody begins with
//! [`posts_for`] (tests/architecture.rs sees to that), and [`super::cards`] asks again before it
//! shows one.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::db::pairs;
use crate::posts::entity::{Column, Entity, Model, Visibility, mention};
use crate::users::queries::{circle::Circle, presence, relations};

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
/// they are for followers, for those. What moderators have hidden, and all that somebody who is
/// suspended or leaving has written, is for its author alone. A block hides both from each other
/// whatever else holds.
fn visible_to(viewer: Viewer) -> Condition {
    let author = Expr::col((Entity, Column::AuthorId));
    let open = Column::Visibility.is_in([Visibility::Public, Visibility::Unlisted]);
    let there =
        Condition::all().add(Column::HiddenAt.is_null()).add(presence::is_present(author.clone()));
    let Some(viewer) = viewer else { return there.add(open) };
    let named = pairs::exists::<mention::Entity>(Expr::col((Entity, Column::Id)), viewer);
    let followed = relations::follows(viewer, author.clone());
    let meant = Condition::any()
        .add(open)
        .add(Column::Visibility.eq(Visibility::Followers).and(followed))
        .add(named);
    let allowed = Condition::any().add(Column::AuthorId.eq(viewer)).add(there.add(meant));
    Condition::all().add(allowed).add(relations::no_block_between(viewer, author))
}

/// For lists in which one comes by what one doesn't look for: without posts of those whom moderators
/// have silenced, unless one follows them.
pub(super) fn is_heard_by(viewer: Viewer) -> Condition {
    presence::is_heard_by(viewer, Expr::col((Entity, Column::AuthorId)))
}

/// A post whoever may see it, for moderators, who must be able to judge what was reported. Nobody
/// else may be shown it.
pub async fn find_for_moderators(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Hides a post or shows it again. Whether that changed anything.
pub async fn set_hidden(
    db: &impl ConnectionTrait,
    id: i64,
    since: Option<i64>,
) -> Result<bool, DbErr> {
    let as_it_was =
        if since.is_some() { Column::HiddenAt.is_null() } else { Column::HiddenAt.is_not_null() };
    let update = Entity::update_many().col_expr(Column::HiddenAt, Expr::value(since));
    Ok(update.filter(Column::Id.eq(id)).filter(as_it_was).exec(db).await?.rows_affected > 0)
}

/// For other queries: the posts that moderators have hidden from this viewer. They are few.
pub fn hidden_from(viewer: i64) -> SelectStatement {
    let hidden = Entity::find().select_only().column(Column::Id);
    let since = Column::HiddenAt.into_expr().gt(Expr::Constant(0_i64.into()));
    hidden.filter(since).filter(Column::AuthorId.ne(viewer)).into_query()
}

/// A new post as those read it who must decide for many viewers at once. It shows nothing that
/// could be read; it only tells whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub id: i64,
    pub author_id: i64,
    pub visibility: Visibility,
    /// Whether its author is silenced.
    pub silenced: bool,
    hidden: bool,
    /// Those whom it names, where that decides.
    named: Vec<i64>,
}

impl Arrival {
    /// [`visible_to`] in memory: the two must say the same.
    pub fn is_for(&self, viewer: Viewer, circle: &Circle) -> bool {
        let open = self.visibility.is_open();
        let Some(viewer) = viewer else { return open && !self.hidden };
        let followed = self.visibility == Visibility::Followers && circle.follows(self.author_id);
        let meant = open || followed || self.named.contains(&viewer);
        let allowed = self.author_id == viewer || (meant && !self.hidden);
        allowed && !circle.blocks(self.author_id)
    }

    /// [`is_heard_by`] in memory.
    pub fn is_heard_by(&self, viewer: Viewer, circle: &Circle) -> bool {
        !self.silenced || viewer == Some(self.author_id) || circle.follows(self.author_id)
    }
}

/// The newest that answer nobody else, at most so many; the newest first.
pub async fn arrived_since(
    db: &impl ConnectionTrait,
    since: i64,
    most: u64,
) -> Result<Vec<Arrival>, DbErr> {
    let author = || Expr::col((Entity, Column::AuthorId));
    let posts = Entity::find()
        .filter(Column::Id.gt(since))
        .filter(Column::IsReply.eq(false))
        // Nobody hears of those who aren't here, and they hear nothing themselves.
        .filter(presence::is_present(author()))
        .order_by_desc(Column::Id)
        .limit(most);
    let columns = [Column::Id, Column::AuthorId, Column::Visibility];
    let rows: Vec<(i64, i64, Visibility, bool, bool)> = posts
        .select_only()
        .columns(columns)
        .expr_as(presence::is_silenced(author()), "silenced")
        .expr_as(Column::HiddenAt.is_not_null(), "hidden")
        .into_tuple()
        .all(db)
        .await?;
    let closed = rows.iter().filter(|(_, _, visibility, ..)| !visibility.is_open());
    let mut named = named_in(db, closed.map(|(id, ..)| *id).collect()).await?;
    let arrival = |(id, author_id, visibility, silenced, hidden)| {
        let named = named.remove(&id).unwrap_or_default();
        Arrival { id, author_id, visibility, silenced, hidden, named }
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
