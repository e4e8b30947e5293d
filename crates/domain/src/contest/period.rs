//! When a plan without rounds runs: a movement, or dossiers judged in stages. Only its days say so.

use super::RuleSheet;
use crate::time::{Day, Moment};

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Its first day is still to come, or it names none.
    Coming,
    /// Announced, and its last day is not over.
    Running,
    /// Its last day is over.
    Over,
}

/// Where a plan stands at an instant. A plan that names only days by which something is due runs from its announcement.
#[must_use]
pub fn course(sheet: &RuleSheet, now: Moment) -> Course {
    let today = Day::of(now);
    let steps = sheet.timetable.iter();
    let begins = steps.clone().filter_map(|s| s.from);
    let begins = begins.chain(sheet.movement.iter().filter_map(|m| m.from));
    let stages = sheet.dossier.iter().flat_map(|d| &d.stages);
    let ends = steps.flat_map(|s| [s.before, s.from, s.until]);
    let ends = ends.chain(stages.flat_map(|s| [s.send_before, s.done_before]));
    let ends = ends.chain(sheet.movement.iter().map(|m| Some(m.until)));
    match (begins.min(), ends.flatten().max()) {
        (_, None) => Course::Coming,
        (_, Some(last)) if last < today => Course::Over,
        (Some(first), _) if today < first => Course::Coming,
        _ => Course::Running,
    }
}
