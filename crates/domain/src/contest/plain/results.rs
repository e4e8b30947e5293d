//! Invalid entries, and what is published when.

use super::Chapter;
use super::words::sentence;
use crate::contest::rule_sheet::RuleSheet;

/// Chapter "Bài thi không hợp lệ".
pub(super) fn invalid(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "khong-hop-le", "Bài thi không hợp lệ");
    for (i, entry) in sheet.invalid_entries.iter().enumerate() {
        chapter.rule(
            format!("Trường hợp {}", i + 1),
            sentence(entry),
            &["invalid_entries"],
        );
    }
    if sheet.quiz.is_some() || sheet.essay.is_some() {
        chapter.rule(
            "Khi một bài bị huỷ",
            format!(
                "Bài bị huỷ luôn kèm lý do, do hai người của Ban Tổ chức cùng xác nhận. Bài đó không còn trong bảng xếp hạng, trong số của đơn vị{}; bảng xếp hạng được tính lại thành bản mới và giữ cả bản cũ. Chỉ được thi lại khi Ban Tổ chức cho phép.",
                if sheet.prediction.is_some() {
                    " và trong đáp số của câu dự đoán"
                } else {
                    ""
                }
            ),
            &[],
        );
    }
    chapter
}

/// Chapter "Kết quả và đáp án".
pub(super) fn publication(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "ket-qua", "Kết quả và đáp án");
    if sheet.quiz.is_none() {
        return chapter;
    }
    let several = sheet.rounds.len() > 1;
    chapter.rule(
        "Khi nào biết điểm",
        "Điểm được niêm phong đến khi đóng, Ban Tổ chức rà soát xong và công bố kết quả.",
        &[],
    );
    chapter.rule(
        "Khi nào biết đáp án",
        if several {
            "Đáp án đúng của một câu hỏi chỉ hiện khi không còn đợt nào có thể dùng lại câu đó."
        } else {
            "Đáp án đúng hiện sau khi kết quả được công bố."
        },
        &[],
    );
    chapter.rule(
        "Ai thấy kết quả",
        "Người đạt giải được nêu tên. Người khác chỉ tự tra được kết quả của mình.",
        &[],
    );
    chapter.rule(
        "Kiểm tra lại",
        "Thể lệ và bộ câu hỏi được khoá trước khi mở. Ban Tổ chức giữ số liệu không tên của từng bài, để người khác tính lại được bằng chương trình khác.",
        &[],
    );
    chapter
}
