//! Signing in and out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use crate::auth::accounts::{self, SignIn};
use crate::auth::forms::{self, LoginQuery};
use crate::auth::known_browser::ThisBrowser;
use crate::auth::password::Hasher;
use crate::auth::views::{Login, LoginForm};
use crate::db::Db;
use crate::mail::Mailer;
use crate::users::{MaybeUser, email, queries};
use crate::web::client::Client;
use crate::web::error::Error;
use crate::web::flash::Flash;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Message;
use crate::web::page::Page;
use crate::web::rate_limit::{self, Rule};
use crate::web::session::{Pending, Session};

pub async fn show_login(
    page: Page,
    user: MaybeUser,
    mailer: Data<Mailer>,
    query: Option<Query<LoginQuery>>,
) -> Result<HttpResponse, Error> {
    let next = query.map(|query| query.into_inner().next).unwrap_or_default();
    let form = forms::Login::leading_to(next);
    if user.0.is_some() {
        return Ok(page.redirect(form.next()));
    }
    page.show(&Login { form: form.refuse(Errors::default()), mail_folder: mailer.folder() })
}

pub async fn sign_in(
    page: Page,
    (client, session, browser): (Client, Session, ThisBrowser),
    db: Data<Db>,
    hasher: Data<Hasher>,
    Form(form): Form<forms::Login>,
) -> Result<HttpResponse, Error> {
    let unprocessable = |form: LoginForm| {
        page.show_with(StatusCode::UNPROCESSABLE_ENTITY, &Login { form, mail_folder: None })
    };
    let errors = form.validate();
    if !errors.is_empty() {
        return unprocessable(form.refuse(errors));
    }
    let candidates = queries::sign_in_candidates(db.reader(), form.identifier.trim()).await?;
    let meant = candidates.iter().flatten().next();
    let known = meant.and_then(|account| browser.limit_key(account.id));
    // Otherwise named by what was typed, so that it is counted alike whether or not there is such
    // an account.
    let here = client.limit_key();
    let name = email::fold(&form.identifier);
    let account =
        known.map_or_else(|| format!("{name} {here}"), |number| format!("browser {number}"));
    let mut rules = vec![(Rule::LoginAccount, &account)];
    if known.is_none() {
        rules.insert(0, (Rule::LoginAddress, &here));
    }
    for (rule, subject) in rules {
        if let Some(wait) = rate_limit::count(&db, &page.settings.rate_limit, rule, subject).await?
        {
            log::warn!(client:% = client.address; "too many sign-ins");
            return page.show_too_often(wait, |errors| Login {
                form: form.refuse(errors),
                mail_folder: None,
            });
        }
    }
    let stranger = known.is_none().then_some(name.as_str());
    let (password, remember) = (form.password.as_str(), form.remember());
    let outcome = accounts::sign_in(&db, &hasher, candidates, password, stranger, remember).await?;
    let failed = match outcome {
        SignIn::Welcome(identity) => {
            rate_limit::forgive(&db, Rule::LoginAccount, &account).await?;
            session.sign_in(identity)?;
            log::info!(user = identity.user_id, client:% = client.address; "signed in");
            let mut answer = page.redirect(form.next());
            browser.remember(&mut answer, identity.user_id);
            return Ok(answer);
        }
        SignIn::SecondFactor(identity) => {
            rate_limit::forgive(&db, Rule::LoginAccount, &account).await?;
            session.await_second_factor(&Pending::new(identity, form.next().to_owned()))?;
            let user = identity.user_id;
            log::info!(user, client:% = client.address; "the password was right; waiting for a code");
            return Ok(page.redirect("/auth/two-factor"));
        }
        SignIn::Refused => "error-login-failed",
        SignIn::Suspended => "error-account-suspended",
        SignIn::Awaiting => "error-account-awaiting",
    };
    log::info!(client:% = client.address; "refused a sign-in");
    unprocessable(form.refuse(Errors::one("form", Message::new(failed))))
}

pub async fn sign_out(page: Page, session: Session) -> HttpResponse {
    session.sign_out();
    page.redirect_saying("/", Flash::SignedOut)
}
