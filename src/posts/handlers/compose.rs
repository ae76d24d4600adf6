//! Writing and deleting.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use sea_orm::DatabaseConnection;

use super::timeline::parse_id;
use crate::posts::forms::NewPost;
use crate::posts::queries;
use crate::posts::views::{Composer, New, permalink};
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::own_path::own_path_of_referer;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

pub async fn show_new(page: Page, _user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&New { composer: Composer::empty(page.settings.posts.max_length) })
}

pub async fn publish(
    page: Page,
    user: CurrentUser,
    db: Data<DatabaseConnection>,
    Form(form): Form<NewPost>,
) -> Result<HttpResponse, Error> {
    let max_length = page.settings.posts.max_length;
    let body = match form.validate(max_length) {
        Ok(body) => body,
        Err(errors) => {
            let composer = Composer::refused(form.body, errors, max_length);
            return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &New { composer });
        }
    };
    let limits = &page.settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::PostAccount, &user.id.to_string()).await?
    {
        return page.show_too_often(wait, |errors| New {
            composer: Composer::refused(form.body, errors, max_length),
        });
    }
    let id = queries::create(db.get_ref(), user.id, body).await?;
    log::info!(user = user.id, post = id; "published");
    Ok(page.redirect(&permalink(id)))
}

pub async fn delete(
    req: HttpRequest,
    page: Page,
    user: CurrentUser,
    db: Data<DatabaseConnection>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    if !queries::delete(db.get_ref(), id, user.id).await? {
        return Err(match queries::find(db.get_ref(), id).await? {
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
