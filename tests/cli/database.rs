//! Migrating, and databases that can't be used.

use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use crate::support::process::Miniblog;

const NEWER: &str = "m29991231_000001_telepathy";

/// What a binary of a later day would have left behind.
async fn add_newer_migration(program: &Miniblog) {
    let db = Database::connect(format!("sqlite://{}", program.database().display())).await.unwrap();
    let statement =
        format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{NEWER}', 0)");
    db.execute_unprepared(&statement).await.unwrap();
    db.close().await.unwrap();
}

fn names(status: &str, mark: &str) -> Vec<String> {
    let lines = status.lines().filter_map(|line| line.strip_prefix(mark));
    lines.map(|name| name.trim().to_owned()).collect()
}

#[test]
fn migrations_go_up_and_down_and_tell_where_they_stand() {
    let program = Miniblog::new();
    let all = names(program.run(&["migrate", "status"]).fine(), "pending");
    assert!(all.len() >= 4, "{all:?}");

    program.run(&["migrate", "up", "1"]).fine();
    let status = program.run(&["migrate", "status"]);
    assert_eq!(names(status.fine(), "applied"), all[..1]);
    assert_eq!(names(status.fine(), "pending"), all[1..]);

    let up = program.run(&["migrate", "up"]);
    assert_eq!(up.fine(), format!("{} applied, 0 pending\n", all.len()));
    assert_eq!(program.run(&["migrate", "up"]).fine(), up.out, "up again changes nothing");

    program.run(&["migrate", "down"]).fine();
    assert_eq!(names(program.run(&["migrate", "status"]).fine(), "pending"), all[all.len() - 1..]);
    let steps = (all.len() - 1).to_string();
    assert_eq!(
        program.run(&["migrate", "down", &steps]).fine(),
        format!("0 applied, {} pending\n", all.len())
    );
    assert_eq!(program.run(&["migrate", "up"]).fine(), up.out, "and all the way back");
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_refused_in_one_line() {
    let program = Miniblog::new();
    program.run(&["migrate", "up"]).fine();
    add_newer_migration(&program).await;
    let words = ["newer", env!("CARGO_PKG_VERSION"), NEWER];
    for command in
        [&["migrate", "up"][..], &["migrate", "down"], &["seed"], &["user", "suspend", "ada"]]
    {
        program.run(command).refused(1, &words);
    }
    let ran = program.run(&["serve"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let last = ran.err.lines().last().unwrap();
    assert!(
        last.starts_with("miniblog: ") && words.iter().all(|word| last.contains(word)),
        "{ran:?}"
    );
    let status = program.run(&["migrate", "status"]);
    assert_eq!(names(status.fine(), "unknown"), [NEWER]);
    assert!(names(&status.out, "pending").is_empty());
}

#[test]
fn a_database_that_cannot_be_reached_is_one_line_with_exit_code_1() {
    let port = crate::support::free_port();
    for scheme in ["postgres", "mysql"] {
        let url = format!("{scheme}://blog:a-db-password@127.0.0.1:{port}/blog");
        let program = Miniblog::new().set("database.url", &url).set("database.busy_timeout", "1s");
        for command in [&["serve"][..], &["migrate", "up"], &["user", "suspend", "ada"]] {
            let ran = program.run(command);
            ran.refused(1, &["database", &format!("127.0.0.1:{port}")]);
            assert!(!ran.err.contains("a-db-password"), "{ran:?}");
        }
    }
}

#[test]
fn a_file_that_is_no_database_is_one_line_with_exit_code_1() {
    let program = Miniblog::new();
    std::fs::create_dir(program.folder().join("data")).unwrap();
    std::fs::write(program.database(), "This is a letter, not a database.\n".repeat(100)).unwrap();
    program.run(&["serve"]).refused(1, &["database"]);
    let text = std::fs::read_to_string(program.database()).unwrap();
    assert!(text.starts_with("This is a letter"), "and it is left as it was");
}

#[test]
fn a_folder_that_cannot_be_made_is_one_line_with_exit_code_1() {
    let program = Miniblog::new();
    std::fs::write(program.folder().join("data"), "a file where the folder should be").unwrap();
    program.run(&["serve"]).refused(1, &[&program.folder().join("data").display().to_string()]);
}

/// Another program, with the same data folder.
fn beside(one: &Miniblog) -> Miniblog {
    Miniblog::new().set("data.dir", &one.folder().join("data").display().to_string())
}

#[tokio::test]
async fn two_instances_that_start_at_once_on_an_empty_database_both_serve() {
    let one = Miniblog::new();
    let two = beside(&one);
    let (first, second) = tokio::join!(one.start(), two.start());
    let (ada, bob) = (first.visitor(), second.visitor());
    ada.join("ada").await;
    let permalink = ada.publish("One database, two doors.").await;
    assert_eq!(bob.get(&permalink).await.status, 200);
    // They share the secret too: who signed in at one is known at the other.
    let ada = ada.moved_to(&second.url);
    assert!(ada.is_signed_in().await);
}

/// The moment in which one of several that start at once finds another at the write-ahead log's making:
/// SQLite then doesn't wait by itself, whatever its time-out.
#[tokio::test]
async fn a_new_database_that_another_is_just_writing_to_is_waited_for() {
    let program = Miniblog::new();
    std::fs::create_dir(program.folder().join("data")).unwrap();
    let url = format!("sqlite://{}?mode=rwc", program.database().display());
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let other = Database::connect(options).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();

    // The program comes back out, as its folder goes with it.
    let migrating = tokio::task::spawn_blocking(move || (program.run(&["migrate", "up"]), program));
    // Well below the 5 s of `database.busy_timeout`.
    tokio::time::sleep(Duration::from_secs(1)).await;
    other.execute_unprepared("COMMIT").await.unwrap();
    let (ran, _program) = migrating.await.unwrap();
    ran.fine();
}
