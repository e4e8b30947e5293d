//! The question sheet of a running attempt, and the paper with right answers after publication.

use super::{attempt_of, held_of, is_id};
use crate::question::Bank;
use crate::together::{Lookup, Together};
use crate::{Actor, Result, ServiceError, Services};
use domain::quiz::paper::Paper;
use domain::quiz::sheet::{QuizSheet, SheetQuestion};
use std::collections::HashMap;
use store::Db;
use store::quiz::{AnswerRow, AttemptRow};

/// Attempts with what they hold, by id.
pub(crate) type Sheets = Together<ById>;

/// Looks sheets up.
pub(crate) struct ById;

impl Lookup for ById {
    const WHAT: &'static str = "sheets";
    type Found = (AttemptRow, Vec<AnswerRow>);

    async fn look_up(db: &Db, ids: &[String]) -> Result<HashMap<String, Self::Found>> {
        let mut tx = db.read().await?;
        let attempts = store::quiz::find_attempts(&mut tx, ids).await?;
        let answers = store::quiz::answers(&mut tx, ids).await?;
        let mut held: HashMap<String, Vec<AnswerRow>> = HashMap::new();
        for answer in answers {
            held.entry(answer.attempt_id.clone())
                .or_default()
                .push(answer);
        }
        let with_held = |attempt: AttemptRow| {
            let held = held.remove(&attempt.id).unwrap_or_default();
            (attempt.id.clone(), (attempt, held))
        };
        Ok(attempts.into_iter().map(with_held).collect())
    }
}

impl Services {
    /// The sheet of the actor's own attempt, with the server's clock.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for a foreign attempt.
    pub async fn quiz_sheet(&self, actor: &Actor, attempt_id: &str) -> Result<QuizSheet> {
        // What the database refuses would fail the lookup of all the others: it never gets that far.
        if !is_id(attempt_id) {
            return Err(ServiceError::NotFound);
        }
        let found = self.0.sheets.find(attempt_id.to_owned()).await?;
        let (row, answers) = found.ok_or(ServiceError::NotFound)?;
        Self::own_attempt(actor, &row)?;
        let contest = self.contest_shown(&row.round_id).await?;
        let round = contest
            .round_by_id(&row.round_id)
            .ok_or(ServiceError::NotFound)?;
        let attempt = attempt_of(&row)?;
        let bank = self.bank_shown(contest.id.as_str(), round).await?;
        let paper = self.paper_of(&contest, round, &bank, attempt_id)?;
        Ok(QuizSheet {
            attempt: row.id,
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            round: round.rule.name.clone(),
            state: attempt.state,
            deadline: attempt.deadline(&round.clock),
            grace_seconds: round.clock.grace.0 / 1_000,
            server_now: self.now(),
            questions: questions_as_shown(&paper, &bank)?,
            held: held_of(&answers),
            prediction: contest.rules.prediction.clone(),
            requires_all: contest
                .rules
                .quiz
                .as_ref()
                .is_some_and(|q| q.submit_requires_all),
            kiosk: row.kiosk_id.is_some(),
        })
    }
}

fn questions_as_shown(paper: &Paper, bank: &Bank) -> Result<Vec<SheetQuestion>> {
    let items = paper.items.iter().map(|item| {
        let entry = bank
            .entries
            .get(&item.code)
            .ok_or_else(|| ServiceError::internal("paper names a question the bank lacks"))?;
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
    });
    items.collect()
}
