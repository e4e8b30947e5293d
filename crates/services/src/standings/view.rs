//! What the committee reads of standings. Names are resolved here, never in a stored version.

use domain::contest::RoundPhase;
use domain::ids::{AttemptId, StandingsId, UnitId};
use domain::time::{Moment, Span};
use domain::units::{Dong, Points};

/// A version of a round's standings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    /// Id.
    pub id: StandingsId,
    /// Number, 1 first.
    pub version: i64,
    /// When it was computed.
    pub computed_at: Moment,
    /// What made it necessary.
    pub reason: String,
    /// Hash of its canonical text.
    pub hash: String,
    /// Whether it is the version the public sees.
    pub published: bool,
}

/// Which lines of a review are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewQuery {
    /// Part of a name, a code or a unit's name, typed with or without diacritics; empty finds all.
    pub search: String,
    /// Track code; none shows every list.
    pub track: Option<String>,
    /// Which kind of lines.
    pub show: Show,
    /// Order.
    pub sort: Sort,
    /// Page, 1 first; 0 is read as 1.
    pub page: u32,
}

/// Which kind of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Lines with a prize, or with one that waits for a decision.
    Winners,
    /// Perfect entries that count.
    Perfect,
    /// Void entries.
    Void,
}

/// Order of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// As ranked: list, rank, entry.
    #[default]
    Rank,
    /// By given name, as registers do.
    Name,
    /// By unit, then as ranked.
    Unit,
    /// Earliest submission first.
    SubmittedAt,
    /// Shortest working time first.
    Duration,
}

/// Lines on a page of a review.
pub const LINES_PER_PAGE: usize = 50;

/// The review of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Round code, for links.
    pub round_code: String,
    /// Round.
    pub round: String,
    /// Phase: sealed or published.
    pub phase: RoundPhase,
    /// The version shown.
    pub version: VersionView,
    /// Number of the newest version.
    pub newest: i64,
    /// Whether roles or numbers changed since the newest version was computed, so that it keeps out or lets in wrong
    /// people: publication waits for a new one.
    pub outdated: bool,
    /// Hash of the sealed record, as noted at sealing.
    pub record_hash: String,
    /// Totals.
    pub counts: CountsView,
    /// True numbers.
    pub actuals: Vec<ActualView>,
    /// Ties at prize places.
    pub ties: Vec<TieView>,
    /// Lines with a prize, or with one that waits for a decision.
    pub winners: Vec<LineView>,
    /// Collective prizes.
    pub collective: Vec<CollectiveView>,
    /// Whether a draw or a decision is missing: publication waits for it.
    pub pending: bool,
    /// Tracks with lists of their own: code and name; empty where there is one list.
    pub tracks: Vec<(String, String)>,
    /// One page of lines.
    pub lines: LinePage,
}

/// One page of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePage {
    /// The lines.
    pub lines: Vec<LineView>,
    /// How many fit the query.
    pub total: usize,
    /// This page, 1 first.
    pub page: usize,
    /// Pages in all, at least 1.
    pub pages: usize,
}

/// Totals of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CountsView {
    /// Entries, void ones included.
    pub entries: u32,
    /// Persons with a counting entry.
    pub persons: u32,
    /// Void entries.
    pub void: u32,
}

/// A true number (`số thật`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActualView {
    /// Name of the track; none when counted over the whole round.
    pub track: Option<String>,
    /// Who takes part.
    pub participants: u32,
    /// Perfect entries among them.
    pub perfect: u32,
    /// What predictions are measured against, as a person reads it.
    pub value: Option<String>,
}

/// One entry of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// The entry.
    pub entry: AttemptId,
    /// Full name.
    pub name: String,
    /// Roster code.
    pub code: Option<String>,
    /// Unit.
    pub unit: String,
    /// Name of the track.
    pub track: Option<String>,
    /// Whether the program could tell that the person holds no role: without a telephone or staff number it cannot, and
    /// somebody looks before the award.
    pub identified: bool,
    /// Rank; none for void entries and attempts that do not count.
    pub rank: Option<u32>,
    /// Whether this attempt counts.
    pub counted: bool,
    /// Score.
    pub score: Points,
    /// Highest score of the paper.
    pub max_score: Points,
    /// Right answers.
    pub right: u16,
    /// Whether it is perfect.
    pub perfect: bool,
    /// Prediction, as a person reads it.
    pub prediction: Option<String>,
    /// Distance to the true number, as a person reads it.
    pub distance: Option<String>,
    /// Whether the prediction exceeded the true number.
    pub exceeded: bool,
    /// Working time that ranks.
    pub duration: Option<Span>,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Whether it can win.
    pub can_win: bool,
    /// Name of the prize.
    pub prize: Option<String>,
    /// Money.
    pub amount: Option<Dong>,
    /// Whether a prize waits for a decision.
    pub pending: bool,
    /// Why it is void.
    pub void: Option<String>,
}

