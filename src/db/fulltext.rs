//! Full-text search, alike on SQLite (FTS5), PostgreSQL (`tsvector`) and MariaDB (tables).
//!
//! Each of them would cut texts into words in a way of its own, and none of them Chinese. So the
//! words are cut here, and the databases get tokens that all of them leave alone. What is left to
//! them is to find tokens, prefixes of tokens, and tokens in a row. Which texts are indexed, and
//! what `from:` or a `#tag` means, is the blueprints' own.

mod mariadb;
mod words;

use sea_orm::sea_query::{self, Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, DbErr, ExprTrait};

use self::words::{Piece, fold, pieces, spell};

/// Of a text no more is indexed than this: far more than a post has, and what fits a `tsvector`
/// (1 MiB, 16,383 positions).
const MAX_TOKENS: usize = 8_000;
/// Of what somebody searches for no more is considered.
const MAX_TERMS: usize = 16;
/// Of a phrase no more tokens are considered.
const MAX_PHRASE: usize = 64;
/// So many rows go into one statement, and so many bytes of tokens: MariaDB takes 16 MiB at a time.
const BATCH_ROWS: usize = 500;
const BATCH_BYTES: usize = 1 << 20;

/// What is stored of a text: its words in their order, between blanks. Letters and digits in a row
/// are a word; of scripts without blanks between words, and of emoji, every two characters that are
/// next to each other are one, and the last character of all.
pub fn tokens(text: &str) -> String {
    let tokens: Vec<String> =
        pieces(&fold(text)).flat_map(Piece::whole).take(MAX_TOKENS).map(spell).collect();
    tokens.join(" ")
}

/// What somebody searches for; each of its terms must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// Words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    words: Vec<String>,
    /// Whether the last is only the beginning of one.
    goes_on: bool,
}

impl Query {
    /// From what a person has typed. Bare words may go on; between quotes (straight, curly, angled
    /// or corner brackets) there are whole words in a row. A quote that nothing closes ends with
    /// the text. There is no wrong input: what is no word is left out.
    pub fn parse(text: &str) -> Self {
        let folded = fold(text);
        let parts = folded.split(is_quote).enumerate();
        let terms = parts.flat_map(|(number, part)| match number % 2 {
            0 => bare(part),
            _ => quoted(part),
        });
        Self { terms: terms.take(MAX_TERMS).collect() }
    }

    /// Whether there is no word in it. Such a query finds nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// In SQLite's or PostgreSQL's language. Tokens are harmless in both.
    fn expression(&self, backend: DatabaseBackend) -> String {
        let sqlite = backend == DatabaseBackend::Sqlite;
        let terms = self.terms.iter().map(|Term { words, goes_on }| match (sqlite, goes_on) {
            (true, false) => format!("\"{}\"", words.join(" ")),
            (true, true) => format!("\"{}\" *", words.join(" ")),
            (false, false) => words.join(" <-> "),
            (false, true) => format!("{}:*", words.join(" <-> ")),
        });
        terms.collect::<Vec<_>>().join(if sqlite { " AND " } else { " & " })
    }
}

/// Those that open and those that close; ‘ and ’ are apostrophes more often.
fn is_quote(c: char) -> bool {
    "\"“”„‟«»「」『』〝〞〟".contains(c)
}

/// Each word for itself. Wherever a part of a run is, it is found; a single character is where a
/// pair begins, or the last.
fn bare(part: &str) -> Vec<Term> {
    let term = |piece: Piece| Term {
        words: piece.open().take(MAX_PHRASE).map(spell).collect(),
        goes_on: matches!(piece, Piece::Word(_)) || piece.is_single(),
    };
    pieces(part).take(MAX_TERMS).map(term).collect()
}

/// One phrase, if there is a word in it. A run at its end may go on in the text.
fn quoted(part: &str) -> Vec<Term> {
    let mut pieces: Vec<Piece> = pieces(part).take(MAX_PHRASE).collect();
    let Some(last) = pieces.pop() else { return Vec::new() };
    let words = pieces.into_iter().flat_map(Piece::whole).chain(last.open());
    vec![Term { words: words.take(MAX_PHRASE).map(spell).collect(), goes_on: last.is_single() }]
}

/// The condition that a row is among those that the query finds, where `table` holds the tokens
/// and `id` is what they are stored under. Of a common word there are many: who goes on a list
/// `before` an identifier says so, and the later ones aren't looked at.
pub fn matches(
    backend: DatabaseBackend,
    id: impl ColumnTrait,
    table: &'static str,
    query: &Query,
    before: Option<i64>,
) -> Expr {
    if query.is_empty() {
        return Expr::value(false);
    }
    let condition = match backend {
        DatabaseBackend::MySql => return mariadb::matches(id, table, &query.terms),
        DatabaseBackend::Sqlite => "tokens MATCH ?",
        _ => "tokens @@ to_tsquery('simple', $1)",
    };
    let found = sea_query::Query::select()
        .column(id_column(backend))
        .from(table)
        .and_where(Expr::cust_with_values(condition, [query.expression(backend)]))
        .and_where_option(before.map(|before| Expr::col(id_column(backend)).lt(before)))
        .to_owned();
    id.in_subquery(found)
}

