//! Sentences of the quiz, written by the server.

use domain::contest::rule_sheet::PredictionKind;
use domain::quiz::prediction::BadPrediction;
use domain::quiz::save::SaveRefused;

/// Why a save does not count.
#[must_use]
pub fn refusal(why: &SaveRefused) -> String {
    match why {
        SaveRefused::Late { deadline } => {
            format!("Hết giờ lúc {}. Câu này không kịp lưu.", deadline.hms())
        }
        SaveRefused::Closed => "Bài thi đã nộp, không sửa được nữa.".to_owned(),
        SaveRefused::NoSuchPlace | SaveRefused::BadChoice => {
            "Lựa chọn không hợp lệ. Tải lại trang rồi chọn lại.".to_owned()
        }
        SaveRefused::BadPrediction { problem } => match problem {
            BadPrediction::NotANumber => "Dự đoán phải là một số, thí dụ: 1250.".to_owned(),
            BadPrediction::NotWhole => "Dự đoán phải là số nguyên, thí dụ: 1250.".to_owned(),
            BadPrediction::TooManyDecimals { decimals } => {
                format!("Dự đoán có nhiều nhất {decimals} chữ số sau dấu phẩy.")
            }
            BadPrediction::TooLarge { max } => format!("Dự đoán lớn nhất là {max}."),
        },
    }
}

/// What is asked of a predictor, and the unit of the answer.
#[must_use]
pub fn prediction_words(
    kind: PredictionKind,
    round: &str,
    questions: usize,
) -> (String, &'static str) {
    match kind {
        PredictionKind::PerfectEntries => (
            format!("Theo bạn, bao nhiêu người trả lời đúng cả {questions} câu trong {round}?"),
            "người",
        ),
        PredictionKind::Participants => (
            format!("Theo bạn, bao nhiêu người dự thi {round}?"),
            "người",
        ),
        PredictionKind::PerfectPercent => (
            format!(
                "Theo bạn, bao nhiêu phần trăm người dự thi {round} trả lời đúng cả {questions} câu?"
            ),
            "%",
        ),
    }
}
