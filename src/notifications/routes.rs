//! The route table.

use actix_web::web;

use super::handlers;

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/notifications").get(handlers::list))
        .service(web::resource("/notifications/read").post(handlers::mark_read));
}
