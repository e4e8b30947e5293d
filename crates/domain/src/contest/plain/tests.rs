//! What the five presets say, and what each setting changes in it.

use super::*;
use crate::contest::rule_sheet::{
    AmountIs, CollectiveKey, Counting, Given, Overall, PaperKind, Population, PredictionKind,
    RankingKey, Scope, Unresolved, VoidQuestion, WeightedKey,
};
use crate::units::Dong;

const HUE: &str = include_str!("../../../../../contests/thua-thien-hue-2022.toml");
const BONG_SON: &str = include_str!("../../../../../contests/bong-son-2024.toml");
const THANH_TRI: &str = include_str!("../../../../../contests/thanh-tri-2023.toml");
const KHANH_SON: &str = include_str!("../../../../../contests/khanh-son-2019.toml");
const KON_TUM: &str = include_str!("../../../../../contests/kon-tum-2023-2030.toml");

fn sheet(text: &str) -> RuleSheet {
    toml::from_str(text).expect("preset")
}

/// The rule with this label, non-breaking spaces as spaces.
fn rule(sheet: &RuleSheet, section: &str, label: &str) -> (String, bool) {
    let sections = plain(sheet);
    let found = sections
        .iter()
        .filter(|s| s.id == section)
        .flat_map(|s| &s.items)
        .find(|i| i.label == label);
    let item = found.unwrap_or_else(|| panic!("{section}/{label} in {sections:#?}"));
    (item.text.replace('\u{a0}', " "), item.open)
}

fn text(sheet: &RuleSheet, section: &str, label: &str) -> String {
    rule(sheet, section, label).0
}

fn ladder(sheet: &RuleSheet) -> Vec<String> {
    ranking_ladder(sheet).into_iter().map(|(h, _)| h).collect()
}

fn ids(sheet: &RuleSheet) -> Vec<&'static str> {
    plain(sheet).into_iter().map(|s| s.id).collect()
}

#[test]
fn hue_in_one_minute() {
    let got: Vec<(String, String)> = in_one_minute(&sheet(HUE))
        .into_iter()
        .map(|(q, a)| (q, a.replace('\u{a0}', " ")))
        .collect();
    let questions: Vec<&str> = got.iter().map(|(q, _)| q.as_str()).collect();
    assert_eq!(
        questions,
        [
            "Ai được thi",
            "Thi những gì",
            "Mấy lượt",
            "Bao nhiêu phút",
            "Thi bằng gì"
        ]
    );
    assert_eq!(
        got[1].1,
        "10 câu hỏi trắc nghiệm và 1 câu dự đoán ở cuối bài. Bạn đoán xem có bao nhiêu người trả lời đúng cả 10 câu trong đợt thi đó."
    );
    assert_eq!(
        got[2].1,
        "Mỗi đợt một lượt. Đã bấm “Bắt đầu thi” là đã dùng lượt đó."
    );
    assert_eq!(
        got[3].1,
        "20 phút, tính từ lúc bắt đầu. Hết giờ, hệ thống tự nộp những câu đã lưu."
    );
}

#[test]
fn hue_says_when_how_and_who_wins() {
    let hue = sheet(HUE);
    assert_eq!(
        rule(&hue, "thoi-gian", "Đợt 3"),
        (
            "Từ 0 giờ 00, thứ Hai ngày 15/8/2022 đến 24 giờ 00, Chủ nhật ngày 21/8/2022.".into(),
            true
        )
    );
    assert_eq!(
        ladder(&hue),
        [
            "Điểm cao hơn",
            "Dự đoán gần hơn",
            "Gửi bài sớm hơn",
            "Vẫn bằng nhau thì sao?"
        ]
    );
    assert_eq!(
        text(&hue, "du-doan", "Ai đoán tốt hơn"),
        "Ai đoán gần số thật hơn thì xếp trên. Đoán thừa hay đoán thiếu đều tính như nhau. Bài không có số dự đoán vẫn được tính điểm; khi xét đến dự đoán thì xếp sau mọi bài có số dự đoán."
    );
    assert_eq!(
        text(&hue, "xep-hang", "Cách xét"),
        "Xét lần lượt từ trên xuống; chỉ khi còn bằng nhau mới xét đến dòng dưới."
    );
    assert!(text(&hue, "bai-thi", "Khi gửi bài").starts_with(
        "Chỉ gửi được khi đã trả lời đủ 10 câu và câu dự đoán; còn thiếu thì trang chỉ rõ từng câu."
    ));
    assert!(
        text(&hue, "bai-thi", "Khi hết giờ").contains("hệ thống tự nộp những câu đã lưu và bài vẫn được tính. Giờ gửi của bài tự nộp là lúc hết giờ.")
    );
    assert!(
        text(&hue, "xep-hang", "Danh sách xếp hạng").contains("điểm của các đợt không cộng lại")
    );
    assert!(text(&hue, "ket-qua", "Khi nào biết đáp án").contains("không còn đợt nào"));
    assert_eq!(
        text(&hue, "to-chuc", "Chỉ tiêu tham gia"),
        "Mỗi đơn vị có 100 % người trong danh sách dự thi ở mỗi đợt. Mọi lãnh đạo đơn vị dự đủ các đợt."
    );
}

