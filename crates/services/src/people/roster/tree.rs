//! The tree of units: which unit stands above which. Collective prizes may be counted a level up, and a unit officer may
//! see the units below the own one.

use crate::FieldProblem;
use std::collections::HashMap;
use store::people::UnitRow;

/// Gives each row the id of the unit whose code it names as parent. `parents` are those codes, in the order of `rows`,
/// empty for none; `before` are the units there were. Problems are `units.N.parent`.
pub(super) fn link(
    rows: &mut [UnitRow],
    parents: &[String],
    before: &[UnitRow],
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let known = before.iter().chain(rows.iter());
    let by_code: HashMap<String, String> = known
        .map(|u| (u.code.to_lowercase(), u.id.clone()))
        .collect();
    for (n, (row, parent)) in rows.iter_mut().zip(parents).enumerate() {
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
    for (n, row) in rows.iter().enumerate() {
        if in_circle(&row.id, &above) {
            let message = "Đơn vị này đứng dưới chính nó. Chọn đơn vị cấp trên khác.";
            problems.push(FieldProblem::new(format!("units.{n}.parent"), message));
        }
    }
    problems
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
            let problems = link(&mut rows, &[parent.to_owned()], &before);
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
        let problems = link(&mut rows, &["y".to_owned(), "x".to_owned()], &before);
        assert_eq!(problems.len(), 2);
    }
}
