//! The database: connecting, migrating, transactions. What the rows mean is each blueprint's own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sqlx,
};

use crate::settings::{self, Settings};

pub use sea_orm::DatabaseConnection as Connection;

/// How long a start waits for another instance that is migrating.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(1);
/// The advisory lock that migrating instances share; any number that nobody else uses.
const MIGRATION_LOCK: i64 = 0x6d69_6e69_626c_6f67;

/// Opens the pool. An SQLite file that isn't there yet is created.
pub async fn connect(settings: &Settings) -> anyhow::Result<DatabaseConnection> {
    let url = settings.database_url();
    if let Some(path) = sqlite_path(&url) {
        create_private_file(&path)?;
    }
    let busy = settings.database.busy_timeout;
    let mut options = ConnectOptions::new(url.clone());
    options
        .max_connections(settings.database.max_connections)
        .acquire_timeout(busy)
        .connect_timeout(busy)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL, not NORMAL: a post answered with 303 must survive a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(busy)
                .foreign_keys(true)
        });
    Database::connect(options)
        .await
        .with_context(|| format!("can't open the database {}", settings::redact_url(&url)))
}

/// What is in `data.dir` (addresses, hashes, the secret) is nobody else's on this machine.
pub fn create_private_folder(path: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("can't create {}", path.display()))
}

/// An empty file is an empty database; SQLite gives its log and index the same rights.
fn create_private_file(path: &Path) -> anyhow::Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_private_folder(parent)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .with_context(|| format!("can't open the database {}", path.display()))
}

fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (!path.starts_with(':')).then(|| PathBuf::from(path))
}

/// A transaction that will write. On SQLite it takes the writer's place at once: one that began as
/// a reader can't wait for it later, it just fails.
pub async fn begin_write(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    db.begin_with_options(TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    })
    .await
}

/// Whether the database is away or overloaded, rather than the statement wrong.
pub fn is_unavailable(error: &DbErr) -> bool {
    let runtime = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
        _ => return false,
    };
    let RuntimeErr::SqlxError(error) = runtime else { return false };
    match error.as_ref() {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // SQLITE_BUSY and its kin; PostgreSQL's class 57 (operator intervention) and 53 (resources).
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            matches!(code.as_ref(), "5" | "261" | "517")
                || code.starts_with("57P")
                || code.starts_with("53")
        }),
        _ => false,
    }
}

/// Where the schema stands against this binary.
#[derive(Debug, PartialEq, Eq)]
pub struct SchemaStatus {
    pub applied: Vec<String>,
    pub pending: Vec<String>,
    /// Applied, but unknown here: a newer binary has been at work.
    pub unknown: Vec<String>,
}

pub async fn schema_status(db: &DatabaseConnection) -> Result<SchemaStatus, DbErr> {
    let known: Vec<String> =
        Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let applied: Vec<String> =
        Migrator::get_migration_models(db).await?.into_iter().map(|row| row.version).collect();
    Ok(SchemaStatus {
        pending: known.iter().filter(|name| !applied.contains(name)).cloned().collect(),
        unknown: applied.iter().filter(|name| !known.contains(name)).cloned().collect(),
        applied,
    })
}

/// Which way, and how many steps (all when none is given).
#[derive(Debug, Clone, Copy)]
pub enum Migration {
    Up(Option<u32>),
    Down(Option<u32>),
}

/// Applies or takes back steps, one process at a time. A database that is newer than this binary
/// is refused.
pub async fn migrate(
    db: &DatabaseConnection,
    settings: &Settings,
    direction: Migration,
) -> anyhow::Result<SchemaStatus> {
    let lock =
        MigrationLock::acquire(db, settings).await.context("can't get the lock for migrating")?;
    let outcome = migrate_alone(db, direction).await;
    lock.release().await?;
    outcome
}

async fn migrate_alone(
    db: &DatabaseConnection,
    direction: Migration,
) -> anyhow::Result<SchemaStatus> {
    let before = schema_status(db).await.context("can't read the state of the database")?;
    if let Some(newest) = before.unknown.last() {
        bail!(
            "the database is newer than this miniblog {}: it has the migration {newest}, which is unknown here",
            crate::VERSION
        );
    }
    match direction {
        Migration::Up(_) if before.pending.is_empty() => return Ok(before),
        Migration::Up(steps) => Migrator::up(db, steps).await.context("migrating up failed")?,
        Migration::Down(steps) => {
            Migrator::down(db, steps).await.context("migrating down failed")?;
        }
    }
    Ok(schema_status(db).await?)
}

/// Held while migrating, so that two instances may start at once. The database's own advisory
/// lock, or for SQLite a locked file beside it; each goes when its holder dies.
enum MigrationLock {
    File(std::fs::File),
    /// The lock belongs to a connection, and an open transaction is what keeps one for us.
    Transaction(DatabaseTransaction),
}

impl MigrationLock {
    async fn acquire(db: &DatabaseConnection, settings: &Settings) -> anyhow::Result<Self> {
        let backend = db.get_database_backend();
        if backend == DbBackend::Sqlite {
            let path =
                sqlite_path(&settings.database_url()).context("an SQLite database needs a file")?;
            let file = std::fs::File::create(path.with_extension("migrating"))?;
            let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
            return Ok(Self::File(tokio::time::timeout(MIGRATION_PATIENCE, locked).await???));
        }
        let transaction = db.begin().await?;
        let statement = match backend {
            DbBackend::MySql => format!(
                "SELECT GET_LOCK('miniblog.{MIGRATION_LOCK}', {}) AS got",
                MIGRATION_PATIENCE.as_secs()
            ),
            _ => format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"),
        };
        let asked = transaction.query_one_raw(Statement::from_string(backend, statement));
        let answer = tokio::time::timeout(MIGRATION_PATIENCE, asked).await??;
        if backend == DbBackend::MySql {
            let got = answer.and_then(|row| row.try_get::<Option<i64>>("", "got").ok().flatten());
            anyhow::ensure!(
                got == Some(1),
                "another instance has been migrating for {MIGRATION_PATIENCE:?}"
            );
        }
        Ok(Self::Transaction(transaction))
    }

    async fn release(self) -> Result<(), DbErr> {
        match self {
            Self::File(file) => drop(file),
            Self::Transaction(transaction) => {
                if transaction.get_database_backend() == DbBackend::MySql {
                    let statement = format!("SELECT RELEASE_LOCK('miniblog.{MIGRATION_LOCK}')");
                    transaction
                        .query_one_raw(Statement::from_string(DbBackend::MySql, statement))
                        .await?;
                }
                transaction.commit().await?;
            }
        }
        Ok(())
    }
}
