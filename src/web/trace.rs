//! Request ids and the access log: one line a request, whatever became of it.

use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::settings::Handle;
use crate::web::client::Client;

pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that is being worked on, for the log: whatever is logged on its way names
/// it.
pub fn current_id() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Names one request in the log, on the error page and to the caller.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// In a request of which only the head of its answer is wanted: an answer that goes on for long
/// needn't begin.
#[derive(Debug, Clone, Copy)]
pub struct HeadOnly;

/// The outermost middleware: resolves the client, names the request, logs it.
pub async fn trace<B: MessageBody>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let start = Instant::now();
    let trusted = req.app_data::<Data<Handle>>().map(|settings| settings.get());
    let client = Client::of(
        &req,
        trusted.as_deref().map_or(&[], |settings| &settings.server.trusted_proxies),
    );
    let (id, traceparent) = name_request(req.headers(), client.via_proxy);
    let method = req.method().clone();
    // A query string can hold a token, so the path alone is logged.
    let path = req.path().to_owned();
    let address = client.address;
    req.extensions_mut().insert(client);
    req.extensions_mut().insert(RequestId(id.clone()));

    if method == Method::HEAD {
        // Routed as GET; that no body goes out is seen to by the connection, which knows better.
        req.head_mut().method = Method::GET;
        req.extensions_mut().insert(HeadOnly);
    }

    CURRENT
        .scope(
            id.clone(),
            answer(next.call(req), Line { start, method, path, address, id, traceparent }),
        )
        .await
}

/// What the log's line says of a request.
struct Line {
    start: Instant,
    method: Method,
    path: String,
    address: std::net::IpAddr,
    id: String,
    traceparent: String,
}

async fn answer<B: MessageBody>(
    answering: impl Future<Output = Result<ServiceResponse<B>, actix_web::Error>>,
    line: Line,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let Line { start, method, path, address, id, traceparent } = line;
    let mut outcome = answering.await;
    let (status, bytes) = match &mut outcome {
        Ok(res) => {
            for (name, value) in [(X_REQUEST_ID, &id), (TRACEPARENT, &traceparent)] {
                if let Ok(value) = HeaderValue::from_str(value) {
                    res.headers_mut().insert(name, value);
                }
            }
            let bytes = match res.response().body().size() {
                BodySize::Sized(bytes) => bytes.to_string(),
                BodySize::None => "0".to_owned(),
                BodySize::Stream => "-".to_owned(),
            };
            (res.status().as_u16(), bytes)
        }
        // It carries its page, and names its request there; see `error_pages`.
        Err(error) => (error.as_response_error().status_code().as_u16(), "-".to_owned()),
    };
    let duration_ms = (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    // Health checks come every few seconds from every load balancer.
    let level = if path.starts_with("/health/") { log::Level::Debug } else { log::Level::Info };
    log::log!(
        target: "miniblog::access", level,
        method = method.as_str(), path = path.as_str(), status = status,
        duration_ms = duration_ms, bytes = bytes.as_str(), client:% = address;
        "request"
    );
    outcome
}

/// The request's id and its W3C `traceparent`. A trusted proxy's are taken over, so that one id
/// runs through all logs; a stranger's are not, since they would let him forge log lines.
fn name_request(headers: &HeaderMap, via_proxy: bool) -> (String, String) {
    let given =
        |name| headers.get(name).filter(|_| via_proxy).and_then(|value| value.to_str().ok());
    let trace = given(TRACEPARENT)
        .and_then(trace_id)
        .map_or_else(|| hex(rand::random::<u128>()), str::to_owned);
    let id = given(X_REQUEST_ID)
        .filter(|id| {
            (1..=128).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
        })
        .map_or_else(|| trace.clone(), str::to_owned);
    let traceparent = format!("00-{trace}-{:016x}-01", rand::random::<u64>().max(1));
    (id, traceparent)
}

fn hex(number: u128) -> String {
    format!("{:032x}", number.max(1))
}

/// The trace id in a `traceparent` (W3C Trace Context, section 3.2).
fn trace_id(header: &str) -> Option<&str> {
    let mut fields = header.split('-');
    let (_version, trace) = (fields.next().filter(|v| v.len() == 2)?, fields.next()?);
    let valid = trace.len() == 32
        && trace.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (valid && trace.bytes().any(|b| b != b'0')).then_some(trace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn headers(id: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(X_REQUEST_ID, HeaderValue::from_static(id));
        headers.insert(TRACEPARENT, HeaderValue::from_static(PARENT));
        headers
    }

    #[test]
    fn ids_are_taken_over_from_trusted_proxies_only() {
        let (id, parent) = name_request(&headers("abc-123"), true);
        assert_eq!(id, "abc-123");
        assert!(parent.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && parent != PARENT);
        let (id, parent) = name_request(&headers("abc-123"), false);
        assert_eq!(id.len(), 32);
        assert!(!parent.contains("4bf92f35"));
    }

    #[test]
    fn an_id_that_could_break_a_log_line_is_replaced() {
        assert_eq!(name_request(&headers("a b\"c"), true).0, "4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
