//! Telling moderators of a post or a person. Who is told of nothing it is: the reported one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use sea_orm::DatabaseTransaction;

use super::parse_id;
use crate::admin::forms;
use crate::admin::queries::reports::{self, NewReport};
use crate::admin::views::{Report, ReportForm};
use crate::db::Db;
use crate::posts::queries::visibility;
use crate::posts::views::permalink;
use crate::users::CurrentUser;
use crate::users::queries as users;
use crate::users::views::UserCard;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};
use crate::web::text;

/// Of a reported post, in grapheme clusters.
const EXCERPT: usize = 140;

/// What is to be reported.
struct Subject {
    person: i64,
    card: UserCard,
    post: Option<(i64, String)>,
    /// Its page.
    url: String,
}

impl Subject {
    /// Only what one can see can be reported.
    async fn of_post(db: &Db, user: &CurrentUser, id: &str) -> Result<Self, Error> {
        let id = parse_id(id)?;
        let post = visibility::find(db.reader(), Some(user.id), id).await?;
        let post = post.ok_or(Error::NotFound)?;
        let author = users::find(db.reader(), post.author_id).await?.ok_or(Error::NotFound)?;
        let wording = match &post.content_warning {
            Some(warning) => format!("{warning}\n\n{}", post.body),
            None => post.body.clone(),
        };
        Ok(Self {
            person: author.id,
            card: UserCard::of(&author.identity()),
            post: Some((id, wording)),
            url: permalink(id),
        })
    }

    async fn of_person(db: &Db, username: &str) -> Result<Self, Error> {
        let person = users::find_by_username(db.reader(), username).await?;
        let person = person.filter(|person| !person.is_gone()).ok_or(Error::NotFound)?;
        let card = UserCard::of(&person.identity());
        Ok(Self { person: person.id, url: card.url.clone(), card, post: None })
    }

    fn view(&self, form: ReportForm) -> Report {
        let excerpt = |(_, wording): &(i64, String)| text::shorten(&text::plain(wording), EXCERPT);
        Report {
            person: self.card.clone(),
            excerpt: self.post.as_ref().map(excerpt),
            action: format!("{}/report", self.url),
            back: self.url.clone(),
            form,
        }
    }
}

pub async fn show_post(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    show(&page, &user, &Subject::of_post(&db, &user, &id).await?)
}

pub async fn show_person(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
) -> Result<HttpResponse, Error> {
    show(&page, &user, &Subject::of_person(&db, &username).await?)
}

fn show(page: &Page, user: &CurrentUser, subject: &Subject) -> Result<HttpResponse, Error> {
    if subject.person == user.id {
        return Ok(page.redirect(&subject.url));
    }
    page.show(&subject.view(ReportForm::default()))
}

pub async fn report_post(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
    Form(form): Form<forms::Report>,
) -> Result<HttpResponse, Error> {
    let subject = Subject::of_post(&db, &user, &id).await?;
    report(&page, &user, &db, subject, form).await
}

pub async fn report_person(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    username: Path<String>,
    Form(form): Form<forms::Report>,
) -> Result<HttpResponse, Error> {
    let subject = Subject::of_person(&db, &username).await?;
    report(&page, &user, &db, subject, form).await
}

async fn report(
    page: &Page,
    user: &CurrentUser,
    db: &Db,
    subject: Subject,
    form: forms::Report,
) -> Result<HttpResponse, Error> {
    if subject.person == user.id {
        return Ok(page.redirect(&subject.url));
    }
    let (reason, comment) = match form.clone().validate() {
        Ok(valid) => valid,
        Err(form) => {
            return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &subject.view(form));
        }
    };
    let limits = &page.settings.rate_limit;
    if let Some(wait) = rate_limit::count(db, limits, Rule::Report, &user.id.to_string()).await? {
        return page.show_too_often(wait, |errors| subject.view(form.refuse(errors)));
    }
    let report = NewReport {
        reporter: user.id,
        person: subject.person,
        post: subject.post,
        reason,
        comment,
    };
    let add =
        async |tx: &DatabaseTransaction| Ok::<_, Error>(reports::add(tx, report.clone()).await?);
    db.write(add).await?;
    log::info!(user = user.id, about = subject.person; "reported");
    Ok(page.redirect_saying(&subject.url, Flash::Reported))
}
