//! What somebody shows of himself, and what he lets through to him.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::db::Db;
use crate::users::forms::{EditAppearance, EditPrivacy, EditProfile};
use crate::users::views::{SettingsAppearance, SettingsPrivacy, SettingsProfile};
use crate::users::{CurrentUser, queries};
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::page::Page;

pub async fn show_profile(page: Page, user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&SettingsProfile::new(EditProfile::of(&user)))
}

pub async fn save_profile(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<EditProfile>,
) -> Result<HttpResponse, Error> {
    match form.validate() {
        Ok(profile) => {
            let save = async |transaction: &_| {
                queries::update_profile(transaction, &user, profile.clone()).await
            };
            db.write(save).await?;
            Ok(page.redirect_saying("/settings/profile", Flash::Saved))
        }
        Err(form) => page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &SettingsProfile::new(*form)),
    }
}

pub async fn show_appearance(page: Page, user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&SettingsAppearance { form: EditAppearance::of(&user) })
}

pub async fn save_appearance(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<EditAppearance>,
) -> Result<HttpResponse, Error> {
    match form.validate() {
        Ok(appearance) => {
            queries::update_appearance(db.writer(), user.id, appearance).await?;
            Ok(page.redirect_saying("/settings/appearance", Flash::Saved))
        }
        Err(form) => page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &SettingsAppearance { form }),
    }
}

pub async fn show_privacy(page: Page, user: CurrentUser) -> Result<HttpResponse, Error> {
    page.show(&SettingsPrivacy { form: EditPrivacy::of(&user) })
}

pub async fn save_privacy(
    page: Page,
    user: CurrentUser,
    db: Data<Db>,
    Form(form): Form<EditPrivacy>,
) -> Result<HttpResponse, Error> {
    match form.validate(&user) {
        Ok(privacy) => {
            queries::update_privacy(db.writer(), user.id, privacy).await?;
            Ok(page.redirect_saying("/settings/privacy", Flash::Saved))
        }
        Err(form) => page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &SettingsPrivacy { form }),
    }
}
