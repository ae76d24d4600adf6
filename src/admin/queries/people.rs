//! People as moderators look for them: those, too, who aren't there for others.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use crate::users::entity::{Column, Entity, Model, Role};
use crate::users::queries::search;
use crate::web::pagination::{Cursor, Slice};

/// Which of all people are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    #[default]
    All,
    Silenced,
    Suspended,
}

/// One page, the last who came first.
pub async fn list(
    db: &impl ConnectionTrait,
    which: Which,
    q: &str,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Model>, DbErr> {
    let since = |column: Column| column.into_expr().gt(Expr::Constant(0_i64.into()));
    let which = match which {
        Which::All => Condition::all(),
        Which::Silenced => Condition::all().add(since(Column::SilencedAt)),
        Which::Suspended => Condition::all().add(since(Column::SuspendedAt)),
    };
    let q = q.trim().trim_start_matches('@');
    let backend = db.get_database_backend();
    let found = Entity::find()
        .filter(which)
        .apply_if(Some(q).filter(|q| !q.is_empty()), |list, q| {
            list.filter(search::is_called(backend, q, cursor.before))
        })
        .filter(Column::Id.lt(cursor.end()))
        .order_by_desc(Column::Id)
        .limit(size + 1);
    Ok(Slice::new(found.all(db).await?, size, |person| person.id))
}

/// Sets or clears when somebody was suspended or silenced. Whether that changed anything.
pub async fn set_since(
    db: &impl ConnectionTrait,
    person_id: i64,
    column: Column,
    since: Option<i64>,
) -> Result<bool, DbErr> {
    let as_it_was = if since.is_some() { column.is_null() } else { column.is_not_null() };
    let update = Entity::update_many().col_expr(column, Expr::value(since));
    let update = update.filter(Column::Id.eq(person_id)).filter(as_it_was);
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Higher ones may act on lower ones.
pub fn rank(role: Role) -> u8 {
    match role {
        Role::Member => 0,
        Role::Moderator => 1,
        Role::Admin => 2,
    }
}