#[test]
fn what_the_plan_leaves_open_is_marked_and_what_it_states_is_not() {
    let hue = sheet(HUE);
    for (section, label, open) in [
        ("bai-thi", "Thời gian làm bài", true),
        ("bai-thi", "Khi gửi bài", false),
        ("thoi-gian", "Số lượt thi", false),
        ("xep-hang", "Vẫn bằng nhau thì sao?", true),
        ("ai-duoc-thi", "Nhận diện", true),
        ("giai-thuong", "Giải Nhất", true),
    ] {
        assert_eq!(rule(&hue, section, label).1, open, "{section}/{label}");
    }
    let thanh_tri = sheet(THANH_TRI);
    assert!(!rule(&thanh_tri, "giai-thuong", "Giải Nhất").1);
    assert!(rule(&thanh_tri, "giai-thuong", "Giải tập thể").1);
}

#[test]
fn bong_son_says_which_time_and_which_prizes() {
    let bong_son = sheet(BONG_SON);
    assert_eq!(
        text(&bong_son, "thoi-gian", "Đợt thi"),
        "Từ 7 giờ 00, thứ Hai ngày 1/7/2024 đến 17 giờ 00, Chủ nhật ngày 21/7/2024."
    );
    assert_eq!(
        ladder(&bong_son),
        [
            "Điểm cao hơn",
            "Thời gian làm bài ngắn hơn",
            "Vẫn bằng nhau thì sao?"
        ]
    );
    assert_eq!(
        text(&bong_son, "xep-hang", "2. Thời gian làm bài ngắn hơn"),
        "Tính từ lúc bạn bấm “Bắt đầu thi” đến lúc máy chủ nhận bài gửi, chính xác đến phần nghìn giây; thi vào ngày nào cũng như nhau. Bài hệ thống tự nộp được ghi là dùng hết 20 phút."
    );
    assert_eq!(
        text(&bong_son, "giai-thuong", "Giải Khuyến khích"),
        "3 giải, mỗi giải 300.000 đ và Giấy khen của Chủ tịch UBND phường."
    );
    assert_eq!(
        text(
            &bong_son,
            "giai-thuong",
            "Tập thể có nhiều người dự thi nhất"
        ),
        "1 giải, 700.000 đ và Giấy khen của Chủ tịch UBND phường. Xét số người dự thi. Bằng nhau thì xét số người trả lời đúng cả 20 câu."
    );
    assert!(
        text(&bong_son, "ai-duoc-thi", "Ai không được thi").starts_with("Thành viên Ban Tổ chức,")
    );
    assert!(text(&bong_son, "ai-duoc-thi", "Nhận diện").contains("họ tên và ngày sinh"));
    assert!(text(&bong_son, "ai-duoc-thi", "Khi cần người giúp").contains("vẫn được xét giải"));
    assert!(!ids(&bong_son).contains(&"du-doan"));
}

#[test]
fn thanh_tri_says_both_parts_and_the_total() {
    let thanh_tri = sheet(THANH_TRI);
    assert_eq!(
        text(&thanh_tri, "xep-hang", "1. Tổng điểm cao hơn"),
        "Điểm trắc nghiệm cộng điểm tự luận, tối đa 30 điểm."
    );
    assert_eq!(
        text(&thanh_tri, "giai-thuong", "Cộng tất cả"),
        "37 giải, 28.500.000 đ."
    );
    assert!(text(&thanh_tri, "tu-luan", "Bắt buộc hay không").starts_with("Phần khuyến khích:"));
    assert_eq!(
        text(&thanh_tri, "giai-thuong", "Trao theo"),
        "Các giải trên trao chung cho mọi bảng thi."
    );
    assert!(
        text(&thanh_tri, "on-tap", "61/2018/NĐ-CP ngày 12/11/2021")
            .contains("ban hành ngày 23/4/2018")
    );
    assert_eq!(
        text(&thanh_tri, "tien-do", "Tháng 6/2023"),
        "Xây dựng hoàn chỉnh, vận hành thử phần mềm phục vụ cuộc thi. Chủ trì: Phòng Nội vụ. Phối hợp: Phòng Văn hoá và Thông tin."
    );
}

