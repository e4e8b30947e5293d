//! Rounds moved by two people, as anyone may read them.

use crate::{Result, Services};
use domain::time::Moment;

/// A round that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedRound {
    /// Code of the round.
    pub round_code: String,
    /// Name of the round.
    pub round: String,
    /// Opening and closing until then.
    pub before: (Moment, Moment),
    /// Opening and closing since.
    pub after: (Moment, Moment),
    /// Why.
    pub reason: String,
    /// When it was moved.
    pub moved_at: Moment,
}

impl Services {
    /// Every moved round of a contest, oldest first.
    ///
    /// # Errors
    /// [`crate::ServiceError::NotFound`].
    pub async fn moved_rounds(&self, contest_code: &str) -> Result<Vec<MovedRound>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let ids: Vec<String> = contest
            .rounds
            .iter()
            .map(|r| r.id.as_str().to_owned())
            .collect();
        let rows = store::contest::moved_rounds(&mut tx, &ids).await?;
        let view = |row: store::contest::RoundMoveRow| {
            let round = contest.round_by_id(&row.round_id)?;
            Some(MovedRound {
                round_code: round.rule.code.clone(),
                round: round.rule.name.clone(),
                before: (Moment(row.opens_before), Moment(row.closes_before)),
                after: (Moment(row.opens_after), Moment(row.closes_after)),
                reason: row.reason,
                moved_at: Moment(row.moved_at),
            })
        };
        Ok(rows.into_iter().filter_map(view).collect())
    }
}
