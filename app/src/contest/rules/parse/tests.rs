//! The editor loses nothing: every preset goes through its form and comes back the same.

use super::super::form::to_form;
use super::from_form;
use crate::contest::admin::presets;
use crate::forms::Form;
use domain::contest::RuleSheet;
use domain::time::Moment;
use domain::units::Dong;

fn sheets() -> Vec<RuleSheet> {
    let sheets: Vec<RuleSheet> = presets::all().into_iter().map(|p| p.rules).collect();
    assert_eq!(sheets.len(), 5);
    sheets
}

fn set(form: &mut Form, name: &str, value: &str) {
    let field = form
        .fields
        .iter_mut()
        .find(|(n, _)| n == name)
        .unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(&mut field.1);
}

#[test]
fn every_preset_survives_its_form() {
    for sheet in sheets() {
        let (back, problems) = from_form(&sheet, &to_form(&sheet, 1));
        assert_eq!(problems, [], "{}", sheet.code);
        assert_eq!(back, sheet, "{}", sheet.code);
    }
}

#[test]
fn what_the_form_says_does_not_depend_on_what_was_stored() {
    let sheets = sheets();
    for sheet in &sheets {
        let mut blank = sheet.clone();
        blank.title = String::new();
        blank.prizes.given = domain::contest::rule_sheet::Given::Overall;
        blank.prediction = None;
        let (back, _) = from_form(&blank, &to_form(sheet, 1));
        assert_eq!(back, *sheet, "{}", sheet.code);
    }
}

#[test]
fn what_a_browser_does_to_white_space_is_no_edit() {
    let mut sheet = sheets().swap_remove(0);
    sheet.summary = "Một.\nHai.\n".into();
    let mut form = to_form(&sheet, 1);
    set(&mut form, "summary", "Một.\r\nHai.\r\n");
    assert_eq!(from_form(&sheet, &form).0, sheet);
}

#[test]
fn an_instant_keeps_its_milliseconds_until_it_is_changed() {
    let mut sheet = sheets()
        .into_iter()
        .find(|s| s.rounds.len() == 4)
        .expect("four rounds");
    sheet.rounds[0].opens = Moment(sheet.rounds[0].opens.0 + 7);
    let mut form = to_form(&sheet, 1);
    assert_eq!(from_form(&sheet, &form).0, sheet);
    set(&mut form, "rounds.1.opens", "2026-08-01T07:00");
    let changed = from_form(&sheet, &form).0;
    assert_eq!(
        Some(changed.rounds[0].opens),
        Moment::parse_rfc3339("2026-08-01T07:00:00+07:00")
    );
}

#[test]
fn what_cannot_be_read_is_named_at_its_field() {
    let sheet = sheets()
        .into_iter()
        .find(|s| s.rounds.len() == 4)
        .expect("four rounds");
    let mut form = to_form(&sheet, 1);
    set(&mut form, "rounds.2.closes", "mai");
    set(&mut form, "quiz.minutes", "20 phút");
    set(&mut form, "prizes.individual.1.amount", "600.000 đ");
    set(&mut form, "prizes.individual.2.amount", "nhiều");
    let (read, problems) = from_form(&sheet, &form);
    let fields: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "rounds.2.closes",
            "quiz.minutes",
            "prizes.individual.2.amount"
        ]
    );
    assert_eq!(read.prizes.individual[0].amount, Dong(600_000));
    assert_eq!(
        read.quiz.map(|q| q.minutes),
        sheet.quiz.map(|q| q.minutes),
        "the stored value stands in"
    );
}

#[test]
fn a_removed_row_takes_nothing_else_with_it() {
    let sheet = sheets()
        .into_iter()
        .find(|s| s.code.starts_with("thanh-tri"))
        .expect("Thanh Trì");
    let form =
        super::super::rows::apply(&to_form(&sheet, 1), "bo:prizes.individual.1").expect("act");
    let mut fewer = sheet.clone();
    fewer.prizes.individual.remove(0);
    assert_eq!(from_form(&sheet, &form).0, fewer);
}
