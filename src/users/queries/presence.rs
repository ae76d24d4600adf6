//! Who is here for others. Moderators suspend and silence few, and few are leaving at a time: lists
//! ask for all of them at once, through indexes, and not about each person.

use sea_orm::sea_query::{Expr, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::relations;
use crate::users::entity::{Column, Entity};

/// For other queries: a person who is neither suspended nor leaving. (Who waits to be let in has
/// done nothing yet that could be in a list.)
pub fn is_present(person: impl Into<SimpleExpr>) -> Condition {
    let person = person.into();
    Condition::all()
        .add(person.clone().not_in_subquery(those_with(Column::SuspendedAt)))
        .add(person.not_in_subquery(those_with(Column::LeavingAt)))
}

/// For other queries: whether somebody is silenced.
pub fn is_silenced(person: impl Into<SimpleExpr>) -> SimpleExpr {
    person.into().in_subquery(those_with(Column::SilencedAt))
}

/// For other queries: a person whom lists may show to this viewer though he doesn't look for him.
/// Who is silenced is heard by himself, and by those who follow him.
pub fn is_heard_by(viewer: Option<i64>, person: impl Into<SimpleExpr>) -> Condition {
    let person = person.into();
    let heard = Condition::any().add(is_silenced(person.clone()).not());
    match viewer {
        Some(viewer) => {
            heard.add(person.clone().eq(viewer)).add(relations::follows(viewer, person))
        }
        None => heard,
    }
}

/// "Later than 1970" and not "not null": that is what an index is looked into for everywhere. Said
/// in the statement, so that the database knows how few these are.
fn those_with(since: Column) -> SelectStatement {
    let rows = Entity::find().select_only().column(Column::Id);
    rows.filter(since.into_expr().gt(Expr::Constant(0_i64.into()))).into_query()
}
