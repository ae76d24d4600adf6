//! The page of a report, a post or a person: all that is known, and what can be done.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use sea_orm::ActiveEnum;

use super::log::line as log_line;
use super::{cards, parse_id, person_url, post_url, report_url};
use crate::admin::acts::may_act;
use crate::admin::audit;
use crate::admin::entity::report::Model as Report;
use crate::admin::queries::people::rank;
use crate::admin::queries::{notes, reports};
use crate::admin::staff::Staff;
use crate::admin::views::{
    ActButton, ActForm, Case, NoteLine, PersonFacts, ReportLine, ReportedPost,
};
use crate::db::Db;
use crate::id;
use crate::posts::entity::Model as Post;
use crate::posts::queries::{timelines, visibility};
use crate::posts::views::{name_of, permalink, rfc3339};
use crate::users::entity::Model;
use crate::users::queries::{self as users, follows};
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::page::Page;
use crate::web::pagination::Cursor;
use crate::web::text;

/// So many of the last acts about a person are on his page; the log has the others.
const ACTS: u64 = 20;

/// What a page is about.
pub enum Subject {
    Report(Report),
    Post(Post),
    Person(Model),
}

impl Subject {
    pub async fn report(db: &Db, staff: &Staff, id: &str) -> Result<Self, Error> {
        let report = reports::find(db.reader(), parse_id(id)?, staff.id).await?;
        Ok(Self::Report(report.ok_or(Error::NotFound)?))
    }

    /// Moderators read what is for everybody, and what somebody has shown them by reporting it.
    pub async fn post(db: &Db, id: &str) -> Result<Self, Error> {
        let post = visibility::find_for_moderators(db.reader(), parse_id(id)?).await?;
        let post = post.ok_or(Error::NotFound)?;
        let subject = Report::subject_of(post.author_id, Some(post.id));
        let shown = post.visibility.is_open()
            || !reports::of_subject(db.reader(), &subject).await?.is_empty();
        if shown { Ok(Self::Post(post)) } else { Err(Error::NotFound) }
    }

    pub async fn person(db: &Db, username: &str) -> Result<Self, Error> {
        let person = users::find_by_username(db.reader(), username).await?;
        Ok(Self::Person(person.ok_or(Error::NotFound)?))
    }
}

pub async fn show_report(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let subject = Subject::report(&db, &staff, &id).await?;
    page.show(&build(&db, &staff, subject, ActForm::default()).await?)
}

pub async fn show_post(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let subject = Subject::post(&db, &id).await?;
    page.show(&build(&db, &staff, subject, ActForm::default()).await?)
}

pub async fn show_person(
    page: Page,
    staff: Staff,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    let subject = Subject::person(&db, &username).await?;
    page.show(&build(&db, &staff, subject, ActForm::default()).await?)
}

/// The page again, with what was typed.
pub async fn refuse(
    page: &Page,
    db: &Db,
    staff: &Staff,
    subject: Subject,
    form: ActForm,
) -> Result<HttpResponse, Error> {
    let case = build(db, staff, subject, form).await?;
    page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &case)
}

async fn build(db: &Db, staff: &Staff, subject: Subject, form: ActForm) -> Result<Case, Error> {
    let reader = db.reader();
    let (kind, person, post_id, report) = match subject {
        Subject::Report(report) => {
            let person = users::find(reader, report.person_id).await?.ok_or(Error::NotFound)?;
            ("report", person, report.post_id, Some(report))
        }
        Subject::Post(post) => {
            let person = users::find(reader, post.author_id).await?.ok_or(Error::NotFound)?;
            ("post", person, Some(post.id), None)
        }
        Subject::Person(person) => ("person", person, None, None),
    };
    let post = match post_id {
        Some(id) => visibility::find_for_moderators(reader, id).await?,
        None => None,
    };
    let is_me = person.id == staff.id;
    let (mut told, mut remarks) = (Vec::new(), Vec::new());
    // Who reported oneself is for the others to know.
    if !is_me {
        told = match kind {
            "person" => reports::about(reader, person.id).await?,
            _ => reports::of_subject(reader, &Report::subject_of(person.id, post_id)).await?,
        };
        remarks = notes::about(reader, person.id).await?;
    }
    let log = audit::list(reader, Some(person.id), &Cursor::default(), ACTS).await?;
    let named = told.iter().map(|report| report.reporter_id);
    let named = named.chain(remarks.iter().map(|note| note.author_id)).chain([person.id]);
    let people =
        cards(db, named.chain(log.items.iter().filter_map(|entry| entry.actor_id))).await?;
    let notes = remarks.iter().map(|note| NoteLine {
        at: rfc3339(id::time_of(note.id)),
        by: people.get(&note.author_id).cloned(),
        html: text::to_html(&note.body),
    });
    Ok(Case {
        kind,
        acts: acts(staff, &person, post.as_ref(), report.as_ref()),
        about_post: post_id.is_some(),
        reports: told.iter().map(|report| report_line(report, post.as_ref(), &people)).collect(),
        notes: notes.collect(),
        log: log.items.iter().map(|entry| log_line(entry, &people)).collect(),
        post: post.map(|post| post_facts(&post)),
        person: person_facts(db, person, is_me).await?,
        form,
    })
}

