//! The overall ranking as the committee reviews it, and as anyone and each contestant may read it once published.

use super::names::Names;
use super::overall_version::{OverallVersion, declared};
use super::overall_view::{OverallReview, OwnOverall, PublicOverall};
use super::public::winner_lists;
use super::public_view::WinnerList;
use super::view::VersionView;
use crate::contest::Contest;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::ids::StandingsId;
use domain::people::permission::Permission;
use domain::quiz::prediction::Predicted;
use domain::standings::PublicLine;
use domain::time::Moment;
use scoring::standings::{CollectiveResult, OverallLine, OverallStandings};
use std::sync::Arc;
use store::Tx;
use store::standings::OverallHead;

impl Services {
    /// The overall ranking for review: what the newest versions of the rounds come to, and the versions stored of it.
    /// None where the rule sheet declares none.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]. Before every declared round is sealed there is no ranking, only the rounds missing.
    pub async fn overall_review(
        &self,
        actor: &Actor,
        contest_code: &str,
    ) -> Result<Option<OverallReview>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeStandings)?;
        let Some(rounds) = declared(&contest) else {
            return Ok(None);
        };
        let now = self.now();
        let waiting = |phase: RoundPhase| -> Vec<String> {
            let not_yet = rounds.iter().filter(|r| r.phase(now) < phase);
            not_yet.map(|r| r.rule.name.clone()).collect()
        };
        let heads = store::standings::overall_heads(&mut tx, contest.id.as_str()).await?;
        let (unsealed, unpublished) = (waiting(RoundPhase::Sealed), waiting(RoundPhase::Published));
        drop(tx);
        let ranking = if unsealed.is_empty() {
            self.overall_standings(actor, contest_code).await?
        } else {
            None
        };
        let newest = heads.first().map(|h| h.hash.as_str());
        Ok(Some(OverallReview {
            up_to_date: ranking
                .as_ref()
                .is_some_and(|r| Some(r.hash.as_str()) == newest),
            versions: heads.iter().map(|h| head_view(&contest, h)).collect(),
            unsealed,
            unpublished,
            ranking,
        }))
    }

    /// The published overall ranking; none before publication.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a contest.
    pub async fn public_overall(&self, contest_code: &str) -> Result<Option<PublicOverall>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let Some((version, published_at)) = self.published_overall(&mut tx, &contest).await? else {
            return Ok(None);
        };
        let standings = &version.standings;
        let winners = standings.winners();
        let winners: Vec<String> = winners.map(|l| l.person_id.as_str().to_owned()).collect();
        let names = Names::of(&mut tx, &contest, &winners).await?;
        let draw = self
            .public_overall_draw(&mut tx, &contest, (standings, &names))
            .await?;
        let round_name = |code: &String| {
            let round = contest.round(code);
            round.map_or_else(|| code.clone(), |r| r.rule.name.clone())
        };
        Ok(Some(PublicOverall {
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            version: version.head.version,
            reason: version.head.reason.clone(),
            hash: version.head.hash.clone(),
            computed_at: Moment(version.head.computed_at),
            published_at,
            people: standings.lines.len(),
            rounds: standings.rounds.iter().map(round_name).collect(),
            lists: lists(standings, &names),
            collective: standings
                .collective
                .iter()
                .map(|c| names.collective(&only_winners(c)))
                .collect(),
            draw,
        }))
    }

    /// Where the signed-in contestant stands in the published overall ranking; none before publication, and for who
    /// took part in no round.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a contest.
    pub async fn own_overall(
        &self,
        actor: &Actor,
        contest_code: &str,
    ) -> Result<Option<OwnOverall>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let person = actor.person.as_ref().filter(|p| p.contest == contest.id);
        let (Some(person), Some((version, _))) =
            (person, self.published_overall(&mut tx, &contest).await?)
        else {
            return Ok(None);
        };
        let standings = &version.standings;
        let Some(line) = standings.lines.iter().find(|l| l.person_id == person.id) else {
            return Ok(None);
        };
        let names = Names::of(&mut tx, &contest, &[]).await?;
        let list = standings.list(line);
        let same = |l: &&OverallLine| l.rank.is_some() && standings.list(l) == list;
        Ok(Some(OwnOverall {
            track: list.map(|code| names.track(code)),
            rank: line.rank,
            ranked: standings.lines.iter().filter(same).count(),
            rounds: line.rounds,
            of_rounds: standings.rounds.len(),
            score: line.score,
            distance: line.distance.map(|d| Predicted(d).format()),
            duration: line.duration,
            prize: line.prize.as_deref().map(|p| names.prize(p)),
            amount: line.amount,
        }))
    }

    async fn published_overall(
        &self,
        tx: &mut Tx,
        contest: &Contest,
    ) -> Result<Option<(Arc<OverallVersion>, Moment)>> {
        let (Some(id), Some(at)) = (&contest.overall_published, contest.overall_published_at)
        else {
            return Ok(None);
        };
        Ok(Some((self.overall_version(tx, id).await?, at)))
    }

    /// The newest stored version, or the one with this number, for a file.
    pub(super) async fn overall_numbered(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        number: Option<i64>,
    ) -> Result<Arc<OverallVersion>> {
        let heads = store::standings::overall_heads(tx, contest.id.as_str()).await?;
        let wanted = heads.iter().find(|h| number.is_none_or(|n| h.version == n));
        let id = &wanted.ok_or(ServiceError::NotFound)?.id;
        self.overall_version(tx, id).await
    }
}

fn head_view(contest: &Contest, head: &OverallHead) -> VersionView {
    VersionView {
        id: StandingsId::from_text(&head.id),
        version: head.version,
        computed_at: Moment(head.computed_at),
        reason: head.reason.clone(),
        hash: head.hash.clone(),
        published: contest.overall_published.as_deref() == Some(head.id.as_str()),
    }
}

fn lists(standings: &OverallStandings, names: &Names) -> Vec<WinnerList> {
    let winners = standings.winners();
    winner_lists(
        winners.map(|line| (standings.list(line), public_line(line, names))),
        names,
    )
}

fn public_line(line: &OverallLine, names: &Names) -> PublicLine {
    PublicLine {
        rank: line.rank.unwrap_or_default(),
        name: names.person(line.person_id.as_str()),
        unit: names.unit(line.unit_id.as_ref()),
        score: line.score,
        prediction: None,
        distance: line.distance.map(|d| Predicted(d).format()),
        duration: Some(line.duration),
        submitted_at: None,
        prize: line.prize.as_deref().map(|p| names.prize(p)),
        amount: line.amount,
    }
}

/// The public sees only units that win, as in a round.
fn only_winners(result: &CollectiveResult) -> CollectiveResult {
    let mut result = result.clone();
    result.lines.retain(|l| l.won);
    result
}
