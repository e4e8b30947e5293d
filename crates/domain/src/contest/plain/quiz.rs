//! The paper, its time, and the prediction question.

use super::Chapter;
use super::words::{all_of, number, unit};
use crate::contest::rule_sheet::{
    Cell, PaperKind, Population, Prediction, PredictionKind, Quiz, RankingKey, RuleSheet, Scope,
    VoidQuestion,
};

/// Chapter "Bài thi".
pub(super) fn paper(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "bai-thi", "Bài thi");
    let Some(quiz) = &sheet.quiz else {
        return chapter;
    };
    chapter.rule(
        "Câu hỏi và điểm",
        format!(
            "{} trắc nghiệm. Mỗi câu đúng được {}, tối đa {}. Câu sai và câu bỏ trống được 0\u{a0}điểm, không bị trừ. Câu cho chọn nhiều đáp án phải chọn đủ và đúng mới được điểm.",
            unit(quiz.questions, "câu hỏi"),
            unit(quiz.points_each.format(','), "điểm"),
            unit(sheet.max_score().format(','), "điểm")
        ),
        &["quiz.questions", "quiz.points_each"],
    );
    if !sheet.topics.is_empty() {
        chapter.rule(
            "Nội dung",
            topics(sheet, quiz),
            &["quiz.blueprint", "topics"],
        );
    }
    chapter.rule(
        "Đề thi",
        drawing(quiz),
        &[
            "quiz.paper",
            "quiz.shuffle_questions",
            "quiz.shuffle_options",
        ],
    );
    sitting(sheet, quiz, &mut chapter);
    chapter
}

/// Time, sending, and what happens when something goes wrong.
fn sitting(sheet: &RuleSheet, quiz: &Quiz, chapter: &mut Chapter<'_>) {
    chapter.rule(
        "Thời gian làm bài",
        format!(
            "{}, tính từ lúc bấm “Bắt đầu thi”. Đồng hồ chạy tiếp cả khi bạn mất mạng hay đóng trang; vào lại thì làm tiếp bài đang dở.",
            unit(quiz.minutes, "phút")
        ),
        &["quiz.minutes"],
    );
    chapter.rule("Khi hết giờ", at_the_deadline(sheet), &[]);
    chapter.rule("Câu trả lời đến chậm", grace(quiz), &["quiz.grace_seconds"]);
    chapter.rule(
        "Khi gửi bài",
        submitting(sheet, quiz),
        &["quiz.submit_requires_all"],
    );
    chapter.rule(
        "Nếu hệ thống gián đoạn",
        "Thời gian gián đoạn do Ban Tổ chức ghi nhận được cộng thêm cho mọi bài đang làm và không tính vào thời gian làm bài.",
        &[],
    );
    chapter.rule(
        "Câu hỏi bị huỷ",
        match quiz.void_question {
            VoidQuestion::Removed => {
                "Câu hỏi có sai sót bị bỏ khỏi mọi đề có câu đó; điểm tối đa của các đề đó giảm theo."
            }
            VoidQuestion::Credited => {
                "Câu hỏi có sai sót được tính là đúng cho mọi người có câu đó trong đề."
            }
        },
        &["quiz.void_question"],
    );
}

fn topics(sheet: &RuleSheet, quiz: &Quiz) -> String {
    if quiz.paper == PaperKind::FixedForms || quiz.blueprint.is_empty() {
        let names: Vec<&str> = sheet.topics.iter().map(|t| t.name.as_str()).collect();
        return format!("{}.", names.join("; "));
    }
    let mut lines: Vec<String> = quiz.blueprint.iter().map(|c| cell(sheet, c)).collect();
    let planned: u32 = quiz.blueprint.iter().map(|c| u32::from(c.count)).sum();
    let rest = u32::from(quiz.questions).saturating_sub(planned);
    if rest > 0 {
        lines.push(format!("bất kỳ nội dung nào: {}", unit(rest, "câu")));
    }
    format!("{}.", lines.join("; "))
}

fn cell(sheet: &RuleSheet, cell: &Cell) -> String {
    let topic = cell.topic.as_deref().map(|t| sheet.topic_name(t));
    let count = unit(cell.count, "câu");
    match (topic, cell.level) {
        (Some(topic), Some(level)) => {
            format!("{topic} (mức {}): {count}", level.name().to_lowercase())
        }
        (Some(topic), None) => format!("{topic}: {count}"),
        (None, Some(level)) => format!("mức {}: {count}", level.name().to_lowercase()),
        (None, None) => format!("bất kỳ nội dung nào: {count}"),
    }
}

