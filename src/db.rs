//! The database: connecting, migrating, transactions. What the rows mean is each blueprint's own.

pub mod bulk;
pub mod fulltext;
pub mod lists;
mod migrating;
pub mod pairs;
pub mod traces;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{AssertSqlSafe, Executor};
use sea_orm::{
    ConnectOptions, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait, sqlx,
};

use crate::settings::{self, Settings};

pub use migrating::{Migration, SchemaStatus, migrate, schema_status};

/// The longest that one statement of a request may take on PostgreSQL and MariaDB.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(15);

/// So many prepared statements each connection to PostgreSQL or MariaDB keeps: more than there are.
/// One that has to make room costs a request: MariaDB's takes 40 ms, as the next packet waits until
/// the server's system has acknowledged the one that says so.
const STATEMENTS_KEPT: usize = 400;

/// How often a transaction is tried that others are in the way of.
const ATTEMPTS: u64 = 6;

/// The database as requests use it. SQLite has one writer, and whoever waits for it would hold a
/// connection that readers need: so it writes through one connection of its own, for which writers
/// queue here, and its readers can't write. Elsewhere both are the same pool.
#[derive(Clone)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Db {
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// A transaction that will write. On SQLite it takes the writer's place at once: one that began
    /// as a reader can't wait for it later, it just fails. Elsewhere it reads what others have
    /// committed: MariaDB's stricter default locks the gaps between rows, where people who publish at
    /// the same moment would meet in deadlocks. What must not change meanwhile is locked by name.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let isolation = match self.writer.get_database_backend() {
            DatabaseBackend::Sqlite => None,
            _ => Some(IsolationLevel::ReadCommitted),
        };
        self.writer
            .begin_with_options(TransactionOptions {
                isolation_level: isolation,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Does this in such a transaction, all of it or nothing; and again when it was given up for the
    /// sake of another, which is how PostgreSQL and MariaDB end a deadlock.
    pub async fn write<T, E: From<DbErr> + Outdone>(
        &self,
        work: impl AsyncFn(&DatabaseTransaction) -> Result<T, E>,
    ) -> Result<T, E> {
        let attempt = async || {
            let transaction = self.begin().await?;
            let done = work(&transaction).await?;
            transaction.commit().await?;
            Ok(done)
        };
        for number in 1..ATTEMPTS {
            match attempt().await {
                Err(error) if E::is_outdone(&error) => {
                    log::debug!(attempt = number; "a deadlock; trying again");
                    // Not at the same moment as the others again.
                    let pause = rand::random_range(1..=10 * number);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                outcome => return outcome,
            }
        }
        attempt().await
    }

    /// Checkpoints SQLite's log, so that the file alone is the database.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.reader.close_by_ref().await?;
        self.writer.close_by_ref().await
    }
}

/// Opens the pools that requests are answered from. An SQLite file that isn't there yet is created.
pub async fn connect(settings: &Settings) -> anyhow::Result<Db> {
    let most = settings.database.max_connections;
    if sqlite_path(&settings.database_url()).is_none() {
        let pool = open(settings, most, Use::Requests).await?;
        return Ok(Db { reader: pool.clone(), writer: pool });
    }
    let writer = open(settings, 1, Use::Requests).await?;
    Ok(Db { reader: open(settings, most, Use::Reading).await?, writer })
}

/// What a pool is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Statements are bounded in time, so that none can hold up a request for ever.
    Requests,
    /// The same, and on SQLite nothing can be written.
    Reading,
    /// A step may take as long as it needs.
    Migrating,
}

