//! The recount behind `hoithi rank` (DESIGN 5): rule sheet and entries in, ranked lines out.

use super::collective::UnitNode;
use super::entry::{Decisions, Entry};
use super::rank::rank_round;
use super::result::{Line, RoundStandings};
use domain::contest::RuleSheet;
use domain::ids::AttemptId;
use domain::quiz::prediction::DECIMALS;
use domain::time::{Moment, Span};
use domain::units::{Points, format_fixed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Columns of `hoithi rank`, in order.
pub const RECOUNT_COLUMNS: [&str; 8] = [
    "rank",
    "entry_id",
    "counted",
    "score",
    "distance",
    "duration_ms",
    "submitted_at",
    "prize",
];

/// One line of the recount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecountLine {
    /// Round, for those who print more than the contract's columns.
    pub round: String,
    /// List: the track, or none for the one list.
    pub list: Option<String>,
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
    /// Working time that ranks.
    pub duration: Span,
    /// Recorded submission.
    pub submitted_at: Moment,
    /// Prize code; none while a tie is pending.
    pub prize: Option<String>,
    /// Why the entry is void.
    pub void: Option<String>,
}

impl RecountLine {
    /// The fields of [`RECOUNT_COLUMNS`] as text: decimals with a point and without trailing zeros, RFC 3339 in UTC+7,
    /// empty for none.
    #[must_use]
    pub fn fields(&self) -> [String; 8] {
        [
            self.rank.map(|r| r.to_string()).unwrap_or_default(),
            self.entry_id.as_str().to_owned(),
            self.counted.to_string(),
            self.score.format('.'),
            self.distance
                .map(|d| format_fixed(d, DECIMALS, '.'))
                .unwrap_or_default(),
            self.duration.0.to_string(),
            self.submitted_at.to_rfc3339(),
            self.prize.clone().unwrap_or_default(),
        ]
    }

    fn of(standings: &RoundStandings, line: &Line) -> Self {
        Self {
            round: standings.round.clone(),
            list: standings.list(line).map(str::to_owned),
            rank: line.rank,
            entry_id: line.entry_id.clone(),
            counted: line.counted,
            score: line.score,
            distance: line.distance,
            duration: line.duration,
            submitted_at: line.submitted_at,
            prize: line.prize.clone(),
            void: line.void.clone(),
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
/// An entry of a round the rule sheet does not have is never ranked; it stands just before the void ones.
/// [`super::Columns`] refuses it already when the file is read.
#[must_use]
pub fn recount_with(
    rules: &RuleSheet,
    entries: &[Entry],
    units: &[UnitNode],
    decisions: &BTreeMap<String, Decisions>,
) -> Vec<RecountLine> {
    let mut valid = Vec::with_capacity(entries.len());
    let mut void = Vec::new();
    let none = Decisions::default();
    for round in &rules.rounds {
        let decided = decisions.get(&round.code).unwrap_or(&none);
        let standings = rank_round(rules, &round.code, entries, units, decided);
        for line in &standings.lines {
            let list = if line.void.is_some() {
                &mut void
            } else {
                &mut valid
            };
            list.push(RecountLine::of(&standings, line));
        }
    }
    let mut strays: Vec<&Entry> = entries
        .iter()
        .filter(|e| rules.round(&e.round).is_none())
        .collect();
    strays.sort_by(|a, b| (&a.round, &a.entry_id).cmp(&(&b.round, &b.entry_id)));
    valid.extend(strays.into_iter().map(|e| stray(rules, e)));
    valid.extend(void);
    valid
}

fn stray(rules: &RuleSheet, entry: &Entry) -> RecountLine {
    RecountLine {
        round: entry.round.clone(),
        list: None,
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
