//! Transactions of either engine.

use super::patience;
use crate::news::News;
use crate::{Result, StoreError};
use sqlx::{Database, Postgres, Sqlite, Transaction};

/// A transaction. Dropping it without [`Tx::commit`] rolls back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Live<Sqlite>),
    /// On PostgreSQL.
    Postgres(Live<Postgres>),
}

/// A transaction of one engine that remembers whether a statement failed.
///
/// After a failed statement the engines part: SQLite goes on without it, PostgreSQL refuses everything that follows
/// and answers `COMMIT` with a rollback that the driver takes for success. So the memory is ours, for both.
#[derive(Debug)]
pub struct Live<D: Database> {
    inner: Transaction<'static, D>,
    failed: bool,
    /// Where it may write: whom its announcement goes to.
    news: Option<News>,
    announces: bool,
}

impl<D: Database> Live<D> {
    pub(super) fn reading(inner: Transaction<'static, D>) -> Self {
        Self {
            inner,
            failed: false,
            news: None,
            announces: false,
        }
    }

    pub(super) fn writing(inner: Transaction<'static, D>, news: &News) -> Self {
        Self {
            news: Some(news.clone()),
            ..Self::reading(inner)
        }
    }

    /// Whether it was begun to write.
    pub(crate) fn may_write(&self) -> bool {
        self.news.is_some()
    }

    /// The connection, for one statement.
    pub(crate) fn connection(&mut self) -> &mut D::Connection {
        &mut self.inner
    }

    /// Takes note of what a statement came to.
    pub(crate) fn heed<T>(&mut self, outcome: sqlx::Result<T>) -> Result<T> {
        self.failed |= outcome.is_err();
        outcome.map_err(StoreError::from)
    }

    async fn commit(self) -> Result<()> {
        if self.failed {
            patience::in_time(self.inner.rollback()).await?;
            return Err(StoreError::Driver("commit after a failed statement".into()));
        }
        patience::in_time(self.inner.commit()).await?;
        if let (true, Some(news)) = (self.announces, self.news) {
            news.came();
        }
        Ok(())
    }
}

impl Tx {
    /// Whether its commit is announced.
    pub(crate) fn announces(&self) -> bool {
        match self {
            Self::Sqlite(tx) => tx.announces,
            Self::Postgres(tx) => tx.announces,
        }
    }

    /// Its commit will be announced to this node.
    pub(crate) fn will_announce(&mut self) {
        match self {
            Self::Sqlite(tx) => tx.announces = true,
            Self::Postgres(tx) => tx.announces = true,
        }
    }

    /// Commits. What was written is durable when this returns.
    ///
    /// # Errors
    /// When a statement of this transaction failed or the commit fails: nothing was written, or (a lost connection) it
    /// is unknown, and an idempotent retry settles it.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}