async fn open(
    settings: &Settings,
    max_connections: u32,
    purpose: Use,
) -> anyhow::Result<DatabaseConnection> {
    let url = settings.database_url();
    if let Some(path) = sqlite_path(&url) {
        create_private_file(&path)?;
    }
    let busy = settings.database.busy_timeout;
    let mut options = ConnectOptions::new(url.clone());
    options
        .max_connections(max_connections)
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
                // What is deleted is deleted from the file, too.
                .pragma("secure_delete", "ON")
                .pragma("query_only", if purpose == Use::Reading { "ON" } else { "OFF" })
        });
    if purpose != Use::Migrating {
        let (busy_ms, limit_ms) = (busy.as_millis(), STATEMENT_TIMEOUT.as_millis());
        options.map_sqlx_postgres_opts(move |postgres| {
            postgres
                .options([
                    ("lock_timeout", busy_ms.to_string()),
                    ("statement_timeout", limit_ms.to_string()),
                ])
                .statement_cache_capacity(STATEMENTS_KEPT)
        });
        options.map_sqlx_mysql_opts(|mysql| mysql.statement_cache_capacity(STATEMENTS_KEPT));
        let limits = format!(
            "SET lock_wait_timeout = {0}, innodb_lock_wait_timeout = {0}, max_statement_time = {1}",
            busy.as_secs().max(1),
            STATEMENT_TIMEOUT.as_secs_f64(),
        );
        options.map_sqlx_mysql_pool_opts(move |pool| {
            let limits = limits.clone();
            pool.after_connect(move |connection, _| {
                let limits = limits.clone();
                Box::pin(async move { connection.execute(AssertSqlSafe(limits)).await.map(drop) })
            })
        });
    }
    let deadline = Instant::now() + busy;
    let mut opened = Database::connect(options.clone()).await;
    // Turning a new SQLite file to write-ahead logging is the one step that doesn't wait for others
    // by itself.
    while let Err(error) = &opened
        && url.starts_with("sqlite:")
        && is_unavailable(error)
        && Instant::now() < deadline
    {
        tokio::time::sleep(Duration::from_millis(50)).await;
        opened = Database::connect(options.clone()).await;
    }
    let mut pool = opened
        .with_context(|| format!("can't open the database {}", settings::redact_url(&url)))?;
    pool.set_metric_callback(tell_statement);
    Ok(pool)
}

/// What statements are logged under, at `trace`: those of transactions too, but not where these
/// begin and end. Without their values, which may be anybody's.
const LOG_TARGET: &str = "miniblog::sql";

fn tell_statement(told: &sea_orm::metric::Info<'_>) {
    let (sql, elapsed_us) = (&told.statement.sql, told.elapsed.as_micros() as i64);
    log::trace!(target: LOG_TARGET, elapsed_us; "{sql}");
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
///
/// One that is there already is never opened here: closing it would let go of all locks that this
/// process holds on it (POSIX, `fcntl`), and the next program to look into the database would take
/// itself for the last one and remove the log that we write.
/// <https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>
fn create_private_file(path: &Path) -> anyhow::Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_private_folder(parent)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        // What isn't a file, or not ours, SQLite will say.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => {
            Err(error).with_context(|| format!("can't open the database {}", path.display()))
        }
    }
}

fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (!path.starts_with(':')).then(|| PathBuf::from(path))
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

/// An error that may be this: the transaction was given up for the sake of another.
pub trait Outdone {
    fn is_outdone(&self) -> bool;
}

impl Outdone for DbErr {
    fn is_outdone(&self) -> bool {
        let (Self::Exec(RuntimeErr::SqlxError(error)) | Self::Query(RuntimeErr::SqlxError(error))) =
            self
        else {
            return false;
        };
        let Some(error) = error.as_database_error() else { return false };
        match error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
            Some(error) => error.number() == 1213,
            None => matches!(error.code().as_deref(), Some("40001" | "40P01")),
        }
    }
}

/// The primary code is in the low byte: `BUSY`, `LOCKED`, `IOERR`, `FULL`, `CANTOPEN`.
/// <https://www.sqlite.org/rescode.html>
fn is_passing_sqlite(code: i32) -> bool {
    matches!(code & 0xff, 5 | 6 | 10 | 13 | 14)
}

/// Disk full, too many connections, shutting down, lock wait, deadlock, statement time, gone, lost.
/// <https://mariadb.com/kb/en/mariadb-error-codes/>
fn is_passing_mysql(number: u16) -> bool {
    matches!(number, 1021 | 1040 | 1053 | 1205 | 1213 | 1969 | 2006 | 2013)
}

/// Connection exceptions, serialization failures and deadlocks, lock not available, insufficient
/// resources, operator intervention. <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn is_passing_postgres(code: &str) -> bool {
    matches!(code, "40001" | "40P01" | "55P03")
        || ["08", "53", "57"].iter().any(|class| code.starts_with(class))
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
