//! The second factor: setting it up, and asking for it in the middle of a sign-in. Both are at one
//! address, where who isn't signed in yet has only the second to do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::{fault_of, unkept};
use crate::auth::accounts::{Unconfirmed, confirm_password};
use crate::auth::forms::{Confirmation, SecondFactor};
use crate::auth::known_browser::ThisBrowser;
use crate::auth::letters::Notice;
use crate::auth::password::Hasher;
use crate::auth::queries::second_factor as queries;
use crate::auth::second_factor::{self, Checked};
use crate::auth::totp;
use crate::auth::views::{RecoveryCodes, SecondFactorOn, SecondFactorSetup, SecondStep};
use crate::db::Db;
use crate::mail::Mailer;
use crate::users::{CurrentUser, MaybeUser};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};
use crate::web::session::{Pending, Session};

const PATH: &str = "/auth/two-factor";

pub async fn show(
    page: Page,
    session: Session,
    user: MaybeUser,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let Some(user) = user.0 else {
        return match session.pending() {
            Some(pending) if pending.is_late() => Ok(begin_again(&page, &session)),
            Some(_) => Ok(unkept(page.show(&SecondStep::default())?)),
            None => Err(Error::SignInNeeded),
        };
    };
    if queries::find(db.reader(), user.id).await?.is_some() {
        let left = queries::count_codes(db.reader(), user.id).await?;
        return page.show(&SecondFactorOn { left, errors: Errors::default() });
    }
    let secret = match session.draft_secret() {
        Some(secret) => secret,
        None => {
            let secret = totp::new_secret();
            session.keep_draft_secret(&secret)?;
            secret
        }
    };
    page.show(&setup(&page, &user, &secret, Errors::default()))
}

fn setup(page: &Page, user: &CurrentUser, secret: &str, errors: Errors) -> SecondFactorSetup {
    let uri = totp::uri(&page.settings.site.name, &user.username, secret);
    SecondFactorSetup { qr: totp::Qr::of(&uri), secret: totp::grouped(secret), uri, errors }
}

/// The password was given too long ago, or isn't the password any more.
fn begin_again(page: &Page, session: &Session) -> HttpResponse {
    session.sign_out();
    page.redirect_saying("/auth/login", Flash::SignInAgain)
}

pub async fn send(
    page: Page,
    (client, session, user, browser): (Client, Session, MaybeUser, ThisBrowser),
    db: Data<Db>,
    hasher: Data<Hasher>,
    mailer: Data<Mailer>,
    Form(form): Form<SecondFactor>,
) -> Result<HttpResponse, Error> {
    match (user.0, session.pending()) {
        (Some(user), _) => {
            enable(&page, (&client, &session, &user), &db, &hasher, &mailer, form).await
        }
        (None, Some(pending)) if pending.is_late() => Ok(begin_again(&page, &session)),
        (None, Some(pending)) => {
            let account = pending.user_id;
            let mut answer =
                finish_sign_in(&page, (&client, &session, pending), &db, &mailer, form).await?;
            if session.user_id() == Some(account) {
                browser.remember(&mut answer, account);
            }
            Ok(answer)
        }
        (None, None) => Err(Error::SignInNeeded),
    }
}

async fn enable(
    page: &Page,
    (client, session, user): (&Client, &Session, &CurrentUser),
    db: &Db,
    hasher: &Hasher,
    mailer: &Mailer,
    form: SecondFactor,
) -> Result<HttpResponse, Error> {
    // Without a secret there was no page to set it up, or it is set up already.
    let Some(secret) = session.draft_secret() else { return Ok(page.redirect(PATH)) };
    let limits = &page.settings.rate_limit;
    let mut errors = Errors::default();
    match confirm_password(db, hasher, limits, client, user, &form.current_password).await? {
        Ok(()) => {}
        Err(Unconfirmed::TooMany(wait)) => {
            return page.show_too_often(wait, |errors| setup(page, user, &secret, errors));
        }
        Err(unconfirmed) => {
            if let Some(fault) = fault_of(unconfirmed) {
                errors.add("current_password", fault);
            }
        }
    }
    let step = totp::step_of(&secret, &form.code, second_factor::now());
    errors.require(step.is_some(), "code", || Message::new("error-code-setup"));
    let Some(step) = step.filter(|_| errors.is_empty()) else {
        return page
            .show_with(StatusCode::UNPROCESSABLE_ENTITY, &setup(page, user, &secret, errors));
    };
    let letter = Notice::SecondFactorOn.letter(mailer, &page.settings, user, page.locale());
    let Some(codes) = second_factor::enable(db, mailer, user.id, (&secret, step), letter).await?
    else {
        return Ok(page.redirect(PATH));
    };
    session.renew(user.password_changed_at)?;
    log::info!(user = user.id; "second factor switched on");
    Ok(unkept(page.show(&RecoveryCodes { codes, first: true })?))
}

