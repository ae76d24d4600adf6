//! Taking one's data along.

use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition, ContentEncoding};
use actix_web::web::{Bytes, Data, Path};
use futures_util::stream;

use crate::archive::entity::job::{Kind, State};
use crate::archive::export::{file_name, start as start_export};
use crate::archive::queries::{chunks, jobs};
use crate::archive::views::{DataPage, ExportPage, JobCard};
use crate::archive::worker::Worker;
use crate::db::Db;
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::form::Errors;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

pub async fn show_data(page: Page, _: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&DataPage {})
}

pub async fn show(page: Page, user: CurrentUser, db: Data<Db>) -> Result<HttpResponse, Error> {
    let job = jobs::find(db.reader(), user.id, Kind::Export).await?;
    page.show(&ExportPage { job: job.as_ref().map(JobCard::of), errors: Errors::default() })
}

pub async fn start(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    worker: Data<Worker>,
) -> Result<HttpResponse, Error> {
    let limits = &page.settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::ExportAccount, &user.id.to_string()).await?
    {
        let job = jobs::find(db.reader(), user.id, Kind::Export).await?;
        let job = job.as_ref().map(JobCard::of);
        return page.show_too_often(wait, |errors| ExportPage { job, errors });
    }
    if start_export(&db, user.id, page.locale().tag()).await? {
        log::info!(user = user.id; "asked for an export");
        worker.wake();
    }
    Ok(page.redirect("/settings/export"))
}

pub async fn download(
    user: CurrentUser,
    db: Data<Db>,
    id: Path<i64>,
) -> Result<HttpResponse, Error> {
    let job = jobs::find(db.reader(), user.id, Kind::Export).await?;
    let job = job.filter(|job| job.id == *id && job.state == State::Done);
    let job = job.ok_or(Error::NotFound)?;
    let pieces = stream::try_unfold(0, move |number| {
        let db = db.clone();
        async move {
            let piece = chunks::find(db.reader(), job.id, number).await.map_err(Error::from)?;
            Ok::<_, Error>(piece.map(|piece| (Bytes::from(piece), number + 1)))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header(ContentDisposition::attachment(file_name(&user.username, job.id)))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        // It is compressed, and its length is known.
        .insert_header(ContentEncoding::Identity)
        .no_chunking(job.size.max(0).unsigned_abs())
        .streaming(Box::pin(pieces)))
}
