//! The texts of a plan as fields: documents, timetable, bodies, what it leaves open.

use super::Fields;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{LegalText, Step};
use domain::time::Day;

/// What separates supporting offices in their one field.
pub(in crate::contest::rules) const SEPARATOR: &str = "; ";

pub(super) fn texts(sheet: &RuleSheet, out: &mut Fields) {
    out.put("invalid_entries", sheet.invalid_entries.join("\n"));
    legal("legal_basis", &sheet.legal_basis, out);
    legal("study", &sheet.study, out);
    for (step, n) in sheet.timetable.iter().zip(1..) {
        timetable(step, n, out);
    }
    for (body, n) in sheet.bodies.iter().zip(1..) {
        out.num(format!("bodies.{n}.from_row"), n);
        out.put(format!("bodies.{n}.name"), &body.name);
        out.put(format!("bodies.{n}.duty"), &body.duty);
    }
    for (point, n) in sheet.open_points.iter().zip(1..) {
        out.num(format!("open_points.{n}.from_row"), n);
        out.put(format!("open_points.{n}.note"), &point.note);
        out.put(format!("open_points.{n}.setting"), &point.setting);
    }
}

fn legal(list: &str, texts: &[LegalText], out: &mut Fields) {
    for (text, n) in texts.iter().zip(1..) {
        let at = |part: &str| format!("{list}.{n}.{part}");
        out.num(at("from_row"), n);
        out.put(at("title"), &text.title);
        out.put(at("number"), &text.number);
        out.put(at("date"), day(text.date));
        out.put(at("note"), &text.note);
    }
}

fn timetable(step: &Step, n: i32, out: &mut Fields) {
    let at = |part: &str| format!("timetable.{n}.{part}");
    out.num(at("from_row"), n);
    out.put(at("what"), &step.what);
    out.put(at("lead"), &step.lead);
    out.put(at("support"), step.support.join(SEPARATOR));
    out.put(at("before"), day(step.before));
    out.put(at("from"), day(step.from));
    out.put(at("until"), day(step.until));
    out.put(at("when"), &step.when);
}

/// As a field of a date holds it.
fn day(day: Option<Day>) -> String {
    day.map(Day::iso).unwrap_or_default()
}
