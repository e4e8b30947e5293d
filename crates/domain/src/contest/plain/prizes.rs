//! Prizes: individual, collective, and what they come to.

use super::words::{all_of, unit};
use super::{Chapter, quiz};
use crate::contest::rule_sheet::{
    AmountIs, CollectiveKey, CollectivePrize, Given, RightCounts, Round, RuleSheet, Scope,
};
use crate::units::Dong;

/// How many prizes the whole contest gives, and the money for them: individual prizes once for every list they are
/// given in (each round and track, unless the sheet says otherwise), collective prizes once for every round or once.
#[must_use]
pub fn prize_total(sheet: &RuleSheet) -> (u32, Dong) {
    let lists = lists_with_prizes(sheet);
    let times = match sheet.prizes.given {
        Given::EachRound => u32::try_from(sheet.rounds.len().max(1)).unwrap_or(u32::MAX),
        Given::Overall => 1,
    };
    let individual = sheet.prizes.individual.iter().map(|p| {
        let count = p.count.saturating_mul(lists);
        (count, i64::from(count).saturating_mul(p.amount.0))
    });
    let collective = sheet.prizes.collective.iter().map(|p| {
        let count = p.count.saturating_mul(times);
        (count, collective_money(p).saturating_mul(times.into()))
    });
    let (count, money) = individual
        .chain(collective)
        .fold((0_u32, 0_i64), |(count, money), (c, m)| {
            (count.saturating_add(c), money.saturating_add(m))
        });
    (count, Dong(money))
}

fn collective_money(prize: &CollectivePrize) -> i64 {
    match prize.amount_is {
        AmountIs::Each => i64::from(prize.count).saturating_mul(prize.amount.0),
        AmountIs::Together => prize.amount.0,
    }
}

/// Lists in which individual prizes are given.
fn lists_with_prizes(sheet: &RuleSheet) -> u32 {
    let by_track = sheet.ranking.list == Scope::Track && !sheet.tracks.is_empty();
    let tracks_of = |round: Option<&Round>| match round {
        _ if !by_track => 1,
        Some(round) if !round.tracks.is_empty() => round.tracks.len(),
        _ => sheet.tracks.len(),
    };
    let lists = match sheet.prizes.given {
        Given::Overall => tracks_of(None),
        Given::EachRound if sheet.rounds.is_empty() => tracks_of(None),
        Given::EachRound => sheet.rounds.iter().map(|r| tracks_of(Some(r))).sum(),
    };
    u32::try_from(lists).unwrap_or(u32::MAX)
}

/// Chapter "Giải thưởng".
pub(super) fn chapter(sheet: &RuleSheet) -> Chapter<'_> {
    let mut chapter = Chapter::new(sheet, "giai-thuong", "Giải thưởng");
    individual(sheet, &mut chapter);
    collective(sheet, &mut chapter);
    let (count, money) = prize_total(sheet);
    if count > 0 {
        chapter.rule(
            "Cộng tất cả",
            if money.0 == 0 {
                format!("{}, không có tiền thưởng.", unit(count, "giải"))
            } else {
                format!("{}, {money}.", unit(count, "giải"))
            },
            &["prizes"],
        );
        chapter.rule(
            "Trước khi trao",
            "Ban Tổ chức đối chiếu danh tính người đạt giải và kiểm tra lại người đó có được dự thi không.",
            &[],
        );
    } else if sheet.quiz.is_some() {
        chapter.rule(
            "Giải thưởng",
            "Kế hoạch không nêu giải thưởng.",
            &["prizes.individual", "prizes.collective"],
        );
    }
    chapter
}

fn individual(sheet: &RuleSheet, chapter: &mut Chapter<'_>) {
    let prizes = &sheet.prizes;
    for prize in &prizes.individual {
        let each = if prize.count == 1 {
            ""
        } else {
            "mỗi giải "
        };
        let text = format!(
            "{}{}.",
            unit(prize.count, "giải"),
            comes_with(each, prize.amount, &prize.certificate)
        );
        let path = format!("prizes.individual.{}", prize.code);
        chapter.rule(&prize.name, text, &[&path]);
    }
    if prizes.individual.is_empty() {
        return;
    }
    let given = given(sheet);
    if !given.is_empty() {
        chapter.rule("Trao theo", given, &["prizes.given", "ranking.list"]);
    }
    let whole = if sheet.rounds.len() > 1 {
        " trong một đợt"
    } else {
        ""
    };
    let person = if prizes.several_per_person {
        format!("Một người có thể nhận nhiều giải cá nhân{whole}.")
    } else {
        format!("Mỗi người nhận nhiều nhất một giải cá nhân{whole}.")
    };
    chapter.rule("Mỗi người mấy giải", person, &["prizes.several_per_person"]);
}

