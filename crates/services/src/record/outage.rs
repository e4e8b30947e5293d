//! Time given back: extra time of one person, and outages of everyone.

use crate::contest::RoundState;
use crate::quiz::attempt_of;
use crate::{Result, ServiceError, Services};
use domain::contest::{RoundClock, RoundPhase};
use domain::quiz::attempt::AttemptState;
use domain::time::{Moment, Span};
use store::Tx;
use store::quiz::AttemptRow;

/// Attempts changed in one transaction, so that saves never wait long behind it.
const AT_ONCE: usize = 400;

/// What giving time back came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct GivenBack {
    /// Running attempts whose deadline moved.
    pub(super) extended: u64,
    /// Attempts the server had closed that run again.
    pub(super) reopened: u64,
}

impl GivenBack {
    fn count(&mut self, before: &AttemptRow) {
        if before.state == AttemptState::InProgress.code() {
            self.extended += 1;
        } else {
            self.reopened += 1;
        }
    }
}

/// The attempt as the clock and `extra` on top make it; none when nothing changes.
pub(super) fn given_back(
    row: &AttemptRow,
    (clock, extra): (&RoundClock, Span),
    now: Moment,
) -> Result<Option<AttemptRow>> {
    let mut attempt = attempt_of(row)?;
    attempt.extra = attempt.extra + extra;
    let runs = attempt.state == AttemptState::InProgress;
    if row.void_reason.is_some() || !(runs || attempt.reopens(clock, now)) {
        return Ok(None);
    }
    let after = AttemptRow {
        extra_ms: attempt.extra.0,
        due_at: (attempt.deadline(clock) + clock.grace).0,
        state: AttemptState::InProgress.code().to_owned(),
        submitted_at: None,
        ..row.clone()
    };
    Ok(Some(after).filter(|after| after != row))
}

/// What a clock would give back to these attempts.
pub(super) fn forecast(
    rows: &[AttemptRow],
    clock: &RoundClock,
    now: Moment,
) -> Result<(GivenBack, Vec<String>)> {
    let (mut given, mut ids) = (GivenBack::default(), Vec::new());
    for row in rows {
        if given_back(row, (clock, Span(0)), now)?.is_some() {
            given.count(row);
            ids.push(row.id.clone());
        }
    }
    Ok((given, ids))
}

impl Services {
    /// Gives a person more time for the attempt that runs, or that the server closed too early.
    pub(super) async fn extend_person(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        person: &str,
        extra: Span,
    ) -> Result<GivenBack> {
        let rows = store::quiz::attempts_of_people(tx, &[person.to_owned()]).await?;
        let own = rows.into_iter().filter(|r| r.round_id == round.id.as_str());
        let ids: Vec<String> = own.map(|r| r.id).collect();
        let mut given = GivenBack::default();
        for row in store::quiz::lock_attempts(tx, &ids).await? {
            if let Some(after) = given_back(&row, (&round.clock, extra), self.now())? {
                store::quiz::set_attempt_times(tx, &after).await?;
                given.count(&row);
            }
        }
        Ok(given)
    }

    /// Gives back what the recorded outages of a round took, and what a later closing adds, in chunks. Doing it again changes nothing.
    ///
    /// Deadlines are worked out from closing and recorded outages, so saves count from the moment either is recorded; this
    /// only moves what the sweeper looks at and opens again what it had closed.
    pub(super) async fn give_back(&self, contest_id: &str, round_id: &str) -> Result<GivenBack> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_by_id(&mut tx, contest_id).await?;
        let round = contest
            .round_by_id(round_id)
            .ok_or(ServiceError::NotFound)?;
        let rows = store::quiz::attempts_of_round(&mut tx, round_id).await?;
        drop(tx);
        let (_, ids) = forecast(&rows, &round.clock, self.now())?;
        let mut given = GivenBack::default();
        for chunk in ids.chunks(AT_ONCE) {
            let mut tx = self.db().write().await?;
            let contest = self.contest_by_id(&mut tx, contest_id).await?;
            let round = contest
                .round_by_id(round_id)
                .ok_or(ServiceError::NotFound)?;
            if round.phase(self.now()) >= RoundPhase::Sealed {
                return Ok(given);
            }
            for row in store::quiz::lock_attempts(&mut tx, chunk).await? {
                if let Some(after) = given_back(&row, (&round.clock, Span(0)), self.now())? {
                    store::quiz::set_attempt_times(&mut tx, &after).await?;
                    given.count(&row);
                }
            }
            tx.commit().await?;
        }
        Ok(given)
    }

    /// Finishes giving time back in every open round: for the start of the server, in case the last one stopped in the
    /// middle of it. Says how many attempts it changed.
    ///
    /// # Errors
    /// Store errors.
    pub async fn apply_outages(&self) -> Result<u64> {
        let mut changed = 0;
        for contest in self.contests().await? {
            let open = |r: &&RoundState| {
                let moved = !r.clock.outages.is_empty() || contest.stated_closing(r).is_some();
                r.phase(self.now()) == RoundPhase::Open && moved
            };
            for round in contest.rounds.iter().filter(open) {
                let given = self
                    .give_back(contest.id.as_str(), round.id.as_str())
                    .await?;
                changed += given.extended + given.reopened;
            }
        }
        Ok(changed)
    }
}
