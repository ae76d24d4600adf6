//! Builds the whole and runs it. The one place that knows every blueprint.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::KeepAlive;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, FormConfig, PathConfig, QueryConfig};
use actix_web::{App as ActixApp, HttpServer};
use anyhow::Context;
use socket2::{Domain, Socket, Type};
use tokio::task::JoinSet;

use crate::auth::password::Hasher;
use crate::consul::{Registrar, agent};
use crate::db::{self, Db};
use crate::events::Events;
use crate::live::Source;
use crate::mail::{self, Composer, Mailer};
use crate::notifications::{Digester, Notifier, Tokens};
use crate::settings::{Handle, Settings, Tls};
use crate::web::error::Error;
use crate::web::health::{self, Instance};
use crate::web::session::{self, DatabaseStore};
use crate::web::templates::Templates;
use crate::web::{assets, error_pages, form, guard, headers, rate_limit, trace};
use crate::{admin, archive, auth, live, notifications, posts, users};

/// How often expired sessions and emptied limits are removed.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// Of the time for going down, kept for deregistering and closing the database.
const LAST_STEPS: Duration = Duration::from_secs(5);
/// Of that, for the database.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// For putting down a job, so that another instance can take it up at once.
const PUT_DOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// Open files that aren't connections: the database's, the log's, listeners, pipes.
const OTHER_FILES: usize = 200;

/// A built application: listening, but not yet answering.
pub struct App {
    server: Server,
    bound: SocketAddr,
    parts: Parts,
    letters: mail::Worker,
}

/// What handlers are given. Each is cheap to clone and shared.
struct Parts {
    settings: Handle,
    db: Db,
    instance: Instance,
    source: Source,
    mailer: Mailer,
    templates: Arc<Templates>,
    archive: archive::Worker,
    tokens: Tokens,
}

impl App {
    /// Opens the database, applies pending migrations and binds the address.
    pub async fn build(settings: Settings) -> anyhow::Result<Self> {
        // One provider for all TLS; a second call, in a test, finds it set already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        db::migrate(&settings, db::Migration::Up(None)).await?;
        let db = db::connect(&settings).await?;

        let listener = listen(&settings)?;
        let bound = listener.local_addr()?;
        let instance = Instance::new(agent::service_id(&settings, bound));
        let settings = Handle::new(settings);
        let source = Source::new();
        let templates = Arc::new(Templates::load()?);
        let mailer = Mailer::new(settings.clone(), &own_url(&settings.get(), bound))?;
        let letters =
            mail::Worker::new(mailer.clone(), db.clone(), templates.clone(), composers(&settings))?;
        let tokens = Tokens::new(&session::signing_key(&settings.get())?)?;
        let archive =
            archive::Worker::new(db.clone(), settings.clone(), templates.clone(), mailer.clone());
        let parts = Parts { settings, db, instance, source, mailer, templates, archive, tokens };
        let server = serve(&parts, listener)?;
        Ok(Self { server, bound, parts, letters })
    }

    /// The port that was bound; of interest when the system chose it.
    pub fn port(&self) -> u16 {
        self.bound.port()
    }

    /// For reloading settings while it runs.
    pub fn settings(&self) -> Handle {
        self.parts.settings.clone()
    }

    /// For what is sent without a request.
    pub fn mailer(&self) -> Mailer {
        self.parts.mailer.clone()
    }

