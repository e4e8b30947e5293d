//! What a new version changes (DESIGN 2.7: voiding an entry changes the true count, so it can change the winners).

use super::result::{Line, RoundStandings, UnitLine};
use domain::ids::{AttemptId, UnitId};
use domain::quiz::prediction::Predicted;
use domain::units::{Dong, Points};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The difference between two versions of a round.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Diff {
    /// Entries void now and not before, by id.
    pub voided: Vec<AttemptId>,
    /// Entries void before and not now.
    pub restored: Vec<AttemptId>,
    /// True numbers that changed.
    pub actuals: Vec<ActualChange>,
    /// Scores that changed, by entry id: a void question or another key changes them without changing a rank.
    pub scores: Vec<ScoreChange>,
    /// Ranks that changed, by entry id.
    pub ranks: Vec<RankChange>,
    /// Individual prizes that changed, by entry id: who wins, who no longer does, whose prize or money differs.
    pub prizes: Vec<PrizeChange>,
    /// Collective prizes that changed.
    pub units: Vec<UnitChange>,
}

/// A true number before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActualChange {
    /// The track; none when counted over the whole round.
    pub track: Option<String>,
    /// Before.
    pub before: Option<Predicted>,
    /// After.
    pub after: Option<Predicted>,
}

/// What an entry reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Quiz score.
    pub score: Points,
    /// Highest score of the paper.
    pub max_score: Points,
    /// Whether it is perfect.
    pub perfect: bool,
}

/// A score before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreChange {
    /// The entry.
    pub entry_id: AttemptId,
    /// Before.
    pub before: Reached,
    /// After.
    pub after: Reached,
}

/// A rank before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankChange {
    /// The entry.
    pub entry_id: AttemptId,
    /// Before.
    pub before: Option<u32>,
    /// After.
    pub after: Option<u32>,
}

/// What someone has won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Won {
    /// Prize code; none while pending.
    pub prize: Option<String>,
    /// Money; none while pending.
    pub amount: Option<Dong>,
    /// Whether it waits for a draw or the committee.
    pub pending: bool,
}

/// An individual prize before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrizeChange {
    /// The entry.
    pub entry_id: AttemptId,
    /// Before.
    pub before: Option<Won>,
    /// After.
    pub after: Option<Won>,
}

/// A collective prize before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitChange {
    /// The prize.
    pub prize: String,
    /// The unit.
    pub unit_id: UnitId,
    /// Before.
    pub before: Option<Won>,
    /// After.
    pub after: Option<Won>,
}

impl Diff {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn reached(line: &Line) -> Reached {
    Reached {
        score: line.score,
        max_score: line.max_score,
        perfect: line.perfect,
    }
}

/// What changed between two versions of the standings of the same round.
#[must_use]
pub fn diff(before: &RoundStandings, after: &RoundStandings) -> Diff {
    let mut diff = Diff::default();
    each_pair(by_id(before), by_id(after), |id, old, new| {
        let void = |line: Option<&&Line>| line.is_some_and(|l| l.void.is_some());
        match (void(old), void(new)) {
            (false, true) => diff.voided.push((*id).clone()),
            (true, false) => diff.restored.push((*id).clone()),
            _ => {}
        }
        if let (Some(before), Some(after)) = (old.map(|l| reached(l)), new.map(|l| reached(l)))
            && before != after
        {
            diff.scores.push(ScoreChange {
                entry_id: (*id).clone(),
                before,
                after,
            });
        }
        let rank = |line: Option<&&Line>| line.and_then(|l| l.rank);
        if rank(old) != rank(new) {
            diff.ranks.push(RankChange {
                entry_id: (*id).clone(),
                before: rank(old),
                after: rank(new),
            });
        }
        let (had, has) = (old.and_then(|l| won(l)), new.and_then(|l| won(l)));
        if had != has {
            diff.prizes.push(PrizeChange {
                entry_id: (*id).clone(),
                before: had,
                after: has,
            });
        }
    });
    each_pair(actuals(before), actuals(after), |track, old, new| {
        let (old, new) = (old.copied().flatten(), new.copied().flatten());
        if old != new {
            diff.actuals.push(ActualChange {
                track: track.map(str::to_owned),
                before: old,
                after: new,
            });
        }
    });
    each_pair(units(before), units(after), |(prize, unit), old, new| {
        let (had, has) = (old.cloned(), new.cloned());
        if had != has {
            diff.units.push(UnitChange {
                prize: (*prize).to_owned(),
                unit_id: (*unit).clone(),
                before: had,
                after: has,
            });
        }
    });
    diff
}

/// Calls `f` for every key of either map, in order.
fn each_pair<K: Ord, V>(
    before: BTreeMap<K, V>,
    after: BTreeMap<K, V>,
    mut f: impl FnMut(&K, Option<&V>, Option<&V>),
) {
    let keys: BTreeSet<&K> = before.keys().chain(after.keys()).collect();
    for key in keys {
        f(key, before.get(key), after.get(key));
    }
}

fn by_id(standings: &RoundStandings) -> BTreeMap<&AttemptId, &Line> {
    standings.lines.iter().map(|l| (&l.entry_id, l)).collect()
}

fn actuals(standings: &RoundStandings) -> BTreeMap<Option<&str>, Option<Predicted>> {
    let values = standings.actuals.iter();
    values.map(|a| (a.track.as_deref(), a.value)).collect()
}

fn won(line: &Line) -> Option<Won> {
    (line.prize.is_some() || line.pending).then(|| Won {
        prize: line.prize.clone(),
        amount: line.amount,
        pending: line.pending,
    })
}

fn units(standings: &RoundStandings) -> BTreeMap<(&str, &UnitId), Won> {
    let unit_won = |prize: &str, line: &UnitLine| Won {
        prize: line.won.then(|| prize.to_owned()),
        amount: line.amount,
        pending: line.pending,
    };
    let results = standings.collective.iter();
    results
        .flat_map(|result| {
            let winners = result.lines.iter().filter(|l| l.won || l.pending);
            winners.map(|l| {
                (
                    (result.prize.as_str(), &l.unit_id),
                    unit_won(&result.prize, l),
                )
            })
        })
        .collect()
}
