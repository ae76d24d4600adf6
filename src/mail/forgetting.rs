//! What is left of letters when somebody has gone: those that still wait to be sent, and in
//! development those in the folder.

use std::path::Path;

use anyhow::Context;

use super::{Mailer, queries};
use crate::db::Db;
use crate::settings::MailTransport;
use crate::web::error::Error;

impl Mailer {
    /// Nothing that was to be sent to this address is sent any more, or lies about.
    pub async fn forget(&self, db: &Db, address: &str) -> Result<(), Error> {
        let address = address.to_lowercase();
        let written = serde_json::to_string(&address).context("a text is JSON")?;
        for (id, payload) in queries::waiting(db.reader()).await? {
            if payload.to_lowercase().contains(&written) {
                queries::delete(db.writer(), id).await?;
            }
        }
        let settings = self.0.settings.get();
        if settings.mail.transport == MailTransport::File {
            let folder = settings.data.dir.join("mail");
            let removed = tokio::task::spawn_blocking(move || remove_files(&folder, &address));
            removed.await.context("removing messages")??;
        }
        Ok(())
    }
}

/// Messages to this address, by what stands above their texts.
fn remove_files(folder: &Path, address: &str) -> anyhow::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("can't read {}", folder.display()))?,
    };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let message = std::fs::read(&path).unwrap_or_default();
        let message = String::from_utf8_lossy(&message).to_lowercase();
        let head = message.split("\r\n\r\n").next().unwrap_or_default();
        let is_to = |line: &str| line.starts_with("to:") && line.contains(address);
        if head.lines().any(is_to) {
            std::fs::remove_file(&path)
                .with_context(|| format!("can't remove {}", path.display()))?;
        }
    }
    Ok(())
}
