//! The route table.

use actix_web::web;

use super::{handlers, settings};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/notifications").get(handlers::list))
        .service(web::resource("/notifications/read").post(handlers::mark_read))
        .service(
            web::resource("/notifications/unsubscribe")
                .get(settings::ask_to_unsubscribe)
                .post(settings::unsubscribe),
        )
        .service(web::resource("/settings/notifications").get(settings::show).post(settings::save));
}