#[test]
fn khanh_son_and_kon_tum_have_no_quiz_chapters() {
    let khanh_son = sheet(KHANH_SON);
    assert!(ranking_ladder(&khanh_son).is_empty());
    assert_eq!(
        ids(&khanh_son),
        [
            "ai-duoc-thi",
            "ho-so",
            "to-chuc",
            "tien-do",
            "can-cu",
            "de-ngo"
        ]
    );
    assert!(
        text(&khanh_son, "ho-so", "Vòng loại")
            .contains("Gửi trước ngày 30/6/2019, không kể ngày đó.")
    );
    assert!(
        text(&khanh_son, "ho-so", "Ai phải gửi")
            .contains("mỗi đơn vị đăng ký ít nhất một hồ sơ, của riêng mình hoặc làm chung")
    );
    let kon_tum = sheet(KON_TUM);
    assert_eq!(
        text(&kon_tum, "phong-trao", "Chỉ tiêu 10"),
        "Mức giảm bình quân chi trực tiếp từ ngân sách nhà nước cho đơn vị sự nghiệp công lập: từ 10 % đến 15 %, so với giai đoạn 2021–2025 (giai đoạn 2025–2030)."
    );
    assert_eq!(
        rule(&kon_tum, "phong-trao", "Hội đồng xét khen"),
        (
            "Họp khi có ít nhất 67 % thành viên. Bỏ phiếu kín; đề nghị khen khi có trên 50 % tổng số thành viên đồng ý.".into(),
            true
        )
    );
    assert_eq!(in_one_minute(&kon_tum)[0].0, "Ai tham gia");
}

#[test]
fn over_and_under_differ_only_where_a_key_says_so() {
    let mut hue = sheet(HUE);
    hue.ranking.keys = vec![RankingKey::PredictionNotOver, RankingKey::Prediction];
    assert!(
        text(&hue, "du-doan", "Ai đoán tốt hơn")
            .starts_with("Người không đoán vượt số thật xếp trên mọi người đoán vượt.")
    );
    hue.ranking.keys.reverse();
    assert!(
        text(&hue, "du-doan", "Ai đoán tốt hơn")
            .contains("Lệch bằng nhau thì người không đoán vượt số thật xếp trên.")
    );
}

#[test]
fn predictions_of_each_kind_are_one_sentence() {
    let mut hue = sheet(HUE);
    let mut asks = |kind, counted_over, decimals| {
        if let Some(rule) = &mut hue.prediction {
            (rule.kind, rule.counted_over, rule.decimals) = (kind, counted_over, decimals);
        }
        text(&hue, "du-doan", "Bạn đoán gì")
    };
    assert_eq!(
        asks(PredictionKind::Participants, Population::Persons, 0),
        "Bạn đoán xem có bao nhiêu người dự thi trong đợt thi đó."
    );
    assert_eq!(
        asks(PredictionKind::PerfectEntries, Population::Attempts, 0),
        "Bạn đoán xem có bao nhiêu lượt thi trả lời đúng cả 10 câu trong đợt thi đó."
    );
    assert_eq!(
        asks(PredictionKind::PerfectPercent, Population::Persons, 2),
        "Bạn đoán xem bao nhiêu phần trăm số người trong đợt thi đó trả lời đúng cả 10 câu; ghi đến hai chữ số sau dấu phẩy."
    );
}

#[test]
fn settings_change_what_is_said() {
    let mut s = sheet(THANH_TRI);
    s.rounds[0].attempts = 3;
    s.rounds[0].counts = Counting::Best;
    assert_eq!(
        text(&s, "thoi-gian", "Số lượt thi"),
        "Mỗi người ba lượt. Mỗi lần bấm “Bắt đầu thi” là dùng một lượt. Lượt điểm cao nhất được tính; bằng điểm thì tính lượt gửi sớm hơn."
    );
    s.ranking.list = Scope::Track;
    assert!(text(&s, "xep-hang", "Danh sách xếp hạng").starts_with("Mỗi bảng thi một danh sách:"));
    s.ranking.unresolved = Some(Unresolved::Draw);
    s.ranking.draw_event = "Xổ số miền Bắc ngày 2/9/2023".into();
    assert!(
        text(&s, "xep-hang", "Vẫn bằng nhau thì sao?").starts_with(
            "Bốc thăm công khai bằng con số của sự kiện: Xổ số miền Bắc ngày 2/9/2023."
        )
    );
    s.ranking.unresolved = None;
    assert!(text(&s, "xep-hang", "Vẫn bằng nhau thì sao?").contains("chưa chọn"));
    let quiz = s.quiz.as_mut().expect("quiz");
    quiz.void_question = VoidQuestion::Credited;
    quiz.paper = PaperKind::FixedForms;
    (quiz.shuffle_questions, quiz.shuffle_options) = (false, false);
    assert!(text(&s, "bai-thi", "Câu hỏi bị huỷ").contains("tính là đúng cho mọi người"));
    assert!(text(&s, "bai-thi", "Đề thi").ends_with("Thứ tự câu hỏi và đáp án giữ nguyên."));
    let prize = &mut s.prizes.collective[0];
    prize.amount_is = AmountIs::Together;
    prize.min_size = 10;
    let part = |key, weight| WeightedKey { key, weight };
    prize.keys = vec![
        part(CollectiveKey::ParticipationRate, 60),
        part(CollectiveKey::MeanScore, 40),
    ];
    let said = text(&s, "giai-thuong", "Giải tập thể");
    assert!(said.starts_with("3 giải, tất cả chung 1.500.000 đ"));
    assert!(said.contains("Xét tỷ lệ người dự thi trên danh sách của đơn vị (60 %) và điểm trắc nghiệm trung bình (40 %)."));
    assert!(said.ends_with("Chỉ xét đơn vị có từ 10 người trở lên."));
}