    /// Serves until `stop` resolves, then goes down in good order, all within
    /// `server.shutdown_timeout`: maintenance, drain, no new connections, what is in flight,
    /// deregistration.
    ///
    /// # Errors
    /// When the server, or a task that must run beside it, ends by itself.
    pub async fn run_until_stopped(self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        let Parts { settings, db, instance, source, archive, mailer, tokens, .. } = self.parts;
        let settings = settings.get();
        let enabled = settings.consul.enabled;
        let mut registrar = enabled.then(|| Registrar::start(&settings, self.bound)).transpose()?;
        let handle = self.server.handle();
        // Dropping the set ends what is in it.
        let mut tasks = JoinSet::new();
        tasks.spawn(self.server);
        tasks.spawn(sweep(db.clone()));
        tasks.spawn(source.clone().run(db.clone()));
        tasks.spawn(Digester { db: db.clone(), mailer: mailer.clone(), tokens }.run());
        tasks.spawn(archive.clone().run());
        let mut letters = tokio::spawn(self.letters.run());
        let url =
            settings.server.base_url.clone().unwrap_or_else(|| own_url(&settings, self.bound));
        log::info!(version = crate::VERSION, address:% = self.bound; "listening; open {url}");

        let outcome = tokio::select! {
            () = stop => Ok(()),
            ended = tasks.join_next() => Err(anyhow::anyhow!("a task ended that never should: {ended:?}")),
            ended = &mut letters => Err(anyhow::anyhow!("no more letters are sent: {ended:?}")),
        };
        log::info!("stopping");
        let deadline = Instant::now() + settings.server.shutdown_timeout;
        instance.drain();
        // A stream would be in flight for minutes.
        source.end();
        mailer.end();
        archive.stop(PUT_DOWN_TIMEOUT.min(settings.server.shutdown_timeout / 4)).await;
        go_down(&handle, registrar.as_mut(), deadline).await;
        // What a mail server is being given: whether it has taken it would never be known.
        let left = deadline.saturating_duration_since(Instant::now()).saturating_sub(CLOSE_TIMEOUT);
        if !letters.is_finished() && tokio::time::timeout(left, &mut letters).await.is_err() {
            log::warn!("a mail server hasn't answered; leaving the letter");
            letters.abort();
        }
        // Checkpoints SQLite's log; bounded, as the database may be what hangs.
        let _ = tokio::time::timeout(CLOSE_TIMEOUT, db.close()).await;
        log::info!("stopped");
        outcome
    }
}

/// Each step is bounded, and whatever became of one, the next is taken.
async fn go_down(server: &ServerHandle, mut registrar: Option<&mut Registrar>, deadline: Instant) {
    if let Some(registrar) = &mut registrar {
        registrar.drain(deadline).await;
    }
    let left = deadline.saturating_duration_since(Instant::now());
    let left = left.saturating_sub(LAST_STEPS.min(left / 2));
    if tokio::time::timeout(left, server.stop(true)).await.is_err() {
        // They end with the process.
        log::warn!("requests are still in flight; leaving them");
    }
    if let Some(registrar) = registrar {
        registrar.deregister(deadline).await;
    }
}

