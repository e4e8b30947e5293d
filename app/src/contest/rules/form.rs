//! A rule sheet as the fields of the editor. [`super::parse`] is the way back: for every sheet the two together give the
//! same sheet again.
//!
//! Fields carry the path of the setting, with the place of a row from 1 on: `rounds.2.closes`. Each row also says in
//! `from` which element of the stored sheet it came from, so that what the editor does not show survives an edit.

mod texts;

pub(super) use texts::SEPARATOR;

use super::words::{
    AMOUNT_IS, ATTRIBUTE, COLLECTIVE, COUNTING, GIVEN, IDENTITY, LIST, PAPER, POPULATION,
    PREDICTION, PREDICTION_SCOPE, RANKING, RIGHT_COUNTS, UNRESOLVED, VOID_QUESTION, code_of,
};
use crate::forms::Form;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{CollectivePrize, Overall, Prediction, Quiz, Round};
use domain::units::grouped;

/// How many further criteria of a collective prize are offered: every one but the first.
pub(super) const TIES: usize = COLLECTIVE.len() - 1;

/// Fields being written.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// A number.
    fn num(&mut self, name: impl Into<String>, value: impl std::fmt::Display) {
        self.put(name, value.to_string());
    }

    /// A box: only a ticked one is sent.
    fn tick(&mut self, name: impl Into<String>, on: bool) {
        if on {
            self.put(name, "1");
        }
    }
}

/// The fields of a sheet at a version.
pub(super) fn to_form(sheet: &RuleSheet, version: i64) -> Form {
    let mut out = Fields::default();
    out.num("rules_version", version);
    general(sheet, &mut out);
    eligibility(sheet, &mut out);
    tracks(sheet, &mut out);
    rounds(sheet, &mut out);
    participation(sheet, &mut out);
    out.tick("quiz", sheet.quiz.is_some());
    // Without a quiz the fields hold what one usually is, so that ticking the box is enough.
    quiz_fields(
        sheet.quiz.as_ref().unwrap_or(&super::parse::usual_quiz()),
        &mut out,
    );
    match &sheet.prediction {
        Some(prediction) => prediction_fields(prediction, &mut out),
        None => out.put("prediction.kind", ""),
    }
    ranking(sheet, &mut out);
    prizes(sheet, &mut out);
    texts::texts(sheet, &mut out);
    Form {
        fields: out.0,
        files: Vec::new(),
    }
}

fn general(sheet: &RuleSheet, out: &mut Fields) {
    out.put("title", &sheet.title);
    out.put("organiser", &sheet.organiser);
    out.put("contact", &sheet.contact);
    out.put("summary", &sheet.summary);
    out.put("who", &sheet.who);
    out.put("funding", &sheet.funding);
}

fn eligibility(sheet: &RuleSheet, out: &mut Fields) {
    let e = &sheet.eligibility;
    out.put("eligibility.identity", code_of(IDENTITY, &e.identity));
    out.num("eligibility.min_age", e.min_age);
    out.num("eligibility.contact_days", e.contact_days);
    for attribute in &e.unique_by {
        out.tick(
            format!("eligibility.unique_by.{}", code_of(ATTRIBUTE, attribute)),
            true,
        );
    }
    for role in &e.excluded_roles {
        out.tick(format!("eligibility.excluded_roles.{}", role.code()), true);
    }
    out.tick("eligibility.assisted_entry", e.assisted_entry);
    out.tick("eligibility.assisted_can_win", e.assisted_can_win);
    coded(
        out,
        "eligibility.blocs",
        e.blocs.iter().map(|b| (b.code.as_str(), b.name.as_str())),
    );
    coded(
        out,
        "topics",
        sheet
            .topics
            .iter()
            .map(|t| (t.code.as_str(), t.name.as_str())),
    );
}

fn coded<'a>(out: &mut Fields, list: &str, elements: impl Iterator<Item = (&'a str, &'a str)>) {
    for ((code, name), n) in elements.zip(1..) {
        out.num(format!("{list}.{n}.from"), n);
        out.put(format!("{list}.{n}.code"), code);
        out.put(format!("{list}.{n}.name"), name);
    }
}

fn tracks(sheet: &RuleSheet, out: &mut Fields) {
    for (track, n) in sheet.tracks.iter().zip(1..) {
        let at = |part: &str| format!("tracks.{n}.{part}");
        out.num(at("from"), n);
        out.put(at("code"), &track.code);
        out.put(at("name"), &track.name);
        out.put(at("blocs"), track.blocs.join(SEPARATOR));
    }
}

fn participation(sheet: &RuleSheet, out: &mut Fields) {
    let wanted = sheet.participation.as_ref();
    out.tick("participation", wanted.is_some());
    out.num("participation.percent", wanted.map_or(0, |p| p.percent));
    out.tick(
        "participation.leaders_every_round",
        wanted.is_some_and(|p| p.leaders_every_round),
    );
}

fn rounds(sheet: &RuleSheet, out: &mut Fields) {
    for (round, n) in sheet.rounds.iter().zip(1..) {
        let at = |part: &str| format!("rounds.{n}.{part}");
        out.num(at("from"), n);
        out.put(at("code"), &round.code);
        out.put(at("name"), &round.name);
        out.put(at("opens"), round.opens.to_local());
        out.put(at("closes"), round.closes.to_local());
        out.num(at("attempts"), round.attempts);
        out.put(at("counts"), code_of(COUNTING, &round.counts));
        out.put(at("tracks"), round.tracks.join(SEPARATOR));
    }
    if let Some(overall) = &sheet.overall {
        out.tick("overall", true);
        out.num("overall.min_rounds", overall.min_rounds);
        for value in summed(overall, &sheet.rounds) {
            out.put("overall.rounds", value);
        }
    }
}

