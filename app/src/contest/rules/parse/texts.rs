//! The texts of a plan, back from their fields.

use super::super::form::SEPARATOR;
use super::Reader;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Body, LegalText, OpenPoint, Step};
use domain::time::Day;

impl Reader<'_> {
    /// A date that may be missing.
    fn day(&mut self, name: &str, label: &str, stored: Option<Day>) -> Option<Day> {
        let Some(typed) = self.form.get_opt(name) else {
            return stored;
        };
        if typed.trim().is_empty() {
            return None;
        }
        let day = Day::parse(typed);
        if day.is_none() {
            self.wrong(name, format!("{label}: chọn ngày, thí dụ 21/7/2026."));
        }
        day.or(stored)
    }

    /// Texts in one field.
    pub(super) fn several(
        &mut self,
        name: &str,
        label: &str,
        stored: &[String],
        between: &str,
    ) -> Vec<String> {
        let joined = stored.join(between);
        let typed = self.text(name, label, &joined);
        if typed == joined {
            return stored.to_vec();
        }
        let parts = typed.split(between.trim_matches(' '));
        let parts = parts.map(|p| p.trim().to_owned());
        parts.filter(|p| !p.is_empty()).collect()
    }

    /// The stored element a row of texts came from.
    fn stored_text<'b, T>(&self, row: &str, elements: &'b [T]) -> Option<&'b T> {
        let from: usize = self.form.get(&format!("{row}.from_row")).parse().ok()?;
        elements.get(from.checked_sub(1)?)
    }
}

pub(super) fn texts(read: &mut Reader<'_>, sheet: &mut RuleSheet, stored: &RuleSheet) {
    sheet.invalid_entries = read.several(
        "invalid_entries",
        "Bài không hợp lệ",
        &stored.invalid_entries,
        "\n",
    );
    sheet.legal_basis = legal(read, "legal_basis", &stored.legal_basis);
    sheet.study = legal(read, "study", &stored.study);
    sheet.timetable = timetable(read, &stored.timetable);
    sheet.bodies = bodies(read, &stored.bodies);
    sheet.open_points = open_points(read, &stored.open_points);
}

fn legal(read: &mut Reader<'_>, list: &str, stored: &[LegalText]) -> Vec<LegalText> {
    let mut out = Vec::new();
    for n in read.rows(list) {
        let row = format!("{list}.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let blank = || LegalText {
            number: String::new(),
            date: None,
            title: String::new(),
            note: String::new(),
        };
        let old = read.stored_text(&row, stored).cloned();
        let old = old.unwrap_or_else(blank);
        out.push(LegalText {
            title: read.text(&at("title"), "Tên văn bản", &old.title),
            number: read.text(&at("number"), "Số, ký hiệu", &old.number),
            date: read.day(&at("date"), "Ngày ban hành", old.date),
            note: read.text(&at("note"), "Ghi chú", &old.note),
        });
    }
    out
}

fn timetable(read: &mut Reader<'_>, stored: &[Step]) -> Vec<Step> {
    let mut out = Vec::new();
    for n in read.rows("timetable") {
        let row = format!("timetable.{n}");
        let at = |part: &str| format!("{row}.{part}");
        let blank = || Step {
            what: String::new(),
            lead: String::new(),
            support: Vec::new(),
            before: None,
            from: None,
            until: None,
            when: String::new(),
        };
        let old = read.stored_text(&row, stored).cloned();
        let old = old.unwrap_or_else(blank);
        let what = read.text(&at("what"), "Việc", &old.what);
        let label = |part: &str| format!("{what}: {part}");
        out.push(Step {
            lead: read.text(&at("lead"), "Chủ trì", &old.lead),
            support: read.several(&at("support"), "Phối hợp", &old.support, SEPARATOR),
            before: read.day(&at("before"), &label("trước ngày"), old.before),
            from: read.day(&at("from"), &label("từ ngày"), old.from),
            until: read.day(&at("until"), &label("đến hết ngày"), old.until),
            when: read.text(&at("when"), "Thời gian theo lời kế hoạch", &old.when),
            what,
        });
    }
    out
}

fn bodies(read: &mut Reader<'_>, stored: &[Body]) -> Vec<Body> {
    let mut out = Vec::new();
    for n in read.rows("bodies") {
        let row = format!("bodies.{n}");
        let old = read.stored_text(&row, stored).cloned();
        let (name, duty) = old.map(|b| (b.name, b.duty)).unwrap_or_default();
        out.push(Body {
            name: read.text(&format!("{row}.name"), "Tên ban, tổ", &name),
            duty: read.text(&format!("{row}.duty"), "Nhiệm vụ", &duty),
        });
    }
    out
}

fn open_points(read: &mut Reader<'_>, stored: &[OpenPoint]) -> Vec<OpenPoint> {
    let mut out = Vec::new();
    for n in read.rows("open_points") {
        let row = format!("open_points.{n}");
        let old = read.stored_text(&row, stored).cloned();
        let (setting, note) = old.map(|p| (p.setting, p.note)).unwrap_or_default();
        out.push(OpenPoint {
            setting: read.text(&format!("{row}.setting"), "Mục trong thể lệ", &setting),
            note: read.text(&format!("{row}.note"), "Điều để ngỏ", &note),
        });
    }
    out
}