fn given(sheet: &RuleSheet) -> String {
    let mut text = match (sheet.rounds.len(), sheet.prizes.given) {
        (0 | 1, _) => String::new(),
        (_, Given::EachRound) => "Các giải trao ở từng đợt.".to_owned(),
        (_, Given::Overall) => "Các giải trao một lần, theo xếp hạng chung các đợt.".to_owned(),
    };
    if !sheet.tracks.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(match sheet.ranking.list {
            Scope::Track => "Mỗi bảng thi có đủ các giải trên.",
            Scope::Overall => "Các giải trên trao chung cho mọi bảng thi.",
        });
    }
    text
}

/// What comes with a prize: money, a certificate, or both.
fn comes_with(each: &str, amount: Dong, certificate: &str) -> String {
    match (amount.0, certificate.trim()) {
        (0, "") => String::new(),
        (0, certificate) => format!(": {each}{certificate}"),
        (_, "") => format!(", {each}{amount}"),
        (_, certificate) => format!(", {each}{amount} và {certificate}"),
    }
}

fn collective(sheet: &RuleSheet, chapter: &mut Chapter<'_>) {
    for prize in &sheet.prizes.collective {
        let path = format!("prizes.collective.{}", prize.code);
        chapter.rule(
            &prize.name,
            collective_text(sheet, prize),
            &[
                &path,
                "prizes.collective.amount_is",
                "prizes.collective.keys",
                "prizes.collective.count",
            ],
        );
    }
    if sheet.prizes.collective.is_empty() {
        return;
    }
    let levels: Vec<u8> = sheet.prizes.collective.iter().map(|p| p.roll_up).collect();
    let unit_rule = if levels.iter().all(|l| *l == 0) {
        "Mỗi người được tính cho một đơn vị, chốt lúc bắt đầu thi."
    } else {
        "Mỗi người được tính cho một đơn vị, chốt lúc bắt đầu thi, rồi cộng lên đơn vị cấp trên theo từng giải."
    };
    chapter.rule(
        "Tính cho đơn vị nào",
        unit_rule,
        &["prizes.collective.roll_up"],
    );
    chapter.rule(
        "Khi các tập thể vẫn bằng nhau",
        "Xử lý như khi các cá nhân vẫn bằng nhau.",
        &["ranking.unresolved"],
    );
    if sheet.prizes.collective.len() > 1 {
        let several = if sheet.prizes.several_per_unit {
            "Một đơn vị có thể nhận nhiều giải tập thể."
        } else {
            "Một đơn vị chỉ nhận một giải tập thể; giải còn lại trao cho đơn vị kế tiếp."
        };
        chapter.rule("Mỗi đơn vị mấy giải", several, &["prizes.several_per_unit"]);
    }
}

fn collective_text(sheet: &RuleSheet, prize: &CollectivePrize) -> String {
    let each = match (prize.count, prize.amount_is) {
        (1, _) => "",
        (_, AmountIs::Each) => "mỗi giải ",
        (_, AmountIs::Together) => "tất cả chung ",
    };
    let alone = prize.keys.len() == 1;
    let parts: Vec<String> = prize
        .keys
        .iter()
        .map(|k| {
            let name = key_words(sheet, prize, k.key);
            if alone {
                name
            } else {
                format!("{name} ({})", unit(k.weight, "%"))
            }
        })
        .collect();
    let mut text = format!(
        "{}{}. Xét {}.",
        unit(prize.count, "giải"),
        comes_with(each, prize.amount, &prize.certificate),
        all_of(&parts)
    );
    if !alone {
        text.push_str(" Mỗi phần tính so với đơn vị dẫn đầu phần đó.");
    }
    let ties: Vec<String> = prize
        .tie
        .iter()
        .map(|k| key_words(sheet, prize, *k))
        .collect();
    if !ties.is_empty() {
        text.push_str(&format!(" Bằng nhau thì xét {}.", ties.join(", rồi ")));
    }
    if prize.min_size > 1 {
        text.push_str(&format!(
            " Chỉ xét đơn vị có từ {} trở lên.",
            unit(prize.min_size, "người")
        ));
    }
    text
}

fn key_words(sheet: &RuleSheet, prize: &CollectivePrize, key: CollectiveKey) -> String {
    match key {
        CollectiveKey::Participants => "số người dự thi".to_owned(),
        CollectiveKey::PerfectEntries => match prize.right_counts {
            RightCounts::PerfectPersons => format!("số người trả lời {}", quiz::perfect(sheet)),
            RightCounts::RightAnswers => "tổng số câu trả lời đúng".to_owned(),
        },
        CollectiveKey::ParticipationRate => {
            "tỷ lệ người dự thi trên danh sách của đơn vị".to_owned()
        }
        CollectiveKey::MeanScore => "điểm trắc nghiệm trung bình".to_owned(),
    }
}
