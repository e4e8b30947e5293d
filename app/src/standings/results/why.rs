//! Why one winner ranks before or after another: the ranking chain walked with both names, to the line that decides.

use super::super::list::{figure, or_dash};
use domain::contest::rule_sheet::{RankingKey, Unresolved};
use domain::contest::{RuleSheet, plain};
use domain::quiz::prediction::DECIMALS;
use domain::standings::PublicLine;
use domain::units::parse_fixed;
use leptos::prelude::*;
use std::sync::Arc;

/// One line of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    title: String,
    text: String,
    decides: bool,
}

/// What two lines have under a key, as words; none for keys the public lines do not hold.
fn under(key: RankingKey, actual: Option<&str>, line: &PublicLine) -> Option<String> {
    let fixed = |text: &str| parse_fixed(text, DECIMALS);
    Some(match key {
        // Results of a quiz: no essay is marked yet, so the total is the score (docs/RULES.md, 5).
        RankingKey::Score | RankingKey::Total => format!("{}\u{a0}điểm", line.score.format(',')),
        RankingKey::Prediction => match (&line.prediction, &line.distance) {
            (Some(guess), Some(distance)) => {
                format!("đoán {}, lệch {}", figure(guess), figure(distance))
            }
            _ => "không có dự đoán".to_owned(),
        },
        RankingKey::PredictionNotOver => {
            let over = line
                .prediction
                .as_deref()
                .and_then(fixed)
                .zip(actual.and_then(fixed))
                .map(|(p, a)| p > a);
            match over {
                Some(true) => "đoán vượt số thật",
                Some(false) => "không đoán vượt số thật",
                None => "không có dự đoán",
            }
            .to_owned()
        }
        RankingKey::Duration => or_dash(line.duration.map(|d| d.words())),
        RankingKey::SubmittedAt => or_dash(line.submitted_at.map(|t| t.stamp_exact())),
        RankingKey::Essay => return None,
    })
}

/// What decides under a key: two guesses on either side of the truth are equally far.
fn compared(key: RankingKey, actual: Option<&str>, line: &PublicLine) -> Option<String> {
    match key {
        RankingKey::Prediction => Some(or_dash(line.distance.clone())),
        _ => under(key, actual, line),
    }
}

fn steps(
    rules: &RuleSheet,
    actual: Option<&str>,
    line: &PublicLine,
    other: &PublicLine,
) -> Vec<Step> {
    let headlines = plain::ranking_ladder(rules);
    let mut steps = Vec::new();
    for (key, (title, _)) in rules.ranking.keys.iter().zip(headlines) {
        let (Some(own), Some(others)) = (under(*key, actual, line), under(*key, actual, other))
        else {
            return steps;
        };
        let decides = compared(*key, actual, line) != compared(*key, actual, other);
        let text = match (decides, own == others) {
            (false, true) => format!("Cả hai: {own}. Bằng nhau nên xét tiếp dòng dưới."),
            (false, false) => format!(
                "{}: {own}; {}: {others}. Bằng nhau nên xét tiếp dòng dưới.",
                line.name, other.name
            ),
            (true, _) => {
                let first = if line.rank < other.rank {
                    &line.name
                } else {
                    &other.name
                };
                format!(
                    "{}: {own}; {}: {others}. Vì vậy {first} xếp trên.",
                    line.name, other.name
                )
            }
        };
        steps.push(Step {
            title,
            text,
            decides,
        });
        if decides {
            return steps;
        }
    }
    steps.push(Step {
        title: "Vẫn bằng nhau".to_owned(),
        text: unresolved(rules, line, other),
        decides: true,
    });
    steps
}

fn unresolved(rules: &RuleSheet, line: &PublicLine, other: &PublicLine) -> String {
    let end = match rules.ranking.unresolved {
        Some(Unresolved::Draw) => "thứ tự nhận giải theo bốc thăm công khai, số liệu ở cuối trang",
        Some(Unresolved::Committee) => {
            "thứ tự nhận giải theo quyết định của Ban Tổ chức, có ghi lý do"
        }
        Some(Unresolved::Share) | None => "hai người đồng hạng và cùng nhận giải theo thể lệ",
    };
    format!(
        "{} và {} bằng nhau ở mọi dòng, {end}.",
        line.name, other.name
    )
}

