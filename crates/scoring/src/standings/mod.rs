//! Standings: which attempt counts, the true number, ranks, ties, prizes, collective results (DESIGN 4).
//!
//! Everything is a pure function of its arguments and independent of the order of the entries. Shared ranks stay
//! shared: a draw or a committee's order decides who takes which prize, never who is ranked where.

mod canonical;
mod collective;
mod counting;
mod diff;
mod entry;
mod lists;
mod overall;
mod prediction;
mod prizes;
mod rank;
mod recount;
mod result;

pub use canonical::{entries_hash, overall_entries_hash};
pub use collective::UnitNode;
pub use diff::{
    ActualChange, Diff, PrizeChange, RankChange, Reached, ScoreChange, UnitChange, Won, diff,
};
pub use entry::{CommitteeOrder, Decisions, Entry, Tied};
pub use overall::{OverallLine, OverallStandings, rank_overall};
pub use rank::rank_round;
pub use recount::{RecountLine, recount, recount_with};
pub use result::{
    Actual, Barred, CollectiveResult, Counts, Line, Ratio, RoundStandings, Tally, TieGroup,
    TieOutcome, UnitLine,
};
