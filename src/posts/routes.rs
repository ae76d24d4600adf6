//! The route table.

use actix_web::web;

use super::handlers::{compose, feeds, reactions, timeline};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/").get(timeline::home))
        .service(web::resource("/explore").get(timeline::explore))
        .service(web::resource("/explore.atom").get(feeds::everybody))
        .service(web::resource("/users/{username}/feed.atom").get(feeds::person))
        .service(web::resource("/bookmarks").get(timeline::bookmarks))
        .service(web::resource("/users/{username}").get(timeline::profile))
        .service(web::resource("/posts/new").get(compose::show_new))
        .service(web::resource("/posts").post(compose::publish))
        .service(web::resource("/posts/{id}").get(timeline::show))
        .service(web::resource("/posts/{id}/delete").post(compose::delete))
        .service(web::resource("/posts/{id}/like").post(reactions::like))
        .service(web::resource("/posts/{id}/unlike").post(reactions::unlike))
        .service(web::resource("/posts/{id}/bookmark").post(reactions::bookmark))
        .service(web::resource("/posts/{id}/unbookmark").post(reactions::unbookmark));
}
