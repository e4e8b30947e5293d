//! The editor loses nothing: every preset goes through its form and comes back the same.

use super::super::form::to_form;
use super::super::rows::apply;
use super::from_form;
use crate::contest::admin::presets;
use crate::forms::Form;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{CollectiveKey, Form as Prepared, Overall, WeightedKey};
use domain::time::Moment;
use domain::units::Dong;

fn sheets() -> Vec<RuleSheet> {
    let sheets: Vec<RuleSheet> = presets::all().into_iter().map(|p| p.rules).collect();
    assert_eq!(sheets.len(), 5);
    sheets
}

fn sheet(code: &str) -> RuleSheet {
    let sheet = sheets().into_iter().find(|s| s.code.starts_with(code));
    sheet.expect("preset")
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
    let form = apply(&to_form(&sheet, 1), "bo:prizes.individual.1").expect("act");
    let mut fewer = sheet.clone();
    fewer.prizes.individual.remove(0);
    assert_eq!(from_form(&sheet, &form).0, fewer);
}

/// The rounds summed after a change of the form of a sheet that names some.
fn summed(rounds: &[&str], change: impl FnOnce(Form) -> Form) -> Vec<String> {
    let mut sheet = sheet("thua-thien-hue");
    sheet.overall = Some(Overall {
        rounds: rounds.iter().map(|r| (*r).to_owned()).collect(),
        min_rounds: 0,
    });
    let form = change(to_form(&sheet, 1));
    from_form(&sheet, &form).0.overall.expect("overall").rounds
}

#[test]
fn the_rounds_summed_are_kept_and_follow_their_rounds() {
    // Also what the check will name: a code no round has, and one that is there twice.
    for rounds in [
        &[][..],
        &["dot-3", "dot-1"],
        &["dot-1", "dot-9"],
        &["dot-2", "dot-2"],
    ] {
        assert_eq!(summed(rounds, |form| form), rounds);
    }
    let renamed = |mut form: Form| {
        set(&mut form, "rounds.3.code", "tuan-3");
        form
    };
    assert_eq!(summed(&["dot-3", "dot-1"], renamed), ["dot-1", "tuan-3"]);
    let replaced = |form: Form| {
        let fewer = apply(&form, "bo:rounds.4").expect("act");
        apply(&fewer, "them:rounds").expect("act")
    };
    assert_eq!(summed(&["dot-1", "dot-4"], replaced), ["dot-1"]);
    let another = |mut form: Form| {
        let tick = |n: &str| ("overall.rounds".to_owned(), format!("#{n}"));
        form.fields.push(tick("2"));
        form
    };
    assert_eq!(summed(&["dot-3"], another), ["dot-3", "dot-2"]);
}

#[test]
fn prepared_forms_are_typed_or_pasted() {
    let mut sheet = sheet("bong-son");
    let stored = Prepared {
        name: "Đề 01".into(),
        questions: vec!["BS-01".into(), "BS-02".into()],
    };
    sheet.quiz.as_mut().expect("quiz").forms = vec![stored.clone()];
    let form = to_form(&sheet, 1);
    assert_eq!(from_form(&sheet, &form).0, sheet);
    let mut form = apply(&form, "them:quiz.forms").expect("act");
    assert_eq!(form.get("quiz.forms.2.name"), "Đề 02");
    let pasted = "BS-03\r\nBS-04;  BS-05,\tBS-06\r\n\r\n";
    form.fields
        .push(("quiz.forms.2.questions".into(), pasted.into()));
    let forms = from_form(&sheet, &form).0.quiz.expect("quiz").forms;
    assert_eq!(forms[0], stored);
    assert_eq!(forms[1].questions, ["BS-03", "BS-04", "BS-05", "BS-06"]);
}

#[test]
fn criteria_of_a_collective_prize_are_weighed_and_ordered() {
    let sheet = sheet("thanh-tri");
    let row = |part: &str| format!("prizes.collective.1.{part}");
    let mut form = to_form(&sheet, 1);
    assert_eq!(form.get(&row("keys.participants")), "100");
    assert_eq!(form.get(&row("tie.2")), "mean_score");
    set(&mut form, &row("keys.participants"), "40");
    set(&mut form, &row("keys.mean_score"), "60");
    set(&mut form, &row("tie.1"), "");
    let prize = from_form(&sheet, &form).0.prizes.collective.remove(0);
    let weighted = |key, weight| WeightedKey { key, weight };
    assert_eq!(
        prize.keys,
        [
            weighted(CollectiveKey::Participants, 40),
            weighted(CollectiveKey::MeanScore, 60)
        ]
    );
    assert_eq!(prize.tie, [CollectiveKey::MeanScore], "gaps close up");
    set(&mut form, &row("keys.mean_score"), "một nửa");
    let (_, problems) = from_form(&sheet, &form);
    let fields: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(fields, [row("keys.mean_score")]);
}