#[test]
fn the_total_counts_every_list_prizes_are_given_in() {
    let mut s = sheet(THANH_TRI);
    assert_eq!(prize_total(&s), (37, Dong(28_500_000)));
    s.ranking.list = Scope::Track;
    assert_eq!(
        prize_total(&s),
        (34 * 3 + 3, Dong(24_000_000 * 3 + 4_500_000))
    );
    s.rounds[0].tracks = vec!["su_nghiep".into()];
    assert_eq!(prize_total(&s), (37, Dong(28_500_000)));
    s.prizes.collective[0].amount_is = AmountIs::Together;
    assert_eq!(prize_total(&s), (37, Dong(25_500_000)));

    let mut hue = sheet(HUE);
    assert_eq!(prize_total(&hue).0, 4 * 3);
    hue.prizes.given = Given::Overall;
    hue.overall = Some(Overall {
        rounds: vec![],
        min_rounds: 3,
    });
    assert_eq!(prize_total(&hue).0, 3);
    assert!(
        text(&hue, "xep-hang-chung", "Cách cộng").contains("của Đợt 1, Đợt 2, Đợt 3 và Đợt 4.")
    );
    assert!(text(&hue, "xep-hang-chung", "Cách cộng").ends_with(
        "Đợt không dự thi được 0 điểm, nhận độ lệch lớn nhất của đợt và tính là gửi lúc đóng."
    ));
    hue.prizes.collective = sheet(BONG_SON).prizes.collective;
    assert_eq!(prize_total(&hue), (3 + 2, Dong(1_400_000)));
    hue.prizes.given = Given::EachRound;
    assert_eq!(prize_total(&hue), (4 * (3 + 2), Dong(5_600_000)));
    hue.prizes.given = Given::Overall;
    assert_eq!(
        text(&hue, "xep-hang-chung", "Số đợt phải dự"),
        "Phải dự ít nhất ba đợt mới được xếp hạng chung."
    );
}

/// The preview shows drafts: whatever numbers they hold, nothing overflows.
#[test]
fn absurd_drafts_are_still_written() {
    let mut s = sheet(THANH_TRI);
    let quiz = s.quiz.as_mut().expect("quiz");
    quiz.points_each.0 = i64::MAX;
    (quiz.questions, quiz.minutes) = (u16::MAX, u16::MAX);
    for cell in &mut quiz.blueprint {
        cell.count = u16::MAX;
    }
    s.essay.as_mut().expect("essay").max_points.0 = i64::MAX;
    for prize in &mut s.prizes.individual {
        (prize.count, prize.amount) = (u32::MAX, Dong(i64::MAX));
    }
    s.prizes.collective[0].keys.clear();
    s.rounds.clear();
    s.ranking.keys.clear();
    assert_eq!(prize_total(&s).1, Dong(i64::MAX));
    assert!(!plain(&s).is_empty() && !in_one_minute(&s).is_empty());
    assert!(crate::contest::check::has_errors(
        &crate::contest::check::check(&s)
    ));
}

#[test]
fn figures_keep_their_units() {
    assert_eq!(
        words::unbroken("đủ 100 % trong 20 phút, không quá 3 đợt"),
        "đủ 100\u{a0}% trong 20\u{a0}phút, không quá 3 đợt"
    );
    for section in plain(&sheet(BONG_SON)) {
        for item in section.items {
            assert!(!item.text.contains("00 đ "), "{}", item.text);
            assert!(!item.text.contains("20 câu"), "{}", item.text);
        }
    }
}
