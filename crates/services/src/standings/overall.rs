//! Several rounds ranked together, where the rule sheet declares it. Computed from the newest versions of its rounds;
//! what was computed is stored and published as a version (`overall_version`).

use super::names::Names;
use super::overall_version::{declared, rounds_missing};
use super::overall_view::{OverallLineView, OverallView};
use super::round_record::{Settled, names as id_set, placed};
use super::version::Version;
use crate::contest::Contest;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::people::permission::Permission;
use domain::quiz::prediction::Predicted;
use domain::record::{Change, ProposalState};
use scoring::standings::{
    Decisions, OverallLine, OverallStandings, RoundStandings, TieGroup, Tied, rank_overall,
};
use std::sync::Arc;
use store::Tx;

/// The overall ranking with the versions it comes from.
pub(crate) struct Overall {
    pub(crate) standings: OverallStandings,
    versions: Vec<(String, Arc<Version>)>,
}

impl Overall {
    /// Whether these ids are exactly the tied of one of its ties.
    pub(crate) fn has_tie(&self, order: &[String]) -> bool {
        let wanted = id_set(order);
        ties(&self.standings)
            .iter()
            .any(|(_, t)| id_set(&t.ids) == wanted)
    }
}

impl Services {
    /// The ranking over all declared rounds; none where the rule sheet declares none.
    ///
    /// # Errors
    /// [`Rejection::Phase`] until every declared round is sealed.
    pub async fn overall_standings(
        &self,
        actor: &Actor,
        contest_code: &str,
    ) -> Result<Option<OverallView>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeStandings)?;
        if contest.rules.overall.is_none() {
            return Ok(None);
        }
        let overall = self.overall(&mut tx, &contest).await?;
        let overall = overall.ok_or_else(rounds_missing)?;
        let names = Names::all(&mut tx, &contest).await?;
        Ok(Some(view(&contest, &overall, &names)))
    }

    /// The overall ranking; none until every declared round is sealed.
    pub(crate) async fn overall(&self, tx: &mut Tx, contest: &Contest) -> Result<Option<Overall>> {
        let Some(declared) = declared(contest) else {
            return Ok(None);
        };
        let mut versions = Vec::with_capacity(declared.len());
        for round in &declared {
            if round.phase(self.now()) < RoundPhase::Sealed {
                return Ok(None);
            }
            let version = self.version_numbered(tx, round, None).await?;
            versions.push((round.rule.name.clone(), version));
        }
        let Some(last) = declared.last() else {
            return Ok(None);
        };
        let rounds: Vec<RoundStandings> =
            versions.iter().map(|(_, v)| v.standings.clone()).collect();
        let units = self.unit_nodes(tx, contest, last).await?;
        let mut decisions = Decisions {
            draw: self.overall_draw(tx, contest, &declared).await?,
            ..Decisions::default()
        };
        let rules = contest.rules_as_run();
        let rank = |decisions: &Decisions| rank_overall(&rules, &rounds, &units, decisions);
        let Some(mut standings) = rank(&decisions) else {
            return Ok(None);
        };
        let settled = settled_anywhere(tx, contest).await?;
        for _ in 0..=contest.rules.prizes.collective.len() {
            let orders = placed(&settled, &ties(&standings));
            if orders == decisions.orders {
                break;
            }
            decisions.orders = orders;
            standings = rank(&decisions).unwrap_or(standings);
        }
        Ok(Some(Overall {
            standings,
            versions,
        }))
    }
}

/// Orders the committee confirmed in any round of a contest, oldest first: an order about persons is one of the overall
/// ranking, since a round's orders name entries.
async fn settled_anywhere(tx: &mut Tx, contest: &Contest) -> Result<Vec<Settled>> {
    let mut rows = store::record::proposals(tx, contest.id.as_str()).await?;
    rows.retain(|p| p.state == ProposalState::Confirmed.code());
    rows.sort_by(|a, b| (a.decided_at, &a.id).cmp(&(b.decided_at, &b.id)));
    let mut orders = Vec::new();
    for row in rows {
        let change: Change = serde_json::from_str(&row.change).map_err(ServiceError::internal)?;
        if let Change::SettleTie { order, reason } = change {
            orders.push(Settled { order, reason });
        }
    }
    Ok(orders)
}

fn ties(standings: &OverallStandings) -> Vec<(Tied, &TieGroup)> {
    let own = standings
        .ties
        .iter()
        .map(|t| (Tied::List(t.list.clone()), t));
    let collective = standings.collective.iter().flat_map(|c| {
        let of = Tied::Collective(c.prize.clone());
        c.ties.iter().map(move |t| (of.clone(), t))
    });
    own.chain(collective).collect()
}

fn view(contest: &Contest, overall: &Overall, names: &Names) -> OverallView {
    let standings = &overall.standings;
    let person_of = |id: &str| {
        let line = standings.lines.iter().find(|l| l.person_id.as_str() == id);
        line.map(|l| (&l.person_id, l.unit_id.as_ref()))
    };
    let tie = |(of, tie)| match of {
        Tied::List(_) => names.tie(tie, None, person_of),
        Tied::Collective(code) => names.tie(tie, Some(&code), person_of),
    };
    let versions = overall.versions.iter();
    OverallView {
        contest_code: contest.rules.code.clone(),
        contest: contest.rules.title.clone(),
        rounds: versions
            .map(|(name, v)| (name.clone(), v.head.version))
            .collect(),
        hash: standings.hash(),
        lines: standings.lines.iter().map(|l| line(names, l)).collect(),
        ties: ties(standings).into_iter().map(tie).collect(),
        collective: standings
            .collective
            .iter()
            .map(|c| names.collective(c))
            .collect(),
    }
}

fn line(names: &Names, line: &OverallLine) -> OverallLineView {
    OverallLineView {
        person: line.person_id.clone(),
        name: names.person(line.person_id.as_str()),
        unit: names.unit(line.unit_id.as_ref()),
        track: names.track_of(line.track.as_ref()),
        rounds: line.rounds,
        rank: line.rank,
        score: line.score,
        distance: line.distance.map(|d| Predicted(d).format()),
        duration: line.duration,
        prize: line.prize.as_deref().map(|p| names.prize(p)),
        amount: line.amount,
        pending: line.pending,
    }
}
