//! News: that something changed which is told beyond whoever changed it. Only that it did; what it is, is read.

use crate::{Result, Tx};
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::sync::watch;

/// The channel between the nodes of a database.
const CHANNEL: &str = "hoithi_news";

/// How long a node that lost the channel waits before it tries again.
const AGAIN: Duration = Duration::from_secs(1);

/// How often something changed since the start of the process, as far as this node knows.
#[derive(Debug, Clone)]
pub struct News(watch::Sender<u64>);

impl Default for News {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl News {
    /// Follows it: the number now, and a way to wait for the next.
    #[must_use]
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }

    /// How often something changed.
    #[must_use]
    pub fn count(&self) -> u64 {
        *self.0.borrow()
    }

    pub(crate) fn came(&self) {
        self.0.send_modify(|n| *n += 1);
    }

    /// Listens to the other nodes for ever. Whatever was missed while the line was cut counts as news.
    pub(crate) async fn listen(&self, pool: &PgPool) {
        loop {
            // What went wrong is tried again; a pool that is closed ends the process soon.
            if let Ok(mut listener) = PgListener::connect_with(pool).await
                && listener.listen(CHANNEL).await.is_ok()
            {
                self.came();
                while let Ok(Some(_)) = listener.try_recv().await {
                    self.came();
                }
            }
            tokio::time::sleep(AGAIN).await;
        }
    }
}

/// Tells every node once this transaction is committed; this one before the commit returns.
///
/// # Errors
/// Store errors.
pub async fn announce(tx: &mut Tx) -> Result<()> {
    if tx.announces() {
        return Ok(());
    }
    if matches!(tx, Tx::Postgres(_)) {
        let told = "SELECT COUNT(pg_notify($1, ''))";
        let (_,) = fetch!(fetch_one, (i64,), &mut *tx, told, CHANNEL)?;
    }
    tx.will_announce();
    Ok(())
}
