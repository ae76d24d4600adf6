//! Where somebody is signed in.

use serde::Serialize;

use super::account::rfc3339;
use crate::auth::device::Device;
use crate::web::session::list::Listed;
use crate::web::templates::View;

/// `auth/sessions.html`
#[derive(Debug, Serialize)]
pub struct Sessions {
    /// The present one comes first.
    pub sessions: Vec<ShownSession>,
}

#[derive(Debug, Serialize)]
pub struct ShownSession {
    /// As text: a script would round it.
    pub id: String,
    pub device: Device,
    /// Shortened; empty when it isn't known.
    pub address: String,
    /// RFC 3339.
    pub created: String,
    pub seen: String,
    pub current: bool,
}

impl Sessions {
    pub fn new(all: Vec<Listed>, present: Option<i64>) -> Self {
        let mut sessions: Vec<ShownSession> = all
            .into_iter()
            .map(|session| ShownSession {
                id: session.id.to_string(),
                device: Device::of(&session.device),
                address: session.address,
                created: rfc3339(session.created_at),
                seen: rfc3339(session.seen_at),
                current: present == Some(session.id),
            })
            .collect();
        sessions.sort_by_key(|session| !session.current);
        Self { sessions }
    }
}

impl View for Sessions {
    const TEMPLATE: &'static str = "auth/sessions.html";

    fn nav(&self) -> &'static str {
        "settings"
    }

    fn samples() -> Vec<Self> {
        let session = |id, device: &str, address: &str| Listed {
            id,
            device: device.to_owned(),
            address: address.to_owned(),
            created_at: 1_795_000_000_000,
            seen_at: 1_795_000_000_000,
        };
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let all = vec![
            session(1, "<script>", ""),
            session(2, firefox, "203.0.113.0/24"),
            session(3, "Mozilla/5.0 (iPhone) AppleWebKit", "2001:db8:1::/48"),
        ];
        vec![Self::new(all, Some(2)), Self::new(vec![session(2, firefox, "")], Some(2))]
    }
}
