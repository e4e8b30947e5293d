//! What anyone may read: only after publication, only winners by name.

use super::names::{Names, counts, distance};
use super::public_view::{PublicResults, VoidQuestionView, WinnerList};
use super::version::Version;
use crate::contest::RoundState;
use crate::{Result, ServiceError, Services};
use domain::quiz::prediction::Predicted;
use domain::standings::PublicLine;
use domain::time::Moment;
use scoring::standings::{CollectiveResult, Line, RoundStandings};
use store::Tx;

impl Services {
    /// The published results of a round; none before publication.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a round.
    pub async fn public_results(
        &self,
        contest_code: &str,
        round_code: &str,
    ) -> Result<Option<PublicResults>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        let Some((version, published_at)) = self.published(&mut tx, round).await? else {
            return Ok(None);
        };
        let standings = &version.standings;
        let winners: Vec<String> = standings
            .winners()
            .map(|l| l.person_id.as_str().to_owned())
            .collect();
        let names = Names::of(&mut tx, &contest, &winners).await?;
        let voids = version.voids(&mut tx).await?;
        let void = |(code, reason)| VoidQuestionView { code, reason };
        Ok(Some(PublicResults {
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            round_code: round.rule.code.clone(),
            round: round.rule.name.clone(),
            version: version.head.version,
            reason: version.head.reason.clone(),
            hash: version.head.hash.clone(),
            record_hash: round.row.entries_hash.clone().unwrap_or_default(),
            computed_at: Moment(version.head.computed_at),
            published_at,
            counts: counts(standings.counts),
            actuals: standings.actuals.iter().map(|a| names.actual(a)).collect(),
            lists: lists(standings, &names),
            collective: standings
                .collective
                .iter()
                .map(|c| names.collective(&only_winners(c)))
                .collect(),
            void_questions: voids.into_iter().map(void).collect(),
            key_changes: version
                .key_changes(&mut tx)
                .await?
                .into_iter()
                .map(void)
                .collect(),
            draw: self
                .public_draw(&mut tx, (&contest, &names), round, &version)
                .await?,
        }))
    }

    /// The published version of a round and when it was published.
    pub(super) async fn published(
        &self,
        tx: &mut Tx,
        round: &RoundState,
    ) -> Result<Option<(std::sync::Arc<Version>, Moment)>> {
        let (Some(id), Some(at)) = (&round.row.published_standings, round.acts.published_at) else {
            return Ok(None);
        };
        Ok(Some((self.version(tx, id).await?, at)))
    }
}

fn lists(standings: &RoundStandings, names: &Names) -> Vec<WinnerList> {
    let winners = standings.winners();
    winner_lists(
        winners.map(|line| (standings.list(line), public_line(line, names))),
        names,
    )
}

/// Winners by list, as ranked: of a round, or of all rounds together.
pub(super) fn winner_lists<'a>(
    winners: impl Iterator<Item = (Option<&'a str>, PublicLine)>,
    names: &Names,
) -> Vec<WinnerList> {
    let mut lists: Vec<(Option<&str>, WinnerList)> = Vec::new();
    for (list, winner) in winners {
        if lists.last().is_none_or(|(name, _)| *name != list) {
            let track = list.map(|code| names.track(code));
            let winners = Vec::new();
            lists.push((list, WinnerList { track, winners }));
        }
        if let Some((_, last)) = lists.last_mut() {
            last.winners.push(winner);
        }
    }
    lists.into_iter().map(|(_, list)| list).collect()
}

fn public_line(line: &Line, names: &Names) -> PublicLine {
    PublicLine {
        rank: line.rank.unwrap_or_default(),
        name: names.person(line.person_id.as_str()),
        unit: names.unit(line.unit_id.as_ref()),
        score: line.score,
        prediction: line.prediction.map(Predicted::format),
        distance: distance(line),
        duration: line.duration,
        submitted_at: line.submitted_at,
        prize: line.prize.as_deref().map(|p| names.prize(p)),
        amount: line.amount,
    }
}

/// A small unit's numbers would tell about its few people, so the public sees only units that win.
fn only_winners(result: &CollectiveResult) -> CollectiveResult {
    let mut result = result.clone();
    result.lines.retain(|l| l.won);
    result
}
