//! Who is signed in. The session's state is kept by [`store`] in the database; the browser holds a
//! signed cookie with a random key. A key is made anew at every sign-in and never outlives its
//! idle or absolute time-out.

mod entity;
mod store;

use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::{Session as RawSession, SessionExt, SessionMiddleware};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::{Cookie, Key, SameSite, time};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};
use std::future::{Ready, ready};
use std::io::Write;
use std::path::Path;

use crate::db;
use crate::settings::{Handle, Settings};
use crate::web::error::Error;

pub use store::{DatabaseStore, end_all_of, sweep};

const USER_ID: &str = "user_id";
const REMEMBER: &str = "remember";
/// Set by the store when it couldn't be asked; never stored.
const UNAVAILABLE: &str = "unavailable";

/// The session of a request, with the few things that one may do with it.
pub struct Session(RawSession);

impl Session {
    /// The account that is signed in.
    pub fn user_id(&self) -> Option<i64> {
        self.0.get(USER_ID).ok().flatten()
    }

    /// Signs in under a new key, so that one that was planted before is worth nothing.
    pub fn sign_in(&self, user_id: i64, remember: bool) -> Result<(), Error> {
        self.0.renew();
        self.0.clear();
        let stored =
            self.0.insert(USER_ID, user_id).and_then(|()| self.0.insert(REMEMBER, remember));
        stored.map_err(|error| Error::Internal(anyhow::anyhow!("{error}")))
    }

    /// Ends the session, here and in the database.
    pub fn sign_out(&self) {
        self.0.purge();
    }
}

impl FromRequest for Session {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(req.get_session())))
    }
}

/// actix-session over our store.
pub fn middleware(
    store: DatabaseStore,
    settings: &Settings,
    key: Key,
) -> SessionMiddleware<DatabaseStore> {
    SessionMiddleware::builder(store, key)
        .cookie_name(cookie_name(settings).to_owned())
        .cookie_secure(settings.secure_cookies())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        // Life and death of a session are the store's: the cookie alone would trust the browser.
        .session_lifecycle(BrowserSession::default())
        .build()
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies() { "__Host-session" } else { "session" }
}

/// Put into the request by [`note`] and read by [`keep`].
struct Remembered;

/// Inside the session middleware: refuses to guess when the store couldn't be asked, and notes
/// whether the session that the handler leaves behind is to be remembered.
pub async fn note(
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let session = req.get_session();
    if session.contains_key(UNAVAILABLE) {
        return Ok(req.error_response(Error::Unavailable(anyhow::anyhow!(
            "the session store can't be asked"
        ))));
    }
    let res = next.call(req).await?;
    if session.get(REMEMBER).ok().flatten() == Some(true) {
        res.request().extensions_mut().insert(Remembered);
    }
    Ok(res)
}

/// Outside the session middleware: gives the cookie of a remembered session a life beyond the
/// browser's. (actix-session knows one lifecycle for all sessions.)
pub async fn keep<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let settings = req.app_data::<Data<Handle>>().map(|settings| settings.get());
    let mut res = next.call(req).await?;
    let remembered = res.request().extensions().contains::<Remembered>();
    let Some(settings) = settings.filter(|_| remembered) else { return Ok(res) };
    let name = cookie_name(&settings);
    let max_age = time::Duration::try_from(settings.session.remember_absolute_timeout)
        .unwrap_or(time::Duration::DAY);
    let rewritten: Vec<HeaderValue> = res
        .headers()
        .get_all(header::SET_COOKIE)
        .map(|line| remember(line, name, max_age).unwrap_or_else(|| line.clone()))
        .collect();
    res.headers_mut().remove(header::SET_COOKIE);
    for line in rewritten {
        res.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(res)
}

fn remember(line: &HeaderValue, name: &str, max_age: time::Duration) -> Option<HeaderValue> {
    let mut cookie =
        Cookie::parse(line.to_str().ok()?).ok().filter(|cookie| cookie.name() == name)?;
    cookie.set_max_age(max_age);
    HeaderValue::from_str(&cookie.to_string()).ok()
}

/// The key that signs cookies: from the settings, or made once and kept in `data.dir`.
///
/// # Errors
/// When the folder can't be written to.
pub fn signing_key(settings: &Settings) -> anyhow::Result<Key> {
    settings.require_secret()?;
    let given = settings.session.secret.expose_secret();
    let secret =
        if given.is_empty() { kept_secret(&settings.data.dir)? } else { given.to_owned().into() };
    // `derive_from` stretches 32 characters or more to the 64 bytes that signing takes.
    Ok(Key::derive_from(secret.expose_secret().as_bytes()))
}

fn kept_secret(folder: &Path) -> anyhow::Result<SecretString> {
    let path = folder.join("session.secret");
    let shown = path.display();
    db::create_private_folder(folder)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Written whole under another name first: of two instances that start at once, the second
    // must not read half a secret.
    if !path.exists() {
        let draft = folder.join(format!("session.secret.{:08x}", rand::random::<u32>()));
        let mut file =
            options.open(&draft).with_context(|| format!("can't write {}", draft.display()))?;
        write!(file, "{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>())?;
        file.sync_all()?;
        // A link, unlike a rename, doesn't replace what the other instance was quicker to make.
        let linked = std::fs::hard_link(&draft, &path);
        std::fs::remove_file(&draft)?;
        if let Err(error) = linked
            && !path.exists()
        {
            return Err(error).with_context(|| format!("can't write {shown}"));
        }
    }
    let secret = std::fs::read_to_string(&path).with_context(|| format!("can't read {shown}"))?;
    anyhow::ensure!(secret.trim().len() >= 32, "{shown} holds no secret of 32 characters or more");
    Ok(secret.trim().to_owned().into())
}
