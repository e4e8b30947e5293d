//! How long PostgreSQL and this program wait for each other.
//!
//! A process that dies closes its connections, and everybody learns of it at once. A machine that loses its power, a
//! cable, a switch close nothing: without limits the server would keep the locks of a node that is no more for hours, and
//! a node would wait for a server that is no more.

use sqlx::{Connection as _, PgConnection};
use std::io::ErrorKind;
use std::time::Duration;

/// What the server is told when a connection begins.
///
/// - A node that answers nothing is given up after 5 + 3 × 2 s, one that takes nothing after 10 s, one that begins a
///   transaction and says no more after 20 s: its locks are free before other nodes take over (30 s).
/// - Who waits 5 s for a lock comes back later, so that one node's trouble does not stop the writer of another.
/// - No statement takes longer than a minute, that of a province's whole record included.
pub(super) const OF_THE_SERVER: [(&str, &str); 7] = [
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "2"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "20s"),
    ("lock_timeout", "5s"),
    ("statement_timeout", "60s"),
];

/// What changes for a connection that may take as long as it takes.
pub(super) const UNHURRIED: [(&str, &str); 2] = [("lock_timeout", "0"), ("statement_timeout", "0")];

/// How long the server may take to say the least there is to say.
const ANSWER: Duration = Duration::from_secs(3);

/// How long a statement may take: longer than the server lets it.
const STATEMENT: Duration = Duration::from_secs(65);

/// Waits for the least there is to say.
pub(crate) async fn answered<T>(asked: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    at_most(ANSWER, asked).await
}

/// Waits for a statement.
pub(crate) async fn in_time<T>(asked: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    at_most(STATEMENT, asked).await
}

async fn at_most<T>(
    limit: Duration,
    asked: impl Future<Output = sqlx::Result<T>>,
) -> sqlx::Result<T> {
    match tokio::time::timeout(limit, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::Io(ErrorKind::TimedOut.into())),
    }
}

/// Whether a connection that comes back may be given out again. Who gave up waiting gives back one whose answer may never
/// come: the pool would wait for it for ever and never have its place again.
pub(super) async fn still_answers(connection: &mut PgConnection) -> sqlx::Result<bool> {
    answered(connection.ping()).await.map(|()| true)
}
