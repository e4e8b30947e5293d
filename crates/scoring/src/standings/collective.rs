//! Collective prizes (DESIGN 4, "Collective prizes"; docs/RULES.md, "Collective prizes").

use super::entry::Tied;
use super::prizes::{Award, Contender, Place, Resolver, award, divided};
use super::result::{Barred, CollectiveResult, Line, Ratio, Tally, UnitLine};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{AmountIs, CollectiveKey, CollectivePrize, RightCounts};
use domain::ids::UnitId;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Parts of a weighted criterion are kept in units of 10⁻¹², rounded down.
const PART: i128 = 1_000_000_000_000;

/// A unit as it stood at the start of the round: DESIGN 2, "Units, not users".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitNode {
    /// The unit.
    pub id: UnitId,
    /// Its parent in the tree.
    pub parent: Option<UnitId>,
    /// Its bloc.
    pub bloc: Option<String>,
    /// People of this unit itself on the roster; none without a roster.
    pub roster_size: Option<u32>,
}

impl Ratio {
    /// Compares two fractions exactly.
    pub(super) fn compare(self, other: Self) -> Ordering {
        let cross = |a: Self, b: Self| i128::from(a.num) * i128::from(b.den);
        cross(self, other).cmp(&cross(other, self))
    }
}

/// Results of every collective prize, in rule sheet order, from the counting lines of `rounds` rounds.
pub(super) fn results<'a>(
    rules: &RuleSheet,
    counted: impl Iterator<Item = &'a Line>,
    rounds: u32,
    units: &[UnitNode],
    resolver: &Resolver<'_>,
) -> Vec<CollectiveResult> {
    if rules.prizes.collective.is_empty() {
        return Vec::new();
    }
    let tree = Tree::new(units);
    let own = tallies(counted);
    let mut winners: BTreeSet<UnitId> = BTreeSet::new();
    let mut waiting = false;
    let mut results = Vec::new();
    for prize in &rules.prizes.collective {
        let mut lines = ranked(prize, &tree, &own, rounds);
        let mut ties = Vec::new();
        let blocked = waiting && !rules.prizes.several_per_unit;
        if !blocked {
            let barred = |unit: &UnitId| !rules.prizes.several_per_unit && winners.contains(unit);
            ties = give(prize, &mut lines, barred, resolver);
        }
        let pending = blocked || lines.iter().any(|l| l.pending);
        waiting |= pending;
        winners.extend(lines.iter().filter(|l| l.won).map(|l| l.unit_id.clone()));
        results.push(CollectiveResult {
            prize: prize.code.clone(),
            lines,
            ties,
            pending,
        });
    }
    results
}

/// What each unit's own people reached, before rolling up.
fn tallies<'a>(counted: impl Iterator<Item = &'a Line>) -> HashMap<&'a str, Tally> {
    let mut own: HashMap<&str, Tally> = HashMap::new();
    for line in counted {
        let Some(unit) = &line.unit_id else { continue };
        let tally = own.entry(unit.as_str()).or_default();
        tally.participants += 1;
        tally.perfect += i64::from(line.perfect);
        tally.right += i64::from(line.right);
        tally.score = tally.score.saturating_add(line.score.0);
    }
    own
}

struct Tree<'a>(BTreeMap<&'a str, &'a UnitNode>);

impl<'a> Tree<'a> {
    fn new(units: &'a [UnitNode]) -> Self {
        Self(units.iter().map(|u| (u.id.as_str(), u)).collect())
    }

    /// The unit `steps` levels up. The climb ends at a unit without a parent: it stands for itself.
    fn climb<'b>(&self, unit: &'b str, steps: u8) -> &'b str
    where
        'a: 'b,
    {
        let mut at = unit;
        for _ in 0..steps {
            match self.0.get(at).and_then(|n| n.parent.as_ref()) {
                Some(parent) => at = parent.as_str(),
                None => break,
            }
        }
        at
    }

    fn roster(&self, unit: &str) -> Option<u32> {
        self.0.get(unit).and_then(|n| n.roster_size)
    }

    fn bloc(&self, unit: &str) -> Option<String> {
        self.0.get(unit).and_then(|n| n.bloc.clone())
    }
}

/// Tallies at the level of the prize. A unit has a roster when one of the units below it has, and every one of them
/// that has participants; a rate over half a roster would favour those who keep none.
fn rolled_up<'a>(
    tree: &Tree<'a>,
    own: &HashMap<&'a str, Tally>,
    (steps, rounds): (u8, u32),
) -> BTreeMap<&'a str, Tally> {
    let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut without_roster: BTreeSet<&str> = BTreeSet::new();
    for (unit, tally) in own {
        let target = tree.climb(unit, steps);
        let sum = sums.entry(target).or_default();
        sum.participants += tally.participants;
        sum.perfect += tally.perfect;
        sum.right += tally.right;
        sum.score = sum.score.saturating_add(tally.score);
        if tree.roster(unit).is_none() {
            without_roster.insert(target);
        }
    }
    for unit in tree.0.keys() {
        let target = tree.climb(unit, steps);
        if without_roster.contains(target) {
            continue;
        }
        if let (Some(sum), Some(size)) = (sums.get_mut(target), tree.roster(unit)) {
            let size = i64::from(size) * i64::from(rounds);
            sum.roster = Some(sum.roster.unwrap_or(0) + size);
        }
    }
    sums
}

