//! A real mail server (`smtp.py`, on aiosmtpd) and a throw-away authority for its certificate.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/smtp.py");

pub struct MailServer {
    child: Child,
    pub port: u16,
    folder: TempDir,
}

impl MailServer {
    /// With these options of `smtp.py`; none where aiosmtpd isn't installed.
    pub fn start(options: Value) -> Option<Self> {
        let python = ["/usr/bin/python3", "python3"].into_iter().find(|python| {
            let import = Command::new(python).args(["-c", "import aiosmtpd"]).output();
            import.is_ok_and(|output| output.status.success())
        });
        let Some(python) = python else {
            let why = "python3-aiosmtpd isn't installed";
            assert!(std::env::var("CI").as_deref() != Ok("true"), "{why}");
            // Past the capture of a passing test's output.
            let _ = writeln!(std::io::stderr(), "\n*** NOT TESTED: {why} ***\n");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let options = with(options, "folder", json!(folder.path()));
        let mut child = Command::new(python)
            .args([SCRIPT, &options.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("its port");
        Some(Self { child, port, folder })
    }

    /// Without TLS.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// The messages that it has taken, in their order.
    pub fn received(&self) -> Vec<Vec<u8>> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
    }

    pub async fn has_received(&self, messages: usize) {
        self.until(&format!("{messages} messages"), |server| server.received().len() >= messages)
            .await;
    }

    async fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !done(self) {
            assert!(start.elapsed() < Duration::from_secs(20), "no {what}: {}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How often it was asked something.
    pub fn count(&self, what: &str) -> usize {
        self.log().lines().filter(|line| line.starts_with(what)).count()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn with(mut options: Value, name: &str, value: Value) -> Value {
    options.as_object_mut().expect("options by name").insert(name.to_owned(), value);
    options
}

/// A certificate for 127.0.0.1, and who has signed it.
pub struct Authority(TempDir);

impl Authority {
    pub fn new() -> Self {
        let authority = Self(tempfile::tempdir().unwrap());
        std::fs::write(authority.path("names"), "subjectAltName=IP:127.0.0.1").unwrap();
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        for line in [
            format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=Nobody"),
            format!("req {key} -keyout key.pem -out request -subj /CN=mail.test"),
            "x509 -req -in request -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days 2 -extfile names"
                .to_owned(),
        ] {
            let mut openssl = Command::new("openssl");
            openssl.args(line.split(' ')).current_dir(authority.0.path());
            let output = openssl.output().unwrap();
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        }
        authority
    }

    pub fn path(&self, name: &str) -> PathBuf {
        Path::new(self.0.path()).join(name)
    }

    /// For `smtp.py`, with more of its options.
    pub fn options(&self, more: Value) -> Value {
        let options = with(more, "cert", json!(self.path("cert.pem")));
        with(options, "key", json!(self.path("key.pem")))
    }
}
