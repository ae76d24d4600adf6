//! Posts that wait on the server until they are published.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};

use super::compose::show_again;
use super::parse_id;
use crate::db::Db;
use crate::id;
use crate::posts::entity::draft::Model;
use crate::posts::forms::NewPost;
use crate::posts::queries::drafts;
use crate::posts::views::{DraftRow, Drafts};
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::pagination::Cursor;
use crate::web::text;

/// So many bytes for each character that a post may have: what is too long may wait, too.
const BYTES_EACH: usize = 100;

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
    if let Err(errors) = check(&form, page.settings.posts.max_length) {
        return show_again(&page, &user, &db, form, errors).await;
    }
    let draft = Model {
        id: form.draft().unwrap_or_else(id::mint),
        user_id: user.id,
        visibility: form.visibility().unwrap_or_default(),
        in_reply_to: form.parent_id(),
        body: form.body.clone(),
        content_warning: form.content_warning.clone(),
        language: form.language.clone(),
        updated_at: id::now_ms(),
    };
    let transaction = db.begin().await?;
    let replaced = form.draft().is_some() && drafts::update(&transaction, draft.clone()).await?;
    if !replaced {
        if drafts::count(&transaction, user.id).await? >= drafts::MOST {
            drop(transaction);
            let most = Message::new("error-drafts-too-many").with("max", drafts::MOST as i64);
            return show_again(&page, &user, &db, form, Errors::one("form", most)).await;
        }
        // A draft that was published or deleted in another window begins anew.
        drafts::insert(&transaction, Model { id: id::mint(), ..draft }).await?;
    }
    transaction.commit().await?;
    Ok(page.redirect_saying("/drafts", Flash::DraftSaved))
}

fn check(form: &NewPost, max_length: usize) -> Result<(), Errors> {
    let mut errors = Errors::default();
    let blank = text::is_blank(&form.body) && text::is_blank(&form.content_warning);
    errors.require(!blank, "body", || Message::new("error-post-empty"));
    for (field, value) in [("body", &form.body), ("content_warning", &form.content_warning)] {
        // PostgreSQL takes no NUL in a text.
        errors.require(!text::has_forbidden(&value.replace('\r', "")), field, || {
            Message::new("error-post-control")
        });
    }
    let over = form.body.len().saturating_sub(max_length.saturating_mul(BYTES_EACH));
    errors.require(over == 0, "body", || {
        Message::new("error-post-too-long").with("over", over as i64)
    });
    let most = crate::posts::forms::WARNING_MAX;
    errors.require(form.content_warning.len() <= most * BYTES_EACH, "content_warning", || {
        Message::new("error-warning-too-long").with("max", most as i64)
    });
    let known = form.language.is_empty() || crate::posts::language::is_known(&form.language);
    errors.require(known, "language", || Message::new("error-language-invalid"));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
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
