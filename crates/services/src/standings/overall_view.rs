//! Several rounds ranked together, as the committee reads them.

use super::view::{CollectiveView, TieView};
use domain::ids::PersonId;
use domain::time::Span;
use domain::units::{Dong, Points};

/// The ranking over all declared rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverallView {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Rounds added up: name and version of the standings used.
    pub rounds: Vec<(String, i64)>,
    /// Hash of its canonical text.
    pub hash: String,
    /// Everyone by list and rank.
    pub lines: Vec<OverallLineView>,
    /// Ties at prize places.
    pub ties: Vec<TieView>,
    /// Collective prizes.
    pub collective: Vec<CollectiveView>,
}

/// One person over all declared rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverallLineView {
    /// The person.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Name of the track.
    pub track: Option<String>,
    /// Rounds taken part in.
    pub rounds: u32,
    /// Rank; none with too few rounds.
    pub rank: Option<u32>,
    /// Scores added up.
    pub score: Points,
    /// Distances added up, as a person reads it.
    pub distance: Option<String>,
    /// Working times added up.
    pub duration: Span,
    /// Name of the prize.
    pub prize: Option<String>,
    /// Money.
    pub amount: Option<Dong>,
    /// Whether a prize waits for a decision.
    pub pending: bool,
}
