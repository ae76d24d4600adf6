//! One file as the answer to every request, and nothing around it: what `scripts/bench.sh` holds
//! the pages against. Usage: `fixed_response PORT WORKERS FILE`, on loopback only.

use std::io;
use std::net::Ipv4Addr;

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};

#[actix_web::main]
async fn main() -> io::Result<()> {
    let usage = || io::Error::other("usage: fixed_response PORT WORKERS FILE");
    let mut args = std::env::args().skip(1);
    let port: u16 = args.next().and_then(|port| port.parse().ok()).ok_or_else(usage)?;
    let workers: usize = args.next().and_then(|workers| workers.parse().ok()).ok_or_else(usage)?;
    let body = Bytes::from(std::fs::read(args.next().ok_or_else(usage)?)?);

    let app = move || {
        let body = body.clone();
        App::new().default_service(web::to(move || {
            let body = body.clone();
            async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body) }
        }))
    };
    HttpServer::new(app).workers(workers).bind((Ipv4Addr::LOCALHOST, port))?.run().await
}
