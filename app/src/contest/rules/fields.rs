//! Where on the page a setting stands, so that a problem is shown at its field and the summary can lead there.

use super::rows;
use crate::forms::Form;
use domain::contest::RuleSheet;

/// Anchor of the part that holds every setting the form does not show.
pub(super) const TOML: &str = "toml";

/// Fields and groups outside lists, besides those of rows.
const SHOWN: &[&str] = &[
    "title",
    "organiser",
    "contact",
    "summary",
    "who",
    "funding",
    "invalid_entries",
    "eligibility.identity",
    "eligibility.min_age",
    "eligibility.contact_days",
    "eligibility.unique_by",
    "eligibility.excluded_roles",
    "eligibility.assisted_entry",
    "eligibility.assisted_can_win",
    "overall",
    "overall.min_rounds",
    "overall.rounds",
    "participation",
    "participation.percent",
    "participation.leaders_every_round",
    "quiz",
    "quiz.questions",
    "quiz.minutes",
    "quiz.points_each",
    "quiz.grace_seconds",
    "quiz.paper",
    "quiz.void_question",
    "quiz.shuffle_questions",
    "quiz.shuffle_options",
    "quiz.submit_requires_all",
    "prediction.kind",
    "prediction.counted_over",
    "prediction.scope",
    "prediction.decimals",
    "prediction.winner_must_be_perfect",
    "ranking.keys",
    "ranking.unresolved",
    "ranking.draw_event",
    "ranking.list",
    "prizes.given",
    "prizes.several_per_person",
    "prizes.several_per_unit",
];

/// Settings shown under another name.
const ALIASES: &[(&str, &str)] = &[("prediction", "prediction.kind")];

/// Fields of the rows of a list, the first being where a problem of the row as a whole stands.
fn parts(list: &str) -> &'static [&'static str] {
    match list {
        "rounds" => &[
            "code", "name", "opens", "closes", "attempts", "counts", "tracks",
        ],
        "tracks" => &["code", "name", "blocs"],
        "quiz.blueprint" => &["topic", "level", "count"],
        "quiz.forms" => &["name", "questions"],
        "prizes.individual" => &["name", "code", "count", "amount", "certificate"],
        "prizes.collective" => &[
            "name",
            "code",
            "count",
            "amount",
            "amount_is",
            "certificate",
            "keys",
            "right_counts",
            "tie",
            "min_size",
            "roll_up",
        ],
        "legal_basis" | "study" => &["title", "number", "date", "note"],
        "timetable" => &["what", "lead", "support", "before", "from", "until", "when"],
        "bodies" => &["name", "duty"],
        "open_points" => &["note", "setting"],
        _ => &["code", "name"],
    }
}

/// Place of an element in its list, from 0 on: `#3`, or its code.
fn index_of(sheet: &RuleSheet, list: &str, element: &str) -> Option<usize> {
    if let Some(number) = element.strip_prefix('#') {
        return number.parse::<usize>().ok()?.checked_sub(1);
    }
    match list {
        "rounds" => sheet.rounds.iter().position(|r| r.code == element),
        "tracks" => sheet.tracks.iter().position(|t| t.code == element),
        "topics" => sheet.topics.iter().position(|t| t.code == element),
        "eligibility.blocs" => sheet
            .eligibility
            .blocs
            .iter()
            .position(|b| b.code == element),
        "prizes.individual" => sheet
            .prizes
            .individual
            .iter()
            .position(|p| p.code == element),
        "prizes.collective" => sheet
            .prizes
            .collective
            .iter()
            .position(|p| p.code == element),
        _ => None,
    }
}

/// The id on the page of a setting the check names.
pub(super) fn field_of(sheet: &RuleSheet, form: &Form, setting: &str) -> String {
    if let Some((_, shown)) = ALIASES.iter().find(|(s, _)| *s == setting) {
        return (*shown).to_owned();
    }
    for list in rows::LISTS {
        if setting == *list {
            return setting.to_owned();
        }
        if let Some(rest) = setting.strip_prefix(list).and_then(|r| r.strip_prefix('.')) {
            return in_list(sheet, form, list, rest).unwrap_or_else(|| (*list).to_owned());
        }
    }
    let mut path = setting;
    loop {
        if SHOWN.contains(&path) {
            return path.to_owned();
        }
        match path.rsplit_once('.') {
            Some((shorter, _)) => path = shorter,
            None => return TOML.to_owned(),
        }
    }
}

fn in_list(sheet: &RuleSheet, form: &Form, list: &str, rest: &str) -> Option<String> {
    let (element, part) = rest.split_once('.').unwrap_or((rest, ""));
    let row = *rows::places(form, list).get(index_of(sheet, list, element)?)?;
    let known = parts(list);
    let part = known.iter().find(|p| **p == part).or(known.first())?;
    Some(format!("{list}.{row}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::rules::form::to_form;
    use domain::contest::check::check;

    fn sheet() -> RuleSheet {
        let text = include_str!("../../../../contests/thua-thien-hue-2022.toml");
        exchange::contest::parse_rule_sheet(text).expect("preset")
    }

    #[test]
    fn a_problem_stands_at_its_field() {
        let mut sheet = sheet();
        sheet.rounds[1].closes = sheet.rounds[2].closes;
        sheet.ranking.unresolved = None;
        let form = to_form(&sheet, 1);
        let fields: Vec<String> = check(&sheet)
            .iter()
            .map(|p| field_of(&sheet, &form, &p.setting))
            .collect();
        assert!(fields.contains(&"rounds.2.closes".to_owned()), "{fields:?}");
        assert!(
            fields.contains(&"ranking.unresolved".to_owned()),
            "{fields:?}"
        );
    }

    #[test]
    fn rows_are_found_after_one_was_removed() {
        let sheet = sheet();
        let form = rows::apply(&to_form(&sheet, 1), "bo:rounds.1").expect("act");
        let mut fewer = sheet.clone();
        fewer.rounds.remove(0);
        assert_eq!(
            field_of(&fewer, &form, "rounds.dot-2.closes"),
            "rounds.2.closes"
        );
        assert_eq!(
            field_of(&fewer, &form, "quiz.blueprint.#3"),
            "quiz.blueprint.3.topic"
        );
        assert_eq!(field_of(&fewer, &form, "rounds.#9.code"), "rounds");
        assert_eq!(field_of(&fewer, &form, "dossier.stages.x.name"), TOML);
        assert_eq!(field_of(&fewer, &form, "code"), TOML);
    }

    #[test]
    fn every_single_field_exists_in_the_form() {
        let form = to_form(&sheet(), 1);
        for list in rows::LISTS {
            for n in rows::places(&form, list) {
                let sent = |part: &&&str| {
                    let (field, group) =
                        (format!("{list}.{n}.{part}"), format!("{list}.{n}.{part}."));
                    let in_it =
                        |(name, _): &(String, String)| *name == field || name.starts_with(&group);
                    form.fields.iter().any(in_it)
                };
                let missing = parts(list).iter().find(|part| !sent(part));
                assert_eq!(missing, None, "{list}.{n}");
            }
        }
    }
}
