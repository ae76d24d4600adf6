//! The route table.

use actix_web::web;

use super::handlers::{acts, case, log, people, queue, reporting, sign_up};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/posts/{id}/report").get(reporting::show_post).post(reporting::report_post),
    )
    .service(
        web::resource("/users/{username}/report")
            .get(reporting::show_person)
            .post(reporting::report_person),
    )
    .service(web::resource("/admin").get(queue::index))
    .service(web::resource("/admin/reports").get(queue::show))
    .service(web::resource("/admin/reports/{id}").get(case::show_report))
    .service(web::resource("/admin/reports/{id}/resolve").post(acts::resolve))
    .service(web::resource("/admin/reports/{id}/dismiss").post(acts::dismiss))
    .service(web::resource("/admin/posts/{id}").get(case::show_post))
    .service(web::resource("/admin/posts/{id}/hide").post(acts::hide))
    .service(web::resource("/admin/posts/{id}/unhide").post(acts::unhide))
    .service(web::resource("/admin/people").get(people::list))
    .service(web::resource("/admin/people/{username}").get(case::show_person))
    .service(web::resource("/admin/people/{username}/silence").post(acts::silence))
    .service(web::resource("/admin/people/{username}/suspend").post(acts::suspend))
    .service(web::resource("/admin/people/{username}/lift").post(acts::lift))
    .service(web::resource("/admin/people/{username}/sign-out").post(acts::sign_out))
    .service(web::resource("/admin/people/{username}/notes").post(acts::note))
    .service(web::resource("/admin/invitations").get(sign_up::invitations).post(sign_up::invite))
    .service(web::resource("/admin/invitations/{id}/revoke").post(sign_up::revoke))
    .service(web::resource("/admin/applications").get(sign_up::applications))
    .service(web::resource("/admin/applications/{id}/approve").post(sign_up::approve))
    .service(web::resource("/admin/applications/{id}/reject").post(sign_up::reject))
    .service(web::resource("/admin/blocks").get(sign_up::blocks).post(sign_up::add_block))
    .service(web::resource("/admin/blocks/{id}/remove").post(sign_up::remove_block))
    .service(web::resource("/admin/audit").get(log::show));
}
