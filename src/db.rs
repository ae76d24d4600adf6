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
        // A connection that was in use a moment ago needs no ping before every query.
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
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

/// Whether the database is away or overloaded, rather than the statement wrong: what will be right
/// again when it is tried a little later.
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
        sqlx::Error::Database(error) => {
            if let Some(error) = error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
                return is_passing_mysql(error.number());
            }
            let code = error.code().unwrap_or_default();
            match error.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                Some(_) => code.parse().is_ok_and(is_passing_sqlite),
                None => is_passing_postgres(&code),
            }
        }
        _ => false,
    }
}

/// The primary code is in the low byte: `BUSY`, `LOCKED`, `IOERR`, `FULL`, `CANTOPEN`.
/// <https://www.sqlite.org/rescode.html>
fn is_passing_sqlite(code: i32) -> bool {
    matches!(code & 0xff, 5 | 6 | 10 | 13 | 14)
}

/// Too many connections, shutting down, lock wait, deadlock, disk full, gone, lost.
/// <https://mariadb.com/kb/en/mariadb-error-codes/>
fn is_passing_mysql(number: u16) -> bool {
    matches!(number, 1021 | 1040 | 1053 | 1205 | 1213 | 2006 | 2013)
}

/// Connection exceptions, serialization failures and deadlocks, lock not available, insufficient
/// resources, operator intervention. <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn is_passing_postgres(code: &str) -> bool {
    matches!(code, "40001" | "40P01" | "55P03")
        || ["08", "53", "57"].iter().any(|class| code.starts_with(class))
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
        MigrationLock::acquire(settings).await.context("can't get the lock for migrating")?;
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

/// Held while migrating, so that two instances may start at once. For SQLite a locked file beside
/// it; else the database's own advisory lock, which belongs to a connection and so has one of its
/// own, outside of the pool. Each goes when its holder dies.
enum MigrationLock {
    File(std::fs::File),
    Connection(DatabaseConnection),
}

impl MigrationLock {
    async fn acquire(settings: &Settings) -> anyhow::Result<Self> {
        let url = settings.database_url();
        if let Some(path) = sqlite_path(&url) {
            return Ok(Self::File(lock_file(&path.with_extension("migrating")).await?));
        }
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(1)
            .connect_timeout(settings.database.busy_timeout)
            .sqlx_logging(false);
        let db = Database::connect(options).await?;
        let seconds = MIGRATION_PATIENCE.as_secs();
        let statement = match db.get_database_backend() {
            DbBackend::MySql => {
                format!("SELECT GET_LOCK('miniblog.{MIGRATION_LOCK}', {seconds}) AS got")
            }
            _ => format!("SELECT 1::bigint AS got FROM pg_advisory_lock({MIGRATION_LOCK})"),
        };
        let asked = db.query_one_raw(Statement::from_string(db.get_database_backend(), statement));
        // MariaDB counts for itself, and gets to say so.
        let answer = tokio::time::timeout(MIGRATION_PATIENCE + Duration::from_secs(5), asked).await;
        let got = match answer {
            Ok(answer) => {
                answer?.and_then(|row| row.try_get::<Option<i64>>("", "got").ok().flatten())
            }
            Err(_) => None,
        };
        anyhow::ensure!(got == Some(1), "another instance has been migrating for {seconds} s");
        Ok(Self::Connection(db))
    }

    async fn release(self) -> Result<(), DbErr> {
        match self {
            Self::File(file) => drop(file),
            Self::Connection(db) => db.close().await?,
        }
        Ok(())
    }
}

/// Tried again and again: a thread that waits in the system's own lock couldn't be called back.
async fn lock_file(path: &Path) -> anyhow::Result<std::fs::File> {
    create_private_file(path)?;
    let file = std::fs::File::open(path)?;
    let deadline = tokio::time::Instant::now() + MIGRATION_PATIENCE;
    while let Err(error) = file.try_lock() {
        if let std::fs::TryLockError::Error(error) = error {
            return Err(error.into());
        }
        if tokio::time::Instant::now() > deadline {
            bail!("another instance has been migrating for {} s", MIGRATION_PATIENCE.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_is_wrong() {
        assert!([5, 261, 517, 773, 6, 262, 13].into_iter().all(is_passing_sqlite));
        assert!(![1, 19, 2067, 787].into_iter().any(is_passing_sqlite));
        assert!([1040, 1205, 1213].into_iter().all(is_passing_mysql));
        assert!(![1062, 1064].into_iter().any(is_passing_mysql));
        assert!(["08006", "40001", "53300", "57P01"].into_iter().all(is_passing_postgres));
        assert!(!["23505", "42601", ""].into_iter().any(is_passing_postgres));
    }
}
