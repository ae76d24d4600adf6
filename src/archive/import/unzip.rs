//! Reading a zip that somebody has sent, without believing it. Only what our own exports use is
//! understood: stored and deflated files, no encryption, no second volume, none of the extensions for
//! more than 4 GB. <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>

use std::collections::HashSet;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::DeflateDecoder;
use tokio::sync::mpsc;

use super::{MAX_ENTRIES, MAX_UNPACKED};
use crate::archive::entity::job::Model;
use crate::archive::queries::chunks;
use crate::archive::worker::Interrupted;
use crate::db::Db;

/// A file that is read into memory may have so much.
const SMALL: u64 = 256 * 1024;
/// The longest list of files that is looked at, and the longest name in it.
const MAX_DIRECTORY: u64 = 16 * 1024 * 1024;
const MAX_NAME: usize = 255;

const END_LENGTH: u64 = 22;
const MAX_COMMENT: u64 = 65_535;
const HEADER_LENGTH: u64 = 30;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

const DAMAGED: Interrupted = Interrupted::Refused("damaged");

/// The bytes of the zip, in the database.
pub struct Source {
    db: Db,
    job_id: i64,
    size: u64,
}

impl Source {
    pub fn of(db: Db, job: &Model) -> Self {
        Self { db, job_id: job.id, size: job.size.max(0).unsigned_abs() }
    }

    async fn read(&self, range: Range<u64>) -> Result<Vec<u8>, Interrupted> {
        let mut bytes = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let piece = self.piece(at..range.end).await?;
            at += piece.len() as u64;
            bytes.extend(piece);
        }
        Ok(bytes)
    }

    /// As much of the range as is in one piece, at least a byte.
    async fn piece(&self, range: Range<u64>) -> Result<Vec<u8>, Interrupted> {
        if range.end > self.size {
            return Err(DAMAGED);
        }
        let size = chunks::SIZE as u64;
        let number = (range.start / size).cast_signed();
        let mut bytes = chunks::find(self.db.reader(), self.job_id, number)
            .await?
            .ok_or_else(|| anyhow::anyhow!("piece {number} of job {} is missing", self.job_id))?;
        let (from, most) = (range.start % size, range.end - range.start);
        bytes.drain(..usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len()));
        bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        if bytes.is_empty() { Err(DAMAGED) } else { Ok(bytes) }
    }

    /// Sends what is packed of a file, as long as somebody takes it.
    pub async fn feed(
        &self,
        entry: &Entry,
        to: mpsc::Sender<Vec<u8>>,
        sent: Arc<AtomicU64>,
    ) -> Result<(), Interrupted> {
        let range = self.data(entry).await?;
        let mut at = range.start;
        while at < range.end {
            let piece = self.piece(at..range.end).await?;
            at += piece.len() as u64;
            // Ordering::Relaxed: it is only shown.
            sent.store(at - range.start, Ordering::Relaxed);
            if to.send(piece).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Where a file's data lies: behind its header, whose lengths are its own.
    async fn data(&self, entry: &Entry) -> Result<Range<u64>, Interrupted> {
        let header = self.read(entry.header_at..entry.header_at + HEADER_LENGTH).await?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(DAMAGED);
        }
        let lengths = u64::from(u16_at(&header, 26)?) + u64::from(u16_at(&header, 28)?);
        let start = entry.header_at + HEADER_LENGTH + lengths;
        Ok(start..start + entry.packed)
    }
}

/// A file in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    name: String,
    method: u16,
    pub packed: u64,
    pub unpacked: u64,
    pub crc: u32,
    header_at: u64,
}

/// What is in it.
#[derive(Debug)]
pub struct Archive {
    entries: Vec<Entry>,
}

impl Archive {
    pub async fn open(source: &Source) -> Result<Self, Interrupted> {
        let tail_at = source.size.saturating_sub(END_LENGTH + MAX_COMMENT);
        let tail = source.read(tail_at..source.size).await?;
        let directory = find_directory(&tail).ok_or(Interrupted::Refused("not-a-zip"))?;
        if directory.end - directory.start > MAX_DIRECTORY {
            return Err(Interrupted::Refused("too-many"));
        }
        let bytes = source.read(directory).await?;
        Ok(Self { entries: list(&bytes)? })
    }

    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The text of a file that is a short one.
    pub async fn read_small(&self, source: &Source, name: &str) -> Result<String, Interrupted> {
        let entry = self.find(name).ok_or(Interrupted::Refused("not-ours"))?;
        if entry.packed > SMALL || entry.unpacked > SMALL {
            return Err(Interrupted::Refused("too-large"));
        }
        let packed = source.read(source.data(entry).await?).await?;
        let mut text = String::new();
        let mut unpacked = unpack(packed.as_slice(), entry).take(SMALL);
        unpacked.read_to_string(&mut text).map_err(|_| DAMAGED)?;
        Ok(text)
    }
}

