//! The two engines behind one door.

pub(crate) mod patience;
mod tx;

pub use tx::{Live, Tx};

use crate::news::News;
use crate::{Result, StoreError, dialect};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{
    ConnectOptions as _, Connection as _, PgPool, Postgres, SqlSafeStr as _, SqlitePool,
    Transaction,
};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

/// A database: embedded SQLite, or PostgreSQL.
#[derive(Debug, Clone)]
pub enum Db {
    /// One writer connection and a read-only pool beside it.
    Sqlite {
        /// The only connection that writes.
        write: SqlitePool,
        /// Connections that only read.
        read: SqlitePool,
        /// Some of those for what must not wait behind pages.
        kept: SqlitePool,
        /// What changed.
        news: News,
    },
    /// A pool.
    Postgres {
        /// Connections.
        pool: PgPool,
        /// Some for what must not wait behind pages.
        kept: PgPool,
        /// What changed.
        news: News,
    },
}

/// Prepared statements a connection remembers: every text of this crate, the long ones in each of their sizes.
const PREPARED: usize = 400;

/// Rows a connection of SQLite may be ahead of its reader.
const ROWS: usize = 1_024;

impl Db {
    /// Opens the database named by a URL, `sqlite://…` or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// When it cannot be reached, or the URL is of another kind.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Self::open_postgres(url).await;
        }
        // The driver would take anything else for the name of a file, and make it.
        if url.starts_with("sqlite:") {
            return Self::open_sqlite(url).await;
        }
        Err(StoreError::Driver(
            "neither a sqlite: nor a postgres: address".into(),
        ))
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?
            .statement_cache_capacity(PREPARED)
            .options(patience::OF_THE_SERVER)
            .options(BY_KEY);
        let pool = |places| {
            PgPoolOptions::new()
                .max_connections(places)
                // Beginning asks the server anyway, and tries another connection where one is gone.
                .test_before_acquire(false)
                .after_release(|connection, _| Box::pin(patience::still_answers(connection)))
                .acquire_timeout(Duration::from_secs(5))
        };
        let kept = match pool(KEPT).connect_with(options.clone()).await {
            Err(sqlx::Error::PoolTimedOut) => return Err(why_not(&options).await.into()),
            other => other?,
        };
        let pool = pool(AT_ONCE_PG - KEPT).connect_with(options).await?;
        let news = News::default();
        Ok(Self::Postgres { pool, kept, news })
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(crate::planted::synchronous())
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(PREPARED)
            // A batch's rows fit: the thread of the connection never waits for whoever reads them, nor wakes for it.
            .row_buffer_size(ROWS)
            .create_if_missing(true);
        let writer = sound(SqlitePoolOptions::new())
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30));
        let write = writer.connect_with(options.clone()).await?;
        let options = options.read_only(true).create_if_missing(false);
        let reader = |places| {
            sound(SqlitePoolOptions::new())
                .max_connections(places)
                .acquire_timeout(Duration::from_secs(10))
        };
        let read = reader(6).connect_with(options.clone()).await?;
        let kept = reader(KEPT).connect_with(options).await?;
        let news = News::default();
        Ok(Self::Sqlite {
            write,
            read,
            kept,
            news,
        })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails or an applied one was changed.
    pub async fn migrate(&self) -> Result<()> {
        let migrator = sqlx::migrate!("../../migrations");
        match self {
            Self::Sqlite { write, .. } => migrator.run(write).await?,
            Self::Postgres { pool, .. } => {
                // A migration may take as long as it takes, and a second node waits for it.
                let options = PgConnectOptions::clone(&pool.connect_options());
                let unhurried = options.options(patience::UNHURRIED);
                let pool = PgPoolOptions::new().max_connections(1);
                let pool = pool.connect_with(unhurried).await?;
                migrator.run(&pool).await?;
                pool.close().await;
            }
        }
        Ok(())
    }

    /// The instant the database's clock shows, in epoch milliseconds; none where the database has no clock but ours.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn clock(&self) -> Result<Option<i64>> {
        let mut tx = self.read().await?;
        if matches!(tx, Tx::Sqlite(_)) {
            return Ok(None);
        }
        let clock = dialect::clock(&tx);
        let sql = format!("SELECT {clock}");
        let (now,) = fetch!(fetch_one, (i64,), &mut tx, sqlx::AssertSqlSafe(sql))?;
        Ok(Some(now))
    }

    /// Begins a transaction that only reads. All its statements see the database as it was at the first one.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(Live::reading(read.begin().await?)),
            // By itself PostgreSQL would show each statement another state, and would let a reader write.
            Self::Postgres { pool, .. } => Tx::Postgres(Live::reading(
                begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?,
            )),
        })
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so it cannot fail half-way.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, news, .. } => {
                let begun = write.begin_with("BEGIN IMMEDIATE").await?;
                Tx::Sqlite(Live::writing(begun, news))
            }
            // Stated, because a server may be set to another level, and the row locks here rely on this one.
            Self::Postgres { pool, news, .. } => {
                let begun = begin(pool, "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE").await?;
                Tx::Postgres(Live::writing(begun, news))
            }
        })
    }

    /// `sqlite` or `postgres`, for logs and `doctor`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres { .. } => "postgres",
        }
    }

    /// Closes every connection, finishing what runs.
    pub async fn close(&self) {
        match self {
            Self::Sqlite {
                write, read, kept, ..
            } => {
                read.close().await;
                kept.close().await;
                write.close().await;
            }
            Self::Postgres { pool, kept, .. } => {
                pool.close().await;
                kept.close().await;
            }
        }
    }

    /// The same database over the connections that pages, exports and imports cannot take: for the writer of the hot path,
    /// for who asks and what is on a sheet, for the clock and the sweeper.
    #[must_use]
    pub fn kept(&self) -> Self {
        let mut db = self.clone();
        match &mut db {
            Self::Sqlite { read, kept, .. } => read.clone_from(kept),
            Self::Postgres { pool, kept, .. } => pool.clone_from(kept),
        }
        db
    }

    /// What changed, as far as this node knows.
    #[must_use]
    pub fn news(&self) -> &News {
        match self {
            Self::Sqlite { news, .. } | Self::Postgres { news, .. } => news,
        }
    }

    /// Hears of what other nodes change, for ever. Where there are none this does nothing.
    pub async fn listen(&self) {
        match self {
            Self::Sqlite { .. } => std::future::pending().await,
            Self::Postgres { pool, news, .. } => news.listen(pool).await,
        }
    }
}

