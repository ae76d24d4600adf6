//! A database that stops answering: the connection stands, and nothing comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::helpers::TestApp;
use crate::servers::{Fresh, mariadb, postgres};

#[actix_web::test]
async fn readiness_is_told_within_a_second_when_postgresql_hangs() {
    if let Some(fresh) = postgres().await {
        hang_and_recover(fresh).await;
    }
}

#[actix_web::test]
async fn readiness_is_told_within_a_second_when_mariadb_hangs() {
    if let Some(fresh) = mariadb().await {
        hang_and_recover(fresh).await;
    }
}

async fn hang_and_recover(fresh: Fresh) {
    let mut url: url::Url = fresh.url.parse().unwrap();
    let hanging = Arc::new(AtomicBool::new(false));
    let port = proxy(url.port().unwrap(), hanging.clone()).await;
    url.set_port(Some(port)).unwrap();
    let app = TestApp::spawn_with(|settings| {
        settings.database.url = url.to_string().into();
        settings.database.busy_timeout = Duration::from_secs(1);
    })
    .await;
    app.browser_of("ada").await.publish("before").await;

    hanging.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        let start = Instant::now();
        let ready = app.browser().get("/health/ready").await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
        assert!(ready.html.contains("\"fail\""));
        assert_eq!(app.browser().get("/health/live").await.status, StatusCode::OK);
    }
    let page = app.browser().get("/").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.html);
    assert!(!page.header("retry-after").is_empty());

    hanging.store(false, Ordering::SeqCst);
    let deadline = Instant::now() + Duration::from_secs(20);
    while app.browser().get("/").await.posts() != ["before"] {
        assert!(Instant::now() < deadline, "it didn't recover");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(app.browser().get("/health/ready").await.status, StatusCode::OK);
}

/// Forwards to a server, until it is told to hold everything back.
async fn proxy(server: u16, hanging: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    actix_web::rt::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
            let (client, server) = (client.into_split(), server.into_split());
            actix_web::rt::spawn(forward(client.0, server.1, hanging.clone()));
            actix_web::rt::spawn(forward(server.0, client.1, hanging.clone()));
        }
    });
    port
}

async fn forward(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    hanging: Arc<AtomicBool>,
) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        while hanging.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if to.write_all(buffer.get(..read).unwrap_or_default()).await.is_err() {
            return;
        }
    }
}
