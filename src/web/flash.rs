//! A sentence carried over one redirect ("Your post is deleted."), in a cookie that names a known
//! message. It carries no text, so nobody can put words into our mouth; it needs no session, so
//! signed-out visitors leave no rows behind.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::{HttpRequest, HttpResponseBuilder};
use serde::{Serialize, Serializer};

const COOKIE: &str = "flash";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flash {
    Registered,
    SignedOut,
    Deleted,
    Saved,
    SignInNeeded,
}

/// As the templates see it.
#[derive(Serialize)]
struct Shown {
    kind: &'static str,
    key: &'static str,
}

impl Serialize for Flash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = if *self == Self::SignInNeeded { "bad" } else { "good" };
        Shown { kind, key: self.key() }.serialize(serializer)
    }
}

impl Flash {
    const ALL: [Self; 5] =
        [Self::Registered, Self::SignedOut, Self::Deleted, Self::Saved, Self::SignInNeeded];

    const fn key(self) -> &'static str {
        match self {
            Self::Registered => "flash-registered",
            Self::SignedOut => "flash-signed-out",
            Self::Deleted => "flash-deleted",
            Self::Saved => "flash-saved",
            Self::SignInNeeded => "flash-signed-in-needed",
        }
    }

    /// The message that this request's page should show.
    pub fn of_request(req: &HttpRequest) -> Option<Self> {
        let cookie = req.cookie(COOKIE)?;
        Self::ALL.into_iter().find(|flash| flash.key() == cookie.value())
    }

    pub fn was_sent(req: &HttpRequest) -> bool {
        req.cookie(COOKIE).is_some()
    }

    pub fn set(self, response: &mut HttpResponseBuilder, secure: bool) {
        response.cookie(cookie(self.key(), secure, time::Duration::minutes(1)));
    }

    /// Once shown, it is gone.
    pub fn clear(response: &mut HttpResponseBuilder, secure: bool) {
        response.cookie(cookie("", secure, time::Duration::ZERO));
    }
}

fn cookie(value: &'static str, secure: bool, max_age: time::Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .finish()
}
