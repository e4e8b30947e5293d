//! The ranking chain, and the ranking of all rounds together.

use super::words::{all_of, number, unit};
use super::{Chapter, quiz};
use crate::contest::rule_sheet::{Given, RankingKey, RuleSheet, Scope, Unresolved};

/// The ranking chain as steps: headline and explanation. The last step says what happens to those still equal.
/// Empty where nothing is ranked by keys.
#[must_use]
pub fn ranking_ladder(sheet: &RuleSheet) -> Vec<(String, String)> {
    if sheet.quiz.is_none() && sheet.essay.is_none() {
        return Vec::new();
    }
    let mut steps: Vec<(String, String)> = sheet
        .ranking
        .keys
        .iter()
        .map(|key| (headline(sheet, *key).to_owned(), explanation(sheet, *key)))
        .collect();
    steps.push(("Vẫn bằng nhau thì sao?".to_owned(), unresolved(sheet)));
    steps
}

fn headline(sheet: &RuleSheet, key: RankingKey) -> &'static str {
    match key {
        RankingKey::Score if sheet.essay.is_none() => "Điểm cao hơn",
        RankingKey::Score => "Điểm trắc nghiệm cao hơn",
        RankingKey::Prediction => "Dự đoán gần hơn",
        RankingKey::PredictionNotOver => "Dự đoán không vượt số thật",
        RankingKey::Duration => "Thời gian làm bài ngắn hơn",
        RankingKey::SubmittedAt => "Gửi bài sớm hơn",
        RankingKey::Essay => "Điểm tự luận cao hơn",
        RankingKey::Total => "Tổng điểm cao hơn",
    }
}

fn explanation(sheet: &RuleSheet, key: RankingKey) -> String {
    match key {
        RankingKey::Score => sheet.quiz.as_ref().map_or_else(String::new, |quiz| {
            format!(
                "Mỗi câu đúng được {}, tối đa {}.",
                unit(quiz.points_each.format(','), "điểm"),
                unit(sheet.max_score().format(','), "điểm")
            )
        }),
        RankingKey::Prediction => quiz::nearer(sheet).to_owned(),
        RankingKey::PredictionNotOver => {
            "Người đoán bằng hoặc ít hơn số thật xếp trên người đoán nhiều hơn.".to_owned()
        }
        RankingKey::Duration => duration(sheet),
        RankingKey::SubmittedAt => {
            "Tính từ lúc mở đợt thi đến lúc máy chủ nhận bài gửi, chính xác đến phần nghìn giây. Bài hệ thống tự nộp có giờ gửi là lúc hết giờ.".to_owned()
        }
        RankingKey::Essay => sheet.essay.as_ref().map_or_else(String::new, |essay| {
            format!(
                "Điểm Ban Giám khảo chấm, tối đa {}. Không gửi bài tự luận thì phần này được 0\u{a0}điểm.",
                unit(essay.max_points.format(','), "điểm")
            )
        }),
        RankingKey::Total => total(sheet),
    }
}

fn duration(sheet: &RuleSheet) -> String {
    let all = sheet.quiz.as_ref().map_or_else(
        || "hết thời gian cho phép".to_owned(),
        |q| format!("hết {}", unit(q.minutes, "phút")),
    );
    format!(
        "Tính từ lúc bạn bấm “Bắt đầu thi” đến lúc máy chủ nhận bài gửi, chính xác đến phần nghìn giây; thi vào ngày nào cũng như nhau. Bài hệ thống tự nộp được ghi là dùng {all}."
    )
}

fn total(sheet: &RuleSheet) -> String {
    let essay = sheet.essay.as_ref().map_or(0, |e| e.max_points.0);
    let most = crate::units::Points(sheet.max_score().0.saturating_add(essay));
    format!(
        "Điểm trắc nghiệm cộng điểm tự luận, tối đa {}.",
        unit(most.format(','), "điểm")
    )
}

fn share(sheet: &RuleSheet) -> &'static str {
    let prizes = &sheet.prizes.individual;
    if prizes.is_empty() {
        "Đồng hạng."
    } else if prizes.iter().all(|p| p.amount.0 == 0) {
        "Đồng hạng và cùng nhận giải cao hơn."
    } else {
        "Đồng hạng và chia đều giải thưởng: cộng tiền của các giải mà họ cùng chiếm, chia đều, làm tròn xuống nghìn đồng; mọi người cùng nhận giấy khen của giải cao hơn."
    }
}

fn unresolved(sheet: &RuleSheet) -> String {
    match sheet.ranking.unresolved {
        Some(Unresolved::Share) => share(sheet).to_owned(),
        Some(Unresolved::Draw) if sheet.ranking.draw_event.trim().is_empty() => {
            "Bốc thăm công khai. Ai cũng tính lại được kết quả.".to_owned()
        }
        Some(Unresolved::Draw) => format!(
            "Bốc thăm công khai bằng con số của sự kiện: {}. Sự kiện được nêu trước khi mở nên không ai chọn được kết quả, và ai cũng tính lại được.",
            sheet.ranking.draw_event.trim()
        ),
        Some(Unresolved::Committee) => "Ban Tổ chức quyết định và công bố lý do.".to_owned(),
        None => "Ban Tổ chức chưa chọn cách xử lý; phải chọn trước khi khoá thể lệ.".to_owned(),
    }
}

