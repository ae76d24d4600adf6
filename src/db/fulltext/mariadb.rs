//! MariaDB's part: beside the table of tokens there is one of words, and no `FULLTEXT` index.
//! Reading such an index while the server writes out what it has gathered may bring the server down
//! (docs/adr/0006-search.md).

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, ExprTrait, Statement};

use super::{MAX_TERMS, Term};

/// The table of words that belongs to one of tokens.
fn words_table(table: &str) -> String {
    format!("{table}_words")
}

/// Rows are found by their words, through an index. Which of them have words in a row, their tokens
/// tell.
pub(super) fn matches(id: impl ColumnTrait, table: &'static str, terms: &[Term]) -> Expr {
    let among = |table: String, condition: Expr| {
        let rows = Query::select().column("id").from(table).and_where(condition).to_owned();
        id.in_subquery(rows)
    };
    let by_words = lookups(terms).into_iter().map(|word| among(words_table(table), word));
    let in_a_row = terms
        .iter()
        .filter(|term| term.words.len() > 1)
        .map(|term| {
            let end = if term.goes_on { "%" } else { " %" };
            let row = format!("% {}{end}", term.words.join(" "));
            Expr::cust("CONCAT(' ', tokens, ' ')").like(row)
        })
        .reduce(ExprTrait::and)
        .map(|condition| among(table.to_owned(), condition));
    by_words.chain(in_a_row).reduce(ExprTrait::and).unwrap_or(Expr::value(false))
}

/// What is asked of the table of words: each term that is one, and of the longer ones as many words
/// as there is room for, since each is a join.
fn lookups(terms: &[Term]) -> Vec<Expr> {
    let (one, more): (Vec<&Term>, Vec<&Term>) =
        terms.iter().partition(|term| term.words.len() == 1);
    let words = one.into_iter().chain(more).flat_map(|term| {
        let last = term.words.len().saturating_sub(1);
        let words = term.words.iter().enumerate();
        words.map(move |(at, word)| (word, at == last && term.goes_on))
    });
    let mut seen = BTreeSet::new();
    words
        .filter(|word| seen.insert(*word))
        .take(MAX_TERMS)
        .map(|(word, goes_on)| match goes_on {
            true => Expr::col("token").like(format!("{word}%")),
            false => Expr::col("token").eq(word),
        })
        .collect()
}

/// Stores tokens under their identifiers, instead of those that were there.
pub(super) async fn store(
    db: &impl ConnectionTrait,
    table: &'static str,
    rows: Vec<(i64, String)>,
) -> Result<(), DbErr> {
    let mut insert = Query::insert().into_table(table).columns(["id", "tokens"]).to_owned();
    insert.on_conflict(OnConflict::column("id").update_column("tokens").to_owned());
    for (id, tokens) in &rows {
        let values = [Expr::value(*id), Expr::value(tokens)];
        insert.values(values).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    // A row that was there counts twice. To delete what isn't there would lock where others are
    // about to insert.
    if db.execute(&insert).await?.rows_affected() > rows.len() as u64 {
        let ids = rows.iter().map(|(id, _)| *id);
        let delete = Query::delete()
            .from_table(words_table(table))
            .and_where(Expr::col("id").is_in(ids))
            .to_owned();
        db.execute(&delete).await?;
    }
    // One parameter, so that the statement is the same for every text.
    let words: Vec<(i64, &str)> = rows
        .iter()
        .flat_map(|(id, tokens)| {
            let words: BTreeSet<&str> = tokens.split_whitespace().collect();
            words.into_iter().map(|word| (*id, word))
        })
        .collect();
    let words = serde_json::to_string(&words).map_err(|error| DbErr::Json(error.to_string()))?;
    let insert = format!(
        "INSERT INTO {} (id, token) SELECT id, token FROM JSON_TABLE(?, '$[*]' \
         COLUMNS (id BIGINT PATH '$[0]', token VARCHAR(81) PATH '$[1]')) AS words \
         ON DUPLICATE KEY UPDATE id = words.id",
        words_table(table)
    );
    let insert = Statement::from_sql_and_values(db.get_database_backend(), insert, [words.into()]);
    db.execute_raw(insert).await.map(drop)
}
