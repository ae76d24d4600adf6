//! Writing, editing and deleting.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::parse_id;
use crate::db::Db;
use crate::events::Events;
use crate::posts::forms::NewPost;
use crate::posts::publishing::{self, Edited, Published};
use crate::posts::queries::cards::{self, Card};
use crate::posts::queries::{self, drafts, visibility};
use crate::posts::views::{Composer, Edit, New, PostCard, Reader, draft_url, permalink};
use crate::users::CurrentUser;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::own_path::own_path_of_referer;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};

/// What is gone on with.
#[derive(Debug, Default, Deserialize)]
pub struct Begun {
    draft: Option<i64>,
}

/// The address of the form that was refused, when somebody comes back to it.
pub async fn forms_place(page: Page) -> HttpResponse {
    page.redirect("/posts/new")
}

pub async fn show_new(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    begun: Query<Begun>,
) -> Result<HttpResponse, Error> {
    let max_length = page.settings.posts.max_length;
    let Some(draft) = begun.draft else {
        return page.show(&New { composer: Composer::empty(max_length), parent: None });
    };
    let draft = drafts::find(db.reader(), draft, user.id).await?.ok_or(Error::NotFound)?;
    let parent = find_parent(&db, &user, draft.in_reply_to).await?;
    page.show(&under(Composer::of_draft(draft, max_length), parent.as_ref(), &user))
}

pub async fn publish(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    Form(form): Form<NewPost>,
) -> Result<HttpResponse, Error> {
    let valid = match form.validate(page.settings.posts.max_length) {
        Ok(valid) => valid,
        Err(errors) => return show_again(&page, &user, &db, form, errors).await,
    };
    // What was published already isn't counted again.
    if let Some(key) = &valid.submission
        && let Some(first) = queries::find_submitted(db.reader(), user.id, key).await?
    {
        return Ok(page.redirect(&permalink(first)));
    }
    let limits = &page.settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::PostAccount, &user.id.to_string()).await?
    {
        let New { composer, parent } = again(&page, &user, &db, form).await?;
        return page
            .show_too_often(wait, |errors| New { composer: composer.with_errors(errors), parent });
    }
    match publishing::publish(&db, &events, user.id, valid).await? {
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

pub(super) async fn show_again(
    page: &Page,
    user: &CurrentUser,
    db: &Db,
    form: NewPost,
    errors: Errors,
) -> Result<HttpResponse, Error> {
    let New { composer, parent } = again(page, user, db, form).await?;
    let view = New { composer: composer.with_errors(errors), parent };
    page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// The form with what was typed, and above it the post that it answers, if that is still there.
async fn again(page: &Page, user: &CurrentUser, db: &Db, form: NewPost) -> Result<New, Error> {
    // What answered a post that is gone begins a thread when it is sent again.
    let parent = find_parent(db, user, form.parent_id()).await?;
    let composer = Composer::of(form, Errors::default(), page.settings.posts.max_length);
    Ok(under(composer, parent.as_ref(), user))
}

fn under(composer: Composer, parent: Option<&Card>, user: &CurrentUser) -> New {
    let reader = Reader::of(Some(user));
    New {
        composer: composer.under(parent, user.id),
        parent: parent.map(|card| PostCard::of(card, &reader)),
    }
}

async fn find_parent(
    db: &Db,
    user: &CurrentUser,
    parent: Option<i64>,
) -> Result<Option<Card>, Error> {
    Ok(match parent {
        Some(parent) => cards::find_one(db.reader(), parent, Some(user.id)).await?,
        None => None,
    })
}

pub async fn show_edit(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    let Some(post) = queries::find_own(db.reader(), id, user.id).await? else {
        return Err(not_own(&db, &user, id).await?);
    };
    let composer = Composer::of_post(post, page.settings.posts.max_length);
    page.show(&Edit { post_url: permalink(id), composer })
}

pub async fn save_edit(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    events: Data<Events>,
    (id, Form(form)): (Path<String>, Form<NewPost>),
) -> Result<HttpResponse, Error> {
    let (id, max_length) = (parse_id(&id)?, page.settings.posts.max_length);
    let wording = match form.validate_edit(max_length) {
        Ok(wording) => wording,
        Err(errors) => {
            let Some(post) = queries::find_own(db.reader(), id, user.id).await? else {
                return Err(not_own(&db, &user, id).await?);
            };
            let visibility = Composer::of_post(post, max_length).visibility;
            let form = NewPost { visibility, ..form };
            let composer = Composer::of(form, errors, max_length);
            let view = Edit { post_url: permalink(id), composer };
            return page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let limits = &page.settings.rate_limit;
    if let Some(wait) =
        rate_limit::count(&db, limits, Rule::PostAccount, &user.id.to_string()).await?
    {
        let composer = Composer::of(form, Errors::default(), max_length);
        return page.show_too_often(wait, |errors| Edit {
            post_url: permalink(id),
            composer: composer.with_errors(errors),
        });
    }
    match publishing::edit(&db, &events, user.id, id, wording).await? {
        Edited::Done => {
            log::info!(user = user.id, post = id; "edited");
            Ok(page.redirect_saying(&permalink(id), Flash::Edited))
        }
        Edited::Same => Ok(page.redirect(&permalink(id))),
        Edited::NotOwn => Err(not_own(&db, &user, id).await?),
    }
}

/// Why somebody may not change a post: it is another's, or he can't even see one.
async fn not_own(db: &Db, user: &CurrentUser, id: i64) -> Result<Error, Error> {
    let seen = visibility::find(db.reader(), Some(user.id), id).await?;
    Ok(if seen.is_some() { Error::NotYours } else { Error::NotFound })
}

/// What a button to delete may say beside it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Delete {
    /// Not empty: go on with the words as a draft.
    redraft: String,
}

pub async fn delete(
    req: HttpRequest,
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    (id, Form(form)): (Path<String>, Form<Delete>),
) -> Result<HttpResponse, Error> {
    let id = parse_id(&id)?;
    let redraft = !form.redraft.is_empty();
    let Some(deleted) = publishing::delete(&db, user.id, id, redraft).await? else {
        return Err(not_own(&db, &user, id).await?);
    };
    log::info!(user = user.id, post = id; "deleted");
    Ok(match deleted.draft {
        Some(draft) => page.redirect_saying(&draft_url(draft), Flash::Redraft),
        None => page.redirect_saying(&list_it_was_in(&req, id), Flash::Deleted),
    })
}

/// Back to the list where the button was; the post's own page is gone, so from there home.
fn list_it_was_in(req: &HttpRequest, id: i64) -> String {
    let path = own_path_of_referer(req.headers()).filter(|path| !path.starts_with(&permalink(id)));
    path.unwrap_or_else(|| "/".to_owned())
}
