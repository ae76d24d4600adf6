//! The route table.

use actix_web::web;

use super::handlers;

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/live").get(handlers::live));
}