async fn sweep(db: Db) -> std::io::Result<()> {
    loop {
        let outcomes = [
            session::sweep(&db).await,
            rate_limit::sweep(&db).await,
            mail::sweep(&db).await,
            auth::queries::sweep(&db).await,
            archive::sweep(&db).await,
        ];
        for outcome in outcomes {
            match outcome {
                Ok(0) => {}
                Ok(rows) => log::debug!("swept {rows} expired rows"),
                Err(error) => log::warn!("can't sweep: {error}"),
            }
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

/// Where we are, when nobody has set `server.base_url`.
fn own_url(settings: &Settings, bound: SocketAddr) -> String {
    let scheme = if settings.server.tls.cert.is_some() { "https" } else { "http" };
    let host = match bound.ip() {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
        std::net::IpAddr::V4(ip) => ip.to_string(),
    };
    format!("{scheme}://{host}:{}", bound.port())
}

fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    let server = &settings.server;
    let shown = format!("{}:{}", server.host, server.port);
    let listen = || -> anyhow::Result<TcpListener> {
        let address = (server.host.as_str(), server.port)
            .to_socket_addrs()?
            .next()
            .context("no such host")?;
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        // So that a restart needn't wait for the old connections' last packets.
        socket.set_reuse_address(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(i32::try_from(server.backlog).unwrap_or(i32::MAX))?;
        Ok(socket.into())
    };
    listen().with_context(|| format!("can't listen on {shown}"))
}

fn serve(parts: &Parts, listener: TcpListener) -> anyhow::Result<Server> {
    let settings = parts.settings.get();
    let key = session::signing_key(&settings)?;
    let store = DatabaseStore::new(parts.db.clone(), settings.session.clone());
    let templates = Data::from(parts.templates.clone());
    let hasher = Data::new(Hasher::new(settings.auth.bcrypt_cost)?);
    let events = Data::new(listeners());
    let (handle, db) = (Data::new(parts.settings.clone()), Data::new(parts.db.clone()));
    let instance = Data::new(parts.instance.clone());
    let archive = Data::new(parts.archive.clone());
    let (source, mailer) = (Data::new(parts.source.clone()), Data::new(parts.mailer.clone()));
    let (tokens, signing) = (Data::new(parts.tokens.clone()), Data::new(key.clone()));

    let app_settings = settings.clone();
    let server = HttpServer::new(move || {
        // The last one wrapped sees a request first.
        let people = web::scope("")
            .wrap(from_fn(admin::count_open_reports))
            .wrap(from_fn(notifications::count_unread))
            .wrap(from_fn(archive::hold_leaving))
            .wrap(from_fn(users::load_current_user))
            .wrap(from_fn(session::note))
            .wrap(session::middleware(store.clone(), &app_settings, key.clone()))
            .wrap(from_fn(session::keep))
            .configure(auth::blueprint)
            .configure(users::blueprint)
            .configure(posts::blueprint)
            .configure(notifications::blueprint)
            .configure(live::blueprint)
            .configure(admin::blueprint)
            .configure(archive::blueprint)
            .default_service(web::to(not_found));
        ActixApp::new()
            .app_data(handle.clone())
            .app_data(db.clone())
            .app_data(instance.clone())
            .app_data(templates.clone())
            .app_data(hasher.clone())
            .app_data(events.clone())
            .app_data(source.clone())
            .app_data(mailer.clone())
            .app_data(tokens.clone())
            .app_data(signing.clone())
            .app_data(archive.clone())
            .app_data(FormConfig::default().limit(form::MAX_BYTES))
            .app_data(QueryConfig::default().error_handler(|_, _| Error::BadRequest.into()))
            .app_data(PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
            .wrap(from_fn(guard::refuse_cross_site))
            .wrap(Compress::default())
            .wrap(from_fn(error_pages::pages))
            .wrap(from_fn(headers::secure))
            .wrap(from_fn(trace::trace))
            .configure(health::routes)
            .configure(assets::routes)
            .service(people)
    });
    let limits = &settings.server;
    let workers = match limits.workers {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        workers => workers,
    };
    let server = server
        .workers(workers)
        .max_connections(limits.max_connections.min(most_connections(workers)))
        .keep_alive(KeepAlive::Timeout(limits.keep_alive))
        .client_request_timeout(limits.client_timeout)
        .shutdown_timeout(limits.shutdown_timeout.as_secs())
        .disable_signals();
    let server = match (&limits.tls.cert, &limits.tls.key) {
        (Some(_), Some(_)) => server.listen_rustls_0_23(listener, tls(&limits.tls)?)?,
        _ => server.listen(listener)?,
    };
    Ok(server.run())
}

/// Who hears what happens.
pub fn listeners() -> Events {
    Events::heard_by(vec![Box::new(Notifier)])
}

/// Who writes letters of which there is only known that they are wanted.
fn composers(settings: &Handle) -> Vec<Box<dyn Composer>> {
    auth::composers(settings)
}

/// What the system's limit on open files leaves each worker, after raising it as far as we may:
/// connections beyond it would keep the health check from being answered, too.
fn most_connections(workers: usize) -> usize {
    let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1024);
    let files = usize::try_from(files).unwrap_or(usize::MAX);
    (files.saturating_sub(OTHER_FILES) / workers).max(16)
}

async fn not_found() -> Result<actix_web::HttpResponse, Error> {
    Err(Error::NotFound)
}

fn tls(files: &Tls) -> anyhow::Result<rustls::ServerConfig> {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};

    let (Some(cert), Some(key)) = (&files.cert, &files.key) else {
        anyhow::bail!("server.tls needs both a certificate and a key");
    };
    let read = || format!("can't read {}", cert.display());
    let chain = CertificateDer::pem_file_iter(cert)
        .with_context(read)?
        .collect::<Result<Vec<_>, _>>()
        .with_context(read)?;
    let key = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("can't read {}", key.display()))?;
    let config = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    config.context("server.tls: the certificate and the key don't go together")
}
