//! What is indexed on one database is found on all of them, by the same queries.

use futures_util::future::join_all;
use miniblog::db::fulltext::{self, Query};
use miniblog::db::{self, Db, Migration};
use miniblog::posts::entity as posts;
use miniblog::users::entity as users;
use rand::RngExt;
use rand::seq::IndexedRandom;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tempfile::TempDir;

use crate::migrations::settings_for;
use crate::servers::{Fresh, on_every_database};

const POSTS: &str = "post_search";
const USERS: &str = "user_search";

on_every_database! {
    words_phrases_and_characters_are_found => super::texts_are_found;
    nothing_that_is_typed_is_an_error => super::anything_may_be_typed;
    what_is_indexed_again_is_found_as_it_is_now => super::replaced;
    what_is_deleted_is_found_no_more => super::deleted;
    many_are_indexed_at_once => super::many;
    many_may_write_and_search_at_once => super::at_once;
    random_texts_are_found_by_what_is_in_them => super::random_texts;
}

/// A database with one person, 1.
struct Blog {
    db: Db,
    _fresh: Fresh,
    _folder: TempDir,
}

impl Blog {
    async fn on(fresh: Fresh) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings_for(&fresh, &folder);
        db::migrate(&settings, Migration::Up(None)).await.unwrap();
        let blog =
            Self { db: db::connect(&settings).await.unwrap(), _fresh: fresh, _folder: folder };
        blog.join(1).await;
        blog
    }

    async fn execute(&self, sql: &str) {
        self.db.writer().execute_unprepared(sql).await.unwrap();
    }

    async fn join(&self, id: i64) {
        self.execute(&format!(
            "INSERT INTO users (id, username, username_key, email, email_key, password_hash, \
             display_name, bio, locale, theme, role, created_at) \
             VALUES ({id}, 'u{id}', 'u{id}', 'u{id}', 'u{id}', '', '', '', '', '', '', 0)"
        ))
        .await;
    }

    /// Posts without a text: what is searched for is the index.
    async fn write(&self, author: i64, ids: std::ops::RangeInclusive<i64>) {
        let rows: Vec<String> = ids.map(|id| format!("({id}, {author}, '', 0)")).collect();
        for rows in rows.chunks(1000) {
            let rows = rows.join(", ");
            self.execute(&format!(
                "INSERT INTO posts (id, author_id, body, created_at) VALUES {rows}"
            ))
            .await;
        }
    }

    async fn put(&self, id: i64, text: &str) {
        fulltext::put(self.db.writer(), POSTS, id, text).await.unwrap();
    }

    async fn find(&self, query: &str) -> Vec<i64> {
        find_on(self.db.reader(), query).await
    }

    /// How many rows a table has, whether or not what they belong to is there.
    async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let reader = self.db.reader();
        let statement = sea_orm::Statement::from_string(reader.get_database_backend(), sql);
        reader.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }
}

/// The identifiers of the posts that are found.
async fn find_on(db: &impl ConnectionTrait, query: &str) -> Vec<i64> {
    let words = Query::parse(query);
    posts::Entity::find()
        .filter(fulltext::matches(
            db.get_database_backend(),
            posts::Column::Id,
            POSTS,
            &words,
            None,
        ))
        .select_only()
        .column(posts::Column::Id)
        .order_by_asc(posts::Column::Id)
        .into_tuple()
        .all(db)
        .await
        .unwrap_or_else(|error| panic!("{query}: {error}"))
}