/// Indexes a text, instead of what was indexed under this identifier before. On MariaDB that takes
/// several statements: a transaction keeps them together.
pub async fn put(
    db: &impl ConnectionTrait,
    table: &'static str,
    id: i64,
    text: &str,
) -> Result<(), DbErr> {
    store(db, table, vec![(id, tokens(text))]).await
}

/// Indexes many texts, each under its identifier, many to a statement.
pub async fn put_many(
    db: &impl ConnectionTrait,
    table: &'static str,
    texts: &[(i64, String)],
) -> Result<(), DbErr> {
    let mut rows = Vec::new();
    let mut bytes = 0;
    for (id, text) in texts {
        let tokens = tokens(text);
        bytes += tokens.len();
        rows.push((*id, tokens));
        if rows.len() == BATCH_ROWS || bytes > BATCH_BYTES {
            store(db, table, std::mem::take(&mut rows)).await?;
            bytes = 0;
        }
    }
    if rows.is_empty() { Ok(()) } else { store(db, table, rows).await }
}

/// Stores tokens, some rows at a time.
async fn store(
    db: &impl ConnectionTrait,
    table: &'static str,
    rows: Vec<(i64, String)>,
) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut insert = sea_query::Query::insert();
    insert.into_table(table).columns([id_column(backend), "tokens"]);
    match backend {
        DatabaseBackend::MySql => return mariadb::store(db, table, rows).await,
        // A virtual table knows no ON CONFLICT.
        DatabaseBackend::Sqlite => insert.replace(),
        _ => insert.on_conflict(OnConflict::column("id").update_column("tokens").to_owned()),
    };
    for (id, tokens) in rows {
        let tokens = match backend {
            DatabaseBackend::Sqlite => Expr::value(tokens),
            _ => Expr::cust_with_values("to_tsvector('simple', $1)", [tokens]),
        };
        let values = [Expr::value(id), tokens];
        insert.values(values).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    db.execute(&insert).await.map(drop)
}

