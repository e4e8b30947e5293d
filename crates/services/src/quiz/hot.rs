//! The hot path: one writer takes the commands that wait, decides each with `domain` on the state it loads, writes
//! them in few statements and commits once. Replies go out only after the commit.
//!
//! A command that is refused fails alone. A failed commit fails every command of the batch, retryably: idempotency
//! keys and the unique attempt number make a retry safe.

mod batch;

use crate::error::within;
use crate::{Result, ServiceError, Services};
use domain::ids::{AccountId, ContestId, KioskId};
use domain::people::eligibility::Ineligible;
use domain::quiz::save::{Save, SaveReply};
use domain::quiz::submit::Submit;
use domain::time::Moment;
use std::time::Duration;
use store::quiz::AttemptRow;
use tokio::sync::{mpsc, oneshot};

/// Commands that may wait before a new one is told to come back.
const QUEUE: usize = 8_192;
/// Commands in one commit.
const BATCH: usize = 256;

/// The longest a batch takes, a disk that stalls included. Longer, and the database is away.
const PATIENCE: Duration = Duration::from_secs(15);

/// Starts an attempt.
#[derive(Debug, Clone)]
pub(crate) struct StartCommand {
    /// The attempt as it would be; its number is set by the writer.
    pub(crate) candidate: AttemptRow,
    /// Attempts the rule sheet allows.
    pub(crate) allowed: u32,
    /// Whether the person may compete.
    pub(crate) eligible: std::result::Result<(), Ineligible>,
    /// The clerk who helps, for the log: its line is written with the start or not at all.
    pub(crate) help: Option<Help>,
    /// When the request entered the server.
    pub(crate) received_at: Moment,
}

/// A clerk's help at a kiosk.
#[derive(Debug, Clone)]
pub(crate) struct Help {
    pub(crate) contest: ContestId,
    pub(crate) kiosk: KioskId,
    pub(crate) clerk: AccountId,
}

/// Saves a slot.
#[derive(Debug, Clone)]
pub(crate) struct SaveCommand {
    pub(crate) attempt_id: String,
    pub(crate) person_id: String,
    pub(crate) key: String,
    pub(crate) save: Save,
    pub(crate) received_at: Moment,
}

/// Sends an attempt.
#[derive(Debug, Clone)]
pub(crate) struct SubmitCommand {
    pub(crate) attempt_id: String,
    pub(crate) person_id: String,
    pub(crate) received_at: Moment,
}

type Reply<T> = oneshot::Sender<Result<T>>;

/// A command with the way back.
enum Waiting {
    Start(Box<StartCommand>, Reply<String>),
    Save(SaveCommand, Reply<SaveReply>),
    Submit(SubmitCommand, Reply<Submit>),
    /// Nothing to do: its answer says that everything before it is decided.
    Flush(Reply<()>),
}

/// The queue in front of the writer.
#[derive(Debug, Clone)]
pub struct HotQueue(mpsc::Sender<Waiting>);

/// The end of the queue the writer reads.
pub(crate) struct Commands(mpsc::Receiver<Waiting>);

impl HotQueue {
    pub(crate) fn new() -> (Self, Commands) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), Commands(receiver))
    }

    async fn ask<T>(&self, make: impl FnOnce(Reply<T>) -> Waiting) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.0
            .try_send(make(reply))
            .map_err(|_| ServiceError::Busy { retry_after: 2 })?;
        answer
            .await
            .map_err(|_| ServiceError::Busy { retry_after: 2 })?
    }

    pub(crate) async fn start(&self, command: StartCommand) -> Result<String> {
        self.ask(|reply| Waiting::Start(Box::new(command), reply))
            .await
    }

    pub(crate) async fn save(&self, command: SaveCommand) -> Result<SaveReply> {
        self.ask(|reply| Waiting::Save(command, reply)).await
    }

    pub(crate) async fn submit(&self, command: SubmitCommand) -> Result<Submit> {
        self.ask(|reply| Waiting::Submit(command, reply)).await
    }

    /// Waits until every command that came before is decided and committed.
    pub(crate) async fn flush(&self) -> Result<()> {
        let gone = |_| ServiceError::Busy { retry_after: 2 };
        let (reply, answer) = oneshot::channel();
        let sent = self.0.send(Waiting::Flush(reply)).await;
        sent.map_err(|_| ServiceError::Busy { retry_after: 2 })?;
        answer.await.map_err(gone)?
    }

    /// Commands waiting now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.max_capacity() - self.0.capacity()
    }
}

/// Runs the writer until every handle on the services is gone.
pub(crate) fn run_writer(services: &Services, commands: Commands) {
    let inner = std::sync::Arc::downgrade(&services.0);
    let mut commands = commands.0;
    tokio::spawn(async move {
        while let Some(first) = commands.recv().await {
            let mut taken = vec![first];
            // Group commit without a timer: whatever arrived while the last commit ran goes into the next.
            while taken.len() < BATCH {
                let Ok(next) = commands.try_recv() else { break };
                taken.push(next);
            }
            let Some(inner) = inner.upgrade() else { break };
            // In a task of its own: what panics fails its batch alone, and the writer goes on. So does one the database
            // does not answer: its commands are dropped unanswered, which tells them to come back.
            let batch = tokio::spawn(async move {
                let services = Services(inner);
                let run = async {
                    batch::run(&services, taken).await;
                    Ok(())
                };
                _ = within(PATIENCE, run).await;
            });
            if let Err(error) = batch.await {
                tracing::error!(error = &error as &dyn std::error::Error, "a batch panicked");
            }
        }
    });
}
