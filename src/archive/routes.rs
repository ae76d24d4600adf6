//! The route table.

use actix_web::web;

use super::handlers::{export, import, leaving};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/settings/data").get(export::show_data))
        .service(web::resource("/settings/export").get(export::show).post(export::start))
        .service(web::resource("/settings/export/{id}/download").get(export::download))
        .service(web::resource("/settings/import").get(import::show).post(import::bring))
        .service(web::resource("/settings/delete").get(leaving::show).post(leaving::leave))
        .service(
            web::resource("/settings/delete/cancel")
                .get(leaving::show_cancel)
                .post(leaving::cancel),
        );
}
