//! Rosters in: units and people from a workbook or a CSV file, with every bad row listed; and the template for them.

mod cells;
mod roster;
mod template;

use crate::problem::RowProblem;
use domain::time::Day;
use serde::{Deserialize, Serialize};

pub use roster::read_roster;
pub use template::roster_template;

/// A unit that occurs in a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// Code, unique in the contest.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its bloc (as the rule sheet declares it, else as typed).
    pub bloc: Option<String>,
    /// First row it occurs in.
    pub row: u32,
}

/// A person on a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Row in the file.
    pub row: u32,
    /// Code, unique in the contest.
    pub code: String,
    /// Full name.
    pub full_name: String,
    /// Code of the unit.
    pub unit_code: String,
    /// Staff category (`chức danh`, `loại`).
    pub category: Option<String>,
    /// Whether the person leads the unit.
    pub leader: bool,
    /// Date of birth.
    pub birth_date: Option<Day>,
    /// Telephone in national form.
    pub phone: Option<String>,
    /// Internal identity attribute, matched against committee members.
    pub identity: Option<String>,
    /// Code of the track.
    pub track: Option<String>,
}

/// What a roster holds, before anything is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RosterPreview {
    /// Units in order of appearance.
    pub units: Vec<UnitRow>,
    /// Sound people in the file's order; rows with a problem are left out.
    pub people: Vec<PersonRow>,
    /// Everything wrong, ordered by row.
    pub problems: Vec<RowProblem>,
}

#[cfg(test)]
mod tests;
