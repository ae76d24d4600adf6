//! The route table. (A person's own page lists posts, and so is `posts`'.)

use actix_web::web;

use super::handlers::{boundaries, following, settings};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/settings/profile").get(settings::show_profile).post(settings::save_profile),
    )
    .service(
        web::resource("/settings/appearance")
            .get(settings::show_appearance)
            .post(settings::save_appearance),
    )
    .service(
        web::resource("/settings/privacy").get(settings::show_privacy).post(settings::save_privacy),
    )
    .service(web::resource("/settings/mutes").get(following::mutes))
    .service(web::resource("/settings/blocks").get(following::blocks))
    .service(web::resource("/follow-requests").get(following::requests))
    .service(web::resource("/users/{username}/followers").get(following::followers))
    .service(web::resource("/users/{username}/following").get(following::following))
    .service(web::resource("/users/{username}/follow").post(following::follow))
    .service(web::resource("/users/{username}/unfollow").post(following::unfollow))
    .service(web::resource("/users/{username}/accept-follow").post(following::accept))
    .service(web::resource("/users/{username}/reject-follow").post(following::reject))
    .service(web::resource("/users/{username}/remove-follower").post(following::remove_follower))
    .service(web::resource("/users/{username}/mute").post(boundaries::mute))
    .service(web::resource("/users/{username}/unmute").post(boundaries::unmute))
    .service(web::resource("/users/{username}/block").post(boundaries::block))
    .service(web::resource("/users/{username}/unblock").post(boundaries::unblock));
}