/// Why no connection comes about. A pool tries again until its time is over and says no more than that.
async fn why_not(options: &PgConnectOptions) -> sqlx::Error {
    match tokio::time::timeout(Duration::from_secs(5), options.connect()).await {
        Ok(Err(error)) => error,
        _ => sqlx::Error::PoolTimedOut,
    }
}

/// Connections of a node to PostgreSQL, beside the one that hears of what other nodes change.
const AT_ONCE_PG: u32 = 12;

/// Connections for what must not wait: two lookups, the writer, the clock, the sweeper.
const KEPT: u32 = 5;

/// How PostgreSQL plans: what it is asked for is found by keys, and tables grow from nothing within minutes. By its own
/// reckoning it would read a young table from end to end for each batch, go on with that plan while the table grows, and
/// plan what asks for one of a list anew each time. What has no key is read as before.
const BY_KEY: [(&str, &str); 5] = [
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("jit", "off"),
    ("plan_cache_mode", "force_generic_plan"),
];

/// Begins on a connection that lives. Those the server or the network closed meanwhile are only noticed when they are
/// used; nothing was asked of them yet, so another is taken, until every one that can be gone is.
async fn begin(pool: &PgPool, how: &'static str) -> sqlx::Result<Transaction<'static, Postgres>> {
    let mut left = AT_ONCE_PG;
    loop {
        let connection = pool.acquire().await?;
        let begun = Transaction::begin(connection, Some(how.into_sql_str()));
        match patience::answered(begun).await {
            Err(error) if left > 0 && is_gone(&error) => left -= 1,
            other => return other,
        }
    }
}

/// Whether the other end of a connection is gone: cut off, or the server is shutting down or was (class 57P). One that is
/// silent may be all of them: who asks comes back later.
fn is_gone(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(why) => why.kind() != std::io::ErrorKind::TimedOut,
        sqlx::Error::Database(e) => e.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}

/// Pools of SQLite give out sound connections only. Where the disk is full or cannot be read SQLite ends the transaction
/// by itself; the driver goes on counting it, would refuse every transaction to come, and readers would never see
/// anything new. Such a connection is closed and another opened.
fn sound(options: SqlitePoolOptions) -> SqlitePoolOptions {
    // A file does not hang up: asking each time whether it is there would wake the connection's thread for nothing.
    options
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            let sound = !connection.is_in_transaction();
            Box::pin(async move { Ok(sound) })
        })
}

/// Fails loudly when a statement meant for one row touched another number.
pub(crate) fn one_row(affected: u64, table: &'static str) -> Result<()> {
    if affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Inconsistent {
            table,
            column: "rows affected",
        })
    }
}

/// Rows one statement writes at most.
pub(crate) const AT_ONCE: usize = 256;

/// The rows in pieces whose sizes are powers of two, in order.
pub(crate) fn in_powers_of_two<R>(mut rows: &[R]) -> impl Iterator<Item = &[R]> {
    std::iter::from_fn(move || {
        let largest = rows.len().min(AT_ONCE).checked_ilog2()?;
        let (piece, rest) = rows.split_at(1 << largest);
        rows = rest;
        Some(piece)
    })
}

/// One row per key, the last one given, in key order. PostgreSQL refuses a statement that meets a row twice, and two
/// statements that meet the same rows in opposite orders wait for each other.
pub(crate) fn last_per_key<'r, R, K: Ord>(rows: &'r [R], key: impl Fn(&'r R) -> K) -> Vec<&'r R> {
    let by_key: BTreeMap<K, &'r R> = rows.iter().map(|row| (key(row), row)).collect();
    by_key.into_values().collect()
}

/// Rows in the order of their bytes. The database never sorts text: its collation is the operator's choice, so two
/// servers would order, and hash, the same rows differently.
pub(crate) fn sorted<R>(mut rows: Vec<R>, order: impl Fn(&R, &R) -> Ordering) -> Vec<R> {
    rows.sort_by(order);
    rows
}

#[cfg(test)]
mod tests {
    use super::in_powers_of_two;

    #[test]
    fn every_row_is_in_one_piece_and_pieces_have_few_sizes() {
        for count in 0..600_usize {
            let rows: Vec<usize> = (0..count).collect();
            let pieces: Vec<&[usize]> = in_powers_of_two(&rows).collect();
            assert_eq!(pieces.concat(), rows);
            assert!(
                pieces
                    .iter()
                    .all(|p| p.len().is_power_of_two() && p.len() <= 256)
            );
            assert!(pieces.len() <= count.div_ceil(256) + 8, "{count}");
        }
    }
}
