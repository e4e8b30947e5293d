//! What can go wrong in the store, without a word of SQL for the outside.

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;

/// A store error. Its text is for the log only.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique constraint was hit: the name on PostgreSQL, the columns on SQLite. Either contains the last column.
    #[error("not unique: {constraint}")]
    NotUnique {
        /// Which one.
        constraint: String,
    },
    /// A row holds what the program never writes.
    #[error("inconsistent {table}.{column}")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
    },
    /// The database could not be asked, or chose this transaction to give way: worth a retry.
    #[error("database unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Anything else the driver says.
    #[error("database error")]
    Driver(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(db) = error.as_database_error() {
            if db.is_unique_violation() {
                let constraint = db
                    .constraint()
                    .map_or_else(|| db.message().to_owned(), str::to_owned);
                return Self::NotUnique { constraint };
            }
            if gives_way(db) {
                return Self::Unavailable(Box::new(error));
            }
        }
        match error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(Box::new(error)),
            other => Self::Driver(Box::new(other)),
        }
    }
}

/// Whether the engine refused the moment rather than the statement.
fn gives_way(error: &dyn DatabaseError) -> bool {
    let Some(code) = error.code() else {
        return false;
    };
    if error.try_downcast_ref::<SqliteError>().is_some() {
        // The low byte is the primary code: 5 busy, 6 locked.
        return code.parse::<i64>().is_ok_and(|n| matches!(n & 0xff, 5 | 6));
    }
    // SQLSTATE: deadlock, serialisation, a transaction silent for too long, lock not available, statement timeout; then
    // connection, resources and shutdown by class.
    matches!(
        &*code,
        "40P01" | "40001" | "25P03" | "55P03" | "57014" | "57P01" | "57P02" | "57P03"
    ) || code.starts_with("08")
        || code.starts_with("53")
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Driver(Box::new(error))
    }
}
