//! What comes out: immutable standings, stored as JSON and hashed.

use domain::ids::{AttemptId, PersonId, UnitId};
use domain::quiz::prediction::Predicted;
use domain::time::{Moment, Span};
use domain::units::{Dong, Points};
use serde::{Deserialize, Serialize};

/// One version of the standings of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundStandings {
    /// Code of the contest.
    pub contest: String,
    /// Code of the round.
    pub round: String,
    /// Whether each track has a list of its own; otherwise there is one list.
    pub by_track: bool,
    /// Every entry of the round: by list in rule sheet order, the ranked by rank then entry id, then those that do
    /// not count; void entries after all lists.
    pub lines: Vec<Line>,
    /// True numbers (`số thật`), one per scope of the prediction.
    pub actuals: Vec<Actual>,
    /// Ties the ranking keys left where they touch prize places.
    pub ties: Vec<TieGroup>,
    /// Collective prizes in rule sheet order; empty where they are given once for the contest.
    pub collective: Vec<CollectiveResult>,
    /// Totals.
    pub counts: Counts,
}

impl RoundStandings {
    /// The list a line is in: its track, or none for the one list.
    #[must_use]
    pub fn list<'a>(&self, line: &'a Line) -> Option<&'a str> {
        if self.by_track {
            line.track.as_deref()
        } else {
            None
        }
    }

    /// Lines that hold an individual prize, in output order.
    pub fn winners(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| l.prize.is_some())
    }

    /// Whether a draw or a committee's decision is still missing.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.ties.iter().any(|t| t.outcome == TieOutcome::Pending)
            || self.collective.iter().any(|c| c.pending)
    }
}

/// One entry in the standings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The entry.
    pub entry_id: AttemptId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The unit the person counts in.
    pub unit_id: Option<UnitId>,
    /// Track.
    pub track: Option<String>,
    /// Standard competition rank in its list; none for void entries and attempts that do not count.
    pub rank: Option<u32>,
    /// Whether this is the counting attempt.
    pub counted: bool,
    /// Quiz score.
    pub score: Points,
    /// Highest score of its paper.
    pub max_score: Points,
    /// Right answers.
    pub right: u16,
    /// Whether it is a perfect entry.
    pub perfect: bool,
    /// Prediction as saved.
    pub prediction: Option<Predicted>,
    /// Absolute distance to the true number in 10⁻⁵; none without a prediction, and for entries that do not count.
    pub distance: Option<i64>,
    /// Whether the prediction exceeded the true number.
    pub exceeded: bool,
    /// Working time that ranks; none without a submission.
    pub duration: Option<Span>,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Essay points.
    pub essay: Option<Points>,
    /// Whether it can win an individual prize.
    pub can_win: bool,
    /// Prize tier won.
    pub prize: Option<String>,
    /// Money won.
    pub amount: Option<Dong>,
    /// Whether a prize of this line waits for a draw or the committee.
    pub pending: bool,
    /// Why the entry is void.
    pub void: Option<String>,
}

/// The true number of a scope, and what it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actual {
    /// The track; none when counted over the whole round.
    pub track: Option<String>,
    /// Persons (or attempts, where the rule sheet says so) that take part.
    pub participants: u32,
    /// Perfect entries among them.
    pub perfect: u32,
    /// What predictions are measured against; none without a prediction question or without participants.
    pub value: Option<Predicted>,
}

/// How a tie at prize places ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum TieOutcome {
    /// They share the money.
    Shared {
        /// Money of each.
        each: Dong,
    },
    /// The draw ordered them.
    Drawn,
    /// The committee ordered them.
    Decided,
    /// The draw's number or the committee's order is missing.
    Pending,
}

/// Entries, persons or units the whole chain left equal at prize places that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieGroup {
    /// The list; none for the one list.
    pub list: Option<String>,
    /// Their shared rank.
    pub rank: u32,
    /// Those of them who can win: in the order of the draw or the committee, otherwise by id.
    pub ids: Vec<String>,
    /// First prize place they occupy, 1 is the highest prize.
    pub first_place: u32,
    /// Prize places they occupy; fewer than `ids` when the tie goes beyond the last prize.
    pub places: u32,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: TieOutcome,
}

/// Totals of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Entries of the round, void ones included.
    pub entries: u32,
    /// Persons with a counting attempt.
    pub persons: u32,
    /// Void entries.
    pub void: u32,
}

/// An exact fraction; never reduced, so that both parts can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// Numerator.
    pub num: i64,
    /// Denominator, above 0.
    pub den: i64,
}

/// What a unit's people reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Counting entries (over several rounds: added up).
    pub participants: i64,
    /// Perfect ones among them.
    pub perfect: i64,
    /// Right answers of all of them.
    pub right: i64,
    /// Quiz scores added up, in thousandths of a point.
    pub score: i64,
    /// People on the roster (over several rounds: once per round); none without a roster.
    pub roster: Option<i64>,
}

/// Why a unit does not compete for a collective prize.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barred {
    /// Below the minimum size.
    TooSmall,
    /// The criterion needs a rate and there is no roster.
    NoRoster,
}

/// One unit under a collective prize.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// The unit, rolled up to the level of the prize.
    pub unit_id: UnitId,
    /// Its bloc.
    pub bloc: Option<String>,
    /// Standard competition rank; none when barred.
    pub rank: Option<u32>,
    /// What is counted.
    pub tally: Tally,
    /// Value of the criterion; none when barred.
    pub value: Option<Ratio>,
    /// Why it does not compete.
    pub barred: Option<Barred>,
    /// Whether it takes the prize.
    pub won: bool,
    /// Money won.
    pub amount: Option<Dong>,
    /// Whether it waits for a draw or the committee.
    pub pending: bool,
}

/// The result of one collective prize.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectiveResult {
    /// Code of the prize.
    pub prize: String,
    /// Units by rank then id, barred ones last.
    pub lines: Vec<UnitLine>,
    /// Ties the keys left at prize places.
    pub ties: Vec<TieGroup>,
    /// Whether a decision is missing, here or in an earlier prize that bars from this one.
    pub pending: bool,
}
