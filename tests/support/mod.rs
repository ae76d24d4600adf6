//! What the tests that run the real program share: the program, servers beside it, visitors, a
//! browser. Everything listens on free ports of 127.0.0.1 and writes to temporary folders only.

pub mod browser;
pub mod process;
pub mod visitor;

use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// How long a test waits for what should be there at once. Machines differ; a failure may be slow.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer, and fails the test when there is none in time.
pub async fn eventually<T>(
    what: &str,
    within: Duration,
    mut probe: impl AsyncFnMut() -> Option<T>,
) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(start.elapsed() < within, "not within {within:?}: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A port that was free a moment ago. Another process may take it before its user does, so that
/// one has to be ready to try again.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// A test can't run here because something isn't installed. On a CI machine that is a failure:
/// there everything is meant to be installed.
pub fn skip(why: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} can't run: {why}", this_test());
    say_not_tested(why);
}

/// Past the capture of a passing test's output, which nobody would see.
pub fn say_not_tested(why: &str) {
    let _ = writeln!(std::io::stderr(), "\n*** NOT TESTED: {}: {why} ***\n", this_test());
}

fn this_test() -> String {
    std::thread::current().name().unwrap_or("a test").to_owned()
}

/// The first of these programs that can be found, on PATH or as a path.
pub fn find_program(candidates: &[String]) -> Option<std::path::PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let places = |name: &String| -> Vec<_> {
        std::env::split_paths(&folders).map(|folder| folder.join(name)).collect()
    };
    candidates.iter().flat_map(places).find(|path| path.is_file())
}
