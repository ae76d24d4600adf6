//! Writing and deleting.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::timeline::parse_id;
use crate::db::Db;
use crate::posts::forms::NewPost;
use crate::posts::publishing::{self, Published};
use crate::posts::queries::{self, cards};
use crate::posts::views::{Composer, New, PostCard, permalink};
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::own_path::own_path_of_referer;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

pub async fn show_new(page: Page, _user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&New { composer: Composer::empty(page.settings.posts.max_length), parent: None })
}

pub async fn publish(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<NewPost>,
) -> Result<HttpResponse, Error> {
    let valid = match form.validate(page.settings.posts.max_length) {
        Ok(valid) => valid,
        Err(errors) => return show_again(&page, &user, &db, form, errors).await,
    };
    let limits = &page.settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::PostAccount, &user.id.to_string()).await?
    {
        let new = again(&page, &user, &db, form).await?;
        return page.show_too_often(wait, |errors| New {
            composer: Composer { errors, ..new.composer },
            ..new
        });
    }
    match publishing::publish(&db, user.id, valid).await? {
        Published::Post(id) => {
            log::info!(user = user.id, post = id; "published");
            Ok(page.redirect(&permalink(id)))
        }
        Published::ParentGone => {
            let errors = Errors::one("form", Message::new("error-reply-gone"));
            show_again(&page, &user, &db, form, errors).await
        }
    }
}

async fn show_again(
    page: &Page,
    user: &CurrentUser,
    db: &Db,
    form: NewPost,
    errors: Errors,
) -> Result<HttpResponse, Error> {
    let new = again(page, user, db, form).await?;
    let view = New { composer: Composer { errors, ..new.composer }, ..new };
    page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// The form with what was typed, and above it the post that it answers, if that is still there.
async fn again(page: &Page, user: &CurrentUser, db: &Db, form: NewPost) -> Result<New, Error> {
    let parent = match form.parent_id() {
        Some(parent) => cards::find_one(db.reader(), parent, Some(user.id)).await?,
        None => None,
    };
    let parent = parent.map(|card| PostCard::of(&card, Some(user)));
    // What answered a post that is gone begins a thread when it is sent again.
    Ok(New {
        composer: Composer::refused(form.body, Errors::default(), page.settings.posts.max_length),
        parent,
    })
}

pub async fn delete(
    req: HttpRequest,
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    if !queries::delete(db.writer(), id, user.id).await? {
        return Err(match queries::find(db.reader(), id).await? {
            Some(_) => Error::NotYours,
            None => Error::NotFound,
        });
    }
    log::info!(user = user.id, post = id; "deleted");
    Ok(page.redirect_saying(&list_it_was_in(&req, id), Flash::Deleted))
}

/// Back to the list where the button was; the post's own page is gone, so from there home.
fn list_it_was_in(req: &HttpRequest, id: i64) -> String {
    let path = own_path_of_referer(req.headers()).filter(|path| !path.starts_with(&permalink(id)));
    path.unwrap_or_else(|| "/".to_owned())
}
