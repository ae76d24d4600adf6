//! The way of a file from the form into the database.

use actix_web::web::Bytes;
use sea_orm::DatabaseTransaction;

use super::MAX_BYTES;
use crate::archive::entity::job::{Kind, State};
use crate::archive::queries::{chunks, jobs};
use crate::archive::worker::breaks_uniqueness;
use crate::db::Db;
use crate::id;
use crate::web::error::Error;
use crate::web::upload::Upload;

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Received {
    Whole,
    /// An earlier one is still being worked on.
    Busy,
    /// It isn't taken: the end of a message's key.
    Refused(&'static str),
}

/// Keeps the file of this field, and asks for it to be brought.
pub async fn receive(
    db: &Db,
    user_id: i64,
    locale: &str,
    mut upload: Upload,
    field: &str,
) -> Result<Received, Error> {
    if !upload.find_file(field).await? {
        return Ok(Received::Refused("missing"));
    }
    let first = match upload.next().await? {
        None => return Ok(Received::Refused("missing")),
        Some(first) if !looks_like_zip(&first) => return Ok(Received::Refused("not-a-zip")),
        Some(first) => first,
    };
    let start = async |transaction: &DatabaseTransaction| {
        let (kind, state, due_at) = (Kind::Import, State::Upload, id::now_ms());
        jobs::start(transaction, jobs::NewJob { user_id, kind, state, locale, due_at }).await
    };
    let job = match db.write(start).await {
        Ok(job) => job,
        Err(error) if breaks_uniqueness(&error) => return Ok(Received::Busy),
        Err(error) => return Err(error.into()),
    };
    let received = keep(db, job.id, first, &mut upload).await;
    if !matches!(received, Ok(Received::Whole)) {
        jobs::delete(db.writer(), job.id).await?;
    }
    received
}

/// The first bytes of every zip that has a file in it.
fn looks_like_zip(first: &[u8]) -> bool {
    let head = b"PK\x03\x04";
    first.iter().zip(head).all(|(is, should)| is == should)
}

async fn keep(db: &Db, job_id: i64, first: Bytes, upload: &mut Upload) -> Result<Received, Error> {
    let mut piece = first.to_vec();
    let (mut size, mut number) = (piece.len(), 0);
    loop {
        while piece.len() >= chunks::SIZE {
            let rest = piece.split_off(chunks::SIZE);
            if !put(db, job_id, number, std::mem::replace(&mut piece, rest)).await? {
                return Ok(Received::Busy);
            }
            number += 1;
        }
        let Some(bytes) = upload.next().await? else { break };
        size += bytes.len();
        if size > MAX_BYTES {
            return Ok(Received::Refused("too-large"));
        }
        piece.extend_from_slice(&bytes);
    }
    if !piece.is_empty() && !put(db, job_id, number, piece).await? {
        return Ok(Received::Busy);
    }
    let whole = jobs::end_sending(db.writer(), job_id).await?;
    Ok(if whole { Received::Whole } else { Received::Busy })
}

/// Whether the job is still there: another attempt may have taken its place.
async fn put(db: &Db, job_id: i64, number: i64, bytes: Vec<u8>) -> Result<bool, Error> {
    let put = async |transaction: &DatabaseTransaction| {
        if !jobs::go_on_sending(transaction, job_id, bytes.len()).await? {
            return Ok(false);
        }
        chunks::put(transaction, job_id, number, bytes.clone()).await.map(|()| true)
    };
    Ok(db.write(put).await?)
}
