//! Essay, dossiers, movement, participation and the timetable.

use super::found::{Found, coded};
use crate::contest::rule_sheet::{
    Criterion, Dossier, Movement, RuleSheet, Step, Target, TargetKind,
};
use crate::time::{Day, Moment};

/// The essay part.
pub(super) fn essay(sheet: &RuleSheet, found: &mut Found) {
    let Some(essay) = &sheet.essay else {
        return;
    };
    if essay.max_points.0 <= 0 {
        found.error(
            "essay.max_points",
            "Điểm tối đa của bài tự luận phải lớn hơn 0. Nhập điểm như trong kế hoạch.",
        );
    }
    if essay.per_person == 0 {
        found.error(
            "essay.per_person",
            "Mỗi người gửi 0 bài tự luận thì không ai dự được. Đặt ít nhất 1 bài.",
        );
    }
}

/// Initiatives judged in stages.
pub(super) fn dossier(sheet: &RuleSheet, found: &mut Found) {
    let Some(dossier) = &sheet.dossier else {
        return;
    };
    if dossier.parts.is_empty() {
        found.error(
            "dossier.parts",
            "Chưa nêu hồ sơ gồm những phần nào. Chép các phần của đề án từ kế hoạch.",
        );
    }
    if dossier.stages.is_empty() {
        found.error(
            "dossier.stages",
            "Hồ sơ chưa có vòng xét nào. Thêm ít nhất một vòng.",
        );
    }
    weights(&dossier.criteria, found);
    stages(dossier, found);
    for bloc in &dossier.obliged_blocs {
        if !sheet.eligibility.blocs.iter().any(|b| b.code == *bloc) {
            found.error(
                "dossier.obliged_blocs",
                format!("Khối “{bloc}” phải gửi hồ sơ nhưng chưa có trong danh sách khối. Thêm khối hoặc sửa mã."),
            );
        }
    }
}

fn weights(criteria: &[Criterion], found: &mut Found) {
    if criteria.is_empty() {
        found.warn(
            "dossier.criteria",
            "Chưa có tiêu chí chấm. Thêm tiêu chí trước khi giám khảo chấm điểm.",
        );
        return;
    }
    let sum: u32 = criteria.iter().map(|c| u32::from(c.weight)).sum();
    if sum == 0 {
        found.warn(
            "dossier.criteria",
            "Chưa có trọng số của các tiêu chí chấm. Nhập trọng số, cộng lại đủ 100\u{a0}%.",
        );
    } else if sum != 100 {
        found.error(
            "dossier.criteria",
            format!("Trọng số các tiêu chí chấm cộng lại {sum}\u{a0}%. Sửa cho đủ 100\u{a0}%."),
        );
    }
}

fn stages(dossier: &Dossier, found: &mut Found) {
    let paths = coded(
        found,
        "dossier.stages",
        "vòng",
        dossier
            .stages
            .iter()
            .map(|s| (s.code.as_str(), s.name.as_str())),
    );
    for (stage, path) in dossier.stages.iter().zip(&paths) {
        if let (Some(send), Some(done)) = (stage.send_before, stage.done_before)
            && done < send
        {
            found.error(
                format!("{path}.done_before"),
                format!(
                    "{} phải xong trước ngày {} nhưng hồ sơ gửi đến trước ngày {}. Sửa một trong hai ngày.",
                    stage.name,
                    done.words(),
                    send.words()
                ),
            );
        }
    }
}

/// A movement over years.
pub(super) fn movement(sheet: &RuleSheet, found: &mut Found) {
    let Some(movement) = &sheet.movement else {
        return;
    };
    if movement.from.is_some_and(|from| from > movement.until) {
        found.error(
            "movement.until",
            format!(
                "Phong trào kết thúc ngày {}, trước ngày bắt đầu. Sửa một trong hai ngày.",
                movement.until.words()
            ),
        );
    }
    for (i, target) in movement.targets.iter().enumerate() {
        if !has_bounds(target) {
            found.error(
                format!("movement.targets.#{}", i + 1),
                format!(
                    "Chỉ tiêu “{}” thiếu số, hoặc số nhỏ lớn hơn số lớn. Nhập lại mức phải đạt.",
                    target.name
                ),
            );
        }
    }
    council(movement, found);
}

fn has_bounds(target: &Target) -> bool {
    match target.kind {
        TargetKind::AtLeast => target.low.is_some(),
        TargetKind::AtMost => target.high.is_some(),
        TargetKind::Range => matches!((target.low, target.high), (Some(l), Some(h)) if l <= h),
        TargetKind::HigherThanLastYear | TargetKind::Qualitative => true,
    }
}

