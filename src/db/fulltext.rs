//! Full-text search, alike on SQLite (FTS5), PostgreSQL (`tsvector`) and MariaDB (`FULLTEXT`).
//!
//! Each of them would cut texts into words in a way of its own, and none of them Chinese. So the
//! words are cut here, and the databases get tokens that all of them leave alone. What is left to
//! them is to find tokens, prefixes of tokens, and tokens in a row. Which texts are indexed, and
//! what `from:` or a `#tag` means, is the blueprints' own.

mod words;

use sea_orm::sea_query::{self, Expr, InsertStatement, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, DbErr};

use self::words::{Piece, fold, pieces, spell};

/// Of a text no more is indexed than this: far more than a post has, and what fits a `tsvector`
/// (1 MiB, 16,383 positions).
const MAX_TOKENS: usize = 8_000;
/// Of what somebody searches for no more is considered.
const MAX_TERMS: usize = 16;
/// Of a phrase no more tokens are considered; MariaDB takes 128.
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

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// The beginning of a word.
    Prefix(String),
    /// These words in a row.
    Phrase(Vec<String>),
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

    /// In the language of a database. Tokens are harmless in all of them.
    fn expression(&self, backend: DatabaseBackend) -> String {
        let between = match backend {
            DatabaseBackend::Sqlite => " AND ",
            DatabaseBackend::MySql => " ",
            _ => " & ",
        };
        let terms: Vec<String> = self.terms.iter().map(|term| term.expression(backend)).collect();
        terms.join(between)
    }
}

impl Term {
    fn expression(&self, backend: DatabaseBackend) -> String {
        match (self, backend) {
            (Self::Prefix(word), DatabaseBackend::Sqlite) => format!("{word}*"),
            (Self::Prefix(word), DatabaseBackend::MySql) => format!("+{word}*"),
            (Self::Prefix(word), _) => format!("{word}:*"),
            (Self::Phrase(words), DatabaseBackend::Sqlite) => format!("\"{}\"", words.join(" ")),
            (Self::Phrase(words), DatabaseBackend::MySql) => format!("+\"{}\"", words.join(" ")),
            (Self::Phrase(words), _) => words.join(" <-> "),
        }
    }
}

/// Those that open and those that close; ‘ and ’ are apostrophes more often.
fn is_quote(c: char) -> bool {
    "\"“”„‟«»「」『』〝〞〟".contains(c)
}

fn bare(part: &str) -> Vec<Term> {
    let term = |piece: Piece| match piece {
        Piece::Run(_) if !piece.is_single() => {
            Term::Phrase(piece.open().take(MAX_PHRASE).map(spell).collect())
        }
        Piece::Word(text) | Piece::Run(text) => Term::Prefix(spell(text)),
    };
    pieces(part).take(MAX_TERMS).map(term).collect()
}

/// One phrase. A single character of a run at its end, which begins a pair or is one's last, is
/// asked for by itself: MariaDB has no phrases that go on.
fn quoted(part: &str) -> Vec<Term> {
    let mut pieces: Vec<Piece> = pieces(part).take(MAX_PHRASE).collect();
    let single = pieces.pop_if(|last| last.is_single());
    let last = if single.is_none() { pieces.pop() } else { None };
    let words = pieces.into_iter().flat_map(Piece::whole);
    let words = words.chain(last.into_iter().flat_map(Piece::open));
    let phrase: Vec<String> = words.take(MAX_PHRASE).map(spell).collect();
    let phrase = (!phrase.is_empty()).then_some(Term::Phrase(phrase));
    let single = single.into_iter().flat_map(Piece::open).map(|c| Term::Prefix(spell(c)));
    phrase.into_iter().chain(single).collect()
}

/// The condition that a row is among those that the query finds, where `table` holds the tokens
/// and `id` is what they are stored under. MariaDB finds what is committed, not what the same
/// transaction has just stored.
pub fn matches(
    backend: DatabaseBackend,
    id: impl ColumnTrait,
    table: &'static str,
    query: &Query,
) -> Expr {
    if query.is_empty() {
        return Expr::value(false);
    }
    let condition = match backend {
        DatabaseBackend::Sqlite => "tokens MATCH ?",
        DatabaseBackend::MySql => "MATCH (tokens) AGAINST (? IN BOOLEAN MODE)",
        _ => "tokens @@ to_tsquery('simple', $1)",
    };
    let found = sea_query::Query::select()
        .column(id_column(backend))
        .from(table)
        .and_where(Expr::cust_with_values(condition, [query.expression(backend)]))
        .to_owned();
    id.in_subquery(found)
}

/// Indexes a text, instead of what was indexed under this identifier before.
pub async fn put(
    db: &impl ConnectionTrait,
    table: &'static str,
    id: i64,
    text: &str,
) -> Result<(), DbErr> {
    let mut insert = insert_into(db.get_database_backend(), table);
    add(&mut insert, db.get_database_backend(), id, tokens(text))?;
    db.execute(&insert).await.map(drop)
}

/// Indexes many texts, each under its identifier, many to a statement.
pub async fn put_many(
    db: &impl ConnectionTrait,
    table: &'static str,
    texts: &[(i64, String)],
) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut texts = texts.iter().peekable();
    while texts.peek().is_some() {
        let mut insert = insert_into(backend, table);
        let mut bytes = 0;
        for (id, text) in texts.by_ref().take(BATCH_ROWS) {
            let tokens = tokens(text);
            bytes += tokens.len();
            add(&mut insert, backend, *id, tokens)?;
            if bytes > BATCH_BYTES {
                break;
            }
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

fn insert_into(backend: DatabaseBackend, table: &'static str) -> InsertStatement {
    let mut insert = sea_query::Query::insert();
    insert.into_table(table).columns([id_column(backend), "tokens"]);
    if backend == DatabaseBackend::Sqlite {
        // A virtual table knows no ON CONFLICT.
        insert.replace();
    } else {
        insert.on_conflict(OnConflict::column("id").update_column("tokens").to_owned());
    }
    insert
}

fn add(
    insert: &mut InsertStatement,
    backend: DatabaseBackend,
    id: i64,
    tokens: String,
) -> Result<(), DbErr> {
    let tokens = match backend {
        DatabaseBackend::Postgres => Expr::cust_with_values("to_tsvector('simple', $1)", [tokens]),
        _ => Expr::value(tokens),
    };
    insert.values([Expr::value(id), tokens]).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(())
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
        let is_there = |term: &Term| match term {
            Term::Prefix(prefix) => words.iter().any(|word| word.starts_with(prefix)),
            Term::Phrase(phrase) => words.windows(phrase.len()).any(|row| row == phrase),
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
        for query in ["写码", "\"代 rust\"", "\"写代 rust\"", "很写"] {
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
            let [Term::Phrase(phrase)] = query.terms.as_slice() else { panic!("{query:?}") };
            assert_eq!(phrase.len(), MAX_PHRASE);
        }
    }

    #[test]
    fn each_database_is_asked_in_its_own_language() {
        let query = Query::parse("a \"b c\"");
        for (backend, expression) in [
            (DatabaseBackend::Sqlite, "x61* AND \"x62 x63\""),
            (DatabaseBackend::Postgres, "x61:* & x62 <-> x63"),
            (DatabaseBackend::MySql, "+x61* +\"x62 x63\""),
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
            let expression = Query::parse(&text).expression(DatabaseBackend::MySql);
            prop_assert!(expression.bytes().all(|b| b" +\"*x".contains(&b) || b.is_ascii_hexdigit()));
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
