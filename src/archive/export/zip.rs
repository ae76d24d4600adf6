//! A zip that is made piece by piece: what has been compressed is taken away before the next comes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::archive::queries::chunks;

/// What has come out of the zip and isn't taken yet.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A zip in the making. Compressing is done off the async workers.
pub struct Zip {
    /// None while it is being worked on.
    writer: Option<ZipWriter<StreamWriter<Buffer>>>,
    made: Buffer,
    time: DateTime,
}

impl Zip {
    /// `made_at` in milliseconds since 1970: the date of the files in it.
    pub fn begin(made_at: i64) -> Self {
        let made = Buffer::default();
        let writer = Some(ZipWriter::new_stream(made.clone()));
        Self { writer, made, time: date(made_at).unwrap_or_default() }
    }

    /// What is written from now on belongs to a file of this name.
    pub async fn file(&mut self, name: &'static str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(self.time)
            .unix_permissions(0o644);
        self.with(move |zip| Ok(zip.start_file(name, options)?)).await
    }

    pub async fn write(&mut self, text: String) -> io::Result<()> {
        self.with(move |zip| zip.write_all(text.as_bytes())).await
    }

    /// Nothing can be written any more.
    pub async fn end(&mut self) -> io::Result<()> {
        let Some(writer) = self.writer.take() else { return Err(gone()) };
        let end = tokio::task::spawn_blocking(move || writer.finish().map(drop));
        Ok(end.await.map_err(io::Error::other)??)
    }

    async fn with(
        &mut self,
        work: impl FnOnce(&mut ZipWriter<StreamWriter<Buffer>>) -> io::Result<()> + Send + 'static,
    ) -> io::Result<()> {
        let Some(mut writer) = self.writer.take() else { return Err(gone()) };
        let worked = tokio::task::spawn_blocking(move || work(&mut writer).map(|()| writer));
        self.writer = Some(worked.await.map_err(io::Error::other)??);
        Ok(())
    }

    /// A piece of full size, if there is as much; at the end, the last one of whatever size.
    pub fn take_piece(&self) -> Option<Vec<u8>> {
        let mut made = self.made.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = self.writer.is_none() && !made.is_empty();
        if made.len() >= chunks::SIZE || ended {
            let size = made.len().min(chunks::SIZE);
            let rest = made.split_off(size);
            return Some(std::mem::replace(&mut *made, rest));
        }
        None
    }
}

fn gone() -> io::Error {
    io::Error::other("the zip has ended, or failed before")
}

fn date(ms: i64) -> Option<DateTime> {
    let time = jiff::Timestamp::from_millisecond(ms).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let [month, day] = [time.month(), time.day()].map(|part| u8::try_from(part).ok());
    let [hour, minute, second] =
        [time.hour(), time.minute(), time.second()].map(|part| u8::try_from(part).ok());
    let year = u16::try_from(time.year()).ok()?;
    DateTime::from_date_and_time(year, month?, day?, hour?, minute?, second?).ok()
}
