//! The profile's settings.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::db::Db;
use crate::users::forms::EditProfile;
use crate::users::views::SettingsProfile;
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
            queries::update_profile(db.writer(), user.id, profile).await?;
            Ok(page.redirect_saying("/settings/profile", Flash::Saved))
        }
        Err(form) => page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &SettingsProfile::new(form)),
    }
}
