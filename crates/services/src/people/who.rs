//! Sessions looked up for many requests at once: whatever waits shares one statement.
//!
//! Each request still reads its session anew, after it arrived: a role withdrawn or a turn ended is gone at the next
//! click. In a surge this is one transaction for dozens of requests instead of one for each.

use crate::{Result, ServiceError};
use std::collections::HashMap;
use std::time::Duration;
use store::Db;
use store::people::SessionRow;
use tokio::sync::{mpsc, oneshot};

/// Requests that may wait before a new one is told to come back.
const WAITING: usize = 8_192;
/// Sessions looked up at once.
const AT_ONCE: usize = 256;
/// From so many together on it is a surge, and a moment's wait makes the next lookup serve more.
const SURGE: usize = 8;
/// That moment.
const MOMENT: Duration = Duration::from_millis(1);

/// A session asked for, by the hash of its token, with the way back.
struct Question {
    token_hash: String,
    answer: oneshot::Sender<Result<Option<SessionRow>>>,
}

/// The queue in front of the one who looks.
#[derive(Debug)]
pub(crate) struct Sessions(mpsc::Sender<Question>);

impl Sessions {
    /// Looks up what is asked on the current runtime, until every handle is gone.
    pub(crate) fn start(db: Db) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(run(db, receiver));
        Self(sender)
    }

    /// The session with this token hash, expired or not.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when the database does not answer or too many wait.
    pub(crate) async fn find(&self, token_hash: String) -> Result<Option<SessionRow>> {
        let (answer, found) = oneshot::channel();
        let asked = self.0.try_send(Question { token_hash, answer });
        asked.map_err(|_| busy())?;
        found.await.map_err(|_| busy())?
    }
}

fn busy() -> ServiceError {
    ServiceError::Busy { retry_after: 1 }
}

async fn run(db: Db, mut questions: mpsc::Receiver<Question>) {
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
        if let Err(error) = tokio::spawn(async move { answer(&db, taken).await }).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "looking up sessions panicked"
            );
        }
        if surge {
            tokio::time::sleep(MOMENT).await;
        }
    }
}

async fn answer(db: &Db, taken: Vec<Question>) {
    let hashes: Vec<String> = taken.iter().map(|q| q.token_hash.clone()).collect();
    let found = match look_up(db, &hashes).await {
        Ok(found) => Some(found),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                requests = taken.len(),
                "cannot tell who asks"
            );
            None
        }
    };
    for question in taken {
        let found = found.as_ref().ok_or_else(busy);
        let session = found.map(|rows| rows.get(&question.token_hash).cloned());
        // The request may be gone meanwhile.
        let _ = question.answer.send(session);
    }
}

async fn look_up(db: &Db, hashes: &[String]) -> Result<HashMap<String, SessionRow>> {
    let mut tx = db.read().await?;
    let rows = store::people::find_sessions(&mut tx, hashes).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.token_hash.clone(), row))
        .collect())
}
