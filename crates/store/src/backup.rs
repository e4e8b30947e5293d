//! Copies of an embedded database, and what `doctor` asks a database about itself.
//!
//! None of this can run inside a transaction, and SQLite alone knows it: PostgreSQL has tools of its own (`pg_dump`).

use crate::{Db, Result, StoreError};
use sqlx::migrate::Migrate as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Row as _};
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

/// The table in which the migrator notes what it applied.
const MIGRATIONS: &str = "_sqlx_migrations";

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What the engine finds wrong with it; empty when it is sound.
    pub faults: Vec<String>,
    /// Contests in it.
    pub contests: i64,
}

/// How a database is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Version of the engine.
    pub version: String,
    /// Journal mode; SQLite only.
    pub journal_mode: Option<String>,
    /// How many migrations were applied; none to an empty database.
    pub applied: usize,
    /// Migrations of this program that were not applied.
    pub missing: Vec<i64>,
    /// Applied migrations this program does not know: the database is newer than the program.
    pub unknown: Vec<i64>,
}

/// The file of a `sqlite:` address.
///
/// # Errors
/// When it is no such address.
pub fn file_of(url: &str) -> Result<PathBuf> {
    Ok(SqliteConnectOptions::from_str(url)?
        .get_filename()
        .to_path_buf())
}

/// Writes a consistent copy of an SQLite database while it goes on serving; nobody else may read it. The copy appears
/// under its name only when it is complete, sound and on the disk.
///
/// # Errors
/// When a file of that name exists, the copy cannot be written or is not sound, or the database is PostgreSQL.
pub async fn write(db: &Db, to: &Path) -> Result<Checked> {
    let Db::Sqlite { read, .. } = db else {
        return Err(StoreError::Driver("only SQLite is copied here".into()));
    };
    if to.exists() {
        return Err(StoreError::Driver("a file of that name exists".into()));
    }
    let partial = beside(to, "partial");
    private_file(&partial).map_err(io)?;
    let name = partial
        .to_str()
        .ok_or_else(|| StoreError::Driver("a name that is not UTF-8".into()))?;
    // A reader, so that saves never wait; the engine accepts an empty file as the goal.
    let mut connection = read.acquire().await?;
    let sql = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
    let copied = connection.execute(AssertSqlSafe(sql)).await;
    drop(connection);
    let outcome = match copied {
        Ok(_) => check(&partial).await,
        Err(error) => Err(error.into()),
    };
    if !outcome.as_ref().is_ok_and(|c| c.faults.is_empty()) {
        // What went wrong is told; that the remains cannot be removed would only hide it.
        let _ = std::fs::remove_file(&partial);
        return outcome;
    }
    settle(&partial, to).map_err(io)?;
    outcome
}

/// Checks a database file without changing it.
///
/// # Errors
/// When it is not a database of this program.
pub async fn check(file: &Path) -> Result<Checked> {
    // Immutable: a copy has no journal beside it, and none may be made by looking.
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .immutable(true);
    let mut connection = options.connect().await?;
    let rows = connection
        .fetch_all("SELECT integrity_check FROM pragma_integrity_check")
        .await?;
    let mut faults = Vec::new();
    for row in rows {
        let fault: String = row.try_get(0)?;
        if fault != "ok" {
            faults.push(fault);
        }
    }
    let row = connection.fetch_one("SELECT COUNT(*) FROM contest").await?;
    let contests = row.try_get(0)?;
    connection.close().await?;
    Ok(Checked { faults, contests })
}

/// Puts a checked copy in the place of a database. A database that is there already is moved aside, never deleted; the
/// name it got is returned.
///
/// # Errors
/// When another process uses the database, or files cannot be written.
pub async fn restore(from: &Path, to: &Path) -> Result<Option<PathBuf>> {
    let partial = beside(to, "partial");
    let mut goal = private_file(&partial).map_err(io)?;
    let mut source = File::open(from).map_err(io)?;
    std::io::copy(&mut source, &mut goal)
        .and_then(|_| goal.flush())
        .map_err(io)?;
    drop(goal);
    let aside = if to.exists() {
        if let Err(error) = retire(to).await {
            let _ = std::fs::remove_file(&partial);
            return Err(error);
        }
        let aside = free_name(to);
        std::fs::rename(to, &aside).map_err(io)?;
        Some(aside)
    } else {
        None
    };
    settle(&partial, to).map_err(io)?;
    Ok(aside)
}

/// Brings everything of a database into its one file. Fails while another process has it open: leaving the write-ahead
/// mode takes the file for oneself.
async fn retire(file: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Delete)
        .busy_timeout(Duration::from_secs(1));
    // The engine does not wait for the change of mode itself; a connection just given up ends a moment later.
    for _ in 0..RETIRE_TRIES {
        match options.connect().await {
            Ok(connection) => return close(connection).await,
            Err(error) => match StoreError::from(error) {
                StoreError::Unavailable(_) => tokio::time::sleep(RETIRE_PAUSE).await,
                other => return Err(other),
            },
        }
    }
    close(options.connect().await?).await
}

async fn close(connection: SqliteConnection) -> Result<()> {
    Ok(connection.close().await?)
}

/// How often a database in use is asked again before it is left alone: two seconds in all.
const RETIRE_TRIES: u32 = 20;
const RETIRE_PAUSE: Duration = Duration::from_millis(100);

/// How a database is set up.
///
/// # Errors
/// When it cannot be asked.
pub async fn settings(db: &Db) -> Result<Settings> {
    let (version, journal_mode, applied) = match db {
        Db::Sqlite { read, .. } => {
            let mut connection = read.acquire().await?;
            let row = connection.fetch_one("SELECT sqlite_version()").await?;
            let version: String = row.try_get(0)?;
            let row = connection
                .fetch_one("SELECT journal_mode FROM pragma_journal_mode")
                .await?;
            (
                version,
                Some(row.try_get(0)?),
                connection.list_applied_migrations(MIGRATIONS).await,
            )
        }
        Db::Postgres { pool, .. } => {
            let mut connection = pool.acquire().await?;
            let row = connection.fetch_one("SELECT version()").await?;
            let version: String = row.try_get(0)?;
            (
                version,
                None,
                connection.list_applied_migrations(MIGRATIONS).await,
            )
        }
    };
    // Without the migrator's table nothing was applied.
    let applied = applied.unwrap_or_default();
    let applied: BTreeSet<i64> = applied.iter().map(|m| m.version).collect();
    let known: BTreeSet<i64> = sqlx::migrate!("../../migrations")
        .iter()
        .map(|m| m.version)
        .collect();
    Ok(Settings {
        version,
        journal_mode,
        applied: applied.len(),
        missing: known.difference(&applied).copied().collect(),
        unknown: applied.difference(&known).copied().collect(),
    })
}

fn io(error: std::io::Error) -> StoreError {
    StoreError::Driver(Box::new(error))
}

/// The same name with an ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// The first name of the kind `hoithi.db.truoc-khoi-phuc-1` that is free.
fn free_name(path: &Path) -> PathBuf {
    let names = (1..).map(|n| beside(path, &format!("truoc-khoi-phuc-{n}")));
    names
        .into_iter()
        .find(|name| !name.exists())
        .unwrap_or_else(|| beside(path, "truoc-khoi-phuc"))
}

/// A new empty file only its owner can read.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a written file durable under its final name: the engine does not sync a copy, and a name lives in its folder.
fn settle(partial: &Path, to: &Path) -> std::io::Result<()> {
    File::open(partial)?.sync_all()?;
    std::fs::rename(partial, to)?;
    match to.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
