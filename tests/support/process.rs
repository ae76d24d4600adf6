//! Processes that end with the test, and the program under test.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nix::sys::signal::kill;
use nix::unistd::Pid;
use tempfile::TempDir;

pub use nix::sys::signal::Signal;

use super::visitor::Visitor;
use super::{PATIENCE, eventually};

/// Removed when nobody needs it any more.
pub fn temporary_folder() -> Arc<TempDir> {
    let folder = tempfile::Builder::new().prefix("miniblog-test-").tempdir();
    Arc::new(folder.expect("a temporary folder"))
}

/// A server in the background: killed when dropped, and by the kernel should the test be killed.
pub struct Server {
    name: String,
    child: std::process::Child,
    log: PathBuf,
    /// Stays as long as somebody writes there.
    _folder: Arc<TempDir>,
}

impl Server {
    /// What it writes goes to a file in `folder`.
    pub fn start(name: &str, command: &Command, folder: &Arc<TempDir>) -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let log =
            folder.path().join(format!("{name}.{}.log", STARTED.fetch_add(1, Ordering::Relaxed)));
        let file = File::create(&log).expect("a file for the log");
        let mut command = tied_to_us(command);
        command.stdin(Stdio::null()).stdout(file.try_clone().expect("the same file")).stderr(file);
        let child = command.spawn().unwrap_or_else(|error| panic!("can't start {name}: {error}"));
        Self { name: name.to_owned(), child, log, _folder: folder.clone() }
    }

    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal)
            .expect("a signal to a running process");
    }

    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("its status")
    }

    pub async fn exit_status(&mut self, within: Duration) -> ExitStatus {
        let what = format!("the end of {}", self.name);
        eventually(&what, within, async || self.ended()).await
    }

    /// As kill -9 does it.
    pub fn kill(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    pub fn log_lines_with(&self, text: &str) -> usize {
        self.log().lines().filter(|line| line.contains(text)).count()
    }

    pub async fn has_logged(&self, text: &str, within: Duration) {
        eventually(&format!("{text:?} in the log of {}", self.name), within, async || {
            self.log().contains(text).then_some(())
        })
        .await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = self.log();
            let start = log.len().saturating_sub(6000);
            let tail = log.get(start..).unwrap_or(&log);
            eprintln!("--- the end of the log of {} ---\n{tail}--- end ---", self.name);
        }
    }
}

/// The same command, that the kernel kills when this thread is gone without having done so.
fn tied_to_us(command: &Command) -> Command {
    let mut tied = match super::find_program(&["setpriv".to_owned()]) {
        Some(setpriv) => {
            let mut tied = Command::new(setpriv);
            tied.args(["--pdeathsig", "KILL", "--"]).arg(command.get_program());
            tied
        }
        None => Command::new(command.get_program()),
    };
    tied.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => tied.env(name, value),
            None => tied.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        tied.current_dir(folder);
    }
    tied
}

/// How the program is to be run: a folder of its own, and settings by the environment.
pub struct Miniblog {
    folder: Arc<TempDir>,
    variables: Vec<(String, String)>,
    arguments: Vec<String>,
    current_dir: Option<PathBuf>,
}

impl Miniblog {
    /// In a new temporary folder, on a free port, without Consul, hashing cheaply.
    pub fn new() -> Self {
        let folder = temporary_folder();
        let data = folder.path().join("data").display().to_string();
        let program =
            Self { folder, variables: Vec::new(), arguments: Vec::new(), current_dir: None };
        program
            .variable("MINIBLOG_ENV", "test")
            .set("server.port", "0")
            .set("data.dir", &data)
            .set("consul.enabled", "false")
            .set("auth.bcrypt_cost", "4")
    }

    /// A setting, through the environment.
    pub fn set(self, key: &str, value: &str) -> Self {
        let name = format!("MINIBLOG__{}", key.to_uppercase().replace('.', "__"));
        self.variable(&name, value)
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a setting of [`Self::new`] back.
    pub fn unset(mut self, key: &str) -> Self {
        let name = format!("MINIBLOG__{}", key.to_uppercase().replace('.', "__"));
        self.variables.retain(|(known, _)| *known != name);
        self
    }

    /// Before the command, as `--config FILE`.
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    pub fn started_in(mut self, folder: &Path) -> Self {
        self.current_dir = Some(folder.to_owned());
        self
    }

    /// Of its own; what it writes is in `data` there.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn database(&self) -> PathBuf {
        self.folder().join("data/miniblog.db")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_miniblog"));
        // Nothing that a developer's shell happens to hold may decide how a test ends.
        for (name, _) in std::env::vars_os() {
            let known = name.to_string_lossy();
            if known.starts_with("MINIBLOG")
                || known.starts_with("CONSUL_")
                || known.to_lowercase().ends_with("_proxy")
            {
                command.env_remove(name);
            }
        }
        command.args(&self.arguments).args(arguments);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.current_dir.as_deref().unwrap_or(self.folder()));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs a command to its end, with this on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = tied_to_us(&self.command(arguments));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let pid = Pid::from_raw(child.id().cast_signed());
        if let Some(mut stdin) = child.stdin.take() {
            // A command that takes no input may have ended before.
            let _ = stdin.write_all(input.as_bytes());
        }
        // A command that hangs fails its test by being killed.
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        let guard = std::thread::spawn(move || {
            if waiting.recv_timeout(2 * PATIENCE).is_err() {
                let _ = kill(pid, Signal::SIGKILL);
            }
        });
        let output = child.wait_with_output().expect("its output");
        done.send(()).ok();
        guard.join().expect("the guard");
        Ran::new(arguments, &output)
    }

    /// Starts serving, and doesn't wait for anything.
    pub fn launch(&self) -> Server {
        Server::start("miniblog", &self.command(&["serve"]), &self.folder)
    }

    /// Starts serving, and waits until it is ready.
    pub async fn start(&self) -> Blog {
        let mut server = self.launch();
        let url = eventually("the line that says where it listens", PATIENCE, async || {
            assert!(server.ended().is_none(), "miniblog has ended: {}", server.log());
            address_in(&server.log())
        })
        .await;
        let blog = Blog { server, url };
        let visitor = blog.visitor();
        eventually("readiness", PATIENCE, async || {
            let answer = visitor.try_get("/health/ready").await?;
            (answer.status == 200).then_some(())
        })
        .await;
        blog
    }
}

fn address_in(log: &str) -> Option<String> {
    let line = log.lines().find(|line| line.contains("listening; open "))?;
    let url = line.split("listening; open ").nth(1)?;
    // In JSON, the message's end is a quote.
    let url = url.split([' ', '"']).next()?;
    Some(url.to_owned())
}

/// The program, serving.
pub struct Blog {
    pub server: Server,
    pub url: String,
}

impl Blog {
    pub fn port(&self) -> u16 {
        let port = self.url.rsplit(':').next().and_then(|port| port.parse().ok());
        port.unwrap_or_else(|| panic!("a port in {}", self.url))
    }

    /// Somebody with cookies of his own.
    pub fn visitor(&self) -> Visitor {
        Visitor::of(&self.url)
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    arguments: String,
    /// None when a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn new(arguments: &[&str], output: &Output) -> Self {
        Self {
            arguments: arguments.join(" "),
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// It did what it was asked to.
    #[track_caller]
    pub fn fine(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.out
    }

    /// It didn't, and said so in one line that holds all of these.
    #[track_caller]
    pub fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one line, not: {self:?}");
        assert!(self.err.starts_with("miniblog: "), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "{word:?} in: {self:?}");
        }
    }
}
