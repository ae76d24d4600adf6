//! kill -9 loses nothing that was acknowledged.

use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::time::Duration;

use crate::support::process::{Blog, Miniblog, Signal};
use crate::support::visitor::Visitor;

const CRASHES: u32 = 5;
const WRITERS: usize = 3;

/// Publishes until nobody answers any more; the permalinks that came back, with their words.
async fn publish_until_it_is_gone(
    ada: &Visitor,
    writer: usize,
    crash: u32,
) -> Vec<(String, String)> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let text = format!("crash {crash} writer {writer} post {number}");
        match ada.try_post("/posts", &[("body", &text)]).await {
            Ok(answer) => acknowledged.push((answer.location().to_owned(), text)),
            Err(_) => break,
        }
    }
    acknowledged
}

/// Lets it write for a moment that differs every time, then kills it.
async fn kill_at_some_moment(blog: &mut Blog, crash: u32) {
    let moment = Duration::from_millis(u64::from(100 + rand::random::<u32>() % 400));
    tokio::time::sleep(moment).await;
    blog.server.signal(Signal::SIGKILL);
    blog.server.exit_status(Duration::from_secs(10)).await;
    eprintln!("crash {crash} after {moment:?}");
}

#[tokio::test]
async fn kill_9_loses_no_post_that_was_answered_with_303() {
    let program = Miniblog::new();
    let mut blog = program.start().await;
    let mut ada = blog.visitor();
    ada.join("ada").await;
    let mut acknowledged = Vec::new();
    for crash in 1..=CRASHES {
        let writers = futures_util::future::join_all(
            (0..WRITERS).map(|writer| publish_until_it_is_gone(&ada, writer, crash)),
        );
        let (written, ()) = tokio::join!(writers, kill_at_some_moment(&mut blog, crash));
        acknowledged.extend(written.into_iter().flatten());

        // No repair, no complaint: the next start just serves.
        blog = program.start().await;
        ada = ada.moved_to(&blog.url);
        assert!(ada.is_signed_in().await, "the session is still there too");
        for (permalink, text) in &acknowledged {
            let page = ada.get(permalink).await;
            assert_eq!(page.status, 200, "{permalink} ({text}) is lost");
            assert!(page.body.contains(text), "{permalink} isn't {text}");
        }
        assert_eq!(blog.server.log_lines_with("ERROR"), 0, "{}", blog.server.log());
    }
    assert!(
        acknowledged.len() >= CRASHES as usize,
        "only {} posts were written",
        acknowledged.len()
    );
    eprintln!("{} posts, none lost", acknowledged.len());
}

/// SQLite's log of what isn't in the file yet goes with the last who closes the database. If the
/// server's locks were lost, that would be anybody who looks into it.
#[tokio::test]
async fn whoever_looks_into_the_database_beside_the_server_takes_nothing_from_it() {
    let program = Miniblog::new();
    let blog = program.start().await;
    let ada = blog.visitor();
    ada.join("ada").await;
    let file = program.database();
    let log = file.with_extension("db-wal");
    let number = |path: &std::path::Path| std::fs::metadata(path).map(|file| file.ino()).ok();
    let before = number(&log);
    for round in 0..3 {
        let look = "import sqlite3, sys; beside = sqlite3.connect(sys.argv[1]); \
             print(beside.execute('SELECT COUNT(*) FROM users').fetchone()[0]); beside.close()";
        let looked = Command::new("python3").args(["-c", look]).arg(&file).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&looked.stdout).trim(), "1", "{looked:?}");
        assert_eq!(number(&log), before, "the log that the server writes is still there");
        let post = ada.post("/posts", &[("body", "still here")]).await.location().to_owned();
        assert_eq!(ada.get(&post).await.status, 200, "round {round}");
    }
    assert!(before.is_some());
    assert_eq!(blog.server.log_lines_with("ERROR"), 0, "{}", blog.server.log());
}
