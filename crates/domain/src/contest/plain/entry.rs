//! Who may enter, and when.

use super::Chapter;
use super::words::{all_of, capital, number, sentence, unit};
use crate::contest::rule_sheet::{Attribute, Counting, Eligibility, Identity, Round, RuleSheet};
use crate::people::Role;

/// When a round runs: `từ 7 giờ 00, thứ Hai ngày 1/7/2024 đến 17 giờ 00, Chủ nhật ngày 21/7/2024`.
#[must_use]
pub fn round_when(round: &Round) -> String {
    format!(
        "từ {} đến {}",
        round.opens.opening_words(),
        round.closes.closing_words()
    )
}

/// Chapter "Ai được thi".
pub(super) fn who(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "ai-duoc-thi", "Ai được thi");
    let rules = &sheet.eligibility;
    chapter.rule("Đối tượng", sentence(&sheet.who), &["who"]);
    if !rules.blocs.is_empty() {
        let names: Vec<&str> = rules.blocs.iter().map(|b| b.name.as_str()).collect();
        chapter.rule(
            "Các khối",
            sentence(&names.join("; ")),
            &["eligibility.blocs"],
        );
    }
    chapter.rule(
        "Nhận diện",
        identity(sheet),
        &["eligibility.identity", "eligibility.unique_by"],
    );
    if sheet.quiz.is_some() {
        let days = i64::from(rules.contact_days);
        chapter.rule(
            "Dữ liệu của bạn",
            format!("Số điện thoại được mã hoá, và được xoá {days} ngày sau khi đợt cuối đóng."),
            &["eligibility.contact_days"],
        );
    }
    let age = if rules.min_age > 0 {
        format!("Đủ {} vào ngày bắt đầu thi.", unit(rules.min_age, "tuổi"))
    } else {
        "Không đặt tuổi tối thiểu.".to_owned()
    };
    if rules.min_age > 0 || super::is_open(sheet, "eligibility.min_age") {
        chapter.rule("Tuổi", age, &["eligibility.min_age"]);
    }
    if sheet.quiz.is_some() || sheet.essay.is_some() || !rules.excluded_roles.is_empty() {
        chapter.rule(
            "Ai không được thi",
            excluded(rules),
            &["eligibility.excluded_roles"],
        );
    }
    if rules.assisted_entry {
        chapter.rule(
            "Khi cần người giúp",
            assisted(rules),
            &["eligibility.assisted_entry", "eligibility.assisted_can_win"],
        );
    }
    chapter
}

/// How a contestant says who they are.
pub(super) fn identity(sheet: &RuleSheet) -> String {
    if sheet.quiz.is_none() && sheet.essay.is_none() {
        return "Đơn vị gửi hồ sơ bằng tài khoản của đầu mối đơn vị.".to_owned();
    }
    match sheet.eligibility.identity {
        // Contests with single sign-on run on slips until a provider can be connected.
        Identity::Roster | Identity::Sso => {
            "Đăng nhập bằng mã dự thi và mật mã in trên phiếu do đơn vị phát. Tên bạn phải có trong danh sách dự thi."
                .to_owned()
        }
        Identity::SelfDeclared => format!(
            "{} Nếu trang báo cần xác nhận, hãy liên hệ Ban Tổ chức.",
            stated(&sheet.eligibility.unique_by)
        ),
        Identity::LocalAccount => {
            format!(
                "{} Lần đầu vào thi, bạn đặt tên đăng nhập và mật khẩu; những lần sau chỉ cần đăng nhập.",
                stated(&sheet.eligibility.unique_by)
            )
        }
    }
}

fn stated(unique_by: &[Attribute]) -> String {
    let names: Vec<&str> = unique_by
        .iter()
        .map(|a| match a {
            Attribute::FullName => "họ tên",
            Attribute::BirthDate => "ngày sinh",
            Attribute::Phone => "số điện thoại",
            Attribute::Unit => "đơn vị",
        })
        .collect();
    if names.is_empty() {
        return "Bạn tự khai thông tin của mình, đầy đủ và chính xác.".to_owned();
    }
    format!(
        "Bạn tự khai thông tin của mình, đầy đủ và chính xác. Một người được nhận ra bằng {}.",
        all_of(&names)
    )
}

