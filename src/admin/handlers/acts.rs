//! What moderators do: each act is a POST with the reason.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::case::{Subject, may_close, refuse};
use super::{person_url, post_url};
use crate::admin::acts::Hand;
use crate::admin::audit::Act;
use crate::admin::entity::report::Outcome;
use crate::admin::forms::Words;
use crate::admin::staff::Staff;
use crate::db::Db;
use crate::mail::Mailer;
use crate::users::queries as users;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::page::Page;

/// What a handler here is given.
type Asked = (Staff, Data<Db>, Data<Mailer>, Path<String>);

pub async fn hide(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    on_post(&page, asked, words, true).await
}

pub async fn unhide(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    on_post(&page, asked, words, false).await
}

async fn on_post(
    page: &Page,
    (staff, db, mailer, id): Asked,
    words: Words,
    hide: bool,
) -> Result<HttpResponse, Error> {
    let subject = Subject::post(&db, &id).await?;
    let Subject::Post(post) = &subject else { return Err(Error::NotFound) };
    let post = post.id;
    let reason = match words.reason() {
        Ok(reason) => reason,
        Err(form) => return refuse(page, &db, &staff, subject, form).await,
    };
    let hand = Hand { db: &db, mailer: &mailer, staff: &staff, reason: &reason };
    hand.act_on_post(post, hide).await?;
    Ok(page.redirect_back_saying(&post_url(post), Flash::ActDone))
}

pub async fn silence(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    on_person(&page, asked, words, Act::Silence).await
}

pub async fn suspend(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    on_person(&page, asked, words, Act::Suspend).await
}

pub async fn lift(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    on_person(&page, asked, words, Act::Lift).await
}

pub async fn sign_out(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    on_person(&page, asked, words, Act::SignOut).await
}

async fn on_person(
    page: &Page,
    (staff, db, mailer, username): Asked,
    words: Words,
    act: Act,
) -> Result<HttpResponse, Error> {
    let subject = Subject::person(&db, &username).await?;
    let Subject::Person(person) = &subject else { return Err(Error::NotFound) };
    let (id, url) = (person.id, person_url(&person.username));
    let reason = match words.reason() {
        Ok(reason) => reason,
        Err(form) => return refuse(page, &db, &staff, subject, form).await,
    };
    let hand = Hand { db: &db, mailer: &mailer, staff: &staff, reason: &reason };
    hand.act_on_person(id, act).await?;
    Ok(page.redirect_back_saying(&url, Flash::ActDone))
}

pub async fn note(
    page: Page,
    (staff, db, mailer, username): Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    let subject = Subject::person(&db, &username).await?;
    let Subject::Person(person) = &subject else { return Err(Error::NotFound) };
    let (id, url) = (person.id, person_url(&person.username));
    if id == staff.id {
        return Err(Error::NotYours);
    }
    let body = match words.note() {
        Ok(body) => body,
        Err(form) => return refuse(&page, &db, &staff, subject, form).await,
    };
    let hand = Hand { db: &db, mailer: &mailer, staff: &staff, reason: "" };
    hand.note(id, &body).await?;
    Ok(page.redirect_back_saying(&url, Flash::NoteKept))
}

pub async fn resolve(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    close(&page, asked, words, Outcome::Resolved).await
}

pub async fn dismiss(
    page: Page,
    asked: Asked,
    Form(words): Form<Words>,
) -> Result<HttpResponse, Error> {
    close(&page, asked, words, Outcome::Dismissed).await
}

async fn close(
    page: &Page,
    (staff, db, mailer, id): Asked,
    words: Words,
    outcome: Outcome,
) -> Result<HttpResponse, Error> {
    let subject = Subject::report(&db, &staff, &id).await?;
    let Subject::Report(report) = &subject else { return Err(Error::NotFound) };
    let report = report.clone();
    let person = users::find(db.reader(), report.person_id).await?.ok_or(Error::NotFound)?;
    if !may_close(&staff, &person) {
        return Err(Error::NotYours);
    }
    let reason = match words.reason() {
        Ok(reason) => reason,
        Err(form) => return refuse(page, &db, &staff, subject, form).await,
    };
    let hand = Hand { db: &db, mailer: &mailer, staff: &staff, reason: &reason };
    hand.close(&report, outcome).await?;
    Ok(page.redirect_saying("/admin/reports", Flash::ReportClosed))
}
