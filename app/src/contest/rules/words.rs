//! Choices of the rule sheet editor: value, code in the form, Vietnamese words.

use domain::contest::rule_sheet::{
    AmountIs, Attribute, CollectiveKey, Counting, Given, Identity, PaperKind, Population,
    PredictionKind, RankingKey, RightCounts, Scope, Unresolved, VoidQuestion,
};

/// A list of choices.
pub(super) type Table<T> = &'static [(T, &'static str, &'static str)];

pub(super) const IDENTITY: Table<Identity> = &[
    (
        Identity::Roster,
        "roster",
        "Theo danh sách: mã và mật mã trên phiếu dự thi",
    ),
    (Identity::SelfDeclared, "self_declared", "Tự khai thông tin"),
    (
        Identity::LocalAccount,
        "local_account",
        "Tự khai thông tin, có tên đăng nhập và mật khẩu riêng",
    ),
    (
        Identity::Sso,
        "sso",
        "Tài khoản công vụ (SSO), chưa kết nối: tạm dùng phiếu dự thi",
    ),
];

pub(super) const ATTRIBUTE: Table<Attribute> = &[
    (Attribute::FullName, "full_name", "Họ và tên"),
    (Attribute::BirthDate, "birth_date", "Ngày sinh"),
    (Attribute::Phone, "phone", "Số điện thoại"),
    (Attribute::Unit, "unit", "Đơn vị hoặc khu phố"),
];

pub(super) const COUNTING: Table<Counting> = &[
    (Counting::First, "first", "Lượt đầu"),
    (Counting::Best, "best", "Lượt điểm cao nhất"),
    (Counting::Last, "last", "Lượt cuối"),
];

pub(super) const PAPER: Table<PaperKind> = &[
    (PaperKind::Drawn, "drawn", "Rút từ ngân hàng câu hỏi"),
    (PaperKind::FixedForms, "fixed_forms", "Bộ đề có sẵn"),
];

pub(super) const VOID_QUESTION: Table<VoidQuestion> = &[
    (
        VoidQuestion::Removed,
        "removed",
        "Bỏ khỏi đề, điểm tối đa giảm theo",
    ),
    (
        VoidQuestion::Credited,
        "credited",
        "Ai có câu đó đều được điểm",
    ),
];

pub(super) const PREDICTION: Table<PredictionKind> = &[
    (
        PredictionKind::PerfectEntries,
        "perfect_entries",
        "Số người trả lời đúng tất cả các câu",
    ),
    (
        PredictionKind::Participants,
        "participants",
        "Số người dự thi",
    ),
    (
        PredictionKind::PerfectPercent,
        "perfect_percent",
        "Tỷ lệ người đúng tất cả các câu",
    ),
];

pub(super) const POPULATION: Table<Population> = &[
    (Population::Persons, "persons", "Mỗi người một lần"),
    (Population::Attempts, "attempts", "Mọi lượt thi"),
];

pub(super) const PREDICTION_SCOPE: Table<Scope> = &[
    (Scope::Overall, "overall", "Chung cả đợt"),
    (Scope::Track, "track", "Riêng từng bảng thi"),
];

pub(super) const LIST: Table<Scope> = &[
    (Scope::Track, "track", "Mỗi bảng thi một danh sách"),
    (Scope::Overall, "overall", "Một danh sách chung"),
];

pub(super) const RANKING: Table<RankingKey> = &[
    (
        RankingKey::Score,
        "score",
        "Điểm trắc nghiệm: cao hơn xếp trên",
    ),
    (
        RankingKey::Prediction,
        "prediction",
        "Dự đoán: lệch ít hơn xếp trên",
    ),
    (
        RankingKey::PredictionNotOver,
        "prediction_not_over",
        "Dự đoán không vượt số thật: xếp trên",
    ),
    (
        RankingKey::Duration,
        "duration",
        "Thời gian làm bài: ngắn hơn xếp trên",
    ),
    (
        RankingKey::SubmittedAt,
        "submitted_at",
        "Giờ gửi bài: sớm hơn xếp trên",
    ),
    (RankingKey::Essay, "essay", "Điểm tự luận: cao hơn xếp trên"),
    (
        RankingKey::Total,
        "total",
        "Tổng điểm hai phần: cao hơn xếp trên",
    ),
];

