//! The question sheet of a running attempt, and the paper with right answers after publication.

use super::{attempt_of, held_of};
use crate::{Actor, Result, ServiceError, Services};
use domain::quiz::save::{Held, Slot};
use domain::quiz::sheet::{QuizSheet, SheetQuestion};

impl Services {
    /// The sheet of the actor's own attempt, with the server's clock.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a foreign attempt.
    pub async fn quiz_sheet(&self, actor: &Actor, attempt_id: &str) -> Result<QuizSheet> {
        let since = self.since();
        let mut tx = self.db().read().await?;
        let row = store::quiz::find_attempt(&mut tx, attempt_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        Self::own_attempt(actor, &row)?;
        let contest = self.contest_shown(&mut tx, since, &row.round_id).await?;
        let round = contest
            .round_by_id(&row.round_id)
            .ok_or(ServiceError::NotFound)?;
        let attempt = attempt_of(&row)?;
        let questions = self
            .questions_as_shown(&mut tx, &contest, round, attempt_id)
            .await?;
        let held: Vec<(Slot, Held)> =
            held_of(&store::quiz::answers(&mut tx, std::slice::from_ref(&row.id)).await?);
        Ok(QuizSheet {
            attempt: row.id,
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            round: round.rule.name.clone(),
            state: attempt.state,
            deadline: attempt.deadline(&round.clock),
            grace_seconds: round.clock.grace.0 / 1_000,
            server_now: self.now(),
            questions,
            held,
            prediction: contest.rules.prediction.clone(),
            requires_all: contest
                .rules
                .quiz
                .as_ref()
                .is_some_and(|q| q.submit_requires_all),
            kiosk: row.kiosk_id.is_some(),
        })
    }

    async fn questions_as_shown(
        &self,
        tx: &mut store::Tx,
        contest: &crate::contest::Contest,
        round: &crate::contest::RoundState,
        attempt_id: &str,
    ) -> Result<Vec<SheetQuestion>> {
        let paper = self.paper(tx, contest, round, attempt_id).await?;
        let bank = self.bank(tx, contest.id.as_str(), round).await?;
        paper
            .items
            .iter()
            .map(|item| {
                let entry = bank.entries.get(&item.code).ok_or_else(|| {
                    ServiceError::internal("paper names a question the bank lacks")
                })?;
                let options = item
                    .order
                    .iter()
                    .filter_map(|o| entry.wording.options.get(usize::from(*o)).cloned())
                    .collect();
                Ok(SheetQuestion {
                    kind: entry.wording.kind,
                    stem: entry.wording.stem.clone(),
                    options,
                })
            })
            .collect()
    }
}
