//! Results in and out: entries for a recount, its lines, and the tables committees download.

mod entries;
mod rank;
mod tables;

pub use entries::{EntryRow, entries_csv, read_entries};
pub use rank::{RankRow, rank_csv, rank_json};
pub use tables::{
    ParticipationRow, StandingRow, participation, participation_csv, participation_xlsx, standings,
    standings_csv, standings_xlsx,
};

#[cfg(test)]
mod tests;
