//! The multiple-choice part and the prediction question.

use super::found::{Found, repeated};
use crate::contest::rule_sheet::{Cell, PaperKind, PredictionKind, Quiz, RuleSheet, Scope};
use crate::quiz::prediction::DECIMALS;
use crate::time::Span;
use crate::units::Points;

/// Most questions a paper may have.
const MOST_QUESTIONS: u16 = 200;
/// Longest working time in minutes.
const MOST_MINUTES: u16 = 600;
/// Most points for a question.
const MOST_POINTS: Points = Points(100_000);
/// Longest grace in seconds.
const MOST_GRACE: u16 = 600;

/// The quiz.
pub(super) fn quiz(sheet: &RuleSheet, found: &mut Found) {
    let Some(quiz) = &sheet.quiz else {
        return;
    };
    numbers(quiz, found);
    for round in &sheet.rounds {
        let length = round.closes - round.opens;
        if length > Span(0) && Span::minutes(i64::from(quiz.minutes)) > length {
            found.error(
                "quiz.minutes",
                format!(
                    "Thời gian làm bài {}\u{a0}phút dài hơn cả {}. Giảm số phút hoặc kéo dài đợt thi.",
                    quiz.minutes, round.name
                ),
            );
        }
    }
    forms(quiz, found);
    blueprint(sheet, quiz, found);
}

fn numbers(quiz: &Quiz, found: &mut Found) {
    if quiz.questions == 0 || quiz.questions > MOST_QUESTIONS {
        found.error(
            "quiz.questions",
            format!(
                "Số câu hỏi là {}. Chọn từ 1 đến {MOST_QUESTIONS}.",
                quiz.questions
            ),
        );
    }
    if quiz.minutes == 0 || quiz.minutes > MOST_MINUTES {
        found.error(
            "quiz.minutes",
            format!(
                "Thời gian làm bài là {}\u{a0}phút. Chọn từ 1 đến {MOST_MINUTES}.",
                quiz.minutes
            ),
        );
    }
    if quiz.points_each.0 <= 0 || quiz.points_each > MOST_POINTS {
        found.error(
            "quiz.points_each",
            format!(
                "Mỗi câu đúng được {}\u{a0}điểm. Đặt số điểm lớn hơn 0, nhiều nhất {}.",
                quiz.points_each.format(','),
                MOST_POINTS.format(',')
            ),
        );
    }
    if quiz.grace_seconds > MOST_GRACE {
        found.error(
            "quiz.grace_seconds",
            format!(
                "Ân hạn {}\u{a0}giây là quá dài: đó chỉ là thời gian cho câu trả lời đang trên đường truyền. Chọn nhiều nhất {MOST_GRACE}.",
                quiz.grace_seconds
            ),
        );
    }
}

fn forms(quiz: &Quiz, found: &mut Found) {
    if quiz.paper == PaperKind::Drawn {
        if !quiz.forms.is_empty() {
            found.warn(
                "quiz.forms",
                "Có đề in sẵn nhưng cách ra đề là rút từ ngân hàng, nên các đề này không được dùng. Chọn cách ra đề “bộ đề có sẵn” hoặc bỏ các đề.",
            );
        }
        return;
    }
    if quiz.forms.is_empty() {
        found.error(
            "quiz.forms",
            "Cách ra đề là “bộ đề có sẵn” nhưng chưa có đề nào. Thêm ít nhất một đề.",
        );
    }
    for (i, form) in quiz.forms.iter().enumerate() {
        let path = format!("quiz.forms.#{}", i + 1);
        if form.name.trim().is_empty() {
            found.error(
                format!("{path}.name"),
                format!("Đề thứ {} chưa có tên. Đặt tên, thí dụ “Đề 01”.", i + 1),
            );
        }
        if form.questions.len() != usize::from(quiz.questions) {
            found.error(
                format!("{path}.questions"),
                format!(
                    "Đề “{}” có {} câu, thể lệ ghi {} câu. Sửa cho bằng nhau.",
                    form.name,
                    form.questions.len(),
                    quiz.questions
                ),
            );
        }
        for (_, code) in repeated(&form.questions) {
            found.error(
                format!("{path}.questions"),
                format!(
                    "Đề “{}” có câu “{code}” hai lần. Thay bằng câu khác.",
                    form.name
                ),
            );
        }
    }
    let names: Vec<&str> = quiz.forms.iter().map(|f| f.name.as_str()).collect();
    for (i, name) in repeated(&names) {
        found.error(
            format!("quiz.forms.#{}.name", i + 1),
            format!("Hai đề cùng tên “{name}”. Đặt tên khác nhau."),
        );
    }
}