/// The rounds that are summed, as the boxes name them: a round by the place of its row, so that a new code of it changes
/// nothing here; the code itself where no round has it, or where it is there twice.
fn summed(overall: &Overall, rounds: &[Round]) -> Vec<String> {
    let place = |code: &String| rounds.iter().position(|r| r.code == *code);
    let mut out: Vec<String> = Vec::new();
    for code in &overall.rounds {
        let row = place(code).map(|i| format!("#{}", i + 1));
        out.push(row.filter(|r| !out.contains(r)).unwrap_or(code.clone()));
    }
    out
}

fn quiz_fields(quiz: &Quiz, out: &mut Fields) {
    out.num("quiz.questions", quiz.questions);
    out.num("quiz.minutes", quiz.minutes);
    out.put("quiz.points_each", quiz.points_each.format(','));
    out.num("quiz.grace_seconds", quiz.grace_seconds);
    out.put("quiz.paper", code_of(PAPER, &quiz.paper));
    out.put(
        "quiz.void_question",
        code_of(VOID_QUESTION, &quiz.void_question),
    );
    out.tick("quiz.shuffle_questions", quiz.shuffle_questions);
    out.tick("quiz.shuffle_options", quiz.shuffle_options);
    out.tick("quiz.submit_requires_all", quiz.submit_requires_all);
    for (cell, n) in quiz.blueprint.iter().zip(1..) {
        let at = |part: &str| format!("quiz.blueprint.{n}.{part}");
        out.num(at("from"), n);
        out.put(at("topic"), cell.topic.as_deref().unwrap_or_default());
        out.put(
            at("level"),
            cell.level.map_or("", domain::question::Level::code),
        );
        out.num(at("count"), cell.count);
    }
    for (prepared, n) in quiz.forms.iter().zip(1..) {
        let at = |part: &str| format!("quiz.forms.{n}.{part}");
        out.num(at("from"), n);
        out.put(at("name"), &prepared.name);
        out.put(at("questions"), prepared.questions.join("\n"));
    }
}

fn prediction_fields(prediction: &Prediction, out: &mut Fields) {
    out.put("prediction.kind", code_of(PREDICTION, &prediction.kind));
    out.put(
        "prediction.counted_over",
        code_of(POPULATION, &prediction.counted_over),
    );
    out.put(
        "prediction.scope",
        code_of(PREDICTION_SCOPE, &prediction.scope),
    );
    out.num("prediction.decimals", prediction.decimals);
    out.tick(
        "prediction.winner_must_be_perfect",
        prediction.winner_must_be_perfect,
    );
}

fn ranking(sheet: &RuleSheet, out: &mut Fields) {
    let ranking = &sheet.ranking;
    for key in &ranking.keys {
        out.put("ranking.keys", code_of(RANKING, key));
    }
    out.put(
        "ranking.unresolved",
        ranking.unresolved.map_or("", |u| code_of(UNRESOLVED, &u)),
    );
    out.put("ranking.draw_event", &ranking.draw_event);
    out.put("ranking.list", code_of(LIST, &ranking.list));
}

fn prizes(sheet: &RuleSheet, out: &mut Fields) {
    let prizes = &sheet.prizes;
    out.put("prizes.given", code_of(GIVEN, &prizes.given));
    out.tick("prizes.several_per_person", prizes.several_per_person);
    out.tick("prizes.several_per_unit", prizes.several_per_unit);
    for (prize, n) in prizes.individual.iter().zip(1..) {
        let at = |part: &str| format!("prizes.individual.{n}.{part}");
        out.num(at("from"), n);
        out.put(at("code"), &prize.code);
        out.put(at("name"), &prize.name);
        out.num(at("count"), prize.count);
        out.put(at("amount"), grouped(prize.amount.0));
        out.put(at("certificate"), &prize.certificate);
    }
    for (prize, n) in prizes.collective.iter().zip(1..) {
        collective(prize, n, out);
    }
}

fn collective(prize: &CollectivePrize, n: i32, out: &mut Fields) {
    let at = |part: &str| format!("prizes.collective.{n}.{part}");
    out.num(at("from"), n);
    out.put(at("code"), &prize.code);
    out.put(at("name"), &prize.name);
    out.num(at("count"), prize.count);
    out.put(at("amount"), grouped(prize.amount.0));
    out.put(at("amount_is"), code_of(AMOUNT_IS, &prize.amount_is));
    out.put(at("certificate"), &prize.certificate);
    for (key, code, _) in COLLECTIVE {
        let weight = prize.keys.iter().find(|k| k.key == *key);
        let weight = weight.map_or(String::new(), |k| k.weight.to_string());
        out.put(at(&format!("keys.{code}")), weight);
    }
    out.put(
        at("right_counts"),
        code_of(RIGHT_COUNTS, &prize.right_counts),
    );
    for i in 0..prize.tie.len().max(TIES) {
        let key = prize.tie.get(i).map_or("", |key| code_of(COLLECTIVE, key));
        out.put(at(&format!("tie.{}", i + 1)), key);
    }
    out.num(at("min_size"), prize.min_size);
    out.num(at("roll_up"), prize.roll_up);
}
