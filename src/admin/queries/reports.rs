//! Reports, and the queue that they stand in: those of one subject (a post, or a person) together.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, SqlErr,
};

use crate::admin::entity::report::{ActiveModel, Column, Entity, Model, Outcome, Reason};
use crate::db::lists::of_few_lengths;
use crate::id;
use crate::web::pagination::{Cursor, Slice};

/// Of one subject the last ones are shown.
const MOST: u64 = 50;

/// A report to be made.
#[derive(Debug, Clone)]
pub struct NewReport {
    pub reporter: i64,
    pub person: i64,
    /// Which post, and its words.
    pub post: Option<(i64, String)>,
    pub reason: Reason,
    pub comment: String,
}

/// Who reports the same thing again while the first report is open has said nothing new.
pub async fn add(db: &impl ConnectionTrait, new: NewReport) -> Result<(), DbErr> {
    let (post_id, wording) = new.post.unzip();
    let subject = Model::subject_of(new.person, post_id);
    let row = ActiveModel {
        id: Set(id::mint()),
        reporter_id: Set(new.reporter),
        person_id: Set(new.person),
        post_id: Set(post_id),
        open_key: Set(Some(format!("{}:{subject}", new.reporter))),
        subject: Set(subject),
        reason: Set(new.reason),
        comment: Set(new.comment),
        wording: Set(wording),
        closed_at: Set(None),
        closed_by: Set(None),
        outcome: Set(None),
    };
    let once = OnConflict::column(Column::OpenKey).do_nothing_on([Column::Id]).to_owned();
    match Entity::insert(row).on_conflict(once).exec_without_returning(db).await {
        Ok(_) | Err(DbErr::RecordNotInserted) => Ok(()),
        // Who is reported has gone meanwhile.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// A report, unless it is about who asks: nobody judges himself, or learns who reported him.
pub async fn find(db: &impl ConnectionTrait, id: i64, staff: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::PersonId.ne(staff)).one(db).await
}

/// All reports of one subject, the last first.
pub async fn of_subject(db: &impl ConnectionTrait, subject: &str) -> Result<Vec<Model>, DbErr> {
    let reports = Entity::find().filter(Column::Subject.eq(subject));
    reports.order_by_desc(Column::Id).limit(MOST).all(db).await
}

/// All reports about a person and what he writes, the last first.
pub async fn about(db: &impl ConnectionTrait, person: i64) -> Result<Vec<Model>, DbErr> {
    let reports = Entity::find().filter(Column::PersonId.eq(person));
    reports.order_by_desc(Column::Id).limit(MOST).all(db).await
}

/// A place in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The last report of its subject.
    pub last: Model,
    pub reports: i64,
    pub reasons: BTreeSet<Reason>,
}

/// One page of the queue of those that are open, or of the closed ones, without what is about who
/// asks.
pub async fn queue(
    db: &impl ConnectionTrait,
    staff: i64,
    open: bool,
    cursor: &Cursor,
    size: u64,
) -> Result<Slice<Place>, DbErr> {
    let heads = Entity::find()
        .filter(is_in(open, Expr::col((Entity, Column::ClosedAt))))
        .filter(Column::PersonId.ne(staff))
        .filter(Expr::exists(later_of_subject(open)).not())
        .filter(Column::Id.lt(cursor.end()))
        .order_by_desc(Column::Id)
        .limit(size + 1);
    let slice = Slice::new(heads.all(db).await?, size, |report| report.id);
    if slice.items.is_empty() {
        return Ok(Slice { items: Vec::new(), next_before: None });
    }
    let subjects = of_few_lengths(slice.items.iter().map(|report| report.subject.clone()));
    let counts = Entity::find()
        .select_only()
        .columns([Column::Subject, Column::Reason])
        .column_as(Column::Id.count(), "count")
        .filter(Column::Subject.is_in(subjects))
        .filter(is_in(open, Expr::col((Entity, Column::ClosedAt))))
        .group_by(Column::Subject)
        .group_by(Column::Reason);
    let counts: Vec<(String, Reason, i64)> = counts.into_tuple().all(db).await?;
    let mut of_subject: HashMap<String, (i64, BTreeSet<Reason>)> = HashMap::new();
    for (subject, reason, count) in counts {
        let (all, reasons) = of_subject.entry(subject).or_default();
        *all += count;
        reasons.insert(reason);
    }
    let items = slice.items.into_iter().map(|last| {
        let (reports, reasons) = of_subject.remove(&last.subject).unwrap_or_default();
        Place { last, reports, reasons }
    });
    Ok(Slice { items: items.collect(), next_before: slice.next_before })
}

/// Those that are open are few, and found by the index. Most of all are closed, and their list goes
/// along the primary key.
fn is_in(open: bool, closed_at: Expr) -> Condition {
    Condition::all().add(if open { closed_at.is_null() } else { closed_at.is_not_null() })
}

fn later_of_subject(open: bool) -> SelectStatement {
    let later = Alias::new("later");
    let of = |column| Expr::col((later.clone(), column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, later.clone())
        .and_where(of(Column::Subject).eq(Expr::col((Entity, Column::Subject))))
        .and_where(of(Column::Id).gt(Expr::col((Entity, Column::Id))))
        .cond_where(is_in(open, of(Column::ClosedAt)))
        .to_owned()
}

/// How many subjects wait, without who asks.
pub async fn count_open(db: &impl ConnectionTrait, staff: i64) -> Result<u64, DbErr> {
    let open = Entity::find()
        .select_only()
        .expr_as(Expr::col((Entity, Column::Subject)).count_distinct(), "subjects")
        .filter(Column::ClosedAt.is_null())
        .filter(Column::PersonId.ne(staff));
    let count: Option<i64> = open.into_tuple().one(db).await?;
    Ok(count.unwrap_or_default().unsigned_abs())
}

/// Closes what is open of this subject. How many reports that were.
pub async fn close(
    db: &impl ConnectionTrait,
    subject: &str,
    by: i64,
    outcome: Outcome,
) -> Result<u64, DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(id::now_ms()))
        .col_expr(Column::ClosedBy, Expr::value(by))
        .col_expr(Column::Outcome, Expr::value(outcome))
        .col_expr(Column::OpenKey, Expr::value(Option::<String>::None))
        .filter(Column::Subject.eq(subject))
        .filter(Column::ClosedAt.is_null());
    Ok(update.exec(db).await?.rows_affected)
}
