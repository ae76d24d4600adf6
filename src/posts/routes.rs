//! The route table.

use actix_web::web;

use super::handlers::{compose, drafts, feeds, profile, reactions, search, timeline};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/").get(timeline::home))
        .service(web::resource("/explore").get(timeline::explore))
        .service(web::resource("/explore.atom").get(feeds::everybody))
        .service(web::resource("/tags/{tag}").get(timeline::tag))
        .service(web::resource("/tags/{tag}/feed.atom").get(feeds::tag))
        .service(web::resource("/search").get(search::search))
        .service(web::resource("/bookmarks").get(timeline::bookmarks))
        .service(web::resource("/likes").get(timeline::likes))
        .service(web::resource("/users/{username}").get(profile::profile))
        .service(web::resource("/users/{username}/feed.atom").get(feeds::person))
        .service(web::resource("/drafts").get(drafts::list).post(drafts::save))
        .service(web::resource("/drafts/{id}/delete").post(drafts::delete))
        .service(web::resource("/posts/new").get(compose::show_new))
        .service(web::resource("/posts").get(compose::forms_place).post(compose::publish))
        .service(web::resource("/posts/{id}").get(timeline::show))
        .service(web::resource("/posts/{id}/history").get(timeline::history))
        .service(web::resource("/posts/{id}/edit").get(compose::show_edit).post(compose::save_edit))
        .service(web::resource("/posts/{id}/delete").post(compose::delete))
        .service(web::resource("/posts/{id}/pin").post(reactions::pin))
        .service(web::resource("/posts/{id}/unpin").post(reactions::unpin))
        .service(web::resource("/posts/{id}/like").post(reactions::like))
        .service(web::resource("/posts/{id}/unlike").post(reactions::unlike))
        .service(web::resource("/posts/{id}/repost").post(reactions::repost))
        .service(web::resource("/posts/{id}/unrepost").post(reactions::unrepost))
        .service(web::resource("/posts/{id}/bookmark").post(reactions::bookmark))
        .service(web::resource("/posts/{id}/unbookmark").post(reactions::unbookmark));
}
