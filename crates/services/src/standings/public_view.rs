//! What the public and each contestant may read: winners by name, everyone else only themselves.

use domain::ids::AttemptId;
use domain::question::Source;
use domain::quiz::attempt::AttemptState;
use domain::standings::PublicLine;
use domain::time::{Moment, Span};
use domain::units::{Dong, Points};

use super::draw::DrawnTie;
use super::view::{ActualView, CollectiveView, CountsView};

/// The published results of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicResults {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Round code, for links.
    pub round_code: String,
    /// Round.
    pub round: String,
    /// Number of the version.
    pub version: i64,
    /// Why there is this version.
    pub reason: String,
    /// Hash of the version.
    pub hash: String,
    /// Hash of the sealed record.
    pub record_hash: String,
    /// When it was computed.
    pub computed_at: Moment,
    /// When it was published.
    pub published_at: Moment,
    /// Totals.
    pub counts: CountsView,
    /// True numbers.
    pub actuals: Vec<ActualView>,
    /// Winners, one list per track or one for all.
    pub lists: Vec<WinnerList>,
    /// Collective prizes; only units that win.
    pub collective: Vec<CollectiveView>,
    /// Questions voided, with the reason.
    pub void_questions: Vec<VoidQuestionView>,
    /// Questions whose key two people changed after commitment, without the key: a later round may draw them.
    pub key_changes: Vec<VoidQuestionView>,
    /// The draw, where one was held.
    pub draw: Option<DrawView>,
}

/// Winners of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WinnerList {
    /// Name of the track; none where there is one list.
    pub track: Option<String>,
    /// Winners by rank.
    pub winners: Vec<PublicLine>,
}

/// A void question. Its text is not shown: a later round might still draw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidQuestionView {
    /// Code.
    pub code: String,
    /// Why.
    pub reason: String,
}

/// Everything anyone needs to repeat a draw (`scoring::draw`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawView {
    /// The event named in the rule sheet.
    pub event: String,
    /// Its public number.
    pub number: String,
    /// The nonce, 64 hexadecimal digits.
    pub nonce: String,
    /// What was committed before opening.
    pub commitment: String,
    /// Hash of the entries the draw takes.
    pub entries_hash: String,
    /// What it decided: the ids the tickets are made of, in the order drawn.
    pub ties: Vec<DrawnTie>,
}

/// A contestant's own result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnResult {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Round code, for links.
    pub round_code: String,
    /// Round.
    pub round: String,
    /// The attempt.
    pub attempt: AttemptId,
    /// Number of the published version.
    pub version: i64,
    /// When it was published.
    pub published_at: Moment,
    /// Name of the track whose list ranks it.
    pub track: Option<String>,
    /// Rank; none for a void entry and an attempt that does not count.
    pub rank: Option<u32>,
    /// Ranked persons in the list.
    pub ranked: u32,
    /// Whether this attempt counts.
    pub counted: bool,
    /// Why it is void.
    pub void: Option<String>,
    /// Score.
    pub score: Points,
    /// Highest score of the paper.
    pub max_score: Points,
    /// Right answers.
    pub right: u16,
    /// Prediction, as a person reads it.
    pub prediction: Option<String>,
    /// The true number it is measured against.
    pub actual: Option<String>,
    /// Distance, as a person reads it.
    pub distance: Option<String>,
    /// Working time that ranks.
    pub duration: Option<Span>,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Name of the prize.
    pub prize: Option<String>,
    /// Money.
    pub amount: Option<Dong>,
    /// The own paper.
    pub paper: Vec<OwnAnswer>,
}

/// One place of the own paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAnswer {
    /// Stem.
    pub stem: String,
    /// Options as they were shown.
    pub options: Vec<OwnOption>,
    /// Why the question is void.
    pub void: Option<String>,
    /// What may be known of the right answer; none while a later round can still draw the question.
    pub revealed: Option<Revealed>,
}

/// An option of the own paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnOption {
    /// Text.
    pub text: String,
    /// Whether the person chose it.
    pub chosen: bool,
}

/// The right answer of a question no later round can draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Places of the right options as they were shown, 0 first.
    pub right: Vec<usize>,
    /// Whether the choice was right.
    pub chosen_right: bool,
    /// Explanation.
    pub explanation: String,
    /// Source.
    pub source: Source,
}

/// An attempt of the signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEntry {
    /// The attempt.
    pub attempt: AttemptId,
    /// Contest.
    pub contest: String,
    /// Contest code, for links.
    pub contest_code: String,
    /// Round code, for links.
    pub round_code: String,
    /// Round.
    pub round: String,
    /// Number, 1 first.
    pub number: i64,
    /// State.
    pub state: AttemptState,
    /// Start.
    pub started_at: Moment,
    /// Deadline.
    pub deadline: Moment,
    /// Recorded submission.
    pub submitted_at: Option<Moment>,
    /// Why it is void.
    pub void: Option<String>,
    /// Whether there is a receipt: the attempt is final.
    pub has_receipt: bool,
    /// Whether there is a published result.
    pub has_result: bool,
}
