//! Opening a stream.

use actix_web::http::header;
use actix_web::web::{Data, Query};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use serde::Deserialize;

use super::news::{Count, List, View, count_unread};
use super::seats::{Full, Whose};
use super::source::Source;
use super::stream::{self, Stream};
use crate::db::Db;
use crate::id;
use crate::users::{CurrentUser, MaybeUser};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::trace::HeadOnly;

/// Where one's own streams ended meanwhile, a page that is opened again finds a seat.
const TRY_AGAIN_SECONDS: u64 = 60;

/// `GET /live?list=home|explore&after=ID`
#[derive(Debug, Deserialize)]
pub struct Asked {
    list: List,
    /// The newest post that the page shows, 0 for none; without it, what has come before the stream
    /// isn't counted.
    after: Option<i64>,
}

pub async fn live(
    req: HttpRequest,
    asked: Query<Asked>,
    user: MaybeUser,
    client: Client,
    source: Data<Source>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    if source.is_over() {
        return Ok(stream::not_now());
    }
    let viewer = user.0.as_ref().map(|CurrentUser(user)| user.id);
    let view = match (asked.list, viewer) {
        (List::Explore, viewer) => View::Explore(viewer),
        (List::Home, Some(viewer)) => View::Home(viewer),
        // Not `SignInNeeded`: nothing that listens to events wants to be led to a form.
        (List::Home, None) => return Ok(HttpResponse::Unauthorized().finish()),
    };
    let whose = viewer.map_or_else(|| Whose::Address(client.limit_key()), Whose::Account);
    // Nobody would read it, and nothing tells us when he has gone.
    if req.extensions().contains::<HeadOnly>() {
        return Ok(stream::head_only());
    }
    // Before anything is counted, so that nothing falls between the two.
    let listener = match source.listen(whose) {
        Ok(listener) => listener,
        Err(Full::House) => {
            return Err(Error::Unavailable(anyhow::anyhow!("too many streams are open")));
        }
        Err(Full::Share) => {
            let mut refusal = HttpResponse::TooManyRequests();
            return Ok(refusal.insert_header((header::RETRY_AFTER, TRY_AGAIN_SECONDS)).finish());
        }
    };
    let count = Count::begin(&db, view, asked.after.unwrap_or_else(id::mint)).await?;
    let unread = match viewer {
        Some(viewer) => count_unread(&db, viewer).await?,
        None => None,
    };
    Ok(Stream::answer(listener, db, viewer, count, unread, last_event_id(&req)))
}

/// What isn't one of ours is ignored: it tells us nothing.
fn last_event_id(req: &HttpRequest) -> Option<i64> {
    req.headers().get("Last-Event-ID")?.to_str().ok()?.parse().ok()
}
