//! The route table. (A person's own page lists posts, and so is `posts`'.)

use actix_web::web;

use super::handlers::{following, settings};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/settings/profile").get(settings::show_profile).post(settings::save_profile),
    )
    .service(web::resource("/users/{username}/followers").get(following::followers))
    .service(web::resource("/users/{username}/following").get(following::following))
    .service(web::resource("/users/{username}/follow").post(following::follow))
    .service(web::resource("/users/{username}/unfollow").post(following::unfollow));
}
