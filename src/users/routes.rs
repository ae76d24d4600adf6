//! The route table.

use actix_web::web;

use super::handlers;

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/settings/profile")
            .get(handlers::show_profile_settings)
            .post(handlers::save_profile_settings),
    );
}
