//! The sweeper: closes attempts whose time is over with what was saved. Idempotent; a restart only means that the next
//! sweep does more. Of several nodes one sweeps: whoever found something overdue first, until it leaves or has not swept
//! for a while.

use super::attempt_of;
use crate::contest::Contest;
use crate::{Result, ServiceError, Services};
use domain::quiz::attempt::AttemptState;
use domain::time::{Moment, Span};
use std::collections::HashMap;
use store::quiz::AttemptRow;

/// Attempts looked at in one transaction, so that saves never wait long behind it.
const AT_ONCE: i64 = 400;

/// The name of this work among nodes.
const JOB: &str = "sweep";

/// How long after a sweep other nodes wait for the next one: far longer than between two sweeps, and short enough that
/// nobody notices when a node is gone.
const HELD: Span = Span::seconds(10);

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
        let mut peek = self.db().read().await?;
        if store::quiz::due_attempts(&mut peek, now.0, 1)
            .await?
            .is_empty()
        {
            return Ok(Swept::default());
        }
        drop(peek);
        self.0.hot.flush().await?;
        let mut tx = self.db().write().await?;
        if !self.holds(&mut tx, JOB, HELD).await? {
            return Ok(Swept {
                elsewhere: true,
                ..Swept::default()
            });
        }
        let due = store::quiz::due_attempts(&mut tx, now.0, AT_ONCE).await?;
        let mut contests: HashMap<String, Contest> = HashMap::new();
        let mut swept = Swept {
            more: i64::try_from(due.len()).is_ok_and(|n| n == AT_ONCE),
            ..Swept::default()
        };
        let mut closing: Vec<(String, &'static str, i64)> = Vec::new();
        for row in &due {
            if !contests.contains_key(&row.round_id) {
                let round = store::contest::find_round(&mut tx, &row.round_id)
                    .await?
                    .ok_or(ServiceError::NotFound)?;
                contests.insert(
                    row.round_id.clone(),
                    self.contest_by_id(&mut tx, &round.contest_id).await?,
                );
            }
            let round = contests[&row.round_id]
                .round_by_id(&row.round_id)
                .ok_or(ServiceError::NotFound)?;
            let attempt = attempt_of(row)?;
            if attempt.is_overdue(&round.clock, now) {
                closing.push((
                    row.id.clone(),
                    AttemptState::Finalised.code(),
                    attempt.deadline(&round.clock).0,
                ));
            } else {
                let later = AttemptRow {
                    due_at: (attempt.deadline(&round.clock) + round.clock.grace).0,
                    ..row.clone()
                };
                store::quiz::set_attempt_times(&mut tx, &later).await?;
                swept.moved += 1;
            }
        }
        swept.closed = store::quiz::close_attempts(&mut tx, &closing).await?;
        tx.commit().await?;
        Ok(swept)
    }
}