fn drawing(quiz: &Quiz) -> String {
    let whence = match quiz.paper {
        PaperKind::Drawn if quiz.blueprint.is_empty() => {
            "Mỗi lượt thi có một đề riêng, rút ngẫu nhiên từ ngân hàng câu hỏi.".to_owned()
        }
        PaperKind::Drawn => {
            "Mỗi lượt thi có một đề riêng, rút ngẫu nhiên từ ngân hàng câu hỏi; đề nào cũng có số câu như trên ở từng nội dung.".to_owned()
        }
        PaperKind::FixedForms => format!(
            "Mỗi lượt thi nhận ngẫu nhiên một trong {} soạn sẵn.",
            unit(quiz.forms.len(), "đề")
        ),
    };
    let mixed: Vec<&str> = [
        (quiz.shuffle_questions, "thứ tự câu hỏi"),
        (quiz.shuffle_options, "thứ tự đáp án"),
    ]
    .into_iter()
    .filter_map(|(on, what)| on.then_some(what))
    .collect();
    if mixed.is_empty() {
        return format!("{whence} Thứ tự câu hỏi và đáp án giữ nguyên.");
    }
    let pinned = if quiz.shuffle_options {
        " Đáp án nhắc chữ cái, như “Cả A và B”, được giữ đúng chỗ."
    } else {
        ""
    };
    format!("{whence} Trộn {}.{pinned}", all_of(&mixed))
}

/// What the server does when time is over, and what it writes down where time ranks.
fn at_the_deadline(sheet: &RuleSheet) -> String {
    let keys = &sheet.ranking.keys;
    let mut text = "Mỗi câu trả lời hiện “Đã lưu” là đã nằm trên máy chủ. Hết giờ mà bạn chưa gửi, hệ thống tự nộp những câu đã lưu và bài vẫn được tính.".to_owned();
    if keys.contains(&RankingKey::SubmittedAt) {
        text.push_str(" Giờ gửi của bài tự nộp là lúc hết giờ.");
    }
    if keys.contains(&RankingKey::Duration) {
        text.push_str(" Bài tự nộp được ghi là đã dùng hết thời gian làm bài.");
    }
    text
}

fn grace(quiz: &Quiz) -> String {
    if quiz.grace_seconds == 0 {
        return "Chỉ nhận câu trả lời đến máy chủ trước lúc hết giờ.".to_owned();
    }
    format!(
        "Câu trả lời bấm trước lúc hết giờ nhưng đến máy chủ chậm chưa quá {} vẫn được nhận. Đây không phải thời gian làm bài thêm.",
        unit(quiz.grace_seconds, "giây")
    )
}

fn submitting(sheet: &RuleSheet, quiz: &Quiz) -> String {
    let after = "Gửi rồi thì không sửa được nữa; bạn nhận biên nhận ngay trên màn hình.";
    if !quiz.submit_requires_all {
        return format!("Còn câu bỏ trống vẫn gửi được, trang sẽ nhắc trước khi gửi. {after}");
    }
    let prediction = if sheet.prediction.is_some() {
        " và câu dự đoán"
    } else {
        ""
    };
    format!(
        "Chỉ gửi được khi đã trả lời đủ {}{prediction}; còn thiếu thì trang chỉ rõ từng câu. {after}",
        unit(quiz.questions, "câu")
    )
}

/// What "perfect" means for this paper: `đúng cả 10 câu`.
pub(super) fn perfect(sheet: &RuleSheet) -> String {
    sheet.quiz.as_ref().map_or_else(
        || "đúng tất cả các câu".to_owned(),
        |q| format!("đúng cả {}", unit(q.questions, "câu")),
    )
}

/// Chapter "Câu dự đoán".
pub(super) fn prediction(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "du-doan", "Câu dự đoán");
    let Some(rule) = &sheet.prediction else {
        return chapter;
    };
    chapter.rule(
        "Bạn đoán gì",
        predicted(sheet, rule),
        &["prediction.kind", "prediction.decimals", "prediction.scope"],
    );
    chapter.rule(
        "Ai đoán tốt hơn",
        format!("{} {}", nearer(sheet), MISSING),
        &["ranking.keys"],
    );
    chapter.rule(
        "Số thật được đếm thế nào",
        truth(sheet, rule),
        &["prediction.counted_over", "prediction.scope"],
    );
    if rule.winner_must_be_perfect {
        chapter.rule(
            "Điều kiện nhận giải nhờ dự đoán",
            format!(
                "Chỉ người trả lời {} mới nhận giải cá nhân.",
                perfect(sheet)
            ),
            &["prediction.winner_must_be_perfect"],
        );
    }
    chapter.rule(
        "Giữ kín đáp số",
        "Trước khi niêm phong, không ai biết điểm của bất kỳ bài nào, kể cả Ban Tổ chức. Trong lúc đợt thi mở, trang công khai không hiện số người dự thi.",
        &[],
    );
    chapter
}