/// Committee roles that may not compete: those the rule sheet names, and whoever could see a key.
fn excluded(rules: &Eligibility) -> String {
    let roles: Vec<&str> = [
        Role::Organiser,
        Role::Secretary,
        Role::QuestionAuthor,
        Role::Vetter,
        Role::ChiefJudge,
        Role::Judge,
        Role::Auditor,
        Role::UnitOfficer,
    ]
    .into_iter()
    .filter(|r| r.could_see_a_key() || rules.excluded_roles.contains(r))
    .map(|role| match role {
        Role::Organiser => "thành viên Ban Tổ chức",
        Role::Secretary => "thành viên Ban Thư ký",
        Role::QuestionAuthor => "người soạn câu hỏi",
        Role::Vetter => "người thẩm định câu hỏi",
        Role::ChiefJudge => "Trưởng Ban Giám khảo",
        Role::Judge => "thành viên Ban Giám khảo",
        Role::Auditor => "người giám sát",
        Role::UnitOfficer => "đầu mối của đơn vị",
        Role::Contestant => "thí sinh",
    })
    .collect();
    format!(
        "{}. Ai có thể biết đáp án thì không dự thi; phát hiện sau thì bài bị huỷ.",
        capital(&all_of(&roles))
    )
}

fn assisted(rules: &Eligibility) -> String {
    let prize = if rules.assisted_can_win {
        "vẫn được xét giải cá nhân như mọi bài khác"
    } else {
        "được tính vào số người dự thi nhưng không xét giải cá nhân"
    };
    format!(
        "Ai không tự thao tác được thì đến quầy thi, cán bộ nhập giúp đúng câu trả lời của bạn. Bài ghi rõ là có người giúp, {prize}."
    )
}

/// Chapter "Thời gian thi".
pub(super) fn when(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "thoi-gian", "Thời gian thi");
    for round in &sheet.rounds {
        let mut text = sentence(&capital(&round_when(round)));
        if !round.tracks.is_empty() {
            let names: Vec<&str> = sheet
                .tracks
                .iter()
                .filter(|t| round.tracks.contains(&t.code))
                .map(|t| t.name.as_str())
                .collect();
            text = format!("{text} Dành cho: {}.", names.join("; "));
        }
        let opens = format!("rounds.{}.opens", round.code);
        let closes = format!("rounds.{}.closes", round.code);
        chapter.rule(
            &round.name,
            text,
            &[&opens, &closes, "rounds.opens", "rounds.closes"],
        );
    }
    if let Some(quiz) = &sheet.quiz {
        chapter.rule(
            "Lúc bắt đầu, lúc đóng",
            format!(
                "Bạn bắt đầu lúc nào cũng được trong thời gian mở. Bắt đầu khi chỉ còn chưa đến {} thì bạn vẫn phải xong trước lúc đóng. Giờ tính theo máy chủ, giờ Việt Nam.",
                unit(quiz.minutes, "phút")
            ),
            &[],
        );
        let attempt_settings: Vec<String> = sheet
            .rounds
            .iter()
            .flat_map(|r| {
                [
                    format!("rounds.{}.attempts", r.code),
                    format!("rounds.{}.counts", r.code),
                ]
            })
            .collect();
        let mut settings: Vec<&str> = attempt_settings.iter().map(String::as_str).collect();
        settings.extend(["rounds.attempts", "rounds.counts"]);
        chapter.rule("Số lượt thi", attempts(sheet), &settings);
    }
    chapter
}

/// How many attempts, and which one counts.
pub(super) fn attempts(sheet: &RuleSheet) -> String {
    let Some(first) = sheet.rounds.first() else {
        return String::new();
    };
    let same = sheet
        .rounds
        .iter()
        .all(|r| (r.attempts, r.counts) == (first.attempts, first.counts));
    if same {
        let start = if sheet.rounds.len() == 1 {
            "Mỗi người"
        } else {
            "Mỗi đợt"
        };
        return format!("{start} {}", attempts_of(first));
    }
    let each: Vec<String> = sheet
        .rounds
        .iter()
        .map(|r| format!("{}: {}", r.name, attempts_of(r)))
        .collect();
    each.join(" ")
}

fn attempts_of(round: &Round) -> String {
    if round.attempts == 1 {
        return "một lượt. Đã bấm “Bắt đầu thi” là đã dùng lượt đó.".to_owned();
    }
    let which = match round.counts {
        Counting::First => "Lượt đầu được tính",
        Counting::Best => "Lượt điểm cao nhất được tính; bằng điểm thì tính lượt gửi sớm hơn",
        Counting::Last => "Lượt cuối được tính",
    };
    format!(
        "{} lượt. Mỗi lần bấm “Bắt đầu thi” là dùng một lượt. {which}.",
        number(round.attempts)
    )
}
