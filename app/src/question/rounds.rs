//! Which rounds may draw a question.

use crate::forms::{posted, problem_of};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use services::contest::Contest;

/// Sent with the boxes, whether or not any is ticked.
const MARKER: &str = "rounds-asked";

/// A round as a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoundChoice {
    pub(super) code: String,
    pub(super) name: String,
    /// Whether it is committed: its bank takes no question any more.
    pub(super) locked: bool,
}

/// The rounds of a contest as choices.
pub(super) fn choices(contest: &Contest) -> Vec<RoundChoice> {
    let choice = |r: &services::contest::RoundState| RoundChoice {
        code: r.rule.code.clone(),
        name: r.rule.name.clone(),
        locked: r.acts.committed_at.is_some(),
    };
    contest.rounds.iter().map(choice).collect()
}

/// What is ticked for a question that names no round: nothing, which means all; with a locked round each that is left.
fn usual(rounds: &[RoundChoice]) -> Vec<String> {
    if rounds.iter().any(|r| r.locked) {
        rounds
            .iter()
            .filter(|r| !r.locked)
            .map(|r| r.code.clone())
            .collect()
    } else {
        Vec::new()
    }
}

/// Names of the rounds a question may be drawn in.
pub(super) fn names(rounds: &[RoundChoice], codes: &[String]) -> String {
    if codes.is_empty() {
        return "Mọi đợt".to_owned();
    }
    let name = |code: &String| {
        rounds
            .iter()
            .find(|r| r.code == *code)
            .map_or_else(|| code.clone(), |r| r.name.clone())
    };
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Boxes for the rounds that are not locked.
#[component]
pub(super) fn RoundsChoice(
    /// Rounds of the contest.
    rounds: Vec<RoundChoice>,
    /// Rounds chosen so far; none means all.
    chosen: Vec<String>,
) -> impl IntoView {
    if rounds.is_empty() {
        return ().into_any();
    }
    let error = problem_of("rounds");
    let before = if chosen.is_empty() {
        usual(&rounds)
    } else {
        chosen
    };
    // Boxes that are not ticked are not sent: the marker tells “none ticked” from “not asked yet”.
    let answered = posted().filter(|p| p.form.ticked(MARKER));
    let chosen = answered.map_or(before, |p| {
        p.form.all("rounds").map(str::to_owned).collect()
    });
    let locked: Vec<String> = rounds
        .iter()
        .filter(|r| r.locked)
        .map(|r| r.name.clone())
        .collect();
    let hint = if locked.is_empty() {
        "Không chọn đợt nào thì mọi đợt đều rút được.".to_owned()
    } else {
        format!(
            "{} đã khoá nên không nhận thêm câu hỏi. Chọn ít nhất một đợt còn lại.",
            locked.join(", ")
        )
    };
    let boxes = rounds.into_iter().filter(|r| !r.locked).map(|round| {
        let checked = chosen.contains(&round.code);
        view! {
            <label class="check">
                <input type="checkbox" name="rounds" value=round.code checked=checked/>
                <span class="check__text">{round.name}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    let class = if error.is_some() {
        "fieldset fieldset--error"
    } else {
        "fieldset"
    };
    view! {
        <fieldset class=class id="rounds" tabindex="-1">
            <legend class="fieldset__legend">"Đợt nào được rút"</legend>
            <p class="field__hint">{hint}</p>
            {error.map(|e| view! { <p class="field__error"><Icon glyph=Glyph::Alert/>{e}</p> })}
            <input type="hidden" name=MARKER value="1"/>
            {boxes}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(code: &str, locked: bool) -> RoundChoice {
        RoundChoice {
            code: code.into(),
            name: format!("Đợt {code}"),
            locked,
        }
    }

    #[test]
    fn a_locked_round_is_never_chosen_by_silence() {
        assert!(usual(&[round("1", false), round("2", false)]).is_empty());
        assert_eq!(usual(&[round("1", true), round("2", false)]), ["2"]);
    }

    #[test]
    fn rounds_are_named() {
        let rounds = [round("1", false)];
        assert_eq!(names(&rounds, &[]), "Mọi đợt");
        assert_eq!(names(&rounds, &["1".into(), "x".into()]), "Đợt 1, x");
    }
}
