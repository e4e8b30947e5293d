//! Bodies, money, timetable, documents, and what the plan leaves open.

use super::Chapter;
use super::words::{sentence, unit};
use crate::contest::rule_sheet::{LegalText, RuleSheet, Step};

/// Chapter "Tổ chức".
pub(super) fn organisation(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "to-chuc", "Tổ chức");
    chapter.rule("Đơn vị tổ chức", sentence(&sheet.organiser), &["organiser"]);
    for body in &sheet.bodies {
        chapter.rule(&body.name, sentence(&body.duty), &["bodies"]);
    }
    if let Some(target) = &sheet.participation {
        let leaders = if target.leaders_every_round {
            " Mọi lãnh đạo đơn vị dự đủ các đợt."
        } else {
            ""
        };
        chapter.rule(
            "Chỉ tiêu tham gia",
            format!(
                "Mỗi đơn vị có {} người trong danh sách dự thi ở mỗi đợt.{leaders}",
                unit(target.percent, "%")
            ),
            &["participation"],
        );
    }
    if !sheet.contact.is_empty() {
        chapter.rule("Liên hệ", sentence(&sheet.contact), &["contact"]);
    }
    if !sheet.funding.is_empty() {
        chapter.rule("Kinh phí", sentence(&sheet.funding), &["funding"]);
    }
    chapter
}

/// Chapter "Tiến độ".
pub(super) fn timetable(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "tien-do", "Tiến độ");
    for step in &sheet.timetable {
        let mut text = sentence(&step.what);
        if !step.lead.is_empty() {
            text.push_str(&format!(" Chủ trì: {}.", step.lead));
        }
        if !step.support.is_empty() {
            text.push_str(&format!(" Phối hợp: {}.", step.support.join("; ")));
        }
        chapter.rule(step_when(step), text, &["timetable"]);
    }
    chapter
}

/// The time of a step as the plan's table writes it.
fn step_when(step: &Step) -> String {
    if let Some(day) = step.before {
        return format!("Trước ngày {}", day.words());
    }
    match (step.from, step.until) {
        (Some(from), Some(until)) => {
            format!("Từ ngày {} đến ngày {}", from.words(), until.words())
        }
        (Some(from), None) => format!("Từ ngày {}", from.words()),
        (None, Some(until)) => format!("Đến hết ngày {}", until.words()),
        (None, None) => step.when.clone(),
    }
}

/// Chapter "Căn cứ".
pub(super) fn legal_basis(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "can-cu", "Căn cứ");
    documents(&mut chapter, &sheet.legal_basis, "legal_basis");
    chapter
}

/// Chapter "Tài liệu ôn tập".
pub(super) fn study(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "on-tap", "Tài liệu ôn tập");
    documents(&mut chapter, &sheet.study, "study");
    chapter
}

fn documents(chapter: &mut Chapter<'_>, texts: &[LegalText], setting: &str) {
    for text in texts {
        let date = text
            .date
            .map(|d| format!(" ngày {}", d.words()))
            .unwrap_or_default();
        let label = if text.number.is_empty() {
            "Nội dung".to_owned()
        } else {
            format!("{}{date}", text.number)
        };
        let note = if text.note.is_empty() {
            String::new()
        } else {
            format!(" Lưu ý: {}", sentence(&text.note))
        };
        chapter.rule(
            label,
            format!("{}{note}", sentence(&text.title)),
            &[setting],
        );
    }
}

/// Chapter "Những điểm kế hoạch để ngỏ": each names its subject before the first colon.
pub(super) fn open_points(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "de-ngo", "Những điểm kế hoạch để ngỏ");
    for (i, point) in sheet.open_points.iter().enumerate() {
        let (label, text) = match point.note.split_once(": ") {
            Some((subject, rest)) if subject.chars().count() <= 60 => {
                (subject.to_owned(), super::words::capital(rest))
            }
            _ => (format!("Điểm {}", i + 1), point.note.clone()),
        };
        chapter.rule(label, sentence(&text), &[&point.setting]);
    }
    chapter
}
