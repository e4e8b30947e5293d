//! For every problem a sheet that has exactly that problem.

mod cases;
mod more_cases;

use super::*;

/// A sheet without any problem, using every part a contest can have.
const SOUND: &str = r#"
format = 1
code = "hoi-thi-mau"
title = "Hội thi mẫu"
organiser = "UBND phường"
who = "Cán bộ, công chức"

[eligibility]
identity = "roster"
blocs = [{ code = "xa", name = "Khối xã" }, { code = "phong", name = "Khối phòng" }]

[[topics]]
code = "the_che"
name = "Cải cách thể chế"

[[topics]]
code = "thu_tuc"
name = "Cải cách thủ tục hành chính"

[[tracks]]
code = "xa"
name = "Khối xã"
blocs = ["xa"]

[[tracks]]
code = "phong"
name = "Khối phòng"
blocs = ["phong"]

[[rounds]]
code = "dot-1"
name = "Đợt 1"
opens = "2022-08-01T00:00:00+07:00"
closes = "2022-08-08T00:00:00+07:00"

[[rounds]]
code = "dot-2"
name = "Đợt 2"
opens = "2022-08-08T00:00:00+07:00"
closes = "2022-08-15T00:00:00+07:00"

[quiz]
questions = 4
minutes = 20
points_each = 1000
blueprint = [{ topic = "the_che", count = 2 }, { topic = "thu_tuc", count = 2 }]

[prediction]
kind = "perfect_entries"

[essay]
compulsory = false
max_points = 10000

[dossier]
parts = ["Giải pháp"]
criteria = [{ name = "Sáng tạo", weight = 60 }, { name = "Thiết thực", weight = 40 }]
stages = [{ code = "loai", name = "Vòng loại", how = "Chấm", send_before = "2022-06-30", done_before = "2022-07-30" }]
obliged_blocs = ["xa"]

[movement]
aim = "Năm sau cao hơn năm trước"
until = "2030-10-31"
targets = [{ name = "Giao dịch trực tuyến", kind = "at_least", low = 50 }]
fields = []
tasks = []
collective_criteria = []
individual_criteria = []
awards = []
papers = []

[ranking]
keys = ["score", "prediction", "submitted_at", "duration"]
unresolved = "share"

[prizes]
individual = [
  { code = "nhat", name = "Giải Nhất", count = 1, amount = 600000 },
  { code = "nhi", name = "Giải Nhì", count = 2, amount = 500000 },
]
collective = [
  { code = "dong", name = "Đông nhất", count = 1, amount = 700000, keys = [{ key = "participation_rate" }], tie = ["perfect_entries"], min_size = 5 },
]

[overall]
min_rounds = 2

[participation]
percent = 100

[[timetable]]
what = "Tổ chức"
lead = "Ban Tổ chức"
from = "2022-08-01"
until = "2022-08-14"

[[open_points]]
setting = "rounds.dot-1.closes"
note = "Mặc định cuối ngày."
"#;

fn sound() -> RuleSheet {
    toml::from_str(SOUND).expect("the sound sheet reads")
}

/// The setting, how bad it is, and the change to the sound sheet that brings it about.
type Case = (&'static str, Severity, fn(&mut RuleSheet));

fn each_has_exactly_its_problem(cases: &[Case]) {
    for (setting, severity, change) in cases {
        let mut sheet = sound();
        change(&mut sheet);
        let problems = check(&sheet);
        let found: Vec<_> = problems
            .iter()
            .map(|p| (p.setting.as_str(), p.severity))
            .collect();
        assert_eq!(found, [(*setting, *severity)], "{problems:#?}");
        let message = &problems[0].message;
        assert!(message.ends_with('.'), "{message}");
        assert_eq!(has_errors(&problems), *severity == Severity::Error);
    }
}

#[test]
fn the_sound_sheet_has_no_problem() {
    assert_eq!(check(&sound()), []);
}

#[test]
fn overlapping_rounds_say_by_how_much_and_what_to_do() {
    let mut sheet = sound();
    sheet.rounds[0].closes = crate::time::Moment(sheet.rounds[1].opens.0 + 24 * 3_600_000);
    assert_eq!(
        check(&sheet)[0].message,
        "Đợt 1 đóng sau khi Đợt 2 đã mở, chồng nhau 24\u{a0}giờ. Sửa giờ đóng của Đợt 1 thành 24 giờ 00, Chủ nhật ngày 7/8/2022, hoặc sửa giờ mở của Đợt 2."
    );
}

#[test]
fn a_rate_without_a_roster_is_refused_in_those_words() {
    let mut sheet = sound();
    sheet.eligibility.identity = crate::contest::rule_sheet::Identity::SelfDeclared;
    let said = check(&sheet)
        .iter()
        .filter(|p| p.message.contains("Không có danh sách thì không có tỷ lệ"))
        .count();
    assert_eq!(said, 2, "collective prize and participation target");
}

/// What serde writes of a sheet that uses everything is the list of known settings: neither can drift.
#[test]
fn known_settings_are_those_of_the_document() {
    let full = include_str!("tests/full.toml");
    let sheet: RuleSheet = toml::from_str(full).expect("the full sheet reads");
    let mut written = std::collections::BTreeSet::new();
    collect(
        &serde_json::to_value(&sheet).expect("json"),
        "",
        &mut written,
    );
    let known: std::collections::BTreeSet<String> = paths::KNOWN
        .iter()
        .flat_map(|line| line.split(' '))
        .map(str::to_owned)
        .collect();
    assert_eq!(written, known);
}

fn collect(value: &serde_json::Value, at: &str, written: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, inner) in fields {
                let path = if at.is_empty() {
                    name.clone()
                } else {
                    format!("{at}.{name}")
                };
                written.insert(path.clone());
                collect(inner, &path, written);
            }
        }
        serde_json::Value::Array(elements) => {
            for element in elements {
                collect(element, at, written);
            }
        }
        _ => {}
    }
}
