//! Several rounds ranked together, only where the rule sheet declares `[overall]` (DESIGN 4, "Several rounds").

use super::collective::{self, UnitNode};
use super::entry::{Decisions, Tied};
use super::lists::{Tracks, by_track};
use super::prizes::{Award, Contender, Resolver, award, individual_places, number};
use super::rank::{distinct_keys, only_perfect_win};
use super::result::{CollectiveResult, Line, RoundStandings, TieGroup, TieOutcome};
use crate::draw;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Given, RankingKey, Round};
use domain::ids::{PersonId, UnitId};
use domain::time::Span;
use domain::units::{Dong, Points};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// One version of the standings over all declared rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverallStandings {
    /// Code of the contest.
    pub contest: String,
    /// Codes of the rounds added up, in rule sheet order.
    pub rounds: Vec<String>,
    /// Whether each track has a list of its own.
    pub by_track: bool,
    /// Everyone with a counting attempt in one of the rounds: by list, then rank, then person id; those with too few
    /// rounds last in their list.
    pub lines: Vec<OverallLine>,
    /// Ties the keys left where they touch prize places; ids are person ids.
    pub ties: Vec<TieGroup>,
    /// Collective prizes over all rounds, where prizes are given once.
    pub collective: Vec<CollectiveResult>,
}

impl OverallStandings {
    /// Whether a prize waits for a draw or the committee.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.ties.iter().any(|t| t.outcome == TieOutcome::Pending)
            || self.collective.iter().any(|c| c.pending)
    }

    /// Who won a prize, in order.
    pub fn winners(&self) -> impl Iterator<Item = &OverallLine> {
        self.lines.iter().filter(|l| l.prize.is_some())
    }

    /// The list a line stands in; none where there is one list.
    #[must_use]
    pub fn list<'a>(&self, line: &'a OverallLine) -> Option<&'a str> {
        line.track.as_deref().filter(|_| self.by_track)
    }
}

/// One person over all declared rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverallLine {
    /// The person.
    pub person_id: PersonId,
    /// The unit of the last round taken part in.
    pub unit_id: Option<UnitId>,
    /// The track of the first round taken part in.
    pub track: Option<String>,
    /// Rounds taken part in.
    pub rounds: u32,
    /// Standard competition rank in the list; none below `min_rounds`.
    pub rank: Option<u32>,
    /// Quiz scores added up.
    pub score: Points,
    /// Whether every declared round has a perfect entry.
    pub perfect: bool,
    /// Distances added up; none where nothing is predicted.
    pub distance: Option<i64>,
    /// Rounds in which the prediction exceeded the true number or is missing.
    pub exceeded: u32,
    /// Working times added up.
    pub duration: Span,
    /// Times from the opening of each round to the submission, added up.
    pub since_opening: Span,
    /// Essay points added up.
    pub essay: Points,
    /// Whether every entry added up can win.
    pub can_win: bool,
    /// Prize tier won.
    pub prize: Option<String>,
    /// Money won.
    pub amount: Option<Dong>,
    /// Whether a prize waits for a draw or the committee.
    pub pending: bool,
}

/// A declared round with what a missed one costs.
struct Summed<'a> {
    round: &'a Round,
    standings: &'a RoundStandings,
    worst: HashMap<&'a str, i64>,
    allowed: Span,
}

/// Ranks the declared rounds together. None where the rule sheet has no `[overall]`, or where the standings of one of
/// its rounds are not given: an unfinished sum would read as a result.
#[must_use]
pub fn rank_overall(
    rules: &RuleSheet,
    rounds: &[RoundStandings],
    units: &[UnitNode],
    decisions: &Decisions,
) -> Option<OverallStandings> {
    let overall = rules.overall.as_ref()?;
    let declared = |r: &&Round| overall.rounds.is_empty() || overall.rounds.contains(&r.code);
    let summed: Vec<Summed<'_>> = rules
        .rounds
        .iter()
        .filter(declared)
        .map(|round| summed(rules, round, rounds))
        .collect::<Option<_>>()?;
    let mut lines = ranked_lines(rules, &summed, overall.min_rounds);
    let resolver = Resolver::new(rules, draw::OVERALL, decisions);
    let mut ties = Vec::new();
    let mut collective = Vec::new();
    if rules.prizes.given == Given::Overall {
        ties = give_prizes(rules, decisions, &resolver, &mut lines);
        let counted = summed
            .iter()
            .flat_map(|s| s.standings.lines.iter().filter(|l| l.counted));
        collective = collective::results(rules, counted, number(summed.len()), units, &resolver);
    }
    Some(OverallStandings {
        contest: rules.code.clone(),
        rounds: summed.iter().map(|s| s.round.code.clone()).collect(),
        by_track: by_track(rules, rules.ranking.list),
        lines,
        ties,
        collective,
    })
}

fn summed<'a>(
    rules: &RuleSheet,
    round: &'a Round,
    rounds: &'a [RoundStandings],
) -> Option<Summed<'a>> {
    let standings = rounds.iter().find(|s| s.round == round.code)?;
    let mut worst: HashMap<&str, i64> = HashMap::new();
    for line in standings.lines.iter().filter(|l| l.counted) {
        let held = worst
            .entry(standings.list(line).unwrap_or_default())
            .or_default();
        *held = (*held).max(line.distance.unwrap_or(0));
    }
    Some(Summed {
        round,
        standings,
        worst,
        allowed: rules
            .quiz
            .as_ref()
            .map_or(Span(0), |q| Span::minutes(q.minutes.into())),
    })
}