async fn texts_are_found(fresh: Fresh) {
    let texts = [
        "The quick brown fox and the lazy dog", // 1
        "Foxes are quicker than dogs, they say: https://example.org/a-fox", // 2
        "今天学会了用 EXPLAIN QUERY PLAN。以前写的查询真让人脸红。", // 3
        "中文",                                 // 4
        "東京都に住んでいます。レオナルド・ダ・ヴィンチ", // 5
        "สวัสดีชาวโลก 대한민국",                  // 6
        "👩🏽‍🔬 measured it twice 🌱🌱",            // 7
        "Straße, CAFÉ, and ΣΊΣΥΦΟΣ",            // 8
        &"long".repeat(500),                    // 9
        "!?",                                   // 10
        "哈哈哈哈 ha ha ha ha",                 // 11
        "हिन्दी עברית العربية",                  // 12
    ];
    let blog = Blog::on(fresh).await;
    blog.write(1, 1..=texts.len() as i64).await;
    for (id, text) in (1..).zip(texts) {
        blog.put(id, text).await;
    }
    let longest = "long".repeat(500);
    let expected: &[(&str, &[i64])] = &[
        // Words and their beginnings; stop words too.
        ("fox", &[1, 2]),
        ("FOX quick", &[1, 2]),
        ("quick brow", &[1]),
        ("the", &[1, 2]),
        ("and", &[1, 8]),
        ("and the", &[1]),
        ("ox", &[]),
        ("t", &[1, 2, 7]),
        ("example.org", &[2]),
        // Phrases are of whole words.
        ("\"quick brown\"", &[1]),
        ("“the lazy dog”", &[1]),
        ("\"the lazy do\"", &[]),
        ("\"brown quick\"", &[]),
        ("\"the\"", &[1]),
        ("\"fox", &[1, 2]),
        ("\"and the\" qui", &[1]),
        ("\"ha ha ha ha\"", &[11]),
        ("\"ha ha ha ha ha\"", &[]),
        // Characters and what they make up.
        ("中", &[4]),
        ("文", &[4]),
        ("中文", &[4]),
        ("查询", &[3]),
        ("写的查询", &[3]),
        ("询", &[3]),
        ("询查", &[]),
        ("写查询", &[]),
        ("plan以前", &[3]),
        ("「plan 以前写」", &[3]),
        ("\"query plan 以\"", &[3]),
        ("\"query plan 前\"", &[]),
        ("哈哈", &[11]),
        ("哈哈哈哈", &[11]),
        ("哈哈哈哈哈", &[]),
        ("京都", &[5]),
        ("レオ", &[5]),
        ("ウィンチ", &[]),
        ("ชาว", &[6]),
        ("민국", &[6]),
        ("हिन्दी", &[12]),
        ("עבר", &[12]),
        // Pictures.
        ("🌱", &[7]),
        ("🌱🌱", &[7]),
        ("🌱🌱🌱", &[]),
        ("👩‍🔬", &[7]),
        ("🔬 measured", &[7]),
        // Other forms.
        ("strasse", &[8]),
        ("cafe\u{301}", &[8]),
        ("cafe", &[]),
        ("σίσυφοσ", &[8]),
        ("ｆｏｘ", &[1, 2]),
        // Long ones.
        (&longest, &[9]),
        ("longlong", &[9]),
        ("\"longlong\"", &[]),
        // Nothing.
        ("", &[]),
        ("!?", &[]),
    ];
    for (query, ids) in expected {
        assert_eq!(blog.find(query).await, *ids, "{query}");
    }
}

async fn anything_may_be_typed(fresh: Fresh) {
    let blog = Blog::on(fresh).await;
    blog.write(1, 1..=1).await;
    blog.put(1, "and near drop table posts or x61 100").await;
    for (query, found) in [
        ("* AND ) ( NEAR", true),
        ("'; DROP TABLE posts; --", true),
        ("\" OR \"\"", true),
        ("-near +near ~near @near <near >near near* (near)", true),
        ("NEAR(drop table, 3) ^and tokens:and", false),
        ("100% _ \\", true),
        ("x61 !and", true),
        ("x61:* & | <->", true),
        ("%", false),
        ("\0", false),
        ("\0and\0", true),
        ("\"", false),
        ("\"\"\"\"", false),
        ("'", false),
        ("\\", false),
        ("$1 ? :a @b", false),
    ] {
        assert_eq!(!blog.find(query).await.is_empty(), found, "{query}");
    }
    let endless = [
        "a ".repeat(100_000),
        "\"a ".repeat(100_000),
        "中".repeat(100_000),
        format!("\"{}", "and ".repeat(100_000)),
        "((((".repeat(10_000),
        "\u{301}".repeat(10_000),
    ];
    for query in endless {
        blog.find(&query).await;
    }
    assert_eq!(blog.find("drop").await, [1]);
    // As a text it is no less harmless.
    for text in ["\0", "", "'", "\\", &"中".repeat(100_000), &"word ".repeat(100_000)] {
        blog.put(1, text).await;
    }
    assert_eq!(blog.find("\"word word\"").await, [1]);
}

async fn replaced(fresh: Fresh) {
    let blog = Blog::on(fresh).await;
    blog.write(1, 1..=2).await;
    blog.put(1, "a first draft").await;
    blog.put(2, "another first").await;
    blog.put(1, "the final text").await;
    assert_eq!(blog.find("first").await, [2]);
    assert_eq!(blog.find("final").await, [1]);
    let again = [(1, "first again".to_owned()), (2, String::new())];
    fulltext::put_many(blog.db.writer(), POSTS, &again).await.unwrap();
    assert_eq!(blog.find("first").await, [1]);
    assert_eq!(blog.find("final").await, [0; 0]);
    assert_eq!(blog.count(POSTS).await, 2);

    // A transaction finds what it has stored; what it takes back has never been.
    let transaction = blog.db.begin().await.unwrap();
    fulltext::put(&transaction, POSTS, 1, "regretted").await.unwrap();
    assert_eq!(find_on(&transaction, "regretted").await, [1]);
    assert_eq!(find_on(&transaction, "again").await, [0; 0]);
    transaction.rollback().await.unwrap();
    assert_eq!(blog.find("regretted").await, [0; 0]);
    assert_eq!(blog.find("again").await, [1]);
}