/// How a tie ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieEnd {
    /// They share; money of each.
    Shared(Dong),
    /// The draw ordered them.
    Drawn,
    /// The committee ordered them.
    Decided,
    /// A draw or a decision is missing.
    Pending,
}

/// A tie at prize places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieView {
    /// Name of the track of the list, if there are several.
    pub track: Option<String>,
    /// Name of the collective prize, for a tie of units.
    pub collective: Option<String>,
    /// Shared rank.
    pub rank: u32,
    /// First prize place they occupy.
    pub first_place: u32,
    /// Prize places they occupy.
    pub places: u32,
    /// How it ended.
    pub end: TieEnd,
    /// The tied, in the order of the decision once there is one.
    pub members: Vec<TieMember>,
}

/// One of the tied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieMember {
    /// Entry, person (overall ranking) or unit: what a decision names.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unit of a person.
    pub unit: String,
}

/// One collective prize.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectiveView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Units by rank, barred ones last.
    pub lines: Vec<UnitStanding>,
    /// Whether a decision is missing.
    pub pending: bool,
}

/// One unit under a collective prize.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitStanding {
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Rank; none when it does not compete.
    pub rank: Option<u32>,
    /// Counting entries.
    pub participants: i64,
    /// Perfect ones.
    pub perfect: i64,
    /// People on the roster; none without one.
    pub roster: Option<i64>,
    /// Value of the criterion, as a person reads it; empty when it does not compete.
    pub value: String,
    /// Why it does not compete.
    pub barred: Option<&'static str>,
    /// Whether it wins.
    pub won: bool,
    /// Money.
    pub amount: Option<Dong>,
    /// Whether it waits for a decision.
    pub pending: bool,
}

/// What changed between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiffView {
    /// What the lists below do not tell better, as sentences: true numbers, void entries, perfect entries.
    pub headline: Vec<String>,
    /// The most important changes as sentences: true numbers, prizes, void entries, collective prizes. One sentence
    /// says so when nothing changed.
    pub summary: Vec<String>,
    /// True numbers.
    pub actuals: Vec<ActualChangeView>,
    /// Entries void now and not before.
    pub voided: Vec<EntryName>,
    /// Entries void before and not now.
    pub restored: Vec<EntryName>,
    /// Individual prizes.
    pub prizes: Vec<PrizeChangeView>,
    /// Collective prizes.
    pub units: Vec<UnitChangeView>,
    /// How many scores changed.
    pub scores_changed: usize,
    /// How many entries are perfect now and were not, and the reverse.
    pub perfect_changed: (usize, usize),
    /// The first of the changed scores, at most [`RANKS_SHOWN`].
    pub scores: Vec<ScoreChangeView>,
    /// How many ranks changed.
    pub ranks_changed: usize,
    /// The first of them by new rank, at most [`RANKS_SHOWN`].
    pub ranks: Vec<RankChangeView>,
}

/// Changed ranks a difference lists.
pub const RANKS_SHOWN: usize = 200;

/// Whose entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryName {
    /// Entry.
    pub entry: AttemptId,
    /// Full name.
    pub name: String,
    /// Unit.
    pub unit: String,
}

/// A true number before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActualChangeView {
    /// Name of the track; none when counted over the whole round.
    pub track: Option<String>,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// What someone has won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WonView {
    /// Name of the prize; none while a decision is missing.
    pub prize: Option<String>,
    /// Money.
    pub amount: Option<Dong>,
    /// Whether it waits for a decision.
    pub pending: bool,
}

/// A prize before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeChangeView {
    /// Whose.
    pub who: EntryName,
    /// Before.
    pub before: Option<WonView>,
    /// After.
    pub after: Option<WonView>,
}

/// A collective prize before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChangeView {
    /// Name of the prize.
    pub prize: String,
    /// Name of the unit.
    pub unit: String,
    /// Before.
    pub before: Option<WonView>,
    /// After.
    pub after: Option<WonView>,
}

/// A score before and after, as `score/highest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreChangeView {
    /// Whose.
    pub who: EntryName,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// A rank before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankChangeView {
    /// Whose.
    pub who: EntryName,
    /// Before.
    pub before: Option<u32>,
    /// After.
    pub after: Option<u32>,
}
