//! Heading, eligibility, groups, rounds, quiz.

use super::{Case, each_has_exactly_its_problem};
use crate::contest::check::Severity::{Error, Warning};
use crate::contest::rule_sheet::{
    Attribute, Cell, Counting, Form, Identity, PaperKind, PredictionKind, RuleSheet, Scope,
};
use crate::people::Role;
use crate::question::Level;
use crate::time::Moment;
use crate::units::Points;

fn quiz(sheet: &mut RuleSheet) -> &mut crate::contest::rule_sheet::Quiz {
    sheet.quiz.as_mut().expect("quiz")
}

fn cell(topic: Option<&str>, level: Option<Level>, count: u16) -> Cell {
    Cell {
        topic: topic.map(str::to_owned),
        level,
        count,
    }
}

fn form(name: &str, codes: &[&str]) -> Form {
    Form {
        name: name.into(),
        questions: codes.iter().map(|c| (*c).to_owned()).collect(),
    }
}

/// Self-declared, without what needs a roster.
fn self_declared(sheet: &mut RuleSheet, unique_by: &[Attribute]) {
    sheet.eligibility.identity = Identity::SelfDeclared;
    sheet.eligibility.unique_by = unique_by.to_vec();
    sheet.participation = None;
    sheet.prizes.collective.clear();
}

fn fixed(sheet: &mut RuleSheet, forms: Vec<Form>) {
    let quiz = quiz(sheet);
    quiz.paper = PaperKind::FixedForms;
    quiz.blueprint.clear();
    quiz.forms = forms;
}

