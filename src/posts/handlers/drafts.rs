//! Posts that wait on the server until they are published.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};

use super::compose::show_again;
use super::parse_id;
use crate::db::Db;
use crate::posts::forms::NewPost;
use crate::posts::publishing::{self, Kept};
use crate::posts::queries::drafts;
use crate::posts::views::{DraftRow, Drafts};
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::pagination::Cursor;

pub async fn list(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    cursor: Query<Cursor>,
) -> Result<HttpResponse, Error> {
    let slice = drafts::page(db.reader(), user.id, &cursor, page.settings.posts.page_size).await?;
    page.show(&Drafts {
        older_url: slice.older_url("/drafts"),
        drafts: slice.items.iter().map(DraftRow::of).collect(),
    })
}

/// Keeps what was typed, whatever is wrong with it as a post.
pub async fn save(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<NewPost>,
) -> Result<HttpResponse, Error> {
    let words = match form.validate_draft(page.settings.posts.max_length) {
        Ok(words) => words,
        Err(errors) => return show_again(&page, &user, &db, form, errors).await,
    };
    match publishing::keep_draft(&db, user.id, form.draft(), words).await? {
        Kept::Draft => Ok(page.redirect_saying("/drafts", Flash::DraftSaved)),
        Kept::TooMany => {
            let most = Message::new("error-drafts-too-many").with("max", drafts::MOST as i64);
            show_again(&page, &user, &db, form, Errors::one("form", most)).await
        }
    }
}

pub async fn delete(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    if !drafts::delete(db.writer(), parse_id(&id)?, user.id).await? {
        return Err(Error::NotFound);
    }
    Ok(page.redirect_saying("/drafts", Flash::DraftDeleted))
}