/// What comes out of the data of a file.
pub fn unpack<'r>(packed: impl Read + 'r, entry: &Entry) -> Box<dyn Read + 'r> {
    match entry.method {
        STORED => Box::new(packed),
        _ => Box::new(DeflateDecoder::new(packed)),
    }
}

/// Where the list of files is; told by the end of the zip, the last that fits.
fn find_directory(tail: &[u8]) -> Option<Range<u64>> {
    let last = tail.len().checked_sub(usize::try_from(END_LENGTH).ok()?)?;
    (0..=last).rev().find_map(|at| {
        let end = tail.get(at..)?;
        let comment = usize::from(u16_at(end, 20).ok()?);
        if !end.starts_with(b"PK\x05\x06")
            || end.len() != usize::try_from(END_LENGTH).ok()? + comment
        {
            return None;
        }
        let (size, start) = (u32_at(end, 12).ok()?, u32_at(end, 16).ok()?);
        Some(u64::from(start)..u64::from(start) + u64::from(size))
    })
}

/// The files, unless there is anything about them that an honest archive doesn't have.
fn list(mut directory: &[u8]) -> Result<Vec<Entry>, Interrupted> {
    let (mut entries, mut names, mut unpacked) = (Vec::new(), HashSet::new(), 0_u64);
    while directory.starts_with(b"PK\x01\x02") {
        let (flags, method) = (u16_at(directory, 8)?, u16_at(directory, 10)?);
        let lengths = [u16_at(directory, 28)?, u16_at(directory, 30)?, u16_at(directory, 32)?];
        let [name_length, extra, comment] = lengths.map(usize::from);
        let name = directory.get(46..46 + name_length).ok_or(DAMAGED)?;
        let name = std::str::from_utf8(name).ok().filter(|name| is_harmless(name));
        let name = name.ok_or(Interrupted::Refused("names"))?.to_owned();
        let entry = Entry {
            method,
            crc: u32_at(directory, 16)?,
            packed: u32_at(directory, 20)?.into(),
            unpacked: u32_at(directory, 24)?.into(),
            header_at: u32_at(directory, 42)?.into(),
            name: name.clone(),
        };
        let encrypted = flags & 1 != 0;
        if encrypted || !matches!(method, STORED | DEFLATED) || !names.insert(name) {
            return Err(DAMAGED);
        }
        unpacked = unpacked.saturating_add(entry.unpacked);
        if unpacked > MAX_UNPACKED {
            return Err(Interrupted::Refused("too-large"));
        }
        entries.push(entry);
        if entries.len() as u64 > MAX_ENTRIES {
            return Err(Interrupted::Refused("too-many"));
        }
        directory = directory.get(46 + name_length + extra + comment..).ok_or(DAMAGED)?;
    }
    Ok(entries)
}

/// We write no file under a name from outside; but whoever has put such a name there means harm, and
/// the rest isn't worth looking at.
fn is_harmless(name: &str) -> bool {
    let plain = !name.is_empty() && name.len() <= MAX_NAME && !name.starts_with('/');
    plain
        && !name.contains(|c: char| c == '\\' || c == ':' || c.is_control())
        && name.split('/').all(|part| part != "..")
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Interrupted> {
    let bytes = bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
    bytes.map(u16::from_le_bytes).ok_or(DAMAGED)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Interrupted> {
    let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map(u32::from_le_bytes).ok_or(DAMAGED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One entry of a list of files.
    fn entry(name: &str, unpacked: u32) -> Vec<u8> {
        let mut bytes = b"PK\x01\x02".to_vec();
        bytes.extend([0; 6]);
        bytes.extend(DEFLATED.to_le_bytes());
        bytes.extend([0; 12]);
        bytes.extend(unpacked.to_le_bytes());
        bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        bytes.extend([0; 16]);
        bytes.extend(name.as_bytes());
        bytes
    }

    fn fault(directory: &[u8]) -> String {
        list(directory).map_or_else(|error| error.to_string(), |_| String::new())
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["../x", "a/../../x", "/etc/passwd", "C:\\x", "a\\b", "a\u{0}b", ""] {
            assert_eq!(fault(&entry(name, 1)), "refused: names", "{name:?}");
        }
        for name in ["actor.json", "a/b.json", "a..b"] {
            assert_eq!(fault(&entry(name, 1)), "", "{name:?}");
        }
    }

    #[test]
    fn what_would_unpack_to_too_much_is_refused_before_it_is() {
        assert_eq!(fault(&entry("a", u32::MAX)), "refused: too-large");
        let two = [entry("a", 300 << 20), entry("b", 300 << 20)].concat();
        assert_eq!(fault(&two), "refused: too-large");
        let twice = [entry("a", 1), entry("a", 1)].concat();
        assert_eq!(fault(&twice), "refused: damaged");
    }

    proptest! {
        #[test]
        fn no_bytes_do_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), head in any::<bool>()) {
            let mut all = if head { b"PK\x01\x02".to_vec() } else { Vec::new() };
            all.extend(&bytes);
            let _ = list(&all);
            let _ = find_directory(&all);
        }
    }
}