/// Only what would change something, and what whoever looks may do.
fn acts(
    staff: &Staff,
    person: &Model,
    post: Option<&Post>,
    report: Option<&Report>,
) -> Vec<ActButton> {
    let mut acts = Vec::new();
    let mut add = |wanted: bool, url: String, act: &'static str, grave: bool| {
        if wanted {
            acts.push(ActButton { url: format!("{url}/{act}"), act, grave });
        }
    };
    if may_act(staff, person) {
        if let Some(post) = post {
            let hidden = post.hidden_at.is_some();
            add(!hidden, post_url(post.id), "hide", false);
            add(hidden, post_url(post.id), "unhide", false);
        }
        let (silenced, suspended) = (person.silenced_at.is_some(), person.is_suspended());
        let url = || person_url(&person.username);
        add(!silenced, url(), "silence", false);
        add(!suspended, url(), "suspend", true);
        add(silenced || suspended, url(), "lift", false);
        add(!suspended, url(), "sign-out", false);
    }
    if let Some(report) = report.filter(|report| report.closed_at.is_none())
        && may_close(staff, person)
    {
        add(true, report_url(report.id), "resolve", false);
        add(true, report_url(report.id), "dismiss", false);
    }
    acts
}

/// What was said of one's like can be judged by whom it isn't about.
pub fn may_close(staff: &Model, person: &Model) -> bool {
    staff.id != person.id && rank(staff.role) >= rank(person.role)
}

fn report_line(
    report: &Report,
    post: Option<&Post>,
    people: &HashMap<i64, UserCard>,
) -> ReportLine {
    let as_it_is = |wording: &&String| {
        let same = |post: &Post| Some(post.id) == report.post_id && wording.ends_with(&post.body);
        post.is_some_and(same)
    };
    let wording = report.wording.as_ref().filter(|wording| !as_it_is(wording));
    ReportLine {
        url: report_url(report.id),
        at: rfc3339(id::time_of(report.id)),
        by: people.get(&report.reporter_id).cloned(),
        reason: report.reason.to_value(),
        comment: report.comment.clone(),
        wording_html: wording.map(|wording| text::to_html(wording)),
        outcome: report.outcome.as_ref().map(ActiveEnum::to_value),
    }
}

fn post_facts(post: &Post) -> ReportedPost {
    ReportedPost {
        url: permalink(post.id),
        body_html: text::to_html(&post.body),
        language: post.language.clone(),
        content_warning: post.content_warning.clone(),
        visibility: name_of(post.visibility),
        created_at: rfc3339(post.created_at),
        edited_at: post.edited_at.map(rfc3339),
        hidden_at: post.hidden_at.map(rfc3339),
    }
}

async fn person_facts(db: &Db, person: Model, is_me: bool) -> Result<PersonFacts, Error> {
    let (followers, following) = follows::counts(db.reader(), person.id).await?;
    Ok(PersonFacts {
        card: UserCard::of(&person.identity()),
        url: person_url(&person.username),
        role: person.role.to_value(),
        joined: rfc3339(person.created_at),
        suspended_at: person.suspended_at.map(rfc3339),
        silenced_at: person.silenced_at.map(rfc3339),
        leaving: person.leaving_at.is_some(),
        awaiting: person.awaiting_at.is_some(),
        verified: person.is_verified(),
        // All of them: as the person himself sees it.
        posts: timelines::count_by_author(db.reader(), Some(person.id), person.id).await?,
        followers,
        following,
        is_me,
    })
}