/// Chapter "Xếp hạng".
pub(super) fn chapter(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "xep-hang", "Xếp hạng");
    let ladder = ranking_ladder(sheet);
    let Some((last, keys)) = ladder.split_last() else {
        return chapter;
    };
    chapter.rule(
        "Cách xét",
        "Xét lần lượt từ trên xuống; chỉ khi còn bằng nhau mới xét đến dòng dưới.",
        &[],
    );
    for (i, (headline, text)) in keys.iter().enumerate() {
        chapter.rule(format!("{}. {headline}", i + 1), text, &["ranking.keys"]);
    }
    chapter.rule(
        &last.0,
        &last.1,
        &["ranking.unresolved", "ranking.draw_event"],
    );
    chapter.rule("Danh sách xếp hạng", lists(sheet), &["ranking.list"]);
    chapter.rule(
        "Số thứ hạng",
        "Những người đồng hạng mang cùng một số; số tiếp theo bị bỏ qua, ví dụ 1, 2, 2, 4.",
        &[],
    );
    chapter
}

fn lists(sheet: &RuleSheet) -> String {
    let each = match (sheet.rounds.len(), &sheet.overall, sheet.prizes.given) {
        (0 | 1, _, _) => "",
        (_, Some(_), Given::Overall) => "Mỗi đợt có danh sách riêng, rồi xếp hạng chung. ",
        (_, Some(_), Given::EachRound) => "Mỗi đợt xếp hạng riêng, và có thêm xếp hạng chung. ",
        (_, None, _) => "Mỗi đợt xếp hạng riêng; điểm của các đợt không cộng lại. ",
    };
    if sheet.tracks.is_empty() {
        return format!("{each}Mọi người cùng một danh sách.");
    }
    let names: Vec<&str> = sheet.tracks.iter().map(|t| t.name.as_str()).collect();
    match sheet.ranking.list {
        Scope::Track => format!("{each}Mỗi bảng thi một danh sách: {}.", names.join("; ")),
        Scope::Overall => format!(
            "{each}Các bảng thi ({}) cùng một danh sách.",
            names.join("; ")
        ),
    }
}

/// Chapter "Xếp hạng chung các đợt".
pub(super) fn overall(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "xep-hang-chung", "Xếp hạng chung các đợt");
    let Some(overall) = &sheet.overall else {
        return chapter;
    };
    let names: Vec<&str> = sheet
        .rounds
        .iter()
        .filter(|r| overall.rounds.is_empty() || overall.rounds.contains(&r.code))
        .map(|r| r.name.as_str())
        .collect();
    chapter.rule(
        "Cách cộng",
        format!(
            "Cộng {} của {}. {}",
            sums(sheet),
            all_of(&names),
            missed(sheet)
        ),
        &["overall", "overall.rounds"],
    );
    if overall.min_rounds > 0 {
        chapter.rule(
            "Số đợt phải dự",
            format!(
                "Phải dự ít nhất {} đợt mới được xếp hạng chung.",
                number(overall.min_rounds)
            ),
            &["overall.min_rounds"],
        );
    }
    chapter
}

/// What is added up over the rounds: what the keys need, the score in any case.
fn sums(sheet: &RuleSheet) -> String {
    let mut parts = vec!["điểm"];
    for key in &sheet.ranking.keys {
        let part = match key {
            RankingKey::Prediction => "độ lệch dự đoán",
            RankingKey::PredictionNotOver => "số lần đoán vượt",
            RankingKey::Duration => "thời gian làm bài",
            RankingKey::SubmittedAt => "thời gian từ lúc mở đợt đến lúc gửi bài",
            RankingKey::Score | RankingKey::Essay | RankingKey::Total => continue,
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    all_of(&parts)
}

/// What a missed round costs, by the same keys.
fn missed(sheet: &RuleSheet) -> String {
    let mut costs = vec!["được 0\u{a0}điểm"];
    for key in &sheet.ranking.keys {
        let cost = match key {
            RankingKey::Prediction => "nhận độ lệch lớn nhất của đợt",
            RankingKey::PredictionNotOver => "tính là một lần đoán vượt",
            RankingKey::Duration => "tính là hết thời gian làm bài",
            RankingKey::SubmittedAt => "tính là gửi lúc đóng",
            RankingKey::Score | RankingKey::Essay | RankingKey::Total => continue,
        };
        if !costs.contains(&cost) {
            costs.push(cost);
        }
    }
    format!("Đợt không dự thi {}.", all_of(&costs))
}
