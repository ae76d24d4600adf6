//! The route table.

use actix_web::web;

use super::handlers::{
    account, recovering, registering, second_factor, sessions, sign_in, verifying,
};

pub fn blueprint(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/auth/register").get(registering::show_register).post(registering::register),
    )
    .service(web::resource("/auth/login").get(sign_in::show_login).post(sign_in::sign_in))
    .service(web::resource("/auth/logout").post(sign_in::sign_out))
    .service(web::resource("/auth/two-factor").get(second_factor::show).post(second_factor::send))
    .service(web::resource("/auth/two-factor/disable").post(second_factor::disable))
    .service(
        web::resource("/auth/two-factor/recovery-codes")
            .post(second_factor::replace_recovery_codes),
    )
    .service(web::resource("/auth/verify").get(verifying::verify))
    .service(web::resource("/auth/verify/resend").post(verifying::resend))
    .service(web::resource("/auth/forgot").get(recovering::show_forgot).post(recovering::forgot))
    .service(web::resource("/auth/reset").get(recovering::show_reset).post(recovering::reset))
    .service(web::resource("/auth/sessions").get(sessions::show_sessions))
    .service(web::resource("/auth/sessions/revoke-others").post(sessions::revoke_others))
    .service(web::resource("/auth/sessions/{id}/revoke").post(sessions::revoke))
    .service(
        web::resource("/settings/account").get(account::show_account).post(account::save_account),
    )
    .service(web::resource("/settings/account/cancel-email").post(account::cancel_email_change))
    .service(web::resource("/.well-known/change-password").get(account::lead_to_password));
}
