//! Whose request it is. A proxy's word counts only when the proxy is trusted
//! (`server.trusted_proxies`): anybody else could claim any address.

use std::net::IpAddr;
use std::sync::Once;

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::{FORWARDED, HOST, HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpRequest};

use crate::settings::{Network, Settings};
use crate::web::error::Error;

/// Told once: a stranger may send such a header as often as he likes.
static UNTRUSTED: Once = Once::new();

/// The client as far as it can be known. Put into the request by [`crate::web::trace`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    pub address: IpAddr,
    /// The host (and port) that the browser asked for.
    pub host: String,
    /// Whether the peer is a trusted proxy, so that its request id can be taken over.
    pub via_proxy: bool,
}

impl Client {
    pub fn of(req: &ServiceRequest, trusted: &[Network]) -> Self {
        let peer = req.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        Self::resolve(peer.to_canonical(), req.headers(), req.connection_info().host(), trusted)
    }

    /// Walks the chain of proxies from the nearest outwards, as long as each is trusted.
    fn resolve(peer: IpAddr, headers: &HeaderMap, authority: &str, trusted: &[Network]) -> Self {
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        let own_host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or(authority);
        if !is_trusted(peer) {
            if headers.contains_key("x-forwarded-for") || headers.contains_key(FORWARDED) {
                UNTRUSTED.call_once(|| {
                    log::warn!(
                        "{peer} speaks for others but isn't in server.trusted_proxies; all that comes through it counts as one client"
                    );
                });
            }
            return Self { address: peer, host: own_host.to_owned(), via_proxy: false };
        }
        let mut address = peer;
        for hop in forwarded_for(headers).into_iter().rev() {
            let Some(hop) = hop else { break };
            address = hop;
            if !is_trusted(hop) {
                break;
            }
        }
        let host = last_value(headers, "x-forwarded-host").unwrap_or_else(|| own_host.to_owned());
        Self { address, host, via_proxy: true }
    }

    /// The site's address for links that are read elsewhere: as set, or as the browser asked for it.
    pub fn base_url(&self, settings: &Settings) -> String {
        let scheme = if settings.secure_cookies() { "https" } else { "http" };
        let asked = || format!("{scheme}://{}", self.host);
        let url = settings.server.base_url.clone().unwrap_or_else(asked);
        url.trim_end_matches('/').to_owned()
    }

    /// For its owner to recognise, and too coarse to follow anybody by: the first 24 bits of an
    /// IPv4 address, the first 48 of another.
    pub fn shortened(&self) -> String {
        match self.address {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        }
    }

    /// What limits count: an IPv4 address, or an IPv6 site (the first 64 bits), since one customer
    /// has all of those addresses.
    pub fn limit_key(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

/// The addresses in `X-Forwarded-For`, or else in `Forwarded` (RFC 7239), client first. `None`
/// stands for one that isn't an address (`unknown`, or garbage).
fn forwarded_for(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines = |name: &HeaderName| {
        headers.get_all(name).filter_map(|line| line.to_str().ok()).collect::<Vec<_>>().join(",")
    };
    let listed = lines(&HeaderName::from_static("x-forwarded-for"));
    if !listed.is_empty() {
        return listed.split(',').map(parse_address).collect();
    }
    lines(&FORWARDED)
        .split(',')
        .flat_map(|element| element.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
        .map(|(_, value)| parse_address(value))
        .collect()
}

/// An address alone, or with a port, quoted or in brackets.
fn parse_address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let address = text
        .parse()
        .ok()
        .or_else(|| text.parse().ok().map(|socket: std::net::SocketAddr| socket.ip()));
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

fn last_value(headers: &HeaderMap, name: &'static str) -> Option<String> {
    let line = headers.get_all(HeaderName::from_static(name)).last()?.to_str().ok()?;
    line.rsplit(',').next().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

impl FromRequest for Client {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let client = req.extensions().get::<Self>().cloned();
        std::future::ready(client.ok_or_else(|| Error::internal("no client in the request")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(peer: &str, headers: &[(&'static str, &'static str)]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        let trusted = ["127.0.0.0/8", "10.0.0.0/8"].map(|network| network.parse().unwrap());
        Client::resolve(peer.parse().unwrap(), &map, "here", &trusted).address.to_string()
    }

    #[test]
    fn only_a_trusted_proxy_names_an_address() {
        assert_eq!(resolve("203.0.113.9", &[("x-forwarded-for", "198.51.100.1")]), "203.0.113.9");
        assert_eq!(resolve("127.0.0.1", &[("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
        assert_eq!(resolve("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn what_the_client_wrote_itself_is_not_believed() {
        let chain = [("x-forwarded-for", "1.2.3.4, 198.51.100.1, 10.1.1.1")];
        assert_eq!(resolve("127.0.0.1", &chain), "198.51.100.1");
        let lines = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(resolve("127.0.0.1", &lines), "198.51.100.1");
        assert_eq!(
            resolve("127.0.0.1", &[("x-forwarded-for", "1.2.3.4, unknown, 10.1.1.1")]),
            "10.1.1.1"
        );
    }

    #[test]
    fn the_standard_header_is_read_too() {
        let header =
            [("forwarded", r#"for=1.2.3.4, for="[2001:db8::1]:4711";proto=https;by=10.0.0.1"#)];
        assert_eq!(resolve("127.0.0.1", &header), "2001:db8::1");
    }

    #[test]
    fn one_ipv6_site_is_one_client() {
        let at = |address: &str| Client {
            address: address.parse().unwrap(),
            host: String::new(),
            via_proxy: false,
        };
        assert_eq!(at("2001:db8:1:2:3::4").limit_key(), at("2001:db8:1:2:ffff::").limit_key());
        assert_ne!(at("2001:db8:1:2::").limit_key(), at("2001:db8:1:3::").limit_key());
    }
}
