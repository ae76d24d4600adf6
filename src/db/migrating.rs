//! Applying and taking back migrations, one process at a time.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::{Use, create_private_file, open, sqlite_path};
use crate::settings::Settings;

/// How long a start waits for another instance that is migrating.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(1);
/// The advisory lock that migrating instances share; any number that nobody else uses.
const MIGRATION_LOCK: i64 = 0x6d69_6e69_626c_6f67;

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
pub async fn migrate(settings: &Settings, direction: Migration) -> anyhow::Result<SchemaStatus> {
    // Connections of its own: a step may take longer than any request's statement.
    let db = open(settings, 2, Use::Migrating).await?;
    let lock = MigrationLock::acquire(settings).await?;
    let outcome = migrate_alone(&db, direction).await;
    lock.release().await?;
    db.close().await?;
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
        let db = open(settings, 1, Use::Migrating).await?;
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