fn ranked_lines(rules: &RuleSheet, summed: &[Summed<'_>], min_rounds: u32) -> Vec<OverallLine> {
    let mut people: BTreeMap<&str, Vec<Option<&Line>>> = BTreeMap::new();
    for (at, round) in summed.iter().enumerate() {
        for line in round.standings.lines.iter().filter(|l| l.counted) {
            let taken = people.entry(line.person_id.as_str());
            taken.or_insert_with(|| vec![None; summed.len()])[at] = Some(line);
        }
    }
    let lines: Vec<OverallLine> = people
        .values()
        .filter_map(|t| add_up(rules, summed, t))
        .collect();
    let tracks = lines.iter().map(|l| l.track.as_deref().unwrap_or_default());
    let tracks = Tracks::new(rules, tracks);
    let divided = by_track(rules, rules.ranking.list);
    let keys = distinct_keys(rules);
    let mut rows: Vec<(usize, bool, Vec<i64>, OverallLine)> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let list = tracks.list(divided, at);
        let few = line.rounds < min_rounds;
        let values = keys.iter().map(|k| key_value(*k, line)).collect();
        rows.push((
            list,
            few,
            if few { Vec::new() } else { values },
            line.clone(),
        ));
    }
    rows.sort_by(|a, b| {
        let order = (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2));
        order.then_with(|| a.3.person_id.cmp(&b.3.person_id))
    });
    let mut start = 0;
    let mut shared = 0;
    for at in 0..rows.len() {
        if at == 0 || rows[at].0 != rows[at - 1].0 {
            start = at;
        }
        if at == start || rows[at].2 != rows[at - 1].2 {
            shared = number(at - start + 1);
        }
        rows[at].3.rank = (!rows[at].1).then_some(shared);
    }
    rows.into_iter().map(|(_, _, _, line)| line).collect()
}

/// One person's sums. A missed round scores 0 with the full allowed duration, the whole length of the round, and the
/// largest distance of that round and list; a missing prediction has that distance too.
fn add_up(
    rules: &RuleSheet,
    summed: &[Summed<'_>],
    taken: &[Option<&Line>],
) -> Option<OverallLine> {
    let first = taken.iter().flatten().next()?;
    let last = taken.iter().flatten().next_back()?;
    let list = summed
        .first()
        .and_then(|s| s.standings.list(first))
        .unwrap_or_default();
    let mut sum = OverallLine {
        person_id: first.person_id.clone(),
        unit_id: last.unit_id.clone(),
        track: first.track.clone(),
        rounds: number(taken.iter().flatten().count()),
        rank: None,
        score: Points(0),
        perfect: taken.iter().all(|l| l.is_some_and(|l| l.perfect)),
        distance: None,
        exceeded: 0,
        duration: Span(0),
        since_opening: Span(0),
        essay: Points(0),
        can_win: taken.iter().flatten().all(|l| l.can_win),
        prize: None,
        amount: None,
        pending: false,
    };
    let mut distance = 0_i64;
    for (round, line) in summed.iter().zip(taken) {
        let known = line.and_then(|l| l.distance);
        let worst = round.worst.get(list).copied().unwrap_or(0);
        distance = distance.saturating_add(known.unwrap_or(worst));
        let over = known.is_none() || line.is_some_and(|l| l.exceeded);
        sum.exceeded += u32::from(over);
        let (opens, closes) = (round.round.opens, round.round.closes);
        sum.duration = sum.duration + line.and_then(|l| l.duration).unwrap_or(round.allowed);
        let sent = line.and_then(|l| l.submitted_at).unwrap_or(closes);
        sum.since_opening = sum.since_opening + (sent - opens);
        sum.score.0 = sum.score.0.saturating_add(line.map_or(0, |l| l.score.0));
        let essay = line.and_then(|l| l.essay).unwrap_or_default();
        sum.essay.0 = sum.essay.0.saturating_add(essay.0);
    }
    sum.distance = rules.prediction.is_some().then_some(distance);
    Some(sum)
}

fn key_value(key: RankingKey, line: &OverallLine) -> i64 {
    match key {
        RankingKey::Score => -line.score.0,
        RankingKey::Prediction => line.distance.unwrap_or(0),
        RankingKey::PredictionNotOver => i64::from(line.exceeded),
        RankingKey::Duration => line.duration.0,
        RankingKey::SubmittedAt => line.since_opening.0,
        RankingKey::Essay => -line.essay.0,
        RankingKey::Total => -line.score.0.saturating_add(line.essay.0),
    }
}

fn give_prizes(
    rules: &RuleSheet,
    decisions: &Decisions,
    resolver: &Resolver<'_>,
    lines: &mut [OverallLine],
) -> Vec<TieGroup> {
    let perfect_only = only_perfect_win(rules);
    let several = rules.prizes.several_per_person;
    let tracked = by_track(rules, rules.ranking.list);
    let mut ties = Vec::new();
    for list in lines.chunk_by_mut(|a, b| !tracked || a.track == b.track) {
        let name = list
            .first()
            .and_then(|l| l.track.clone())
            .filter(|_| tracked);
        let places = individual_places(rules, list.len());
        let contenders = list.iter().enumerate().filter_map(|(at, line)| {
            let may_win = line.can_win
                && (line.perfect || !perfect_only)
                && (several || !decisions.already_won.contains(&line.person_id));
            let rank = line.rank.filter(|_| may_win)?;
            let id = line.person_id.as_str();
            Some(Contender { at, id, rank })
        });
        let awarded = award(contenders, &places, &Tied::List(name), resolver);
        for (at, given) in awarded.awards {
            match given {
                Award::Won { place, amount } => {
                    list[at].prize = Some(places[place].code.to_owned());
                    list[at].amount = Some(amount);
                }
                Award::Pending => list[at].pending = true,
            }
        }
        ties.extend(awarded.ties);
    }
    ties
}
