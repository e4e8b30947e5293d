//! What anyone may read: only after publication, only winners by name.

use super::names::{Names, counts, distance};
use super::public_view::{DrawView, PublicResults, VoidQuestionView, WinnerList};
use super::round_record::draw_nonce;
use super::version::Version;
use crate::contest::{Contest, RoundState};
use crate::{Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::quiz::prediction::Predicted;
use domain::standings::PublicLine;
use domain::time::Moment;
use scoring::draw::commitment;
use scoring::standings::{CollectiveResult, Line, RoundStandings, TieOutcome};
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
            draw: self.public_draw(&mut tx, &contest, round, &version).await?,
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

    /// What commits the nonce of a round's draw before anybody knows the public number; none before commitment.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a round.
    pub async fn draw_commitment(
        &self,
        contest_code: &str,
        round_code: &str,
    ) -> Result<Option<String>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        if round.phase(self.now()) < RoundPhase::Committed {
            return Ok(None);
        }
        Ok(Some(commitment(&draw_nonce(&self.round_secret(round)?))))
    }

    /// Everything needed to repeat the draw, where the published version used one.
    async fn public_draw(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
        version: &Version,
    ) -> Result<Option<DrawView>> {
        let own = version.standings.ties.iter();
        let units = version.standings.collective.iter().flat_map(|c| &c.ties);
        let drawn = own.chain(units).any(|t| t.outcome == TieOutcome::Drawn);
        let Some(number) = round.row.draw_number.clone().filter(|_| drawn) else {
            return Ok(None);
        };
        let nonce = draw_nonce(&self.round_secret(round)?);
        Ok(Some(DrawView {
            event: contest.rules.ranking.draw_event.clone(),
            number,
            nonce: domain::quiz::paper::hex(&nonce),
            commitment: commitment(&nonce),
            entries_hash: self.sealed_entries_hash(tx, contest, round).await?,
        }))
    }

    /// The hash of the entries as a draw takes it, noted in the log at sealing.
    pub(super) async fn sealed_entries_hash(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
    ) -> Result<String> {
        let acts = store::record::of_kind(tx, contest.id.as_str(), "seal_round").await?;
        let noted = acts.iter().find_map(|a| {
            let detail: serde_json::Value = serde_json::from_str(&a.detail).ok()?;
            let own = detail.get("round")?.as_str()? == round.rule.code;
            own.then(|| detail.get("entries")?.as_str().map(str::to_owned))
                .flatten()
        });
        noted.ok_or_else(|| ServiceError::internal("a sealed round without its act"))
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
