//! What removes a person's rows. The last of them, his own in `users`, takes with it whatever refers to
//! it: each table says so by a foreign key. What there may be much of is taken before, some at a time,
//! so that no statement runs into its time-out and nobody waits long for SQLite's one writer.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};

/// Tables with an identifier of their own, and the column by which a row is somebody's. Posts take
/// along what others did with them.
pub const BELONGINGS: [(&str, &str); 12] = [
    ("posts", "author_id"),
    ("notifications", "user_id"),
    ("notifications", "actor_id"),
    ("likes", "user_id"),
    ("reposts", "user_id"),
    ("bookmarks", "user_id"),
    ("mentions", "user_id"),
    ("drafts", "user_id"),
    ("follows", "follower_id"),
    ("follows", "followee_id"),
    ("follow_requests", "follower_id"),
    ("follow_requests", "followee_id"),
];

/// Of posts fewer, as each takes others' rows along.
const AT_A_TIME: u64 = 100;

/// Whether there were any.
pub async fn take_some(
    db: &impl ConnectionTrait,
    user_id: i64,
    table: &'static str,
    column: &'static str,
) -> Result<bool, DbErr> {
    // First read, then deleted: MariaDB takes no limit within a list.
    let some = Query::select()
        .column("id")
        .from(table)
        .and_where(Expr::col(column).eq(user_id))
        .order_by("id", sea_orm::Order::Asc)
        .limit(AT_A_TIME)
        .to_owned();
    let rows = db.query_all(&some).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0));
    let ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(false);
    }
    let delete = Query::delete().from_table(table).and_where(Expr::col("id").is_in(ids)).to_owned();
    db.execute(&delete).await?;
    Ok(true)
}