#[test]
fn heading() {
    let cases: &[Case] = &[
        ("format", Error, |s| s.format = 2),
        ("code", Error, |s| s.code = String::new()),
        ("code", Error, |s| s.code = "Bồng Sơn".into()),
        ("code", Error, |s| s.code = "bong--son".into()),
        ("code", Error, |s| s.code = "-bong-son".into()),
        ("code", Error, |s| s.code = "a".repeat(61)),
        ("title", Error, |s| s.title = "  ".into()),
        ("organiser", Error, |s| s.organiser = String::new()),
        ("who", Error, |s| s.who = String::new()),
        ("quiz", Error, |s| {
            s.quiz = None;
            s.prediction = None;
            s.essay = None;
            s.dossier = None;
            s.movement = None;
            s.rounds.clear();
            s.overall = None;
            s.prizes.collective.clear();
            s.open_points.clear();
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn eligibility() {
    let cases: &[Case] = &[
        ("eligibility.blocs.#3.code", Error, |s| {
            let again = s.eligibility.blocs[0].clone();
            s.eligibility.blocs.push(again);
        }),
        ("eligibility.blocs.xa.name", Error, |s| {
            s.eligibility.blocs[0].name = String::new();
        }),
        ("eligibility.unique_by", Error, |s| self_declared(s, &[])),
        ("eligibility.unique_by", Warning, |s| {
            self_declared(s, &[Attribute::Phone, Attribute::Phone]);
        }),
        ("eligibility.unique_by", Warning, |s| {
            self_declared(s, &[Attribute::FullName, Attribute::Unit]);
        }),
        ("eligibility.unique_by", Warning, |s| {
            s.eligibility.unique_by = vec![Attribute::Phone];
        }),
        ("eligibility.unique_by", Error, |s| {
            self_declared(s, &[]);
            s.eligibility.identity = Identity::LocalAccount;
        }),
        ("eligibility.contact_days", Error, |s| {
            s.eligibility.contact_days = 29;
        }),
        ("eligibility.contact_days", Error, |s| {
            s.eligibility.contact_days = 1_096;
        }),
        ("eligibility.identity", Warning, |s| {
            s.eligibility.identity = Identity::Sso;
        }),
        ("eligibility.min_age", Warning, |s| {
            s.eligibility.min_age = 16
        }),
        ("eligibility.excluded_roles", Error, |s| {
            s.eligibility.excluded_roles = vec![Role::Contestant];
        }),
        ("eligibility.assisted_can_win", Warning, |s| {
            s.eligibility.assisted_can_win = true;
        }),
        ("participation.percent", Error, |s| {
            s.participation.as_mut().expect("target").percent = 101;
        }),
        ("participation", Error, |s| {
            let target = s.participation.clone();
            self_declared(s, &[Attribute::FullName, Attribute::BirthDate]);
            s.participation = target;
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn topics_and_tracks() {
    let cases: &[Case] = &[
        ("topics.#3.code", Error, |s| {
            let again = s.topics[0].clone();
            s.topics.push(again);
        }),
        ("tracks.#3.code", Error, |s| {
            let mut again = s.tracks[0].clone();
            again.blocs.clear();
            s.tracks.push(again);
        }),
        ("tracks.xa.blocs", Error, |s| {
            s.tracks[0].blocs.push("huyen".into());
        }),
        ("tracks", Error, |s| s.tracks[1].blocs.push("xa".into())),
        ("tracks", Warning, |s| s.tracks[1].blocs.clear()),
        ("tracks.phong.blocs", Warning, |s| {
            self_declared(s, &[Attribute::Phone]);
            s.tracks[1].blocs.clear();
            s.eligibility.blocs.pop();
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn rounds() {
    let cases: &[Case] = &[
        ("rounds.#2.code", Error, |s| {
            s.rounds[1].code = "dot-1".into()
        }),
        ("rounds.#2.code", Error, |s| {
            s.rounds[1].code = String::new()
        }),
        ("rounds.dot-2.name", Error, |s| {
            s.rounds[1].name = String::new()
        }),
        ("rounds.dot-2.closes", Error, |s| {
            s.rounds[1].closes = s.rounds[1].opens;
        }),
        ("rounds.dot-1.closes", Error, |s| {
            s.rounds[0].closes = Moment(s.rounds[1].opens.0 + 1);
        }),
        ("rounds.dot-2.opens", Warning, |s| s.rounds.swap(0, 1)),
        ("rounds.dot-1.attempts", Error, |s| s.rounds[0].attempts = 0),
        ("rounds.dot-1.counts", Warning, |s| {
            s.rounds[0].counts = Counting::Best;
        }),
        ("rounds.dot-1.tracks", Error, |s| {
            s.rounds[0].tracks = vec!["huyen".into()];
        }),
        ("quiz", Error, |s| {
            s.quiz = None;
            s.prediction = None;
            s.prizes.collective.clear();
            s.ranking.keys = vec![crate::contest::rule_sheet::RankingKey::Essay];
        }),
        ("rounds", Error, |s| {
            s.rounds.clear();
            s.overall = None;
            s.open_points.clear();
        }),
        ("overall.rounds", Error, |s| {
            let overall = s.overall.as_mut().expect("overall");
            overall.rounds = vec!["dot-1".into(), "dot-9".into()];
        }),
        ("overall.rounds", Error, |s| {
            let overall = s.overall.as_mut().expect("overall");
            overall.rounds = vec!["dot-1".into(), "dot-1".into()];
        }),
        ("overall.min_rounds", Error, |s| {
            s.overall.as_mut().expect("overall").min_rounds = 3;
        }),
        ("overall", Warning, |s| {
            s.rounds.pop();
            s.overall.as_mut().expect("overall").min_rounds = 0;
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn rounds_of_different_tracks_may_run_at_once() {
    let mut sheet = super::sound();
    sheet.rounds[0].tracks = vec!["xa".into()];
    sheet.rounds[1].tracks = vec!["phong".into()];
    sheet.rounds[1].opens = sheet.rounds[0].opens;
    assert_eq!(super::check(&sheet), []);
}

#[test]
fn quiz_numbers_and_forms() {
    let cases: &[Case] = &[
        ("quiz.questions", Error, |s| {
            quiz(s).questions = 0;
            quiz(s).blueprint.clear();
        }),
        ("quiz.questions", Error, |s| quiz(s).questions = 201),
        ("quiz.minutes", Error, |s| quiz(s).minutes = 0),
        ("quiz.minutes", Error, |s| quiz(s).minutes = 601),
        ("quiz.minutes", Error, |s| {
            s.rounds[1].closes = Moment(s.rounds[1].opens.0 + 19 * 60_000);
        }),
        ("quiz.points_each", Error, |s| {
            quiz(s).points_each = Points(100_001);
        }),
        ("quiz.points_each", Error, |s| {
            quiz(s).points_each = Points(0)
        }),
        ("quiz.grace_seconds", Error, |s| quiz(s).grace_seconds = 601),
        ("quiz.forms", Warning, |s| {
            quiz(s).forms = vec![form("Đề 01", &["a", "b", "c", "d"])];
        }),
        ("quiz.forms", Error, |s| fixed(s, vec![])),
        ("quiz.forms.#1.questions", Error, |s| {
            fixed(s, vec![form("Đề 01", &["a", "b", "c"])]);
        }),
        ("quiz.forms.#1.questions", Error, |s| {
            fixed(s, vec![form("Đề 01", &["a", "b", "c", "a"])]);
        }),
        ("quiz.forms.#1.name", Error, |s| {
            fixed(s, vec![form(" ", &["a", "b", "c", "d"])]);
        }),
        ("quiz.forms.#2.name", Error, |s| {
            let one = form("Đề 01", &["a", "b", "c", "d"]);
            fixed(s, vec![one.clone(), one]);
        }),
        ("quiz.blueprint", Warning, |s| {
            let cells = quiz(s).blueprint.clone();
            fixed(s, vec![form("Đề 01", &["a", "b", "c", "d"])]);
            quiz(s).blueprint = cells;
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn blueprint_and_prediction() {
    let cases: &[Case] = &[
        ("quiz.blueprint", Error, |s| quiz(s).blueprint[0].count = 3),
        ("quiz.blueprint", Error, |s| {
            // a sum that does not fit the type of the counts must not wrap
            quiz(s).blueprint[0].count = u16::MAX;
        }),
        ("quiz.blueprint.#1.count", Error, |s| {
            quiz(s).blueprint[0].count = 0;
        }),
        ("quiz.blueprint.#1.topic", Error, |s| {
            quiz(s).blueprint[0].topic = Some("khac".into());
        }),
        ("quiz.blueprint.#2", Error, |s| {
            quiz(s).blueprint = vec![
                cell(Some("the_che"), None, 1),
                cell(Some("the_che"), None, 2),
            ];
        }),
        ("quiz.blueprint", Error, |s| {
            quiz(s).blueprint = vec![
                cell(Some("the_che"), None, 1),
                cell(None, Some(Level::VanDung), 1),
            ];
        }),
        ("prediction", Error, |s| {
            s.quiz = None;
            s.rounds.clear();
            s.overall = None;
            s.essay = None;
            s.open_points.clear();
            s.prizes.collective.clear();
        }),
        ("prediction.decimals", Error, |s| {
            let rule = s.prediction.as_mut().expect("prediction");
            rule.kind = PredictionKind::PerfectPercent;
            rule.decimals = 6;
        }),
        ("prediction.decimals", Error, |s| {
            s.prediction.as_mut().expect("prediction").decimals = 1;
        }),
        ("prediction.scope", Warning, |s| {
            s.prediction.as_mut().expect("prediction").scope = Scope::Track;
            s.tracks.clear();
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn cells_of_a_level_go_with_cells_of_topic_and_level() {
    let mut sheet = super::sound();
    quiz(&mut sheet).blueprint = vec![
        cell(Some("the_che"), Some(Level::VanDung), 1),
        cell(None, Some(Level::VanDung), 1),
        cell(None, None, 1),
    ];
    assert_eq!(super::check(&sheet), []);
}