fn blueprint(sheet: &RuleSheet, quiz: &Quiz, found: &mut Found) {
    if quiz.blueprint.is_empty() {
        return;
    }
    if quiz.paper == PaperKind::FixedForms {
        found.warn(
            "quiz.blueprint",
            "Ra đề bằng bộ đề có sẵn nên ma trận đề không được dùng. Bỏ ma trận hoặc chọn rút từ ngân hàng.",
        );
    }
    for (i, cell) in quiz.blueprint.iter().enumerate() {
        let path = format!("quiz.blueprint.#{}", i + 1);
        if cell.count == 0 {
            found.error(
                format!("{path}.count"),
                format!(
                    "Dòng {} của ma trận đề có 0 câu. Nhập số câu hoặc bỏ dòng.",
                    i + 1
                ),
            );
        }
        if let Some(topic) = &cell.topic
            && !sheet.topics.iter().any(|t| t.code == *topic)
        {
            found.error(
                format!("{path}.topic"),
                format!("Ma trận đề nhắc chủ đề “{topic}” chưa có. Thêm chủ đề hoặc sửa mã."),
            );
        }
    }
    let kinds: Vec<_> = quiz.blueprint.iter().map(|c| (&c.topic, c.level)).collect();
    for (i, _) in repeated(&kinds) {
        found.error(
            format!("quiz.blueprint.#{}", i + 1),
            format!(
                "Dòng {} của ma trận đề trùng chủ đề và mức độ với một dòng ở trên. Gộp hai dòng làm một.",
                i + 1
            ),
        );
    }
    sums(quiz, found);
}

fn sums(quiz: &Quiz, found: &mut Found) {
    let planned: u32 = quiz.blueprint.iter().map(|c| u32::from(c.count)).sum();
    if planned > u32::from(quiz.questions) {
        found.error(
            "quiz.blueprint",
            format!(
                "Ma trận đề cộng lại {planned} câu, nhiều hơn {} câu của bài thi. Giảm số câu trong ma trận.",
                quiz.questions
            ),
        );
    }
    // A topic's cell takes questions of unknown levels, so nobody could say beforehand whether a level's cell can
    // still be filled: `domain::quiz::paper::shortages` would no longer be exact.
    let topic_alone = |c: &Cell| c.topic.is_some() && c.level.is_none();
    let level_alone = |c: &Cell| c.topic.is_none() && c.level.is_some();
    if quiz.blueprint.iter().any(topic_alone) && quiz.blueprint.iter().any(level_alone) {
        found.error(
            "quiz.blueprint",
            "Ma trận đề vừa có dòng chỉ ghi chủ đề, vừa có dòng chỉ ghi mức độ, nên không biết trước ngân hàng có đủ câu không. Ghi cả chủ đề và mức độ, hoặc chỉ dùng một kiểu dòng.",
        );
    }
}

/// The prediction question.
pub(super) fn prediction(sheet: &RuleSheet, found: &mut Found) {
    let Some(prediction) = &sheet.prediction else {
        return;
    };
    if sheet.quiz.is_none() {
        found.error(
            "prediction",
            "Có câu dự đoán nhưng không có bài thi trắc nghiệm. Thêm bài thi hoặc bỏ câu dự đoán.",
        );
    }
    let decimals = prediction.decimals;
    if u32::from(decimals) > DECIMALS {
        found.error(
            "prediction.decimals",
            format!("Dự đoán cho {decimals} chữ số thập phân. Chọn từ 0 đến {DECIMALS}."),
        );
    } else if decimals > 0 && prediction.kind != PredictionKind::PerfectPercent {
        found.error(
            "prediction.decimals",
            "Dự đoán số người thì không có chữ số thập phân. Đặt 0, hoặc chọn dự đoán tỷ lệ phần trăm.",
        );
    }
    if prediction.scope == Scope::Track && sheet.tracks.is_empty() {
        found.warn(
            "prediction.scope",
            "Dự đoán tính riêng từng bảng thi nhưng cuộc thi không chia bảng. Thêm bảng thi hoặc chọn tính chung.",
        );
    }
}
