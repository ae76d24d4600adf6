//! For development: messages in a folder instead of in the world.

use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;

use crate::db;

/// Writes the message under its row's number: whoever is killed before he could say so writes it
/// again, and there is one.
///
/// # Errors
/// When the folder can't be written to.
pub async fn write(folder: &Path, id: i64, message: Vec<u8>) -> anyhow::Result<()> {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || write_now(&folder, id, &message)).await?
}

fn write_now(folder: &Path, id: i64, message: &[u8]) -> anyhow::Result<()> {
    db::create_private_folder(folder)?;
    // A name of its own: two instances may be at it when a lease has run out.
    let draft = folder.join(format!(".{id}-{:016x}", rand::random::<u64>()));
    let done = folder.join(format!("{id}.eml"));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(message)?;
        file.sync_all()?;
        std::fs::rename(&draft, &done)
    });
    written.with_context(|| format!("can't write {}", done.display()))
}

/// Removes the messages to this address.
///
/// # Errors
/// When the folder can't be read or written to.
pub async fn remove(folder: &Path, address: &str) -> anyhow::Result<()> {
    let (folder, address) = (folder.to_owned(), address.to_owned());
    tokio::task::spawn_blocking(move || remove_now(&folder, &address)).await?
}

fn remove_now(folder: &Path, address: &str) -> anyhow::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("can't read {}", folder.display()));
        }
    };
    for entry in entries {
        let path = entry?.path();
        // Another instance may have been quicker.
        let Ok(message) = std::fs::read(&path) else { continue };
        if is_to(&String::from_utf8_lossy(&message), address) {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("can't remove {}", path.display()));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Of an address in small letters. A long one stands on the line after the header's name.
fn is_to(message: &str, address: &str) -> bool {
    let head = message.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    let head = head.to_lowercase();
    let mut recipients = head.lines().filter_map(|line| line.strip_prefix("to:"));
    recipients.any(|to| to.trim() == address)
}
