//! The demo world, on every database.

use miniblog::commands;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::migrations::settings_for;
use crate::servers::{Fresh, on_every_database};

on_every_database! {
    the_demo_world_is_consistent => super::consistent;
    seeding_twice_adds_posts_and_no_people => super::twice;
}

async fn seed(fresh: &Fresh, users: usize, posts: usize) -> DatabaseConnection {
    let folder = tempfile::tempdir().unwrap();
    commands::seed(&settings_for(fresh, &folder), users, posts).await.unwrap();
    Database::connect(&fresh.url).await.unwrap()
}

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Rows that there must be none of.
const WRONG: [(&str, &str); 13] = [
    ("an answer without what it answers", "posts WHERE in_reply_to NOT IN (SELECT id FROM posts)"),
    (
        "an answer that came before what it answers, or from another thread",
        "posts JOIN posts above ON above.id = posts.in_reply_to \
         WHERE posts.id <= above.id OR posts.root_id <> COALESCE(above.root_id, above.id)",
    ),
    (
        "an answer to somebody else that doesn't say so, or the other way round",
        "posts JOIN posts above ON above.id = posts.in_reply_to \
         WHERE posts.is_reply <> (above.is_reply OR above.author_id <> posts.author_id)",
    ),
    (
        "a post that begins a thread and yet is in one",
        "posts WHERE in_reply_to IS NULL AND (root_id IS NOT NULL OR is_reply)",
    ),
    (
        "a post by somebody who hadn't joined",
        "posts JOIN users ON users.id = author_id WHERE posts.created_at < users.created_at",
    ),
    ("a post without words or a language", "posts WHERE body = '' OR language = ''"),
    ("somebody who follows himself", "follows WHERE follower_id = followee_id"),
    (
        "somebody who follows and asks to",
        "follows JOIN follow_requests asked ON asked.follower_id = follows.follower_id \
         AND asked.followee_id = follows.followee_id",
    ),
    (
        "somebody who follows whom he blocks, or who blocks him",
        "follows JOIN blocks ON (blocker_id = follower_id AND blocked_id = followee_id) \
         OR (blocker_id = followee_id AND blocked_id = follower_id)",
    ),
    (
        "a like that came before its post, or of one's own",
        "likes JOIN posts ON posts.id = post_id WHERE likes.id < posts.id OR author_id = user_id",
    ),
    (
        "a repost of what is not for everybody",
        "reposts JOIN posts ON posts.id = post_id \
         WHERE visibility NOT IN ('public', 'unlisted')",
    ),
    (
        "an edited post without what it was",
        "posts WHERE (edited_at IS NULL) = (id IN (SELECT post_id FROM post_edits))",
    ),
    ("somebody who is told of himself", "notifications WHERE user_id = actor_id"),
];

async fn consistent(fresh: Fresh) {
    let db = seed(&fresh, 200, 5_000).await;
    let count = async |of: &str| number(&db, &format!("SELECT COUNT(*) FROM {of}")).await;
    for (what, rows) in WRONG {
        assert_eq!(count(rows).await, 0, "{what}");
    }
    for (of, expected) in
        [("users", 200), ("posts", 5_000), ("user_search", 200), ("post_search", 5_000)]
    {
        assert_eq!(count(of).await, expected, "{of}");
    }
    let mika = "(SELECT id FROM users WHERE username = 'mika')";
    for (of, least) in [
        ("posts WHERE is_reply", 1_000),
        ("posts WHERE language = 'zh'", 1_000),
        ("(SELECT root_id FROM posts GROUP BY root_id HAVING COUNT(*) > 30) deep", 2),
        ("likes", 3_000),
        ("reposts", 300),
        ("bookmarks", 100),
        ("mentions", 200),
        ("post_tags", 500),
        ("posts WHERE visibility <> 'public'", 200),
        ("posts WHERE content_warning IS NOT NULL", 30),
        ("posts WHERE edited_at IS NOT NULL", 30),
        ("posts WHERE pinned_at IS NOT NULL", 10),
        ("users WHERE locked", 1),
        (&format!("notifications WHERE user_id = {mika}"), 300),
        (&format!("follow_requests WHERE followee_id = {mika}"), 1),
        (&format!("bookmarks WHERE user_id = {mika}"), 1),
        (&format!("drafts WHERE user_id = {mika}"), 1),
        (&format!("posts WHERE pinned_at > 0 AND author_id = {mika}"), 1),
        (&format!("post_edits JOIN posts ON posts.id = post_id WHERE author_id = {mika}"), 1),
    ] {
        assert!(count(of).await >= least, "{} {of}", count(of).await);
    }
    // A few are followed by very many, most by few.
    let followers = "(SELECT COUNT(*) AS n FROM follows GROUP BY followee_id) AS counts";
    assert!(number(&db, &format!("SELECT MAX(n) FROM {followers}")).await > 80);
    assert!(count(&format!("{followers} WHERE n <= 10")).await > 90);
    let texts = number(&db, "SELECT COUNT(DISTINCT body) FROM posts WHERE NOT is_reply").await;
    assert!(texts > 2_500, "{texts} different texts");
}

async fn twice(fresh: Fresh) {
    let (once, texts_once) = seeded(&fresh).await;
    let (twice, texts_twice) = seeded(&fresh).await;
    assert_eq!(once, twice, "the same people, who follow the same");
    assert!(texts_twice > texts_once + 80, "in other words: {texts_once}, {texts_twice}");
    let db = Database::connect(&fresh.url).await.unwrap();
    assert_eq!(number(&db, "SELECT COUNT(*) FROM posts").await, 300);
}

/// What seeding must not double, and how many different texts there are.
async fn seeded(fresh: &Fresh) -> (Vec<i64>, i64) {
    let db = seed(fresh, 20, 150).await;
    let mut counts = Vec::new();
    for table in ["users", "user_search", "follows", "follow_requests", "mutes", "blocks", "drafts"]
    {
        counts.push(number(&db, &format!("SELECT COUNT(*) FROM {table}")).await);
    }
    let texts = "SELECT COUNT(DISTINCT body) FROM posts WHERE NOT is_reply";
    (counts, number(&db, texts).await)
}
