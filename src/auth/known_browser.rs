//! The browsers that somebody has signed in from before. One of them isn't held up by what strangers
//! try at the same account: its tries are counted for itself alone and go before theirs
//! ("Device Cookies", <https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies>).
//!
//! The cookie proves nothing but that: it lets nobody in, and who steals it gains ten tries.

use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, CookieJar, Key, SameSite, time};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use crate::settings::Handle;
use crate::web::error::Error;

/// How long a browser is remembered, since it was last signed in from.
const LIFE: time::Duration = time::Duration::days(400);

/// The browser that a request comes from, and whose it is as far as we know.
pub struct ThisBrowser {
    known: Option<Known>,
    key: Data<Key>,
    secure: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    account: i64,
    /// Its own number, which its tries are counted under.
    number: String,
}

impl ThisBrowser {
    /// What its tries at this account are counted under, when the account was signed in to from it.
    pub fn limit_key(&self, account: i64) -> Option<&str> {
        let known = self.known.as_ref().filter(|known| known.account == account);
        known.map(|known| known.number.as_str())
    }

    /// From now on it is one of this account's.
    pub fn remember(&self, response: &mut HttpResponse, account: i64) {
        let cookie = made(account, &self.key, self.secure);
        // It costs nothing but the memory.
        if let Err(error) = response.add_cookie(&cookie) {
            log::error!("can't remember a browser: {error}");
        }
    }
}

impl FromRequest for ThisBrowser {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let data = req.app_data::<Data<Key>>().zip(req.app_data::<Data<Handle>>());
        ready(match data {
            Some((key, settings)) => {
                let secure = settings.get().secure_cookies();
                let known = req.cookie(name(secure)).and_then(|cookie| read(&cookie, key));
                Ok(Self { known, key: key.clone(), secure })
            }
            None => Err(Error::internal("the app lacks a key or settings")),
        })
    }
}

fn read(cookie: &Cookie<'_>, key: &Key) -> Option<Known> {
    let mut jar = CookieJar::new();
    jar.add_original(cookie.clone().into_owned());
    let value = jar.signed(key).get(cookie.name())?;
    let (account, number) = value.value().split_once('.')?;
    Some(Known { account: account.parse().ok()?, number: number.to_owned() })
}

fn made(account: i64, key: &Key, secure: bool) -> Cookie<'static> {
    let value = format!("{account}.{:032x}", rand::random::<u128>());
    let cookie = Cookie::build(name(secure), value)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(LIFE)
        .finish();
    let mut jar = CookieJar::new();
    jar.signed_mut(key).add(cookie.clone());
    jar.get(name(secure)).cloned().unwrap_or(cookie)
}

fn name(secure: bool) -> &'static str {
    if secure { "__Host-browser" } else { "browser" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_own_cookie_and_by_no_other() {
        let key = Key::generate();
        let cookie = made(7, &key, false);
        let known = read(&cookie, &key).unwrap();
        assert_eq!(known.account, 7);
        assert_ne!(read(&made(7, &key, false), &key), Some(known));
        assert_eq!(read(&cookie, &Key::generate()), None);
        let (signature, rest) = cookie.value().split_at(44);
        for forged in [format!("{signature}8{}", &rest[1..]), rest.to_owned(), String::new()] {
            assert_eq!(read(&Cookie::new("browser", forged), &key), None);
        }
    }
}
