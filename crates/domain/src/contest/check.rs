//! Inconsistencies of a rule sheet, each named in plain Vietnamese with the setting it is about.
//!
//! An error keeps the rule sheet from being committed; a warning is shown and may be left. Paths name fields of the
//! document: elements of a list by their code (`rounds.dot-2.closes`), or by their place from 1 on where they have no
//! usable code (`quiz.blueprint.#3.count`).

mod found;
mod identity;
mod other_parts;
mod paths;
mod prizes;
mod quiz;
mod ranking;
mod rounds;
#[cfg(test)]
mod tests;

pub use identity::reserved_code;

use super::rule_sheet::RuleSheet;
use found::Found;
use serde::{Deserialize, Serialize};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The rule sheet cannot be committed.
    Error,
    /// Allowed, but probably not meant.
    Warning,
}

/// One inconsistency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Path of the setting, `rounds.dot-2.closes`.
    pub setting: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to do, in Vietnamese.
    pub message: String,
}

/// Every inconsistency of the sheet, in the order of the document.
#[must_use]
pub fn check(sheet: &RuleSheet) -> Vec<Problem> {
    let mut found = Found::default();
    identity::heading(sheet, &mut found);
    identity::eligibility(sheet, &mut found);
    identity::topics_and_tracks(sheet, &mut found);
    rounds::rounds(sheet, &mut found);
    quiz::quiz(sheet, &mut found);
    quiz::prediction(sheet, &mut found);
    other_parts::essay(sheet, &mut found);
    other_parts::dossier(sheet, &mut found);
    other_parts::movement(sheet, &mut found);
    ranking::ranking(sheet, &mut found);
    prizes::prizes(sheet, &mut found);
    rounds::overall(sheet, &mut found);
    other_parts::participation(sheet, &mut found);
    other_parts::texts(sheet, &mut found);
    other_parts::timetable(sheet, &mut found);
    paths::open_points(sheet, &mut found);
    found.0
}

/// Whether these problems keep the sheet from being committed.
#[must_use]
pub fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}
