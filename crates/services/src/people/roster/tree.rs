//! The tree of units: which unit stands above which. Collective prizes may be counted a level up, and a unit officer may
//! see the units below the own one.

use crate::FieldProblem;
use domain::contest::RuleSheet;
use std::collections::{HashMap, HashSet};
use store::people::UnitRow;

/// Gives each row the id of the unit whose code it names as parent. `parents` are those codes, empty for none, each with its
/// line, in the order of `rows`; `before` are the units there were. Problems are `units.N.parent`.
pub(super) fn link(
    rows: &mut [UnitRow],
    parents: &[(usize, String)],
    before: &[UnitRow],
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let known = before.iter().chain(rows.iter());
    let by_code: HashMap<String, String> = known
        .map(|u| (u.code.to_lowercase(), u.id.clone()))
        .collect();
    for (row, (n, parent)) in rows.iter_mut().zip(parents) {
        let found = by_code.get(&parent.to_lowercase());
        if found.is_none() && !parent.is_empty() {
            let message = "Không có đơn vị cấp trên này. Chọn một đơn vị trong danh sách.";
            problems.push(FieldProblem::new(format!("units.{n}.parent"), message));
        }
        row.parent_id = found.cloned();
    }
    let mut above: HashMap<&str, &str> = HashMap::new();
    for unit in before.iter().chain(rows.iter()) {
        match &unit.parent_id {
            Some(parent) => above.insert(&unit.id, parent),
            None => above.remove(unit.id.as_str()),
        };
    }
    for (row, (n, _)) in rows.iter().zip(parents) {
        if in_circle(&row.id, &above) {
            let message = "Đơn vị này đứng dưới chính nó. Chọn đơn vị cấp trên khác.";
            problems.push(FieldProblem::new(format!("units.{n}.parent"), message));
        }
    }
    problems
}

/// Units that stand alone while others stand under one: neither under a unit nor above one. Counted a level up they would
/// compete by themselves against whole groups.
pub(crate) fn alone(units: &[UnitRow]) -> Vec<&UnitRow> {
    let parents: HashSet<&str> = units
        .iter()
        .filter_map(|u| u.parent_id.as_deref())
        .collect();
    let stands = |u: &&UnitRow| u.parent_id.is_none() && !parents.contains(u.id.as_str());
    units.iter().filter(stands).collect()
}

/// Whether a prize is counted above the units people are in.
pub(crate) fn rolls_up(rules: &RuleSheet) -> bool {
    rules.prizes.collective.iter().any(|p| p.roll_up > 0)
}

/// Whether climbing from a unit comes back to it.
fn in_circle(start: &str, above: &HashMap<&str, &str>) -> bool {
    let mut at = start;
    for _ in 0..above.len() {
        match above.get(at) {
            Some(next) if *next == start => return true,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str, parent: Option<&str>) -> UnitRow {
        UnitRow {
            id: format!("id-{code}"),
            code: code.to_owned(),
            parent_id: parent.map(|p| format!("id-{p}")),
            ..UnitRow::default()
        }
    }

    #[test]
    fn a_parent_is_a_unit_and_never_below() {
        let before = [unit("a", None), unit("b", Some("a")), unit("c", Some("b"))];
        let asked = |code: &str, parent: &str| {
            let mut rows = [unit(code, None)];
            let problems = link(&mut rows, &[(0, parent.to_owned())], &before);
            let fields: Vec<String> = problems.into_iter().map(|p| p.field).collect();
            (rows[0].parent_id.clone(), fields)
        };
        assert_eq!(asked("d", "C"), (Some("id-c".to_owned()), vec![]));
        assert_eq!(asked("c", ""), (None, vec![]));
        let refused = vec!["units.0.parent".to_owned()];
        assert_eq!(asked("d", "x"), (None, refused.clone()));
        for (code, parent) in [("a", "a"), ("a", "b"), ("a", "c")] {
            assert_eq!(asked(code, parent).1, refused, "{code} under {parent}");
        }
        // Two at once, each under the other.
        let mut rows = [unit("x", None), unit("y", None)];
        let parents = [(3, "y".to_owned()), (5, "x".to_owned())];
        let problems = link(&mut rows, &parents, &before);
        let fields: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["units.3.parent", "units.5.parent"]);
        let lone: Vec<UnitRow> = before.into_iter().chain([unit("d", None)]).collect();
        assert_eq!(alone(&lone)[0].code, "d");
        assert_eq!(alone(&lone).len(), 1);
    }
}