async fn deleted(fresh: Fresh) {
    let blog = Blog::on(fresh).await;
    blog.join(2).await;
    blog.write(1, 1..=2).await;
    blog.write(2, 3..=5).await;
    for id in 1..=5 {
        blog.put(id, "the same words").await;
    }
    for id in 1..=2 {
        fulltext::put(blog.db.writer(), USERS, id, "the same person").await.unwrap();
    }
    blog.execute("DELETE FROM posts WHERE id = 2").await;
    assert_eq!(blog.find("same").await, [1, 3, 4, 5]);
    assert_eq!(blog.count(POSTS).await, 4);
    // With the person all that he has written goes.
    blog.execute("DELETE FROM users WHERE id = 2").await;
    assert_eq!(blog.find("\"same words\"").await, [1]);
    assert_eq!((blog.count(POSTS).await, blog.count(USERS).await), (1, 1));
    // Nothing of it comes back with the identifier.
    blog.write(1, 2..=5).await;
    assert_eq!(blog.find("words").await, [1]);

    let reader = blog.db.reader();
    let same = fulltext::matches(
        reader.get_database_backend(),
        users::Column::Id,
        USERS,
        &Query::parse("same person"),
        None,
    );
    let found = users::Entity::find().filter(same).select_only().column(users::Column::Id);
    assert_eq!(found.into_tuple::<i64>().all(reader).await.unwrap(), [1]);
}

async fn many(fresh: Fresh) {
    let blog = Blog::on(fresh).await;
    let count = 3000;
    blog.write(1, 1..=count).await;
    let text = |id: i64| (id, format!("number{id} 第{id}号 {}", "words ".repeat(200)));
    let texts: Vec<(i64, String)> = (1..=count).map(text).collect();
    let transaction = blog.db.begin().await.unwrap();
    fulltext::put_many(&transaction, POSTS, &[]).await.unwrap();
    fulltext::put_many(&transaction, POSTS, &texts).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(blog.count(POSTS).await, count);
    for id in [1, 499, 500, 501, 2999, 3000] {
        assert_eq!(blog.find(&format!("\"number{id}\"")).await, [id]);
    }
    assert_eq!(blog.find("words 号").await.len() as i64, count);
}

async fn at_once(fresh: Fresh) {
    let blog = Blog::on(fresh).await;
    let write = async |id: i64| {
        let transaction = blog.db.begin().await.unwrap();
        let row =
            format!("INSERT INTO posts (id, author_id, body, created_at) VALUES ({id}, 1, '', 0)");
        transaction.execute_unprepared(&row).await.unwrap();
        let text = format!("post {id} {}", "the same words ".repeat(100));
        fulltext::put(&transaction, POSTS, id, &text).await.unwrap();
        transaction.commit().await.unwrap();
        assert!(blog.find("same \"the same words\"").await.contains(&id));
    };
    join_all((1..=100).map(write)).await;
    assert_eq!(blog.find("post").await.len(), 100);
}

/// Few words, so that texts and queries often have something in common.
async fn random_texts(fresh: Fresh) {
    const WORDS: [&str; 10] = ["a", "ab", "abc", "b", "ba", "中", "中文", "文中", "文文文", "🌱"];
    let mut random = rand::rng();
    let mut words = |most: usize, between: &[&str]| {
        let mut text = String::new();
        for _ in 0..random.random_range(1..=most) {
            text.push_str(WORDS.choose(&mut random).unwrap());
            text.push_str(between.choose(&mut random).unwrap());
        }
        text
    };
    let blog = Blog::on(fresh).await;
    let texts: Vec<(i64, String)> =
        (1..=200).map(|id| (id, words(8, &[" ", " ", " ", "", "，"]))).collect();
    blog.write(1, 1..=200).await;
    fulltext::put_many(blog.db.writer(), POSTS, &texts).await.unwrap();
    let finding = |is_found: &dyn Fn(&str) -> bool| -> Vec<i64> {
        texts.iter().filter(|(_, text)| is_found(text)).map(|(id, _)| *id).collect()
    };
    for _ in 0..150 {
        // In a row: where words end, the tokens of a text say. A run may go on; then its last
        // character is no token of its own, or the beginning of one.
        let phrase = words(3, &[" "]);
        let row = format!(" {} ", fulltext::tokens(&phrase));
        let last = phrase.split_whitespace().last().unwrap();
        let row = match (last.is_ascii(), last.chars().count()) {
            (true, _) => row.as_str(),
            (false, 1) => row.trim_end(),
            (false, _) => row.trim_end().trim_end_matches(|c| c != ' '),
        };
        let expected = finding(&|text| format!(" {} ", fulltext::tokens(text)).contains(row));
        assert_eq!(blog.find(&format!("\"{phrase}\"")).await, expected, "\"{phrase}\"");

        // In any order, each as the beginning of a word or anywhere in a run.
        let bare = words(3, &[" "]);
        let expected = finding(&|text| {
            bare.split_whitespace().all(|word| {
                if !word.is_ascii() {
                    return text.contains(word);
                }
                text.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.starts_with(word))
            })
        });
        assert_eq!(blog.find(&bare).await, expected, "{bare}");
    }
}
