//! `miniblog serve`: the app, the log and the signals.

use std::path::PathBuf;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Failure, logging};
use crate::app::{App, Stop};
use crate::settings::{self, Handle, Layers, Settings};

/// Serves until SIGTERM or SIGINT; a second one ends the process at once. SIGHUP reads the
/// settings again.
pub async fn serve(
    settings: Settings,
    layers: Layers,
    file: Option<PathBuf>,
) -> Result<(), Failure> {
    logging::configure(&settings.log);
    // Listened for before anything is started: a signal during start-up must not be lost.
    let (terminate, interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let hangup = signal(SignalKind::hangup())?;
    let app = App::build(settings).await?;
    let reloading = actix_web::rt::spawn(reload_on(hangup, app.settings(), layers, file));
    app.run_until_stopped(told_to_stop(terminate, interrupt)).await?;
    reloading.abort();
    Ok(())
}

async fn told_to_stop(mut terminate: Signal, mut interrupt: Signal) -> Stop {
    either(&mut terminate, &mut interrupt).await;
    actix_web::rt::spawn(async move {
        either(&mut terminate, &mut interrupt).await;
        log::warn!("told twice; leaving at once");
        std::process::exit(130);
    });
    Stop::Gracefully
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

async fn reload_on(mut hangup: Signal, handle: Handle, mut layers: Layers, file: Option<PathBuf>) {
    while hangup.recv().await.is_some() {
        let environment = handle.get().environment.clone();
        match settings::load(environment, file.as_deref()) {
            Ok((fresh, fresh_layers)) => {
                let differing = layers.differing(&fresh_layers);
                let waiting = handle.apply_live(&fresh, differing);
                logging::configure(&handle.get().log);
                log::info!("read the settings again");
                if !waiting.is_empty() {
                    log::warn!("a restart is needed for: {}", waiting.join(", "));
                }
                layers = fresh_layers;
            }
            // A bad setting is refused whole; the last good ones stay.
            Err(error) => log::error!("kept the settings as they were: {error}"),
        }
    }
}
