//! The route table.

use actix_web::web;

use super::handlers;

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/auth/register").get(handlers::show_register).post(handlers::register),
    )
    .service(web::resource("/auth/login").get(handlers::show_login).post(handlers::sign_in))
    .service(web::resource("/auth/logout").post(handlers::sign_out));
}
