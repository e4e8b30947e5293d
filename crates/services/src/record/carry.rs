//! Carrying a confirmed change out, inside the transaction of its confirmation.

use super::confirm::needs_file;
use super::outage::GivenBack;
use super::proposal::Case;
use crate::contest::RoundState;
use crate::{Result, ServiceError, Services};
use domain::record::Change;
use domain::time::{Moment, Span};
use store::Tx;
use store::contest::{OutageRow, RoundMoveRow};
use store::question::KeyChangeRow;
use store::quiz::GrantedRow;

impl Services {
    /// Writes the change itself.
    pub(super) async fn change(&self, tx: &mut Tx, case: &Case) -> Result<GivenBack> {
        let round = &case.round;
        let (id, now) = (round.id.as_str(), self.now().0);
        match &case.change {
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
            Change::ChangeKey {
                question,
                accepted,
                reason,
            } => {
                self.change_key(tx, round, (question, accepted, reason))
                    .await?;
            }
            Change::GrantExtra { .. }
            | Change::MoveClosing { .. }
            | Change::RecordOutage { .. } => {
                return self.change_time(tx, round, &case.change).await;
            }
            Change::MoveRound {
                round,
                opens,
                closes,
                reason,
            } => {
                let moved = case.contest.round(round).ok_or(ServiceError::NotFound)?;
                self.move_round(tx, moved, (*opens, *closes), reason)
                    .await?;
            }
            Change::Publish { standings } => {
                store::contest::publish_round(tx, id, now, standings).await?;
            }
            Change::EnterDraw { number, .. } => {
                store::contest::set_draw_number(tx, id, number).await?;
            }
            // The confirmed proposal is the record: standings read it from there.
            Change::SettleTie { .. } => {}
            Change::GrantRole { .. } | Change::WithdrawRole { .. } => {
                self.change_role(tx, &case.contest, &case.change).await?;
            }
            Change::StrikeOff { person, off, .. } => {
                self.set_struck_off(tx, person, *off).await?;
            }
            // Carried out where the file is (`Services::import_roster`).
            Change::ImportRoster { .. } => return Err(needs_file().into()),
            Change::PublishOverall { standings } => {
                let contest = case.contest.id.as_str();
                store::standings::publish_overall(tx, contest, now, standings).await?;
            }
        }
        Ok(GivenBack::default())
    }

    async fn change_key(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        (question, accepted, reason): (&str, &str, &str),
    ) -> Result<()> {
        let row = KeyChangeRow {
            id: self.new_id(),
            round_id: round.id.as_str().to_owned(),
            question_code: question.to_owned(),
            accepted: accepted.to_owned(),
            reason: reason.to_owned(),
            changed_at: self.now().0,
        };
        Ok(store::question::insert_key_change(tx, &row).await?)
    }

    async fn move_round(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        (opens, closes): (Moment, Moment),
        reason: &str,
    ) -> Result<()> {
        let row = RoundMoveRow {
            id: self.new_id(),
            round_id: round.id.as_str().to_owned(),
            opens_before: round.clock.opens.0,
            opens_after: opens.0,
            closes_before: round.clock.closes.0,
            closes_after: closes.0,
            reason: reason.to_owned(),
            moved_at: self.now().0,
        };
        Ok(store::contest::move_round(tx, &row).await?)
    }

    /// Writes a change of the time people have.
    async fn change_time(
        &self,
        tx: &mut Tx,
        round: &RoundState,
        change: &Change,
    ) -> Result<GivenBack> {
        let (id, now) = (round.id.as_str(), self.now().0);
        match change {
            Change::MoveClosing { closes, reason } => {
                let times = (round.clock.opens, *closes);
                self.move_round(tx, round, times, reason).await?;
            }
            Change::GrantExtra {
                person,
                seconds,
                reason,
            } => {
                let extra = Span::seconds(i64::from(*seconds));
                let row = self.granted(round, (person, reason), (extra.0, 0));
                store::people::lock_people(tx, std::slice::from_ref(person)).await?;
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
            _ => {}
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
