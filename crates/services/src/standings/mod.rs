//! Standings: sealing, versions, review, publication, own results, participation.
//!
//! Nothing of a score exists before sealing, for anyone (DESIGN 2.3): marking happens when a round is sealed and again
//! for each new version, from the attempts themselves. A version is written once and never changed.

mod diff;
mod draw;
mod exclusion;
mod export;
mod honoured;
mod kept;
mod names;
mod overall;
mod overall_draw;
mod overall_public;
mod overall_version;
mod overall_view;
mod own;
mod participation;
mod participation_view;
mod public;
mod public_view;
mod recount;
mod review;
mod round_record;
mod seal;
mod version;
mod view;

pub use draw::{DrawnId, DrawnTie, FixedDraw};
pub use honoured::Honoured;
pub use overall_draw::OverallDrawView;
pub use overall_view::{OverallLineView, OverallReview, OverallView, OwnOverall, PublicOverall};
pub use participation_view::{
    FEW, HourOfStarts, ParticipationView, PublicParticipation, PublicRoundParticipation,
    PublicUnitParticipation, Turnout, UnitParticipation,
};
pub use public_view::{
    DrawView, OwnAnswer, OwnEntry, OwnOption, OwnResult, PublicResults, Revealed, VoidQuestionView,
    WinnerList,
};
pub use recount::entry_of;
pub use view::{
    ActualChangeView, ActualView, CollectiveView, CountsView, DiffView, EntryName, LINES_PER_PAGE,
    LinePage, LineView, PrizeChangeView, RANKS_SHOWN, RankChangeView, ReviewQuery, ReviewView,
    ScoreChangeView, Show, Sort, TieEnd, TieMember, TieView, UnitChangeView, UnitStanding,
    VersionView, WonView,
};

pub(crate) use diff::view as diff_view;
pub(crate) use exclusion::is_outdated;
pub(crate) use kept::Kept;
pub(crate) use names::Names;
pub(crate) use overall_version::OverallVersion;
pub(crate) use round_record::{names as id_set, round_ties};
pub(crate) use seal::{Draft, TRIES, newest_act};
pub(crate) use version::{Version, not_sealed};

use domain::ids::StandingsId;

/// What sealing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Version 1.
    pub standings: StandingsId,
    /// Hash of the standings.
    pub hash: String,
    /// Hash of the sealed record.
    pub record_hash: String,
}

/// Format of an exported table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// CSV for Excel in Viet Nam.
    Csv,
    /// Workbook.
    Xlsx,
}

impl TableFormat {
    /// Reads the ending of a file name.
    #[must_use]
    pub fn parse(ending: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx]
            .into_iter()
            .find(|f| f.ending() == ending)
    }

    /// The ending of a file name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}
