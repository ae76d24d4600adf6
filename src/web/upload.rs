//! Forms that carry a file. They are larger than others and take longer to arrive, so the routes that
//! take them are named here: for all the others the bounds stay what they are.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Payload};
use futures_util::StreamExt;

use crate::web::error::Error;

/// The routes that take a file.
const PATHS: [&str; 1] = ["/settings/import"];

/// So long a file may take in all: 50 MB at 1 Mbit/s.
pub const WITHIN: Duration = Duration::from_mins(7);
/// So long the next of its bytes may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// What stands before the file in the form may be so many fields.
const FIELDS: usize = 8;

/// Whether a request may bring a file.
pub fn is_expected(req: &actix_web::dev::ServiceRequest) -> bool {
    req.method() == actix_web::http::Method::POST && PATHS.contains(&req.path())
}

/// A form with a file in it, as it arrives.
pub struct Upload {
    form: Multipart,
    file: Option<Field>,
}

impl Upload {
    pub fn of(req: &HttpRequest, payload: Payload) -> Result<Self, Error> {
        let headers = req.headers();
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_form = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
        // No browser compresses a form.
        let is_coded = headers.get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity");
        if !is_form || is_coded {
            return Err(Error::UnsupportedMediaType);
        }
        Ok(Self { form: Multipart::new(headers, payload), file: None })
    }

    /// Goes on to the file of this field. Whether there is one.
    pub async fn find_file(&mut self, name: &str) -> Result<bool, Error> {
        for _ in 0..FIELDS {
            let Some(field) = in_time(self.form.next()).await? else { return Ok(false) };
            let field = field.map_err(|error| explain(&error))?;
            if field.name() == Some(name) {
                self.file = Some(field);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Some more of it; nothing when there is no more.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(file) = &mut self.file else { return Ok(None) };
        loop {
            match in_time(file.next()).await? {
                None => return Ok(None),
                Some(Ok(bytes)) if bytes.is_empty() => {}
                Some(Ok(bytes)) => return Ok(Some(bytes)),
                Some(Err(error)) => return Err(explain(&error)),
            }
        }
    }
}

async fn in_time<T>(coming: impl Future<Output = T>) -> Result<T, Error> {
    tokio::time::timeout(PATIENCE, coming).await.map_err(|_| Error::RequestTimeout)
}

/// Whatever is wrong with it, it can't be read.
fn explain(error: &MultipartError) -> Error {
    log::debug!("can't read a file: {error}");
    Error::BadRequest
}