/// How a missing prediction ranks.
const MISSING: &str = "Bài không có số dự đoán vẫn được tính điểm; khi xét đến dự đoán thì xếp sau mọi bài có số dự đoán.";

/// What is asked, in one sentence.
pub(super) fn predicted(sheet: &RuleSheet, rule: &Prediction) -> String {
    let whole = match (rule.scope, sheet.rounds.len()) {
        (Scope::Track, _) if !sheet.tracks.is_empty() => "trong bảng thi của bạn",
        (_, 0 | 1) => "trong cuộc thi",
        _ => "trong đợt thi đó",
    };
    let who = match rule.counted_over {
        Population::Persons => "người",
        Population::Attempts => "lượt thi",
    };
    match rule.kind {
        PredictionKind::PerfectEntries => {
            format!(
                "Bạn đoán xem có bao nhiêu {who} trả lời {} {whole}.",
                perfect(sheet)
            )
        }
        PredictionKind::Participants => match rule.counted_over {
            Population::Persons => format!("Bạn đoán xem có bao nhiêu người dự thi {whole}."),
            Population::Attempts => format!("Bạn đoán xem có bao nhiêu lượt thi {whole}."),
        },
        PredictionKind::PerfectPercent => format!(
            "Bạn đoán xem bao nhiêu phần trăm số {who} {whole} trả lời {}; {}.",
            perfect(sheet),
            if rule.decimals == 0 {
                "ghi số nguyên".to_owned()
            } else {
                format!(
                    "ghi đến {} chữ số sau dấu phẩy",
                    number(u32::from(rule.decimals))
                )
            }
        ),
    }
}

/// Over and under count alike, unless a key says otherwise.
pub(super) fn nearer(sheet: &RuleSheet) -> &'static str {
    let keys = &sheet.ranking.keys;
    let place = |key| keys.iter().position(|k| *k == key);
    match (
        place(RankingKey::Prediction),
        place(RankingKey::PredictionNotOver),
    ) {
        (Some(_), None) => {
            "Ai đoán gần số thật hơn thì xếp trên. Đoán thừa hay đoán thiếu đều tính như nhau."
        }
        (Some(near), Some(not_over)) if near < not_over => {
            "Ai đoán gần số thật hơn thì xếp trên. Lệch bằng nhau thì người không đoán vượt số thật xếp trên."
        }
        (Some(_), Some(_)) => {
            "Người không đoán vượt số thật xếp trên mọi người đoán vượt. Sau đó, ai đoán gần số thật hơn thì xếp trên."
        }
        (None, Some(_)) => "Người không đoán vượt số thật xếp trên người đoán vượt.",
        (None, None) => "Số dự đoán không dùng để xếp hạng.",
    }
}

fn truth(sheet: &RuleSheet, rule: &Prediction) -> String {
    let counted = match rule.counted_over {
        Population::Persons => "Mỗi người tính một lần, theo lượt thi được tính.",
        Population::Attempts => "Tính mọi lượt thi.",
    };
    let scope = match rule.scope {
        Scope::Track if !sheet.tracks.is_empty() => " Đếm riêng từng bảng thi.",
        Scope::Overall if !sheet.tracks.is_empty() => " Đếm chung mọi bảng thi.",
        Scope::Track | Scope::Overall => "",
    };
    let perfect = match rule.kind {
        PredictionKind::Participants => "",
        PredictionKind::PerfectEntries | PredictionKind::PerfectPercent => {
            " Đúng cả nghĩa là được điểm tối đa của đề, sau khi đã bỏ câu hỏi bị huỷ nếu có."
        }
    };
    format!(
        "Đếm sau khi đóng và rà soát xong. {counted}{scope} Bài hệ thống tự nộp cũng tính, bài bị huỷ thì không.{perfect} Có bài hay câu hỏi nào bị huỷ thì đếm lại."
    )
}
