//! News: that something changed which is told beyond whoever changed it. Only that it did; what it is, is read.

use crate::db::patience;
use crate::{Result, Tx};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use std::time::Duration;
use tokio::sync::watch;

/// The channel between the nodes of a database.
const CHANNEL: &str = "hoithi_news";

/// After so long without news a node asks whether the line still lives: one that is cut off without a word says nothing
/// either, and pages given out again would be old ones.
const QUIET: Duration = Duration::from_secs(10);

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
            // A connection of its own: nobody waits for its place in the pool.
            let own = PgPoolOptions::new().max_connections(1);
            let own = own.connect_lazy_with(PgConnectOptions::clone(&pool.connect_options()));
            // What went wrong is tried again; the process ends soon where the database is closed.
            if let Ok(mut listener) = PgListener::connect_with(&own).await
                && listener.listen(CHANNEL).await.is_ok()
            {
                self.came();
                while self.heard(&mut listener).await {}
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Waits for the next news, or makes sure that the line still lives; whether it does.
    async fn heard(&self, listener: &mut PgListener) -> bool {
        match tokio::time::timeout(QUIET, listener.try_recv()).await {
            Ok(Ok(Some(_))) => {
                self.came();
                true
            }
            Ok(_) => false,
            Err(_) => {
                // The least that can be asked of it.
                let asked = listener.unlisten("nothing");
                patience::answered(asked).await.is_ok()
            }
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
