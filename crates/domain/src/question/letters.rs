//! Options that name letters ("Cả A và B") must keep their places when a paper is shuffled.
//!
//! Two in five real Vietnamese questions have one (reference/domain.md: 83 of 205). The detector prefers to pin too
//! much: a pinned question is merely not shuffled, a missed one is wrong.

use crate::text::fold;
use serde::{Deserialize, Serialize};

/// How far the options of a question may be shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionOrder {
    /// Any order.
    Free,
    /// These places (ascending) stay where they are; the others may change among themselves.
    Pinned(Vec<u8>),
    /// No option moves.
    Frozen,
}

/// Decides how far options may be shuffled.
///
/// An option that names two or more letters, or one letter after a word such as "phương án" or "câu", freezes the
/// question. An option that speaks of all or none of the others without letters is pinned to its place.
#[must_use]
pub fn option_order<S: AsRef<str>>(options: &[S]) -> OptionOrder {
    if options
        .iter()
        .any(|o| names_letters(o.as_ref(), options.len()))
    {
        return OptionOrder::Frozen;
    }
    let pinned: Vec<u8> = options
        .iter()
        .enumerate()
        .filter(|(_, o)| speaks_of_the_others(o.as_ref()))
        .filter_map(|(i, _)| u8::try_from(i).ok())
        .collect();
    if pinned.is_empty() {
        OptionOrder::Free
    } else {
        OptionOrder::Pinned(pinned)
    }
}

/// Whether a text names option letters: "Cả A và B", "A, B, C đúng", "đáp án D", "a và c".
#[must_use]
pub fn names_letters(text: &str, options: usize) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let last = letter_limit(options);
    let is_letter =
        |w: &str| w.len() == 1 && w.as_bytes()[0].is_ascii_lowercase() && w.as_bytes()[0] <= last;
    let letters = words.iter().filter(|w| is_letter(w)).count();
    let joined = words.windows(3).any(|w| {
        is_letter(w[0]) && matches!(w[1], "va" | "hoac" | "hay" | "lan" | "voi") && is_letter(w[2])
    });
    let row =
        words.windows(2).any(|w| is_letter(w[0]) && is_letter(w[1])) && letters * 3 >= words.len();
    let introduced = words.windows(2).any(|w| {
        matches!(
            w[0],
            "ca" | "an" | "y" | "cau" | "muc" | "dap" | "chon" | "tru"
        ) && is_letter(w[1])
            && (w[0] != "an" || folded.contains("phuong an") || folded.contains("dap an"))
            && (w[0] != "ca" || words.len() <= 6)
    });
    let verdict = words.len() <= 4
        && words.first().is_some_and(|w| is_letter(w))
        && words.iter().any(|w| matches!(*w, "dung" | "sai"));
    joined || row || introduced || verdict
}

fn letter_limit(options: usize) -> u8 {
    b'a' + u8::try_from(options.clamp(1, super::MAX_OPTIONS)).unwrap_or(8) - 1
}

fn speaks_of_the_others(text: &str) -> bool {
    const PHRASES: [&str; 22] = [
        "tat ca cac dap an",
        "tat ca cac phuong an",
        "tat ca cac y",
        "tat ca cac noi dung",
        "tat ca deu",
        "tat ca dung",
        "tat ca phuong an",
        "tat ca dap an",
        "tat ca nhung",
        "ca hai deu",
        "ca hai phuong an",
        "ca hai dap an",
        "ca ba deu",
        "ca ba phuong an",
        "ca ba dap an",
        "ca bon",
        "khong phuong an nao",
        "khong co phuong an",
        "khong dap an nao",
        "khong co dap an",
        "khong y nao",
        "cac phuong an tren",
    ];
    const ENDINGS: [&str; 6] = [
        "deu dung", "deu sai", "ca hai", "neu tren", "o tren", "ke tren",
    ];
    let folded = fold(text);
    PHRASES.iter().any(|p| folded.contains(p))
        || (folded.split(' ').count() <= 9
            && ENDINGS
                .iter()
                .any(|e| folded.trim_end_matches('.').ends_with(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_that_name_letters_freeze_the_question() {
        for text in [
            "Cả A và B",
            "Cả A, B và C đều đúng",
            "A và C đúng",
            "A, B, C",
            "a và b",
            "Đáp án A và B",
            "Cả a, b, c",
            "Phương án A",
            "Chỉ A và C",
            "A đúng, B sai",
            "Cả A lẫn B",
            "B đúng",
            "Câu A và C đúng",
            "Tất cả trừ B",
        ] {
            assert!(names_letters(text, 4), "{text}");
        }
    }

    #[test]
    fn ordinary_options_stay_free() {
        for text in [
            "Cải cách thể chế",
            "Điểm a khoản 1 Điều 5",
            "Vitamin C",
            "Ủy ban nhân dân cấp xã",
            "Nhóm A",
            "Loại B theo quy định của pháp luật",
            "Công dân A nộp hồ sơ",
            "Mức độ 3 và 4",
            "Cả nước",
            "30 ngày",
        ] {
            assert!(!names_letters(text, 4), "{text}");
        }
    }

    #[test]
    fn options_about_all_the_others_are_pinned() {
        let order = option_order(&["Một", "Hai", "Ba", "Tất cả các đáp án trên"]);
        assert_eq!(order, OptionOrder::Pinned(vec![3]));
        assert_eq!(
            option_order(&["Một", "Hai", "Cả hai phương án trên đều đúng"]),
            OptionOrder::Pinned(vec![2])
        );
        assert_eq!(option_order(&["Một", "Hai"]), OptionOrder::Free);
        assert_eq!(
            option_order(&["Một", "Hai", "Cả A và B"]),
            OptionOrder::Frozen
        );
    }
}