fn council(movement: &Movement, found: &mut Found) {
    if movement.council.quorum_percent > 100 {
        found.error(
            "movement.council.quorum_percent",
            "Tỷ lệ thành viên phải có mặt lớn hơn 100\u{a0}%. Chọn từ 0 đến 100.",
        );
    }
    if movement.council.more_than_percent > 99 {
        found.error(
            "movement.council.more_than_percent",
            "Không thể có trên 100\u{a0}% thành viên đồng ý. Chọn từ 0 đến 99.",
        );
    }
    for (field, amount) in [
        ("collective_amount", movement.collective_amount),
        ("individual_amount", movement.individual_amount),
    ] {
        if amount.0 < 0 {
            found.error(
                format!("movement.{field}"),
                "Tiền thưởng là số âm. Nhập từ 0 trở lên.",
            );
        }
    }
}

/// Demanded participation.
pub(super) fn participation(sheet: &RuleSheet, found: &mut Found) {
    let Some(target) = &sheet.participation else {
        return;
    };
    if target.percent == 0 || target.percent > 100 {
        found.error(
            "participation.percent",
            format!(
                "Chỉ tiêu tham gia là {}\u{a0}%. Chọn từ 1 đến 100.",
                target.percent
            ),
        );
    }
    if sheet.eligibility.identity.is_declared() {
        found.error(
            "participation",
            "Có chỉ tiêu tỷ lệ tham gia, nhưng thí sinh tự khai. Không có danh sách thì không có tỷ lệ. Bỏ chỉ tiêu hoặc nạp danh sách dự thi.",
        );
    }
}

/// The plan's table of steps.
pub(super) fn timetable(sheet: &RuleSheet, found: &mut Found) {
    for (i, step) in sheet.timetable.iter().enumerate() {
        one_step(step, i + 1, found);
        far_from_rounds(sheet, step, i + 1, found);
    }
}

/// Days between a step and the nearest round from which on the step is likely that of another year's plan.
const FAR: i64 = 270;

/// Days between an instant and the nearest opening or closing; none without rounds.
fn days_from_rounds(sheet: &RuleSheet, at: Moment) -> Option<i64> {
    let times = sheet.rounds.iter().flat_map(|r| [r.opens, r.closes]);
    times.map(|t| (t - at).0.abs() / 86_400_000).min()
}

/// Days named in the texts of the home page, when they are those of another year's plan.
pub(super) fn texts(sheet: &RuleSheet, found: &mut Found) {
    for (setting, text) in [("summary", &sheet.summary), ("who", &sheet.who)] {
        let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
        let days = words
            .filter(|w| w.matches('/').count() == 2)
            .filter_map(Day::parse);
        let far = |day: &Day| {
            let days = day.begins().and_then(|at| days_from_rounds(sheet, at));
            days.is_some_and(|days| days > FAR)
        };
        for day in days.filter(far) {
            found.warn(
                setting,
                format!(
                    "Câu giới thiệu ghi ngày {}, cách các đợt thi hơn {FAR} ngày. Sửa ngày theo kế hoạch năm nay.",
                    day.words()
                ),
            );
        }
    }
}

/// A contest made from another one's rule sheet keeps its days until somebody changes them.
fn far_from_rounds(sheet: &RuleSheet, step: &Step, n: usize, found: &mut Found) {
    let days = [
        ("before", step.before),
        ("from", step.from),
        ("until", step.until),
    ];
    for (part, day) in days {
        let Some((day, at)) = day.and_then(|d| Some((d, d.begins()?))) else {
            continue;
        };
        if days_from_rounds(sheet, at).is_some_and(|days| days > FAR) {
            found.warn(
                format!("timetable.#{n}.{part}"),
                format!(
                    "Việc “{}” ghi ngày {}, cách các đợt thi hơn {FAR} ngày. Sửa ngày theo kế hoạch năm nay.",
                    step.what,
                    day.words()
                ),
            );
        }
    }
}

fn one_step(step: &Step, n: usize, found: &mut Found) {
    let path = format!("timetable.#{n}");
    found.must_have(
        format!("{path}.what"),
        &step.what,
        "Có dòng tiến độ chưa ghi việc phải làm. Nhập nội dung hoặc bỏ dòng.",
    );
    if step.what.trim().is_empty() {
        return;
    }
    let ways = [
        step.before.is_some(),
        step.from.is_some() || step.until.is_some(),
        !step.when.trim().is_empty(),
    ];
    match ways.into_iter().filter(|used| *used).count() {
        0 => found.error(
            format!("{path}.when"),
            format!(
                "Việc “{}” chưa có thời gian. Ghi “trước ngày”, “từ ngày đến ngày”, hoặc chép lời của kế hoạch.",
                step.what
            ),
        ),
        1 => {}
        _ => found.error(
            format!("{path}.when"),
            format!(
                "Việc “{}” ghi thời gian theo nhiều cách. Giữ một cách: “trước ngày”, “từ ngày đến ngày”, hoặc lời của kế hoạch.",
                step.what
            ),
        ),
    }
    if let (Some(from), Some(until)) = (step.from, step.until)
        && from > until
    {
        found.error(
            format!("{path}.until"),
            format!(
                "Việc “{}” từ ngày {} đến ngày {}: ngày cuối trước ngày đầu. Sửa lại.",
                step.what,
                from.words(),
                until.words()
            ),
        );
    }
}
