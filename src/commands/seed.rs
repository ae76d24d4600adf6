//! `miniblog seed`: demo people and posts, for trying things out.

use super::{Failure, migrated_database, say};
use crate::auth::password::Hasher;
use crate::db::{Db, pairs};
use crate::id;
use crate::posts;
use crate::posts::entity::{Model as Post, Visibility};
use crate::posts::queries::reactions::{self, Reaction};
use crate::settings::Settings;
use crate::users::entity::Theme;
use crate::users::entity::follow;
use crate::users::queries::{self, NewUser, Profile};

/// Of every demo account. They are for a database on one's own machine.
const PASSWORD: &str = "paper and ink";

const PEOPLE: [(&str, &str, &str); 8] = [
    ("mika", "Mika Sato", "Makes small tools. Tea, trains, text editors."),
    ("linxia", "林夏", "写代码，也写字。"),
    (
        "rosa",
        "Rosa Lindqvist",
        "Reader, rower, recovering perfectionist.\nhttps://example.org/rosa",
    ),
    ("tomas", "Tomas", ""),
    ("june", "June Park", "Maps and meadows."),
    ("zhouyi", "周一", "每周一更新。"),
    ("amara", "Amara Okafor", "Distributed systems, undistributed attention."),
    ("felix", "Félix 🌱", "Jardinier du dimanche."),
];

const TEXTS: [&str; 16] = [
    "Shipped a small thing today. Small tools that do one thing well are still the best tools.",
    "早上在湖边走了一圈，雾还没有散。今天适合慢慢写代码。",
    "Reading list for the weekend: https://sqlite.org/wal.html and the Chord paper again.",
    "The nice thing about plain text is that it will still open in fifty years.",
    "Soup weather.",
    "把旧笔记整理了一遍，发现三年前的自己比现在勤快。",
    "A checklist for every release:\n\n1. read the diff\n2. sleep\n3. read it again\n4. then ship",
    "Does anybody else keep a log of the books they did not finish? Mine is longer than the other one.",
    "今天学会了用 EXPLAIN QUERY PLAN。以前写的查询真让人脸红。",
    "Planted garlic before the frost. See you in July.",
    "Every cache is a promise to forget. https://example.org/notes/caches-and-promises-2026?ref=timeline",
    "Overheard on the train: “It works, I just don't know why, so it doesn't work.”",
    "雨下了一整天，正好把拖了很久的文档写完。",
    "👩‍🔬 measured it twice, believed it once.",
    "If your error message could be a sentence, make it a sentence.",
    "First snow. Nobody is getting anything done, and that is fine.",
];

const ANSWERS: [&str; 6] = [
    "Same here.",
    "说得真好。",
    "I have been doing it wrong for ten years, then.",
    "Thank you for writing this down.",
    "这个我也试过，后来放弃了。",
    "Tell me more?",
];

pub async fn seed(settings: &Settings, users: usize, posts: usize) -> Result<(), Failure> {
    let db = migrated_database(settings).await?;
    if settings.environment.is_production() && queries::count(db.reader()).await? > 0 {
        return Err(Failure::Usage(
            "this is a production database with people in it; nothing was added".to_owned(),
        ));
    }
    // One hash for all: this is about posts, not about bcrypt.
    let password_hash = Hasher::new(settings.auth.bcrypt_cost)?.hash(PASSWORD).await?;
    let mut authors = Vec::new();
    for number in 0..users {
        authors.push(person(&db, number, &password_hash).await?);
    }
    follow_each_other(&db, &authors).await?;
    write_posts(&db, &authors, posts).await?;
    say(format_args!(
        "{users} people and {posts} posts; sign in as mika with the password: {PASSWORD}"
    ));
    Ok(db.close().await?)
}

/// The demo person of this number, made unless it is there already.
async fn person(db: &Db, number: usize, password_hash: &str) -> anyhow::Result<i64> {
    let (name, display_name, bio) =
        PEOPLE.get(number % PEOPLE.len()).copied().unwrap_or(("demo", "", ""));
    let (username, display_name) = match number / PEOPLE.len() {
        0 => (name.to_owned(), display_name.to_owned()),
        round => (format!("{name}{round}"), format!("{display_name} {round}")),
    };
    if let Some(user) = queries::find_by_username(db.reader(), &username).await? {
        return Ok(user.id);
    }
    let email = format!("{username}@example.org");
    let new = NewUser {
        username,
        email,
        password_hash: password_hash.to_owned(),
        display_name: display_name.clone(),
    };
    let id = queries::create(db.writer(), new).await?;
    let profile = Profile {
        display_name,
        bio: bio.to_owned(),
        locale: String::new(),
        theme: Theme::default(),
        links: Vec::new(),
    };
    if let Some(user) = queries::find(db.writer(), id).await? {
        queries::update_profile(db.writer(), &user, profile).await?;
    }
    Ok(id)
}

/// Each follows the next few, so that everybody's home has something in it.
async fn follow_each_other(db: &Db, people: &[i64]) -> anyhow::Result<()> {
    let transaction = db.begin().await?;
    for (number, follower) in people.iter().enumerate() {
        for followee in people.iter().cycle().skip(number + 1).take(3.min(people.len() - 1)) {
            pairs::put::<follow::Entity>(&transaction, *follower, *followee).await?;
        }
    }
    Ok(transaction.commit().await?)
}

/// Newest a few minutes ago, and further apart the older they are; some are answered, some liked.
async fn write_posts(db: &Db, authors: &[i64], posts: usize) -> anyhow::Result<()> {
    let transaction = db.begin().await?;
    let now = id::now_ms();
    let author_of =
        |number: usize| authors.get(number % authors.len().max(1)).copied().unwrap_or_default();
    for number in 0..posts {
        // Everybody in turn, and nobody repeats himself before all texts have been used.
        let (round, turn) = (number / authors.len().max(1), number % authors.len().max(1));
        let text = TEXTS.get((turn * 3 + round * 5) % TEXTS.len()).copied().unwrap_or_default();
        // The further back, the further apart; and never two in one millisecond.
        let minutes = 3 + 11 * number.min(1000) as i64 + (number.min(1000).pow(2) / 8) as i64;
        let created_at = now - minutes * 60_000 - number as i64 * 1000;
        let post = post_at(created_at, author_of(number), text, None);
        let id = post.id;
        posts::queries::insert(&transaction, post).await?;
        if number % 4 == 1 {
            let text = ANSWERS.get(number / 4 % ANSWERS.len()).copied().unwrap_or_default();
            let answer = post_at(created_at + 90_000, author_of(number + 3), text, Some(id));
            posts::queries::insert(&transaction, answer).await?;
        }
        for fan in 0..(number * 7 % 5).min(authors.len()) {
            reactions::add(&transaction, Reaction::Like, author_of(number + fan + 1), id).await?;
        }
    }
    Ok(transaction.commit().await?)
}

fn post_at(created_at: i64, author_id: i64, body: &str, in_reply_to: Option<i64>) -> Post {
    Post {
        id: id::mint_at(created_at),
        author_id,
        body: body.to_owned(),
        created_at,
        in_reply_to,
        root_id: in_reply_to,
        is_reply: in_reply_to.is_some(),
        visibility: Visibility::Public,
        content_warning: None,
        language: String::new(),
        submission: None,
        edited_at: None,
        pinned_at: None,
    }
}
