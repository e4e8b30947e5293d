//! The recount behind `hoithi rank` (DESIGN 5): rule sheet and entries in, ranked lines out.

use super::collective::UnitNode;
use super::entry::{Decisions, Entry};
use super::rank::rank_round;
use super::result::Line;
use domain::contest::RuleSheet;
use domain::ids::AttemptId;
use domain::time::{Moment, Span};
use domain::units::Points;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One line of the recount; `hoithi rank` prints it as `rank,entry_id,counted,score,distance,duration_ms,submitted_at,prize`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecountLine {
    /// Rank; none for void entries and attempts that do not count.
    pub rank: Option<u32>,
    /// The entry.
    pub entry_id: AttemptId,
    /// Whether it is the counting attempt.
    pub counted: bool,
    /// Quiz score.
    pub score: Points,
    /// Distance in 10⁻⁵.
    pub distance: Option<i64>,
    /// Working time that ranks; none without a submission.
    pub duration: Option<Span>,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Prize code; none while a tie is pending.
    pub prize: Option<String>,
    /// Why the entry is void.
    pub void: Option<String>,
}

impl RecountLine {
    fn of(line: Line) -> Self {
        Self {
            rank: line.rank,
            entry_id: line.entry_id,
            counted: line.counted,
            score: line.score,
            distance: line.distance,
            duration: line.duration,
            submitted_at: line.submitted_at,
            prize: line.prize,
            void: line.void,
        }
    }
}

/// Ranks every round without decisions: ties that need a draw or the committee stay pending, with no prize.
///
/// Lines: rounds in rule sheet order, in each the lists in rule sheet order (unknown tracks after them by name), in
/// each the ranked by rank then entry id, then attempts that do not count by entry id. Void entries of all rounds come
/// after everything else, in the same order.
#[must_use]
pub fn recount(rules: &RuleSheet, entries: &[Entry]) -> Vec<RecountLine> {
    recount_with(rules, entries, &[], &BTreeMap::new())
}

/// As [`recount`], with units and the decisions of each round by its code.
///
/// What a file may leave out is filled in first: an empty `round` is the only round of the rule sheet, a `max_score` of
/// 0 the highest quiz score. An entry of a round the rule sheet does not have is never ranked; it stands just before
/// the void ones.
#[must_use]
pub fn recount_with(
    rules: &RuleSheet,
    entries: &[Entry],
    units: &[UnitNode],
    decisions: &BTreeMap<String, Decisions>,
) -> Vec<RecountLine> {
    let entries = filled(rules, entries);
    let mut valid = Vec::with_capacity(entries.len());
    let mut void = Vec::new();
    let none = Decisions::default();
    for round in &rules.rounds {
        let decided = decisions.get(&round.code).unwrap_or(&none);
        let standings = rank_round(rules, &round.code, &entries, units, decided);
        for line in standings.lines {
            let list = if line.void.is_some() {
                &mut void
            } else {
                &mut valid
            };
            list.push(RecountLine::of(line));
        }
    }
    let is_stray = |e: &&Entry| rules.round(&e.round).is_none();
    let mut strays: Vec<&Entry> = entries.iter().filter(is_stray).collect();
    strays.sort_by(|a, b| (&a.round, &a.entry_id).cmp(&(&b.round, &b.entry_id)));
    valid.extend(strays.into_iter().map(|e| stray(rules, e)));
    valid.extend(void);
    valid
}

/// Copies the entries only when one of them needs filling in.
fn filled<'a>(rules: &RuleSheet, entries: &'a [Entry]) -> Cow<'a, [Entry]> {
    let most = rules.max_score();
    let gap = |e: &Entry| e.round.is_empty() || e.max_score.0 == 0;
    if !entries.iter().any(gap) {
        return Cow::Borrowed(entries);
    }
    let mut entries = entries.to_vec();
    for entry in entries.iter_mut().filter(|e| gap(e)) {
        if let ([only], true) = (rules.rounds.as_slice(), entry.round.is_empty()) {
            entry.round.clone_from(&only.code);
        }
        if entry.max_score.0 == 0 {
            entry.max_score = most;
        }
    }
    Cow::Owned(entries)
}

fn stray(rules: &RuleSheet, entry: &Entry) -> RecountLine {
    RecountLine {
        rank: None,
        entry_id: entry.entry_id.clone(),
        counted: false,
        score: entry.score,
        distance: None,
        duration: entry.working_time(rules),
        submitted_at: entry.submitted_at,
        prize: None,
        void: entry.void.clone(),
    }
}
