//! Individual and collective prizes.

use super::found::{Found, coded, repeated};
use crate::contest::rule_sheet::{
    CollectiveKey, CollectivePrize, Given, Identity, IndividualPrize, RuleSheet,
};
use crate::units::Dong;

/// Prizes.
pub(super) fn prizes(sheet: &RuleSheet, found: &mut Found) {
    let individual = &sheet.prizes.individual;
    let paths = coded(
        found,
        "prizes.individual",
        "giải cá nhân",
        individual
            .iter()
            .map(|p| (p.code.as_str(), p.name.as_str())),
    );
    for (prize, path) in individual.iter().zip(&paths) {
        count_and_money(&prize.name, prize.count, prize.amount, path, found);
    }
    rising(individual, &paths, found);
    // Without `[overall]` there is no list to give them by, be it one round or several.
    if sheet.prizes.given == Given::Overall && sheet.overall.is_none() {
        found.error(
            "prizes.given",
            "Giải trao một lần theo xếp hạng chung nhưng chưa khai xếp hạng chung các đợt. Thêm phần “Xếp hạng chung”, hoặc chọn trao giải ở từng đợt.",
        );
    }
    let collective = &sheet.prizes.collective;
    let paths = coded(
        found,
        "prizes.collective",
        "giải tập thể",
        collective
            .iter()
            .map(|p| (p.code.as_str(), p.name.as_str())),
    );
    for (prize, path) in collective.iter().zip(&paths) {
        count_and_money(&prize.name, prize.count, prize.amount, path, found);
        criterion(sheet, prize, path, found);
        ties(prize, path, found);
    }
}

fn count_and_money(name: &str, count: u32, amount: Dong, path: &str, found: &mut Found) {
    if count == 0 {
        found.error(
            format!("{path}.count"),
            format!("“{name}” có 0 giải. Nhập số giải hoặc bỏ dòng này."),
        );
    }
    if amount.0 < 0 {
        found.error(
            format!("{path}.amount"),
            format!("Tiền thưởng của “{name}” là số âm. Nhập từ 0 trở lên."),
        );
    }
}

/// Tiers are listed highest first, so money should not rise.
fn rising(tiers: &[IndividualPrize], paths: &[String], found: &mut Found) {
    for (pair, path) in tiers.windows(2).zip(paths.iter().skip(1)) {
        let (higher, lower) = (&pair[0], &pair[1]);
        if lower.amount > higher.amount {
            found.warn(
                format!("{path}.amount"),
                format!(
                    "“{}” đứng dưới “{}” nhưng tiền thưởng cao hơn ({} so với {}). Xếp giải cao lên trên hoặc sửa số tiền.",
                    lower.name, higher.name, lower.amount, higher.amount
                ),
            );
        }
    }
}

fn criterion(sheet: &RuleSheet, prize: &CollectivePrize, path: &str, found: &mut Found) {
    let at = format!("{path}.keys");
    let keys: Vec<CollectiveKey> = prize.keys.iter().map(|k| k.key).collect();
    if keys.is_empty() {
        found.error(
            &at,
            format!("“{}” chưa có tiêu chí. Chọn ít nhất một.", prize.name),
        );
        return;
    }
    if !repeated(&keys).is_empty() {
        found.error(
            &at,
            format!("“{}” dùng một tiêu chí hai lần. Gộp lại.", prize.name),
        );
    }
    let sum: u32 = prize.keys.iter().map(|k| u32::from(k.weight)).sum();
    if sum != 100 {
        found.error(
            &at,
            format!(
                "Trọng số các tiêu chí của “{}” cộng lại {sum}\u{a0}%. Sửa cho đủ 100\u{a0}%.",
                prize.name
            ),
        );
    }
    let all: Vec<CollectiveKey> = keys.iter().chain(&prize.tie).copied().collect();
    what_keys_need(sheet, prize, &all, &at, found);
}

fn what_keys_need(
    sheet: &RuleSheet,
    prize: &CollectivePrize,
    keys: &[CollectiveKey],
    at: &str,
    found: &mut Found,
) {
    let rate = keys.contains(&CollectiveKey::ParticipationRate);
    match sheet.eligibility.identity {
        Identity::SelfDeclared | Identity::LocalAccount if rate => found.error(
            at,
            format!(
                "“{}” xét tỷ lệ tham gia, nhưng thí sinh tự khai. Không có danh sách thì không có tỷ lệ. Xét số người tham gia, hoặc nạp danh sách dự thi.",
                prize.name
            ),
        ),
        _ => {}
    }
    let from_quiz = [CollectiveKey::PerfectEntries, CollectiveKey::MeanScore];
    if sheet.quiz.is_none() && keys.iter().any(|k| from_quiz.contains(k)) {
        found.error(
            at,
            format!(
                "“{}” xét kết quả trắc nghiệm nhưng không có bài thi trắc nghiệm. Đổi tiêu chí.",
                prize.name
            ),
        );
    }
    let averages = [CollectiveKey::ParticipationRate, CollectiveKey::MeanScore];
    let led_by_average = prize.keys.iter().any(|k| averages.contains(&k.key));
    if led_by_average && prize.min_size < 2 {
        found.warn(
            at.replace(".keys", ".min_size"),
            format!(
                "“{}” xét tỷ lệ hoặc điểm trung bình mà không đặt cỡ tối thiểu, nên đơn vị một người cũng đứng đầu được. Đặt số người tối thiểu.",
                prize.name
            ),
        );
    }
}

fn ties(prize: &CollectivePrize, path: &str, found: &mut Found) {
    if !repeated(&prize.tie).is_empty() {
        found.error(
            format!("{path}.tie"),
            format!("“{}” dùng một tiêu chí phụ hai lần. Bỏ bớt.", prize.name),
        );
    }
    if let [only] = &prize.keys[..]
        && prize.tie.contains(&only.key)
    {
        found.warn(
            format!("{path}.tie"),
            format!(
                "Tiêu chí phụ của “{}” trùng với tiêu chí chính nên không phân được đơn vị nào. Chọn tiêu chí khác.",
                prize.name
            ),
        );
    }
}