/// Why a winner stands where they stand.
#[component]
pub(super) fn WhyCard(
    rules: Arc<RuleSheet>,
    actual: Option<String>,
    line: PublicLine,
    other: PublicLine,
) -> impl IntoView {
    let steps = steps(&rules, actual.as_deref(), &line, &other);
    let title = format!("Vì sao {} xếp hạng {}?", line.name, line.rank);
    let intro = format!("So với {}, hạng {}.", other.name, other.rank);
    view! {
        <section class="card card--accent stack" aria-labelledby="vi-sao" tabindex="-1">
            <h3 id="vi-sao">{title}</h3>
            <p>{intro}</p>
            <ol class="ladder">
                {steps
                    .into_iter()
                    .map(|s| view! {
                        <li class=if s.decides { "is-key" } else { "" }><p class="ladder__title">{s.title}</p><p class="ladder__text">{s.text}</p></li>
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

/// The ranking chain of the rule sheet.
#[component]
pub(super) fn Ladder(rules: Arc<RuleSheet>) -> impl IntoView {
    let steps = plain::ranking_ladder(&rules);
    let last = steps.len().saturating_sub(1);
    view! {
        <section class="stack" aria-labelledby="xep-hang">
            <h2 id="xep-hang">"Cách xếp hạng"</h2>
            <p>"Xét lần lượt từ trên xuống. Chỉ khi còn bằng nhau mới xét đến dòng dưới. Người bằng nhau ở mọi dòng mang cùng thứ hạng, số tiếp theo bị bỏ qua: 1, 2, 2, 4."</p>
            <ol class="ladder">
                {steps
                    .into_iter()
                    .enumerate()
                    .map(|(i, (title, text))| view! {
                        <li class=if i == last { "is-end" } else { "" }><p class="ladder__title">{title}</p><p class="ladder__text">{text}</p></li>
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{Moment, Span};
    use domain::units::Points;

    fn line(rank: u32, name: &str, prediction: &str, distance: &str, at: i64) -> PublicLine {
        PublicLine {
            rank,
            name: name.into(),
            unit: String::new(),
            score: Points::whole(10),
            prediction: Some(prediction.into()),
            distance: Some(distance.into()),
            duration: Some(Span(60_000)),
            submitted_at: Some(Moment(at)),
            prize: None,
            amount: None,
        }
    }

    fn rules() -> RuleSheet {
        let text = include_str!("../../../../contests/thua-thien-hue-2022.toml");
        let mut sheet = exchange::contest::parse_rule_sheet(text).expect("the preset is readable");
        sheet.ranking.keys = vec![
            RankingKey::Score,
            RankingKey::Prediction,
            RankingKey::SubmittedAt,
        ];
        sheet
    }

    #[test]
    fn the_first_line_that_differs_decides() {
        let (a, b) = (
            line(2, "A", "1125", "2", 5_000),
            line(3, "B", "1129", "2", 9_000),
        );
        let steps = steps(&rules(), Some("1127"), &a, &b);
        assert_eq!(
            steps.iter().map(|s| s.decides).collect::<Vec<_>>(),
            [false, false, true]
        );
        assert!(
            steps[1].text.contains("1.125") && steps[1].text.contains("Bằng nhau"),
            "{}",
            steps[1].text
        );
        assert!(steps[2].text.ends_with("A xếp trên."), "{}", steps[2].text);
    }

    #[test]
    fn equals_in_every_line_are_said_to_be_equal() {
        let (a, b) = (
            line(2, "A", "1125", "2", 5_000),
            line(2, "B", "1125", "2", 5_000),
        );
        let steps = steps(&rules(), Some("1127"), &a, &b);
        assert_eq!(steps.len(), 4);
        assert!(steps[3].text.contains("bằng nhau ở mọi dòng"));
    }
}
