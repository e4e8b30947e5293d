//! The rules in one minute.

use super::words::{capital, number, one_of, sentence, unit};
use super::{entry, quiz};
use crate::contest::rule_sheet::{Dossier, Movement, Quiz, RuleSheet};

/// The rules in one minute: question and answer pairs for the contest's page.
#[must_use]
pub fn in_one_minute(sheet: &RuleSheet) -> Vec<(String, String)> {
    let is_movement = sheet.quiz.is_none() && sheet.dossier.is_none() && sheet.movement.is_some();
    let mut pairs = vec![pair(
        if is_movement {
            "Ai tham gia"
        } else {
            "Ai được thi"
        },
        format!("{} {}", sentence(&sheet.who), entry::identity(sheet)),
    )];
    if let Some(quiz) = &sheet.quiz {
        of_quiz(sheet, quiz, &mut pairs);
    } else if let Some(dossier) = &sheet.dossier {
        of_dossier(dossier, &mut pairs);
    } else if let Some(movement) = &sheet.movement {
        of_movement(movement, &mut pairs);
    }
    pairs
}

fn pair(question: &str, answer: impl Into<String>) -> (String, String) {
    (question.to_owned(), answer.into())
}

fn of_quiz(sheet: &RuleSheet, quiz: &Quiz, pairs: &mut Vec<(String, String)>) {
    let mut what = format!("{} trắc nghiệm", unit(quiz.questions, "câu hỏi"));
    if sheet.prediction.is_some() {
        what.push_str(" và 1\u{a0}câu dự đoán ở cuối bài");
    }
    what.push('.');
    if let Some(rule) = &sheet.prediction {
        what = format!("{what} {}", quiz::predicted(sheet, rule));
    }
    if let Some(essay) = &sheet.essay {
        let duty = if essay.compulsory {
            "bắt buộc"
        } else {
            "khuyến khích, không bắt buộc"
        };
        what = format!(
            "{what} Thêm {} bài tự luận ({duty}).",
            number(essay.per_person)
        );
    }
    pairs.push(pair("Thi những gì", what));
    pairs.push(pair("Mấy lượt", entry::attempts(sheet)));
    pairs.push(pair(
        "Bao nhiêu phút",
        format!(
            "{}, tính từ lúc bắt đầu. Hết giờ, hệ thống tự nộp những câu đã lưu.",
            unit(quiz.minutes, "phút")
        ),
    ));
    let devices = one_of(&[
        "máy tính để bàn",
        "máy tính xách tay",
        "máy tính bảng",
        "điện thoại có kết nối internet",
    ]);
    let help = if sheet.eligibility.assisted_entry {
        " Ai cần giúp thì đến quầy thi."
    } else {
        ""
    };
    pairs.push(pair("Thi bằng gì", format!("{}.{help}", capital(&devices))));
}

fn of_dossier(dossier: &Dossier, pairs: &mut Vec<(String, String)>) {
    pairs.push(pair(
        "Thi những gì",
        format!(
            "Một hồ sơ sáng kiến gồm: {}",
            sentence(&dossier.parts.join("; "))
        ),
    ));
    let names: Vec<&str> = dossier.stages.iter().map(|s| s.name.as_str()).collect();
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
    pairs.push(pair(
        "Mấy vòng",
        format!("{} vòng: {}.", capital(&number(count)), names.join(", ")),
    ));
    if let Some(day) = dossier.stages.iter().find_map(|s| s.send_before) {
        pairs.push(pair(
            "Gửi khi nào",
            format!("Trước ngày {}, không kể ngày đó.", day.words()),
        ));
    }
    if !dossier.sending.is_empty() {
        pairs.push(pair("Gửi thế nào", sentence(&dossier.sending)));
    }
}

fn of_movement(movement: &Movement, pairs: &mut Vec<(String, String)>) {
    pairs.push(pair("Thi đua để làm gì", sentence(&movement.aim)));
    pairs.push(pair(
        "Trong bao lâu",
        format!(
            "Đến hết ngày {}, xét từng năm và khi kết thúc.",
            movement.until.words()
        ),
    ));
    pairs.push(pair(
        "Đề nghị khen thế nào",
        format!("Hồ sơ gồm: {}", sentence(&movement.papers.join("; "))),
    ));
}
