//! Who is signed in. The session's state is kept by [`store`] in the database; the browser holds a
//! signed cookie with a random key. A key is made anew at every sign-in and never outlives its
//! idle or absolute time-out.

mod entity;
pub mod list;
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
use serde::{Deserialize, Serialize};
use std::future::{Ready, ready};
use std::io::Write;
use std::path::Path;

use crate::db;
use crate::id::{self, now_ms};
use crate::settings::{Handle, Settings};
use crate::web::client::Client;
use crate::web::error::Error;

pub use store::{DatabaseStore, sweep};

const USER_ID: &str = "user_id";
const REMEMBER: &str = "remember";
/// When the password had last been changed that this session was begun with.
const EPOCH: &str = "epoch";
/// What its owner calls the session by.
const ID: &str = "id";
const DEVICE: &str = "device";
const ADDRESS: &str = "address";
/// See [`Pending`].
const PENDING: &str = "pending";
/// The secret of a second factor that is being set up.
const DRAFT_SECRET: &str = "draft_secret";
/// Set by the store when it couldn't be asked; never stored.
const UNAVAILABLE: &str = "unavailable";

/// So much of what a browser says of itself is kept, in characters.
const DEVICE_MAX: usize = 250;
/// How long a sign-in waits for its second factor.
const PENDING_MS: i64 = 10 * 60 * 1000;

/// Who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub user_id: i64,
    /// When the password was last changed that he gave: with the next change the session ends,
    /// even one that is being written down at that moment.
    pub epoch: i64,
    pub remember: bool,
}

/// A sign-in whose password was right and that waits for its second factor. It is nobody's yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub user_id: i64,
    pub epoch: i64,
    pub remember: bool,
    pub next: String,
    since: i64,
}

impl Pending {
    pub fn new(identity: Identity, next: String) -> Self {
        let Identity { user_id, epoch, remember } = identity;
        Self { user_id, epoch, remember, next, since: now_ms() }
    }

    /// Whether the password was given so long ago that it must be given again.
    pub fn is_late(&self) -> bool {
        !(0..PENDING_MS).contains(&(now_ms() - self.since))
    }

    pub fn identity(&self) -> Identity {
        Identity { user_id: self.user_id, epoch: self.epoch, remember: self.remember }
    }
}

/// The session of a request, with the few things that one may do with it.
pub struct Session {
    raw: RawSession,
    agent: Option<HeaderValue>,
    client: Option<Client>,
}

impl Session {
    /// The account that is signed in.
    pub fn user_id(&self) -> Option<i64> {
        self.raw.get(USER_ID).ok().flatten()
    }

    /// See [`Identity::epoch`].
    pub fn epoch(&self) -> i64 {
        self.raw.get(EPOCH).ok().flatten().unwrap_or(0)
    }

    /// What its owner calls it by.
    pub fn id(&self) -> Option<i64> {
        self.raw.get(ID).ok().flatten()
    }

    /// Signs in under a new key, so that one that was planted before is worth nothing.
    pub fn sign_in(&self, identity: Identity) -> Result<(), Error> {
        self.raw.renew();
        self.raw.clear();
        self.keep(USER_ID, identity.user_id)?;
        self.keep(EPOCH, identity.epoch)?;
        self.keep(REMEMBER, identity.remember)?;
        self.keep(ID, id::mint())?;
        self.keep(DEVICE, self.device())?;
        self.keep(ADDRESS, self.client.as_ref().map(Client::shortened).unwrap_or_default())
    }

    /// Keeps in mind, under a new key, that the password was right.
    pub fn await_second_factor(&self, pending: &Pending) -> Result<(), Error> {
        self.raw.renew();
        self.raw.clear();
        self.keep(PENDING, pending)
    }

    /// The sign-in that waits for its second factor, or has waited for too long.
    pub fn pending(&self) -> Option<Pending> {
        self.raw.get(PENDING).ok().flatten()
    }

    /// A new key for who stays signed in: what he may do, or what he has shown, is more than it was.
    pub fn renew(&self, epoch: i64) -> Result<(), Error> {
        self.raw.renew();
        self.raw.remove(DRAFT_SECRET);
        self.keep(EPOCH, epoch)
    }

    /// The secret of a second factor that is being set up: the same until it is done.
    pub fn draft_secret(&self) -> Option<String> {
        self.raw.get(DRAFT_SECRET).ok().flatten()
    }

    pub fn keep_draft_secret(&self, secret: &str) -> Result<(), Error> {
        self.keep(DRAFT_SECRET, secret)
    }

    /// Ends the session, here and in the database.
    pub fn sign_out(&self) {
        self.raw.purge();
    }

    fn keep(&self, key: &str, value: impl Serialize) -> Result<(), Error> {
        let kept = self.raw.insert(key, value);
        kept.map_err(|error| Error::Internal(anyhow::anyhow!("{error}")))
    }

    fn device(&self) -> String {
        let said = self.agent.as_ref().and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        said.chars().take(DEVICE_MAX).collect()
    }
}

impl FromRequest for Session {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            raw: req.get_session(),
            agent: req.headers().get(header::USER_AGENT).cloned(),
            client: req.extensions().get::<Client>().cloned(),
        }))
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
