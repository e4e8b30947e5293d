//! What importing a roster would do, as the committee reads it before anything is done.

use super::RosterFate;
use super::plan::{ChangedPerson, PersonLine, Plan, UnitLine};
use super::second::SecondPerson;
use crate::import::ImportTicket;
use exchange::RowProblem;
use std::collections::HashMap;
use store::people::{PersonRow, UnitRow};

/// People of a kind shown in a preview; the numbers count them all.
const SHOWN: usize = 100;

/// What importing a roster would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPreviewView {
    /// New and changed units.
    pub units: Vec<UnitLine>,
    /// Units that stay as they are.
    pub units_unchanged: usize,
    /// People new to the contest; each gets a slip.
    pub new: usize,
    /// People whose data change.
    pub changed: usize,
    /// People struck off whom the file takes back.
    pub returning: usize,
    /// People who stay as they are.
    pub unchanged: usize,
    /// People of the roster the file does not have. They stay; strike off who left.
    pub missing: usize,
    /// The first of the new.
    pub new_people: Vec<PersonLine>,
    /// The first of the changed and the returning.
    pub changed_people: Vec<ChangedPerson>,
    /// The first of the missing.
    pub missing_people: Vec<PersonLine>,
    /// Everything to mend, by row. While there is any, nothing can be imported.
    pub problems: Vec<RowProblem>,
    /// Ticket for the import; none while there are problems.
    pub ticket: Option<ImportTicket>,
    /// Whether importing takes a second person now.
    pub second: SecondPerson,
}

pub(super) fn preview(
    plan: Plan,
    units_before: &[UnitRow],
    (ticket, second): (Option<ImportTicket>, SecondPerson),
) -> RosterPreviewView {
    // A unit of the plan stands after the one it replaces, so that the name as it will be wins.
    let unit_names: HashMap<&str, &str> = units_before
        .iter()
        .chain(plan.units.iter().map(|u| &u.row))
        .map(|u| (u.id.as_str(), u.name.as_str()))
        .collect();
    let line = |row: &PersonRow| PersonLine {
        code: row.code.clone().unwrap_or_default(),
        full_name: row.full_name.clone(),
        unit: unit_names
            .get(row.unit_id.as_str())
            .copied()
            .unwrap_or_default()
            .to_owned(),
    };
    let with = |fates: &'static [RosterFate]| {
        plan.people
            .iter()
            .filter(move |p| fates.contains(&p.fate))
            .take(SHOWN)
    };
    let changed_units = plan
        .units
        .iter()
        .filter(|u| u.fate != RosterFate::Unchanged);
    RosterPreviewView {
        units_unchanged: plan
            .units
            .iter()
            .filter(|u| u.fate == RosterFate::Unchanged)
            .count(),
        units: changed_units
            .map(|u| UnitLine {
                code: u.row.code.clone(),
                name: u.row.name.clone(),
                name_before: u.name_before.clone(),
                fate: u.fate,
            })
            .collect(),
        new: plan.count(RosterFate::New),
        changed: plan.count(RosterFate::Changed),
        returning: plan.count(RosterFate::Returning),
        unchanged: plan.count(RosterFate::Unchanged),
        missing: plan.missing.len(),
        new_people: with(&[RosterFate::New]).map(|p| line(&p.row)).collect(),
        changed_people: with(&[RosterFate::Changed, RosterFate::Returning])
            .map(|p| ChangedPerson {
                person: line(&p.row),
                columns: p.columns.clone(),
            })
            .collect(),
        missing_people: plan.missing.iter().take(SHOWN).map(line).collect(),
        problems: plan.problems,
        ticket,
        second,
    }
}
