//! `/health/live`: the process turns. `/health/ready`: it can serve, answered within a second
//! whatever hangs. Consul, load balancers and the image's HEALTHCHECK ask the latter.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::web::{self, Data};
use actix_web::{HttpResponse, http::StatusCode};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::VERSION;
use crate::db::Db;

/// With the rest of the request, below the second that the contract gives.
const PATIENCE: Duration = Duration::from_millis(800);

/// What a running instance says of itself.
#[derive(Clone)]
pub struct Instance {
    /// As registered with Consul.
    pub id: String,
    draining: Arc<AtomicBool>,
}

impl Instance {
    pub fn new(id: String) -> Self {
        Self { id, draining: Arc::default() }
    }

    /// From now on not ready: no new work, please.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
    }

    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }
}

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/health/live", web::get().to(live)).route("/health/ready", web::get().to(ready));
}

async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain")
        .body("ok")
}

async fn ready(db: Data<Db>, instance: Data<Instance>) -> HttpResponse {
    let start = Instant::now();
    let failure =
        match tokio::time::timeout(PATIENCE, db.reader().execute_unprepared("SELECT 1")).await {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => {
                log::warn!("the database does not answer: {error}");
                Some("error")
            }
            Err(_) => Some("no answer in time"),
        };
    let latency_ms = (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    let mut database = json!({ "status": if failure.is_none() { "pass" } else { "fail" }, "latency_ms": latency_ms });
    let mut lifecycle = json!({ "status": "pass" });
    if let (Some(failure), Some(map)) = (failure, database.as_object_mut()) {
        map.insert("output".into(), failure.into());
    }
    if instance.is_draining() {
        lifecycle = json!({ "status": "fail", "output": "draining" });
    }
    let passing = failure.is_none() && !instance.is_draining();
    HttpResponse::build(if passing { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE })
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({
            "status": if passing { "pass" } else { "fail" },
            "version": VERSION,
            "instance": instance.id,
            "checks": { "database": database, "lifecycle": lifecycle },
        }))
}
