//! Sentences about results that several pages say.

use super::list::figure;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Population, PredictionKind};
use domain::units::grouped;
use services::standings::ActualView;

/// `đúng cả 10 câu`.
#[must_use]
pub fn perfect(rules: &RuleSheet) -> String {
    let all = |q: &domain::contest::rule_sheet::Quiz| format!("đúng cả {}\u{a0}câu", q.questions);
    rules
        .quiz
        .as_ref()
        .map_or_else(|| "đúng tất cả các câu".to_owned(), all)
}

/// What the prediction is measured against, and why it is this number; none where nothing is predicted.
#[must_use]
pub fn true_number(rules: &RuleSheet, actual: &ActualView) -> Option<String> {
    let (rule, value) = (rules.prediction.as_ref()?, figure(actual.value.as_ref()?));
    let who = match rule.counted_over {
        Population::Persons => "người",
        Population::Attempts => "bài thi",
    };
    let (all, right) = (
        grouped(i64::from(actual.participants)),
        grouped(i64::from(actual.perfect)),
    );
    let perfect = perfect(rules);
    let why = match rule.kind {
        PredictionKind::PerfectEntries => format!("{right}\u{a0}{who} trả lời {perfect}"),
        PredictionKind::Participants => format!("có {all}\u{a0}{who} dự thi"),
        PredictionKind::PerfectPercent => {
            format!("{right} trong {all}\u{a0}{who} trả lời {perfect}")
        }
    };
    let of = actual
        .track
        .as_ref()
        .map_or_else(String::new, |t| format!(" của {t}"));
    let unit = if rule.kind == PredictionKind::PerfectPercent {
        "\u{a0}%"
    } else {
        ""
    };
    Some(format!(
        "Số thật của câu dự đoán{of} là {value}{unit}: {why}."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(kind: &str) -> RuleSheet {
        let text = include_str!("../../../contests/thua-thien-hue-2022.toml");
        let mut sheet = exchange::contest::parse_rule_sheet(text).expect("the preset is readable");
        let rule = sheet.prediction.as_mut().expect("it has a prediction");
        rule.kind = if kind == "percent" {
            PredictionKind::PerfectPercent
        } else {
            PredictionKind::PerfectEntries
        };
        sheet
    }

    #[test]
    fn the_true_number_is_explained() {
        let mut actual = ActualView {
            track: None,
            participants: 24_525,
            perfect: 14_492,
            value: Some("14492".into()),
        };
        let said = true_number(&rules("count"), &actual).unwrap_or_default();
        assert!(
            said.starts_with(
                "Số thật của câu dự đoán là 14.492: 14.492\u{a0}người trả lời đúng cả 10"
            ),
            "{said}"
        );
        actual.value = Some("59,09".into());
        let said = true_number(&rules("percent"), &actual).unwrap_or_default();
        assert!(said.contains("59,09\u{a0}%: 14.492 trong 24.525"), "{said}");
        actual.value = None;
        assert_eq!(true_number(&rules("count"), &actual), None);
    }
}
