//! Bringing posts from elsewhere.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use crate::archive::entity::job::Kind;
use crate::archive::import::{Received, receive};
use crate::archive::queries::jobs;
use crate::archive::views::{ImportPage, JobCard, fault_of};
use crate::archive::worker::Worker;
use crate::db::Db;
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::form::Errors;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};
use crate::web::upload::Upload;

pub async fn show(page: Page, user: CurrentUser, db: Data<Db>) -> Result<HttpResponse, Error> {
    page.show(&ImportPage::new(find_job(&db, &user).await?, Errors::default()))
}

async fn find_job(db: &Db, user: &CurrentUser) -> Result<Option<JobCard>, Error> {
    let job = jobs::find(db.reader(), user.id, Kind::Import).await?;
    Ok(job.as_ref().map(JobCard::of))
}

pub async fn bring(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    worker: Data<Worker>,
    req: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let upload = Upload::of(&req, payload)?;
    let limits = &page.settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::ImportAccount, &user.id.to_string()).await?
    {
        let job = find_job(&db, &user).await?;
        return page.show_too_often(wait, |errors| ImportPage::new(job, errors));
    }
    match receive(&db, user.id, page.locale().tag(), upload, "archive").await? {
        Received::Whole => {
            log::info!(user = user.id; "brings an archive");
            worker.wake();
            Ok(page.redirect("/settings/import"))
        }
        Received::Busy => Ok(page.redirect("/settings/import")),
        Received::Refused(fault) => {
            let status = match fault {
                "too-large" => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let errors = Errors::one("archive", fault_of(fault));
            page.show_with(status, &ImportPage::new(find_job(&db, &user).await?, errors))
        }
    }
}
