//! Findings in words: what was found, why it matters, what to do.

use super::{Finding, LengthBias};
use crate::question::letter;
use crate::question::letters::OptionOrder;

impl Finding {
    /// The finding as sentences for people who write questions.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::KeepsOrder(OptionOrder::Pinned(places)) => format!(
                "Phương án {} nói về các phương án khác nên giữ nguyên chỗ khi trộn đề. Không phải sửa gì.",
                letters(places)
            ),
            Self::KeepsOrder(_) => {
                "Phương án nhắc đến chữ cái A, B… nên câu này không trộn phương án. Muốn trộn, nêu nội dung thay cho chữ cái."
                    .to_owned()
            }
            Self::OptionsAlike(first, second) => format!(
                "Phương án {} và {} chỉ khác nhau dấu câu hoặc chữ hoa. Sửa một trong hai, kẻo người thi thấy hai đáp án như nhau.",
                letter(*first),
                letter(*second)
            ),
            Self::ExplanationNamesLetter(words) => format!(
                "Lời giải thích nhắc “{words}”, mà phương án được trộn nên chữ cái mỗi đề một khác. Nêu nội dung thay cho chữ cái."
            ),
            Self::RightIsLongest { right, next } => format!(
                "Phương án đúng dài {right} ký tự, phương án dài thứ hai chỉ {next}: người thi đoán được mà không cần biết. Rút gọn phương án đúng hoặc viết đầy đủ các phương án khác."
            ),
            Self::YearsContradict(found) => format!(
                "Văn bản số {} mang năm khác với ngày ban hành {}. Tra lại văn bản rồi sửa số hoặc ngày.",
                found.number, found.date
            ),
            Self::NoDocument => {
                "Chưa ghi văn bản căn cứ. Ghi số, ký hiệu và điều khoản để người thẩm định và thí sinh tra được.".to_owned()
            }
            Self::Legacy(encoding, read) => format!(
                "Chữ gõ theo bảng mã {}, không phải Unicode, người thi sẽ thấy chữ lỗi. Đọc ra là “{}”. Chuyển mã rồi kiểm tra lại.",
                encoding.name(),
                short(read)
            ),
        }
    }
}

impl LengthBias {
    /// What the bank as a whole shows; none where chance explains it.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        self.lopsided.then(|| {
            format!(
                "Ở {} trong {} câu, phương án đúng là phương án dài nhất; ngẫu nhiên thì chỉ khoảng {:.0} câu. Người thi cứ chọn câu dài là được điểm: viết thêm cho các phương án sai hoặc rút gọn phương án đúng.",
                self.longest_is_right, self.questions, self.by_chance
            )
        })
    }
}

fn letters(places: &[u8]) -> String {
    let letters: Vec<String> = places
        .iter()
        .map(|place| letter(usize::from(*place)).to_string())
        .collect();
    letters.join(", ")
}

/// The beginning of a text, whole words.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole}…")
}
