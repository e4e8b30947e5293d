//! Confirming: the second person's yes carries the change out, in one transaction with its line in the log.

use super::Confirmed;
use super::outage::GivenBack;
use super::proposal::{Case, may_confirm, reason};
use crate::contest::RoundState;
use crate::standings::{Draft, TRIES, newest_act};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::ids::ProposalId;
use domain::people::permission::Permission;
use domain::record::{Change, ConfirmRefused, ProposalState};
use domain::time::Span;
use store::Tx;
use store::contest::OutageRow;
use store::quiz::GrantedRow;

/// Whether a change makes a new version of the standings, in a round that has standings.
pub(super) fn makes_version(change: &Change, phase: RoundPhase) -> bool {
    let decides = matches!(
        change,
        Change::VoidEntry { .. }
            | Change::VoidQuestion { .. }
            | Change::SettleTie { .. }
            | Change::EnterDraw { .. }
    );
    decides && phase >= RoundPhase::Sealed
}

impl Services {
    /// Confirms another person's proposal and carries it out.
    ///
    /// # Errors
    /// [`Rejection::Confirm`] for the same person or a role younger than the commitment, [`Rejection::Phase`] when it
    /// no longer fits the round.
    pub async fn confirm(&self, actor: &Actor, proposal_id: &str) -> Result<Confirmed> {
        for _ in 0..TRIES {
            let mut snapshot = self.db().read().await?;
            let case = self.confirmable(&mut snapshot, actor, proposal_id).await?;
            let basis = newest_act(&mut snapshot, &case.contest.id).await?;
            let draft = if makes_version(&case.change, case.round.phase(self.now())) {
                let (contest, round) = (&case.contest, &case.round);
                Some(
                    self.draft_with(&mut snapshot, contest, round, &case.change)
                        .await?,
                )
            } else {
                None
            };
            drop(snapshot);
            let mut tx = self.db().write().await?;
            self.contest_to_edit(&mut tx, &case.contest.rules.code)
                .await?;
            let case = self.confirmable(&mut tx, actor, proposal_id).await?;
            if newest_act(&mut tx, &case.contest.id).await? != basis {
                continue;
            }
            let mut done = self.carry_out(&mut tx, actor, &case, draft).await?;
            tx.commit().await?;
            if let Change::RecordOutage { .. } = case.change {
                let round = case.round.id.as_str();
                let given = self.give_back(case.contest.id.as_str(), round).await?;
                (done.extended, done.reopened) = (given.extended, given.reopened);
            }
            return Ok(done);
        }
        Err(Rejection::Stale.into())
    }

    /// The proposal, when this actor may confirm it now and it still fits its round.
    async fn confirmable(&self, tx: &mut Tx, actor: &Actor, proposal_id: &str) -> Result<Case> {
        let case = self.case(tx, proposal_id).await?;
        require(actor, &case.contest.id, Permission::ConfirmChange)?;
        may_confirm(actor, &case)
            .ok_or(ServiceError::Forbidden)?
            .map_err(Rejection::Confirm)?;
        self.check_fits(tx, &case.contest, &case.round, &case.change)
            .await?;
        Ok(case)
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
        draft: Option<Draft>,
    ) -> Result<Confirmed> {
        let account = require(actor, &case.contest.id, Permission::ConfirmChange)?;
        let (state, now) = (ProposalState::Confirmed.code(), self.now().0);
        let by = account.as_str();
        if !store::record::decide_proposal(tx, &case.row.id, state, by, now).await? {
            return Err(Rejection::Confirm(ConfirmRefused::NotWaiting).into());
        }
        let given = self.change(tx, &case.round, &case.change).await?;
        let version = match draft {
            Some(draft) => {
                let why = format!("{}: {}", case.change.name(), reason(&case.change));
                Some(
                    self.write_version(tx, &case.round, draft, &why)
                        .await?
                        .version,
                )
            }
            None => None,
        };
        let id = ProposalId::from_text(&case.row.id);
        let about = (&id, &case.contest, &case.round, &case.change);
        self.log_proposal(tx, "confirm_proposal", &account, about, version)
            .await?;
        Ok(Confirmed {
            version,
            extended: given.extended,
            reopened: given.reopened,
        })
    }

    /// Writes the change itself.
    async fn change(&self, tx: &mut Tx, round: &RoundState, change: &Change) -> Result<GivenBack> {
        let (id, now) = (round.id.as_str(), self.now().0);
        match change {
            Change::VoidEntry {
                attempt,
                reason,
                retake,
            } => {
                self.void_entry(tx, round, (attempt, reason), *retake)
                    .await?;
            }
            Change::VoidQuestion { question, reason } => {
                store::question::insert_void(tx, id, question, reason, now).await?;
            }
            Change::GrantExtra {
                person,
                seconds,
                reason,
            } => {
                let extra = Span::seconds(i64::from(*seconds));
                let row = self.granted(round, (person, reason), (extra.0, 0));
                store::quiz::insert_granted(tx, &row).await?;
                return self.extend_person(tx, round, person, extra).await;
            }
            Change::RecordOutage {
                from,
                until,
                reason,
            } => {
                let row = OutageRow {
                    id: self.new_id(),
                    round_id: id.to_owned(),
                    from_at: from.0,
                    until_at: until.0,
                    reason: reason.clone(),
                    recorded_at: now,
                };
                store::contest::insert_outage(tx, &row).await?;
            }
            Change::Publish { standings } => {
                store::contest::publish_round(tx, id, now, standings).await?;
            }
            Change::EnterDraw { number, .. } => {
                store::contest::set_draw_number(tx, id, number).await?;
            }
            // The confirmed proposal is the record: standings read it from there.
            Change::SettleTie { .. } => {}
        }
        Ok(GivenBack::default())
    }

    async fn void_entry(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        (attempt, reason): (&str, &str),
        retake: bool,
    ) -> Result<()> {
        let mut rows = store::quiz::lock_attempts(tx, &[attempt.to_owned()]).await?;
        let row = rows.pop().ok_or(ServiceError::NotFound)?;
        store::quiz::void_attempt(tx, attempt, reason, self.now().0).await?;
        if retake {
            let row = self.granted(round, (&row.person_id, reason), (0, 1));
            store::quiz::insert_granted(tx, &row).await?;
        }
        Ok(())
    }

    fn granted(
        &self,
        round: &RoundState,
        (person, reason): (&str, &str),
        (extra_ms, retakes): (i64, i64),
    ) -> GrantedRow {
        GrantedRow {
            id: self.new_id(),
            round_id: round.id.as_str().to_owned(),
            person_id: person.to_owned(),
            extra_ms,
            retakes,
            reason: reason.to_owned(),
            granted_at: self.now().0,
        }
    }

    fn new_id(&self) -> String {
        domain::ids::base32(&self.random::<16>())
    }
}
