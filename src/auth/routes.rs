//! The route table.

use actix_web::web;

use super::handlers::{registering, sign_in};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/auth/register").get(registering::show_register).post(registering::register),
    )
    .service(web::resource("/auth/login").get(sign_in::show_login).post(sign_in::sign_in))
    .service(web::resource("/auth/logout").post(sign_in::sign_out));
}
