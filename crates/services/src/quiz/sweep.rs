//! The sweeper: closes attempts whose time is over with what was saved. Idempotent; a restart only means that the next
//! sweep does more. Of several nodes one sweeps: whoever found something overdue first, until it leaves or has not swept
//! for a while.

use super::attempt_of;
use crate::error::within;
use crate::{Result, ServiceError, Services};
use domain::contest::RoundClock;
use domain::quiz::attempt::AttemptState;
use domain::time::{Moment, Span};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use store::Tx;
use store::quiz::AttemptRow;

/// Attempts looked at in one transaction, so that saves never wait long behind it.
const AT_ONCE: i64 = 400;

/// The name of this work among nodes.
const JOB: &str = "sweep";

/// How long after a sweep other nodes wait for the next one: far longer than between two sweeps, and short enough that
/// nobody notices when a node is gone.
const HELD: Span = Span::seconds(10);

/// The longest a sweep takes, with all that waits before it. Longer, and the database is away.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Attempts closed.
    pub closed: u64,
    /// Attempts whose deadline turned out to be later than noted.
    pub moved: u64,
    /// Whether more may be due.
    pub more: bool,
    /// Whether another node does this work, so that nothing was done here.
    pub elsewhere: bool,
}

impl Services {
    /// Closes a batch of attempts that are overdue at `now`, after every command that waits: what was received in time
    /// counts, however long the queue.
    ///
    /// # Errors
    /// Store errors; [`ServiceError::Busy`] when what waits could not be written.
    pub async fn sweep(&self, now: Moment) -> Result<Swept> {
        within(PATIENCE, self.sweep_some(now)).await
    }

    async fn sweep_some(&self, now: Moment) -> Result<Swept> {
        let db = self.db().kept();
        let mut peek = db.read().await?;
        if store::quiz::due_attempts(&mut peek, now.0, 1)
            .await?
            .is_empty()
        {
            return Ok(Swept::default());
        }
        drop(peek);
        self.0.hot.flush().await?;
        let mut tx = db.write().await?;
        if !self.holds(&mut tx, JOB, HELD).await? {
            return Ok(Swept {
                elsewhere: true,
                ..Swept::default()
            });
        }
        let due = store::quiz::due_attempts(&mut tx, now.0, AT_ONCE).await?;
        let clocks = self.clocks_of(&mut tx, &due).await?;
        let mut swept = Swept::default();
        let mut closing: Vec<(String, &'static str, i64)> = Vec::new();
        for row in &due {
            let attempt = attempt_of(row);
            let (Ok(attempt), Some(clock)) = (attempt, clocks.get(&row.round_id)) else {
                // One that cannot be read keeps nobody else's from being closed.
                tracing::error!(attempt = row.id, "an attempt cannot be closed");
                continue;
            };
            if attempt.is_overdue(clock, now) {
                let closed = AttemptState::Finalised.code();
                closing.push((row.id.clone(), closed, attempt.deadline(clock).0));
            } else {
                let later = AttemptRow {
                    due_at: (attempt.deadline(clock) + clock.grace).0,
                    ..row.clone()
                };
                store::quiz::set_attempt_times(&mut tx, &later).await?;
                swept.moved += 1;
            }
        }
        swept.closed = store::quiz::close_attempts(&mut tx, &closing).await?;
        let full = i64::try_from(due.len()).is_ok_and(|n| n == AT_ONCE);
        swept.more = full && swept.closed + swept.moved > 0;
        tx.commit().await?;
        Ok(swept)
    }

    /// The times of the rounds of these attempts, without those of a round that cannot be read.
    async fn clocks_of(
        &self,
        tx: &mut Tx,
        attempts: &[AttemptRow],
    ) -> Result<HashMap<String, RoundClock>> {
        let rounds: BTreeSet<String> = attempts.iter().map(|a| a.round_id.clone()).collect();
        let rounds: Vec<String> = rounds.into_iter().collect();
        let rounds = store::contest::find_rounds(tx, &rounds).await?;
        let mut clocks = HashMap::new();
        for contest in rounds
            .iter()
            .map(|r| &r.contest_id)
            .collect::<BTreeSet<_>>()
        {
            match self.contest_by_id(tx, contest).await {
                Ok(contest) => {
                    let rounds = contest.rounds.into_iter();
                    clocks.extend(rounds.map(|r| (r.id.as_str().to_owned(), r.clock)));
                }
                Err(ServiceError::Busy { retry_after }) => {
                    return Err(ServiceError::Busy { retry_after });
                }
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    contest = contest.as_str(),
                    "nobody of this contest can be closed"
                ),
            }
        }
        Ok(clocks)
    }
}
