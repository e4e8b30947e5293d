//! What many requests ask for at once, looked up together: whatever waits shares one transaction.
//!
//! Each request still reads what is stored after it arrived: a role withdrawn or a turn ended is gone at the next click,
//! and what was saved a moment ago is on the sheet. In a surge this is one transaction for dozens of requests instead of
//! one for each.

use crate::error::within;
use crate::{Result, ServiceError};
use std::collections::HashMap;
use std::time::Duration;
use store::Db;
use tokio::sync::{mpsc, oneshot};

/// Requests that may wait before a new one is told to come back.
const WAITING: usize = 8_192;
/// Keys looked up at once.
const AT_ONCE: usize = 256;
/// From so many together on it is a surge, and a moment's wait makes the next lookup serve more.
const SURGE: usize = 8;
/// That moment.
const MOMENT: Duration = Duration::from_millis(1);

/// The longest a lookup takes. Longer, and the database is away.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is looked up together.
pub(crate) trait Lookup: 'static {
    /// What is asked for, for the log.
    const WHAT: &'static str;
    /// What stands behind a key.
    type Found: Clone + Send + 'static;
    /// Finds these in one transaction; a key nothing stands behind is left out.
    fn look_up(
        db: &Db,
        keys: &[String],
    ) -> impl Future<Output = Result<HashMap<String, Self::Found>>> + Send;
}

/// A key with the way back.
struct Question<F> {
    key: String,
    answer: oneshot::Sender<Result<Option<F>>>,
}

/// The queue in front of the one who looks.
pub(crate) struct Together<L: Lookup>(mpsc::Sender<Question<L::Found>>);

impl<L: Lookup> Together<L> {
    /// Looks up what is asked on the current runtime, until every handle is gone.
    pub(crate) fn start(db: Db) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(run::<L>(db, receiver));
        Self(sender)
    }

    /// What stands behind this key.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when the database does not answer or too many wait.
    pub(crate) async fn find(&self, key: String) -> Result<Option<L::Found>> {
        let (answer, found) = oneshot::channel();
        let asked = self.0.try_send(Question { key, answer });
        asked.map_err(|_| busy())?;
        found.await.map_err(|_| busy())?
    }
}

fn busy() -> ServiceError {
    ServiceError::Busy { retry_after: 1 }
}

async fn run<L: Lookup>(db: Db, mut questions: mpsc::Receiver<Question<L::Found>>) {
    while let Some(first) = questions.recv().await {
        let mut taken = vec![first];
        while taken.len() < AT_ONCE {
            let Ok(next) = questions.try_recv() else {
                break;
            };
            taken.push(next);
        }
        let surge = taken.len() >= SURGE;
        // In a task of its own: what panics fails these questions alone.
        let db = db.clone();
        if let Err(error) = tokio::spawn(async move { answer::<L>(&db, taken).await }).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                what = L::WHAT,
                "looking up panicked"
            );
        }
        if surge {
            tokio::time::sleep(MOMENT).await;
        }
    }
}

async fn answer<L: Lookup>(db: &Db, taken: Vec<Question<L::Found>>) {
    let keys: Vec<String> = taken.iter().map(|q| q.key.clone()).collect();
    let found = match within(PATIENCE, L::look_up(db, &keys)).await {
        Ok(found) => Some(found),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                what = L::WHAT,
                requests = taken.len(),
                "cannot be looked up"
            );
            None
        }
    };
    for question in taken {
        let found = found.as_ref().ok_or_else(busy);
        let found = found.map(|all| all.get(&question.key).cloned());
        // The request may be gone meanwhile.
        let _ = question.answer.send(found);
    }
}