fn id_column(backend: DatabaseBackend) -> &'static str {
    if backend == DatabaseBackend::Sqlite { "rowid" } else { "id" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spelled(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| spell(word)).collect()
    }

    fn words_of(text: &str) -> Vec<String> {
        tokens(text).split(' ').filter(|token| !token.is_empty()).map(str::to_owned).collect()
    }

    /// What the databases do.
    fn finds(query: &str, text: &str) -> bool {
        let words = words_of(text);
        let query = Query::parse(query);
        let is_there = |Term { words: sought, goes_on }: &Term| {
            let (last, first) = sought.split_last().unwrap();
            words.windows(sought.len()).any(|row| {
                let (end, begin) = row.split_last().unwrap();
                begin == first && if *goes_on { end.starts_with(last) } else { end == last }
            })
        };
        !query.is_empty() && query.terms.iter().all(is_there)
    }

    #[test]
    fn tokens_are_words_in_ascii() {
        assert_eq!(tokens("Ab c"), "x6162 x63");
        assert_eq!(tokens(""), "");
        assert_eq!(tokens("\0 * -- \" ' ́ !"), "");
        assert_eq!(words_of("don't STOP"), spelled(&["don", "t", "stop"]));
        assert_eq!(
            words_of("ada_lovelace #Tag 3.14"),
            spelled(&["ada", "lovelace", "tag", "3", "14"])
        );
        assert_eq!(
            words_of("https://example.org/a-b?c=d%20e"),
            spelled(&["https", "example", "org", "a", "b", "c", "d", "20e"])
        );
    }

    #[test]
    fn scripts_without_blanks_are_pairs_and_the_last_character() {
        assert_eq!(words_of("中文字"), spelled(&["中文", "文字", "字"]));
        assert_eq!(words_of("中"), spelled(&["中"]));
        assert_eq!(words_of("学rust很好。"), spelled(&["学", "rust", "很好", "好"]));
        assert_eq!(words_of("レオ・ダ"), spelled(&["レオ", "オ", "ダ"]));
        assert_eq!(words_of("ไทย한국"), spelled(&["ไท", "ทย", "ย한", "한국", "국"]));
        assert_eq!(words_of("👩🏽‍🔬 ❤️"), spelled(&["👩🔬", "🔬", "❤"]));
    }

    #[test]
    fn forms_of_the_same_word_are_one_token() {
        for (one, other) in [
            ("STRASSE", "straße"),
            ("Ｆｕｌｌ", "full"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("ﾊﾟﾝ", "パン"),
            ("co\u{ad}op\u{200b}t", "coopt"),
        ] {
            assert_eq!(tokens(one), tokens(other));
        }
        assert_eq!(words_of("हिन्दी עברית"), spelled(&["हिन्दी", "עברית"]));
        assert_ne!(tokens("resume"), tokens("résumé"));
    }

    #[test]
    fn a_long_word_is_cut_between_characters_and_found_by_its_beginning() {
        let long = "é".repeat(30);
        assert_eq!(tokens(&long), spell(&"é".repeat(20)));
        assert!(finds(&long, &long) && finds(&"é".repeat(19), &long));
        assert_eq!(spell(&"文".repeat(20)), spell(&"文".repeat(13)));
    }

    #[test]
    fn bare_words_may_go_on_and_quoted_ones_may_not() {
        let text = "Small tools that do one thing well";
        for query in
            ["small", "SMA", "well to", "s", "\"small tools\"", "“One thing” sm", "\"do one"]
        {
            assert!(finds(query, text), "{query}");
        }
        for query in
            ["", "mall", "small big", "\"small tool\"", "\"tools small\"", "« thing one »", "!?"]
        {
            assert!(!finds(query, text), "{query}");
        }
    }

    #[test]
    fn a_phrase_may_end_in_the_middle_of_a_run_and_begin_there() {
        let text = "我在写代码 rust 很好";
        for query in ["写代", "码", "「代码 rust 很」", "\"码 rust\"", "\"rust 很好\"", "写rust"]
        {
            assert!(finds(query, text), "{query}");
        }
        for query in ["写码", "\"代 rust\"", "\"写代 rust\"", "\"rust 好\"", "很写"] {
            assert!(!finds(query, text), "{query}");
        }
    }

    #[test]
    fn no_more_is_indexed_or_considered_than_the_databases_take() {
        assert_eq!(words_of(&"a ".repeat(MAX_TOKENS * 2)).len(), MAX_TOKENS);
        assert_eq!(Query::parse(&"a ".repeat(1000)).terms.len(), MAX_TERMS);
        assert_eq!(Query::parse(&"\"a\" ".repeat(1000)).terms.len(), MAX_TERMS);
        for query in ["字".repeat(1000), format!("\"{}", "a ".repeat(1000))] {
            let query = Query::parse(&query);
            let [term] = query.terms.as_slice() else { panic!("{query:?}") };
            assert_eq!(term.words.len(), MAX_PHRASE);
        }
    }

    #[test]
    fn databases_are_asked_in_their_own_language() {
        let query = Query::parse("a \"b c\"");
        for (backend, expression) in [
            (DatabaseBackend::Sqlite, "\"x61\" * AND \"x62 x63\""),
            (DatabaseBackend::Postgres, "x61:* & x62 <-> x63"),
        ] {
            assert_eq!(query.expression(backend), expression);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_anything_but_tokens(text in any::<String>()) {
            for token in words_of(&text) {
                prop_assert!((3..=81).contains(&token.len()) && token.starts_with('x'));
                prop_assert!(token.bytes().skip(1).all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
            }
            // As a query it is no less harmless.
            let expression = Query::parse(&text).expression(DatabaseBackend::Postgres);
            prop_assert!(expression.bytes().all(|b| b" :*&<->x".contains(&b) || b.is_ascii_hexdigit()));
        }

        #[test]
        fn every_part_of_a_run_is_found(
            before in "[a-z 。]{0,3}",
            run in "[一-龥ぁ-ゔァ-ヴーก-ฮ🌱-🌵]{1,12}",
            after in "[a-z 。]{0,3}",
            from in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
        ) {
            let length = run.chars().count();
            let from = from.index(length);
            let part: String = run.chars().skip(from).take(1 + to.index(length - from)).collect();
            let text = format!("{before}{run}{after}");
            prop_assert!(finds(&part, &text), "{part} in {text}");
            let quoted = format!("\"{part}\"");
            prop_assert!(finds(&quoted, &text), "{quoted} in {text}");
        }

        #[test]
        fn what_is_no_part_of_a_run_is_not_found(run in "[甲乙丙]{1,8}", query in "[甲乙丙]{1,4}") {
            prop_assert_eq!(finds(&query, &run), run.contains(&query));
        }

        #[test]
        fn a_text_is_found_by_each_of_its_words_and_by_all_of_it(text in any::<String>()) {
            let folded = fold(&text);
            for piece in pieces(&folded).take(20) {
                let (Piece::Word(word) | Piece::Run(word)) = piece;
                prop_assert!(finds(word, &text), "{word:?}");
            }
            let whole: String = text.chars().filter(|c| !is_quote(*c) && !fold(&c.to_string()).contains(is_quote)).collect();
            if !tokens(&whole).is_empty() {
                let quoted = format!("\"{whole}\"");
                prop_assert!(finds(&quoted, &whole), "{quoted}");
            }
        }
    }
}