async fn finish_sign_in(
    page: &Page,
    (client, session, pending): (&Client, &Session, Pending),
    db: &Db,
    mailer: &Mailer,
    form: SecondFactor,
) -> Result<HttpResponse, Error> {
    let account = pending.user_id.to_string();
    let from_here = format!("{account} {}", client.limit_key());
    let mut rules = vec![(Rule::SecondFactor, &from_here)];
    // What can't be guessed isn't counted for the account: so nobody can lock out its owner.
    if totp::recovery_fingerprint(&form.code).is_none() {
        rules.push((Rule::SecondFactorAccount, &account));
    }
    let again = |errors| SecondStep { code: form.code.clone(), errors };
    if form.code.trim().is_empty() {
        let errors = Errors::one("code", Message::new("error-required"));
        return Ok(unkept(page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &again(errors))?));
    }
    for (rule, subject) in rules {
        if let Some(wait) = rate_limit::count(db, &page.settings.rate_limit, rule, subject).await? {
            log::warn!(user = pending.user_id, client:% = client.address; "too many codes");
            return Ok(unkept(page.show_too_often(wait, again)?));
        }
    }
    let notice = |user: &_, left| {
        let notice = Notice::RecoveryCodeUsed { left };
        notice.letter(mailer, &page.settings, user, page.locale())
    };
    match second_factor::check(db, mailer, &pending.identity(), &form.code, notice).await? {
        Checked::Right => {}
        Checked::Void => return Ok(begin_again(page, session)),
        Checked::Wrong => {
            log::info!(user = pending.user_id, client:% = client.address; "refused a code");
            let errors = Errors::one("code", Message::new("error-code-wrong"));
            return Ok(unkept(page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &again(errors))?));
        }
    }
    rate_limit::forgive(db, Rule::SecondFactor, &from_here).await?;
    session.sign_in(pending.identity())?;
    log::info!(user = pending.user_id, client:% = client.address; "signed in with a second factor");
    Ok(page.redirect(&pending.next))
}

pub async fn disable(
    page: Page,
    (client, session, user): (Client, Session, CurrentUser),
    db: Data<Db>,
    hasher: Data<Hasher>,
    mailer: Data<Mailer>,
    Form(form): Form<Confirmation>,
) -> Result<HttpResponse, Error> {
    if let Some(refusal) = refuse(&page, &client, &user, &db, &hasher, &form).await? {
        return Ok(refusal);
    }
    let letter = Notice::SecondFactorOff.letter(&mailer, &page.settings, &user, page.locale());
    if second_factor::disable(&db, &mailer, user.id, letter).await? {
        log::info!(user = user.id; "second factor switched off");
    }
    session.renew(user.password_changed_at)?;
    Ok(page.redirect_saying("/settings/account", Flash::SecondFactorOff))
}

pub async fn replace_recovery_codes(
    page: Page,
    (client, user): (Client, CurrentUser),
    db: Data<Db>,
    hasher: Data<Hasher>,
    mailer: Data<Mailer>,
    Form(form): Form<Confirmation>,
) -> Result<HttpResponse, Error> {
    if let Some(refusal) = refuse(&page, &client, &user, &db, &hasher, &form).await? {
        return Ok(refusal);
    }
    let letter =
        Notice::RecoveryCodesReplaced.letter(&mailer, &page.settings, &user, page.locale());
    match second_factor::replace_recovery_codes(&db, &mailer, user.id, letter).await? {
        Some(codes) => {
            log::info!(user = user.id; "recovery codes replaced");
            Ok(unkept(page.show(&RecoveryCodes { codes, first: false })?))
        }
        None => Ok(page.redirect(PATH)),
    }
}

/// The page again, when the present password wasn't given.
async fn refuse(
    page: &Page,
    client: &Client,
    user: &CurrentUser,
    db: &Db,
    hasher: &Hasher,
    form: &Confirmation,
) -> Result<Option<HttpResponse>, Error> {
    let limits = &page.settings.rate_limit;
    let password = &form.current_password;
    let Err(unconfirmed) = confirm_password(db, hasher, limits, client, user, password).await?
    else {
        return Ok(None);
    };
    let left = queries::count_codes(db.reader(), user.id).await?;
    if let Unconfirmed::TooMany(wait) = unconfirmed {
        return page.show_too_often(wait, |errors| SecondFactorOn { left, errors }).map(Some);
    }
    let mut errors = Errors::default();
    if let Some(fault) = fault_of(unconfirmed) {
        errors.add("current_password", fault);
    }
    page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &SecondFactorOn { left, errors }).map(Some)
}
