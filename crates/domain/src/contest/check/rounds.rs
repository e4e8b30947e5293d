//! Rounds, and the ranking of all rounds together.

use super::found::{Found, coded, repeated};
use crate::contest::rule_sheet::{Counting, Round, RuleSheet};
use crate::time::Span;

/// Every round by itself, then each pair.
pub(super) fn rounds(sheet: &RuleSheet, found: &mut Found) {
    let list = sheet.rounds.iter();
    let paths = coded(
        found,
        "rounds",
        "đợt thi",
        list.map(|r| (r.code.as_str(), r.name.as_str())),
    );
    for (round, path) in sheet.rounds.iter().zip(&paths) {
        one_round(sheet, round, path, found);
    }
    for (i, earlier) in sheet.rounds.iter().enumerate() {
        for later in &sheet.rounds[i + 1..] {
            pair(earlier, &paths[i], later, found);
        }
    }
    if !sheet.rounds.is_empty() && sheet.quiz.is_none() {
        found.error(
            "quiz",
            "Có đợt thi nhưng chưa có bài thi. Điền phần “Bài thi” hoặc bỏ các đợt thi.",
        );
    }
    if sheet.rounds.is_empty() && (sheet.quiz.is_some() || sheet.essay.is_some()) {
        found.error(
            "rounds",
            "Có bài thi nhưng chưa có đợt thi nào nên không ai biết khi nào thi. Thêm ít nhất một đợt.",
        );
    }
}

fn one_round(sheet: &RuleSheet, round: &Round, path: &str, found: &mut Found) {
    if round.closes <= round.opens {
        found.error(
            format!("{path}.closes"),
            format!(
                "{} đóng lúc {}, không sau lúc mở là {}. Sửa giờ đóng.",
                round.name,
                round.closes.closing_words(),
                round.opens.opening_words()
            ),
        );
    }
    if round.attempts == 0 {
        found.error(
            format!("{path}.attempts"),
            format!(
                "{} cho 0 lượt thi nên không ai thi được. Đặt ít nhất 1 lượt.",
                round.name
            ),
        );
    }
    if round.attempts == 1 && round.counts != Counting::First {
        found.warn(
            format!("{path}.counts"),
            format!(
                "{} chỉ có một lượt thi nên chọn lượt nào để tính cũng như nhau. Tăng số lượt hoặc chọn “lượt đầu”.",
                round.name
            ),
        );
    }
    for track in &round.tracks {
        if !sheet.tracks.iter().any(|t| t.code == *track) {
            found.error(
                format!("{path}.tracks"),
                format!(
                    "{} nhắc bảng thi “{track}” chưa có. Thêm bảng thi hoặc sửa mã.",
                    round.name
                ),
            );
        }
    }
}

/// Two rounds at once are one contest too many for a person, unless no track takes part in both.
fn pair(earlier: &Round, path: &str, later: &Round, found: &mut Found) {
    if earlier.closes <= earlier.opens || later.closes <= later.opens {
        return;
    }
    let apart = !earlier.tracks.is_empty()
        && !later.tracks.is_empty()
        && !earlier.tracks.iter().any(|t| later.tracks.contains(t));
    if apart {
        return;
    }
    let start = earlier.opens.max(later.opens);
    let end = earlier.closes.min(later.closes);
    if start < end {
        found.error(
            format!("{path}.closes"),
            format!(
                "{} đóng sau khi {} đã mở, chồng nhau {}. Sửa giờ đóng của {} thành {}, hoặc sửa giờ mở của {}.",
                earlier.name,
                later.name,
                length(end - start),
                earlier.name,
                later.opens.closing_words(),
                later.name
            ),
        );
    } else if later.opens < earlier.opens {
        found.warn(
            format!("{path}.opens"),
            format!(
                "{} đứng trước {} nhưng mở sau. Xếp các đợt theo thời gian.",
                earlier.name, later.name
            ),
        );
    }
}

/// A length of time for a message: whole hours where it has any, minutes otherwise.
fn length(span: Span) -> String {
    let minutes = (span.0 + 59_999) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m}\u{a0}phút"),
        (h, 0) => format!("{h}\u{a0}giờ"),
        (h, m) => format!("{h}\u{a0}giờ {m}\u{a0}phút"),
    }
}

/// `[overall]`.
pub(super) fn overall(sheet: &RuleSheet, found: &mut Found) {
    let Some(overall) = &sheet.overall else {
        return;
    };
    for code in &overall.rounds {
        if sheet.round(code).is_none() {
            found.error(
                "overall.rounds",
                format!("Xếp hạng chung nhắc đợt “{code}” chưa có. Thêm đợt thi hoặc sửa mã."),
            );
        }
    }
    for (_, code) in repeated(&overall.rounds) {
        found.error(
            "overall.rounds",
            format!("Xếp hạng chung cộng đợt “{code}” hai lần. Bỏ bớt một."),
        );
    }
    let summed = if overall.rounds.is_empty() {
        sheet.rounds.len()
    } else {
        overall.rounds.len()
    };
    if usize::try_from(overall.min_rounds).is_ok_and(|min| min > summed) {
        found.error(
            "overall.min_rounds",
            format!(
                "Phải dự ít nhất {} đợt mới được xếp hạng chung, nhưng chỉ cộng {summed} đợt nên không ai đủ. Giảm số đợt tối thiểu.",
                overall.min_rounds
            ),
        );
    }
    if sheet.rounds.len() == 1 {
        found.warn(
            "overall",
            "Chỉ có một đợt thi nên xếp hạng chung giống xếp hạng của đợt. Bỏ phần này hoặc thêm đợt.",
        );
    }
}