fn ratio(key: CollectiveKey, tally: &Tally, right: RightCounts) -> Option<Ratio> {
    let (num, den) = match (key, right) {
        (CollectiveKey::Participants, _) => (tally.participants, 1),
        (CollectiveKey::PerfectEntries, RightCounts::PerfectPersons) => (tally.perfect, 1),
        (CollectiveKey::PerfectEntries, RightCounts::RightAnswers) => (tally.right, 1),
        (CollectiveKey::ParticipationRate, _) => (tally.participants, tally.roster?),
        (CollectiveKey::MeanScore, _) => (tally.score, tally.participants),
    };
    (den > 0).then_some(Ratio { num, den })
}

fn barred(prize: &CollectivePrize, tally: &Tally) -> Option<Barred> {
    let size = tally.roster.unwrap_or(tally.participants);
    if size < i64::from(prize.min_size) {
        return Some(Barred::TooSmall);
    }
    let countable = |key| ratio(key, tally, prize.right_counts).is_some();
    let all = prize.keys.iter().all(|k| countable(k.key));
    (!all).then_some(Barred::NoRoster)
}

fn ranked<'a>(
    prize: &CollectivePrize,
    tree: &Tree<'a>,
    own: &HashMap<&'a str, Tally>,
    rounds: u32,
) -> Vec<UnitLine> {
    let sums = rolled_up(tree, own, (prize.roll_up, rounds));
    let competing: Vec<&Tally> = sums
        .values()
        .filter(|t| barred(prize, t).is_none())
        .collect();
    let best: Vec<Option<Ratio>> = prize
        .keys
        .iter()
        .map(|k| {
            let values = competing
                .iter()
                .filter_map(|t| ratio(k.key, t, prize.right_counts));
            values.max_by(|a, b| a.compare(*b))
        })
        .collect();
    let mut lines: Vec<UnitLine> = sums
        .iter()
        .map(|(unit, tally)| {
            let barred = barred(prize, tally);
            UnitLine {
                unit_id: UnitId::from_text(*unit),
                bloc: tree.bloc(unit),
                rank: None,
                tally: *tally,
                value: barred.is_none().then(|| value(prize, tally, &best)),
                barred,
                won: false,
                amount: None,
                pending: false,
            }
        })
        .collect();
    lines.sort_by(|a, b| before(prize, a, b).then_with(|| a.unit_id.cmp(&b.unit_id)));
    set_ranks(prize, &mut lines);
    lines
}

/// The criterion: the one key itself, or the weighted sum of parts of the best competing unit.
fn value(prize: &CollectivePrize, tally: &Tally, best: &[Option<Ratio>]) -> Ratio {
    let none = Ratio { num: 0, den: 1 };
    let of = |key| ratio(key, tally, prize.right_counts).unwrap_or(none);
    if let [only] = prize.keys.as_slice() {
        return of(only.key);
    }
    let mut sum = 0_i128;
    let mut weights = 0_i128;
    for (weighted, best) in prize.keys.iter().zip(best) {
        let (own, best) = (of(weighted.key), best.unwrap_or(none));
        let wide = i128::from;
        let part = if best.num > 0 {
            let numerator = wide(own.num.max(0)) * wide(best.den);
            // A million people with a million points each stay a hundred thousand times below the limit.
            numerator.saturating_mul(PART) / (wide(own.den) * wide(best.num))
        } else {
            0
        };
        sum += i128::from(weighted.weight) * part;
        weights += i128::from(weighted.weight);
    }
    Ratio {
        num: i64::try_from(sum).unwrap_or(i64::MAX),
        den: i64::try_from(weights.max(1) * PART).unwrap_or(i64::MAX),
    }
}

/// Higher values first, then the tie keys; what has no value comes last.
fn before(prize: &CollectivePrize, a: &UnitLine, b: &UnitLine) -> Ordering {
    let of = |line: &UnitLine, key| ratio(key, &line.tally, prize.right_counts);
    let first = high_first(a.value, b.value);
    prize.tie.iter().fold(first, |order, key| {
        order.then_with(|| high_first(of(a, *key), of(b, *key)))
    })
}

fn high_first(a: Option<Ratio>, b: Option<Ratio>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.compare(a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn set_ranks(prize: &CollectivePrize, lines: &mut [UnitLine]) {
    let mut shared = 0;
    for at in 0..lines.len() {
        if lines[at].barred.is_some() {
            break;
        }
        if at == 0 || before(prize, &lines[at - 1], &lines[at]) != Ordering::Equal {
            shared = super::prizes::number(at + 1);
        }
        lines[at].rank = Some(shared);
    }
}

fn give(
    prize: &CollectivePrize,
    lines: &mut [UnitLine],
    barred: impl Fn(&UnitId) -> bool,
    resolver: &Resolver<'_>,
) -> Vec<super::result::TieGroup> {
    let amount = match prize.amount_is {
        AmountIs::Each => prize.amount,
        AmountIs::Together => divided(prize.amount, prize.count),
    };
    let place = Place {
        code: &prize.code,
        amount,
    };
    let count = usize::try_from(prize.count).unwrap_or(usize::MAX);
    let places = vec![place; count.min(lines.len())];
    let contenders = lines.iter().enumerate().filter_map(|(at, line)| {
        let rank = line.rank.filter(|_| !barred(&line.unit_id))?;
        let id = line.unit_id.as_str();
        Some(Contender { at, id, rank })
    });
    let awarded = award(
        contenders,
        &places,
        &Tied::Collective(prize.code.clone()),
        resolver,
    );
    for (at, given) in awarded.awards {
        match given {
            Award::Won { amount, .. } => {
                lines[at].won = true;
                lines[at].amount = Some(amount);
            }
            Award::Pending => lines[at].pending = true,
        }
    }
    awarded.ties
}
