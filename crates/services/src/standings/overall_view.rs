//! Several rounds ranked together, as the committee reads them.

use super::overall_draw::OverallDrawView;
use super::public_view::WinnerList;
use super::view::{CollectiveView, TieView, VersionView};
use domain::ids::PersonId;
use domain::time::{Moment, Span};
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

/// The overall ranking as the committee reviews it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverallReview {
    /// What the newest versions of the rounds come to; none until every declared round is sealed.
    pub ranking: Option<OverallView>,
    /// Stored versions, newest first.
    pub versions: Vec<VersionView>,
    /// Whether the newest stored version is what the rounds come to now.
    pub up_to_date: bool,
    /// Declared rounds that are not sealed yet.
    pub unsealed: Vec<String>,
    /// Declared rounds whose results are not published yet.
    pub unpublished: Vec<String>,
}

/// The published overall ranking: winners by name, nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOverall {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Number of the version.
    pub version: i64,
    /// Why there is this version.
    pub reason: String,
    /// Hash of its canonical text.
    pub hash: String,
    /// When it was computed.
    pub computed_at: Moment,
    /// When it was published.
    pub published_at: Moment,
    /// People with a counting entry in one of the rounds.
    pub people: usize,
    /// Names of the rounds added up.
    pub rounds: Vec<String>,
    /// Winners, one list per track or one for all.
    pub lists: Vec<WinnerList>,
    /// Collective prizes; only units that win.
    pub collective: Vec<CollectiveView>,
    /// The draw, where it decided a place.
    pub draw: Option<OverallDrawView>,
}

/// Where one contestant stands over all rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnOverall {
    /// Name of the track whose list it is; none where there is one list.
    pub track: Option<String>,
    /// Rank; none with too few rounds.
    pub rank: Option<u32>,
    /// Ranked people of the list.
    pub ranked: usize,
    /// Rounds taken part in.
    pub rounds: u32,
    /// Rounds added up.
    pub of_rounds: usize,
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
}
