//! `miniblog serve`: the app, the log and the signals.

use std::path::PathBuf;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Failure, logging};
use crate::app::App;
use crate::settings::{self, Handle, Layers, Settings};

/// Serves until SIGTERM or SIGINT; a second one ends the process at once. SIGHUP reads the
/// settings again.
pub async fn serve(
    settings: Settings,
    layers: Layers,
    file: Option<PathBuf>,
) -> Result<(), Failure> {
    settings.require_secret()?;
    logging::configure(&settings.log);
    if !layers.has_defaults_of(&settings.environment) {
        let name = settings.environment.as_str();
        log::warn!("MINIBLOG_ENV is {name:?}, for which there are no defaults: was that meant?");
    }
    // Listened for before anything is started: a signal during start-up must not be lost.
    let mut told = Told {
        terminate: signal(SignalKind::terminate())?,
        interrupt: signal(SignalKind::interrupt())?,
    };
    let hangup = signal(SignalKind::hangup())?;
    let app = tokio::select! {
        app = App::build(settings) => app?,
        () = told.stop() => return Ok(()),
    };
    let reloading = actix_web::rt::spawn(reload_on(hangup, app.settings(), layers, file));
    let stop = async {
        told.stop().await;
        actix_web::rt::spawn(async move {
            told.stop().await;
            log::warn!("told twice; leaving at once");
            std::process::exit(130);
        });
    };
    app.run_until_stopped(stop).await?;
    reloading.abort();
    Ok(())
}

/// The signals that end the process.
struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    async fn stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// `running` are the layers that the process was started with: what can't change while it runs is
/// compared with those each time.
async fn reload_on(mut hangup: Signal, handle: Handle, running: Layers, file: Option<PathBuf>) {
    while hangup.recv().await.is_some() {
        let environment = handle.get().environment.clone();
        match settings::load(environment, file.as_deref()) {
            Ok((fresh, fresh_layers)) => {
                handle.apply_live(&fresh);
                logging::configure(&handle.get().log);
                log::info!("read the settings again");
                let waiting = running
                    .differing(&fresh_layers)
                    .into_iter()
                    .filter(|key| !settings::is_live(key));
                let waiting: Vec<String> = waiting.collect();
                if !waiting.is_empty() {
                    log::warn!("a restart is needed for: {}", waiting.join(", "));
                }
            }
            // A bad setting is refused whole; the last good ones stay.
            Err(error) => log::error!("kept the settings as they were: {error}"),
        }
    }
}