pub(super) const UNRESOLVED: Table<Unresolved> = &[
    (
        Unresolved::Share,
        "share",
        "Đồng hạng, chia đều tiền thưởng",
    ),
    (
        Unresolved::Draw,
        "draw",
        "Bốc thăm công khai, ai cũng làm lại được",
    ),
    (
        Unresolved::Committee,
        "committee",
        "Ban Tổ chức quyết định và ghi lý do",
    ),
];

pub(super) const GIVEN: Table<Given> = &[
    (Given::EachRound, "each_round", "Từng đợt thi"),
    (
        Given::Overall,
        "overall",
        "Một lần, theo xếp hạng chung các đợt",
    ),
];

pub(super) const COLLECTIVE: Table<CollectiveKey> = &[
    (
        CollectiveKey::Participants,
        "participants",
        "Số người dự thi",
    ),
    (
        CollectiveKey::PerfectEntries,
        "perfect_entries",
        "Số bài đúng",
    ),
    (
        CollectiveKey::ParticipationRate,
        "participation_rate",
        "Tỷ lệ dự thi trên danh sách",
    ),
    (CollectiveKey::MeanScore, "mean_score", "Điểm trung bình"),
];

pub(super) const AMOUNT_IS: Table<AmountIs> = &[
    (AmountIs::Each, "each", "Mỗi giải"),
    (
        AmountIs::Together,
        "together",
        "Tất cả các giải của dòng này",
    ),
];

pub(super) const RIGHT_COUNTS: Table<RightCounts> = &[
    (
        RightCounts::PerfectPersons,
        "perfect_persons",
        "Số người đúng tất cả các câu",
    ),
    (
        RightCounts::RightAnswers,
        "right_answers",
        "Tổng số câu trả lời đúng",
    ),
];

/// Code of a value in the form.
pub(super) fn code_of<T: PartialEq>(table: Table<T>, value: &T) -> &'static str {
    table
        .iter()
        .find(|(v, ..)| v == value)
        .map_or("", |(_, code, _)| code)
}

/// Value of a code.
pub(super) fn value_of<T: Copy>(table: Table<T>, code: &str) -> Option<T> {
    table.iter().find(|(_, c, _)| *c == code).map(|(v, ..)| *v)
}

/// Words of a code; the code itself where there are none.
pub(super) fn words_of<T>(table: Table<T>, code: &str) -> String {
    table
        .iter()
        .find(|(_, c, _)| *c == code)
        .map_or(code, |(.., words)| words)
        .to_owned()
}

/// Ways for people to be known, as the form offers them. Sign-in through a provider is not offered before the program can
/// do it; a sheet that names it (as a document may) keeps it.
pub(super) fn identities(chosen: &str) -> Vec<(String, String)> {
    let sso = code_of(IDENTITY, &Identity::Sso);
    let mut offered = options(IDENTITY);
    offered.retain(|(code, _)| code != sso || chosen == sso);
    offered
}

/// Choices of a list field.
pub(super) fn options<T>(table: Table<T>) -> Vec<(String, String)> {
    table
        .iter()
        .map(|(_, code, words)| ((*code).to_owned(), (*words).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::contest::rule_sheet::RuleSheet;

    #[test]
    fn a_way_in_that_does_not_work_yet_is_not_offered() {
        let codes = |chosen| -> Vec<String> {
            let offered = identities(chosen);
            offered.into_iter().map(|(code, _)| code).collect()
        };
        let working = ["roster", "self_declared", "local_account"];
        assert_eq!(codes("roster"), working);
        assert_eq!(codes(""), working);
        assert_eq!(codes("sso"), [&working[..], &["sso"]].concat());
    }

    #[test]
    fn codes_are_those_of_the_document() {
        let toml = |keys: &str| {
            let text = format!(
                "format = 1\ncode = \"a\"\ntitle = \"A\"\norganiser = \"B\"\nwho = \"C\"\n[eligibility]\nidentity = \"roster\"\n\
                 [ranking]\nkeys = [{keys}]\n"
            );
            exchange::contest::parse_rule_sheet(&text).map(|s: RuleSheet| s.ranking.keys)
        };
        let all: Vec<String> = RANKING
            .iter()
            .map(|(_, code, _)| format!("\"{code}\""))
            .collect();
        let values: Vec<RankingKey> = RANKING.iter().map(|(v, ..)| *v).collect();
        for key in RankingKey::ALL {
            assert!(values.contains(&key), "the form does not offer {key:?}");
        }
        assert_eq!(toml(&all.join(", ")), Ok(values));
    }
}
