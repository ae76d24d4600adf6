//! Extract, call, render or redirect.

pub mod account;
pub mod recovering;
pub mod registering;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod verifying;

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};

use crate::auth::accounts::Unconfirmed;
use crate::web::i18n::Message;

/// A page that holds what must not be found by the next who sits here.
fn unkept(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What stands beside the present password. None when it came too often: that is about the page.
fn fault_of(unconfirmed: Unconfirmed) -> Option<Message> {
    match unconfirmed {
        Unconfirmed::Missing => Some(Message::new("error-required")),
        Unconfirmed::Wrong => Some(Message::new("error-password-wrong")),
        Unconfirmed::TooMany(_) => None,
    }
}
