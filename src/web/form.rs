//! Reading forms within bounds, and keeping what is wrong beside its field.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::UrlencodedError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use actix_web::{FromRequest, HttpRequest, web};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::web::error::Error;
use crate::web::i18n::Message;

/// The most that a form may hold: the longest post that settings allow, with every byte escaped.
pub const MAX_BYTES: usize = 256 * 1024;
/// How long a form's body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// The body of a form. Unlike actix's own it bounds the time, and its errors have pages.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // No browser compresses a form, and two kilobytes can hold a gigabyte: the bound on bytes
        // would be asked only after they had been unpacked.
        if req.headers().get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return Box::pin(std::future::ready(Err(Error::UnsupportedMediaType)));
        }
        // A button alone has nothing to say, and a script needn't say so in a body.
        let empty = req.headers().get(CONTENT_LENGTH).is_none_or(|length| length == "0");
        if empty && !req.headers().contains_key(CONTENT_TYPE) && !chunked(req) {
            let nothing = web::Query::<T>::from_query("").map(web::Query::into_inner);
            return Box::pin(std::future::ready(nothing.map(Self).map_err(|_| Error::BadRequest)));
        }
        #[expect(clippy::disallowed_types, reason = "this is what it is wrapped by")]
        let reading = web::Form::<T>::from_request(req, payload);
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, reading).await {
                Ok(Ok(form)) => Ok(Self(form.into_inner())),
                Ok(Err(error)) => Err(explain(&error)),
                Err(_) => Err(Error::RequestTimeout),
            }
        })
    }
}

fn chunked(req: &HttpRequest) -> bool {
    req.headers().contains_key(TRANSFER_ENCODING)
}

fn explain(error: &actix_web::Error) -> Error {
    match error.as_error::<UrlencodedError>() {
        Some(UrlencodedError::Overflow { .. }) => Error::TooLarge,
        Some(UrlencodedError::ContentType) => Error::UnsupportedMediaType,
        _ => Error::BadRequest,
    }
}

/// What is wrong with a form, by field; `"form"` stands for the whole.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Errors(BTreeMap<&'static str, Message>);

impl Errors {
    pub fn one(field: &'static str, message: Message) -> Self {
        Self(BTreeMap::from([(field, message)]))
    }

    /// Keeps the first thing that is wrong with a field: one at a time is what people can mend.
    pub fn add(&mut self, field: &'static str, message: Message) {
        self.0.entry(field).or_insert(message);
    }

    /// Adds the message unless the condition holds.
    pub fn require(&mut self, holds: bool, field: &'static str, message: impl FnOnce() -> Message) {
        if !holds {
            self.add(field, message());
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Message)> {
        self.0.iter().map(|(field, message)| (*field, message))
    }

    pub fn get(&self, field: &str) -> Option<&Message> {
        self.0.get(field)
    }
}
