//! The ranking chain.

use super::found::{Found, repeated};
use crate::contest::rule_sheet::{RankingKey, RuleSheet, Unresolved};

/// The chain, if anything is ranked by it: dossiers and movements are judged in other ways.
pub(super) fn ranking(sheet: &RuleSheet, found: &mut Found) {
    if sheet.quiz.is_none() && sheet.rounds.is_empty() && sheet.essay.is_none() {
        return;
    }
    let keys = &sheet.ranking.keys;
    if keys.is_empty() {
        found.error(
            "ranking.keys",
            "Chưa có tiêu chí xếp hạng nào. Chọn ít nhất một, thường là điểm.",
        );
    }
    for (_, key) in repeated(keys) {
        found.error(
            "ranking.keys",
            format!(
                "Tiêu chí “{}” có hai lần. Bỏ lần sau: lần sau không còn phân được ai.",
                name(*key)
            ),
        );
    }
    missing_parts(sheet, found);
    without_effect(keys, found);
    unresolved(sheet, found);
}

/// Name of a key in messages.
fn name(key: RankingKey) -> &'static str {
    match key {
        RankingKey::Score => "điểm trắc nghiệm",
        RankingKey::Prediction => "dự đoán gần đúng",
        RankingKey::PredictionNotOver => "dự đoán không vượt",
        RankingKey::Duration => "thời gian làm bài",
        RankingKey::SubmittedAt => "giờ gửi bài",
        RankingKey::Essay => "điểm tự luận",
        RankingKey::Total => "tổng điểm",
    }
}

fn missing_parts(sheet: &RuleSheet, found: &mut Found) {
    let predicts =
        |k: &RankingKey| matches!(k, RankingKey::Prediction | RankingKey::PredictionNotOver);
    let keys = &sheet.ranking.keys;
    if sheet.prediction.is_none() {
        for key in keys.iter().filter(|k| predicts(k)) {
            found.error(
                "ranking.keys",
                format!(
                    "Xếp hạng theo “{}” nhưng không có câu dự đoán. Thêm câu dự đoán hoặc bỏ tiêu chí.",
                    name(*key)
                ),
            );
        }
    } else if !keys.iter().any(predicts) {
        found.warn(
            "ranking.keys",
            "Có câu dự đoán nhưng không tiêu chí xếp hạng nào dùng đến. Thêm “dự đoán gần đúng” hoặc bỏ câu dự đoán.",
        );
    }
    if sheet.essay.is_none() {
        for key in keys
            .iter()
            .filter(|k| matches!(k, RankingKey::Essay | RankingKey::Total))
        {
            found.error(
                "ranking.keys",
                format!(
                    "Xếp hạng theo “{}” nhưng không có phần tự luận. Thêm phần tự luận hoặc bỏ tiêu chí.",
                    name(*key)
                ),
            );
        }
    }
}

/// Score, essay and total: any two settle the third.
fn without_effect(keys: &[RankingKey], found: &mut Found) {
    let sums = [RankingKey::Score, RankingKey::Essay, RankingKey::Total];
    let used: Vec<RankingKey> = keys.iter().copied().filter(|k| sums.contains(k)).collect();
    if repeated(&used).is_empty()
        && let [_, _, third] = used[..]
    {
        found.warn(
            "ranking.keys",
            format!(
                "Tiêu chí “{}” không phân được ai: đã bằng nhau ở hai loại điểm trước thì loại này cũng bằng. Bỏ tiêu chí này.",
                name(third)
            ),
        );
    }
}

fn unresolved(sheet: &RuleSheet, found: &mut Found) {
    match sheet.ranking.unresolved {
        None => found.error(
            "ranking.unresolved",
            "Chưa chọn cách xử lý khi mọi tiêu chí xếp hạng đều bằng nhau. Chọn đồng hạng chia giải, bốc thăm công khai, hoặc Ban Tổ chức quyết định.",
        ),
        Some(Unresolved::Draw) if sheet.ranking.draw_event.trim().is_empty() => found.error(
            "ranking.draw_event",
            "Bốc thăm cần một con số công khai của sự kiện diễn ra sau khi đóng, nêu tên trước khi mở, ví dụ kết quả xổ số của một ngày. Nêu tên sự kiện đó.",
        ),
        Some(Unresolved::Share | Unresolved::Committee)
            if !sheet.ranking.draw_event.trim().is_empty() =>
        {
            found.warn(
                "ranking.draw_event",
                "Có sự kiện bốc thăm nhưng cách xử lý không phải bốc thăm. Bỏ tên sự kiện hoặc chọn bốc thăm.",
            );
        }
        Some(_) => {}
    }
}
