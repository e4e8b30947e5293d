//! Ranking, prizes, essay, dossiers, movement, timetable, open points.

use super::{Case, each_has_exactly_its_problem};
use crate::contest::check::Severity::{Error, Warning};
use crate::contest::rule_sheet::{
    CollectiveKey, Given, Identity, RankingKey, RuleSheet, TargetKind, Unresolved, WeightedKey,
};
use crate::time::Day;
use crate::units::{Dong, Points};

fn keys(sheet: &mut RuleSheet, keys: &[RankingKey]) {
    sheet.ranking.keys = keys.to_vec();
}

fn collective(sheet: &mut RuleSheet) -> &mut crate::contest::rule_sheet::CollectivePrize {
    &mut sheet.prizes.collective[0]
}

fn weighted(key: CollectiveKey, weight: u8) -> WeightedKey {
    WeightedKey { key, weight }
}

fn movement(sheet: &mut RuleSheet) -> &mut crate::contest::rule_sheet::Movement {
    sheet.movement.as_mut().expect("movement")
}

fn dossier(sheet: &mut RuleSheet) -> &mut crate::contest::rule_sheet::Dossier {
    sheet.dossier.as_mut().expect("dossier")
}

#[test]
fn ranking() {
    use RankingKey::{Essay, Prediction, PredictionNotOver, Score, Total};
    let cases: &[Case] = &[
        ("ranking.keys", Error, |s| {
            keys(s, &[]);
            s.prediction = None;
        }),
        ("ranking.keys", Error, |s| {
            keys(s, &[Score, Prediction, Score])
        }),
        ("ranking.keys", Error, |s| s.prediction = None),
        ("ranking.keys", Error, |s| {
            keys(s, &[Score, PredictionNotOver]);
            s.prediction = None;
        }),
        ("ranking.keys", Warning, |s| keys(s, &[Score])),
        ("ranking.keys", Error, |s| {
            keys(s, &[Essay, Prediction]);
            s.essay = None;
        }),
        ("ranking.keys", Error, |s| {
            keys(s, &[Total, Prediction]);
            s.essay = None;
        }),
        ("ranking.keys", Warning, |s| {
            keys(s, &[Total, Score, Prediction, Essay]);
        }),
        ("ranking.unresolved", Error, |s| s.ranking.unresolved = None),
        ("ranking.draw_event", Error, |s| {
            s.ranking.unresolved = Some(Unresolved::Draw);
        }),
        ("ranking.draw_event", Warning, |s| {
            s.ranking.draw_event = "Xổ số miền Trung ngày 22/7/2024".into();
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn individual_prizes() {
    let cases: &[Case] = &[
        ("prizes.individual.#2.code", Error, |s| {
            s.prizes.individual[1].code = "nhat".into();
        }),
        ("prizes.individual.nhat.name", Error, |s| {
            s.prizes.individual[0].name = String::new();
        }),
        ("prizes.individual.nhat.count", Error, |s| {
            s.prizes.individual[0].count = 0;
        }),
        ("prizes.individual.nhi.amount", Error, |s| {
            s.prizes.individual[1].amount = Dong(-1);
        }),
        ("prizes.individual.nhi.amount", Warning, |s| {
            s.prizes.individual[1].amount = Dong(600_001);
        }),
        ("prizes.given", Error, |s| {
            s.prizes.given = Given::Overall;
            s.overall = None;
        }),
        ("prizes.given", Error, |s| {
            s.prizes.given = Given::Overall;
            s.overall = None;
            s.rounds.pop();
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn collective_prizes() {
    use CollectiveKey::{MeanScore, Participants, ParticipationRate, PerfectEntries};
    let cases: &[Case] = &[
        ("prizes.collective.#2.code", Error, |s| {
            let again = collective(s).clone();
            s.prizes.collective.push(again);
        }),
        ("prizes.collective.dong.count", Error, |s| {
            collective(s).count = 0
        }),
        ("prizes.collective.dong.amount", Error, |s| {
            collective(s).amount = Dong(-5);
        }),
        ("prizes.collective.dong.keys", Error, |s| {
            collective(s).keys.clear();
        }),
        ("prizes.collective.dong.keys", Error, |s| {
            collective(s).keys = vec![weighted(Participants, 60), weighted(ParticipationRate, 30)];
        }),
        ("prizes.collective.dong.keys", Error, |s| {
            collective(s).keys = vec![weighted(Participants, 60), weighted(Participants, 40)];
        }),
        ("prizes.collective.dong.keys", Error, |s| {
            s.eligibility.identity = Identity::SelfDeclared;
            s.eligibility.unique_by = vec![crate::contest::rule_sheet::Attribute::Phone];
            s.participation = None;
        }),
        ("prizes.collective.dong.keys", Error, |s| {
            s.quiz = None;
            s.rounds.clear();
            s.overall = None;
            s.essay = None;
            s.prediction = None;
            s.open_points.clear();
            collective(s).keys = vec![weighted(MeanScore, 100)];
        }),
        ("prizes.collective.dong.min_size", Warning, |s| {
            collective(s).min_size = 1;
        }),
        ("prizes.collective.dong.tie", Error, |s| {
            collective(s).tie = vec![PerfectEntries, PerfectEntries];
        }),
        ("prizes.collective.dong.tie", Warning, |s| {
            collective(s).tie = vec![ParticipationRate];
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn essay_and_dossier() {
    let cases: &[Case] = &[
        ("essay.max_points", Error, |s| {
            s.essay.as_mut().expect("essay").max_points = Points(0);
        }),
        ("essay.per_person", Error, |s| {
            s.essay.as_mut().expect("essay").per_person = 0;
        }),
        ("dossier.parts", Error, |s| dossier(s).parts.clear()),
        ("dossier.stages", Error, |s| dossier(s).stages.clear()),
        ("dossier.stages.#2.code", Error, |s| {
            let again = dossier(s).stages[0].clone();
            dossier(s).stages.push(again);
        }),
        ("dossier.stages.loai.done_before", Error, |s| {
            dossier(s).stages[0].done_before = Day::parse("2022-06-01");
        }),
        ("dossier.criteria", Warning, |s| dossier(s).criteria.clear()),
        ("dossier.criteria", Warning, |s| {
            for criterion in &mut dossier(s).criteria {
                criterion.weight = 0;
            }
        }),
        ("dossier.criteria", Error, |s| {
            dossier(s).criteria[0].weight = 61
        }),
        ("dossier.obliged_blocs", Error, |s| {
            dossier(s).obliged_blocs = vec!["huyen".into()];
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn movements() {
    let cases: &[Case] = &[
        ("movement.until", Error, |s| {
            movement(s).from = Day::parse("2031-01-01");
        }),
        ("movement.targets.#1", Error, |s| {
            movement(s).targets[0].low = None;
        }),
        ("movement.targets.#1", Error, |s| {
            movement(s).targets[0].kind = TargetKind::AtMost;
        }),
        ("movement.targets.#1", Error, |s| {
            let target = &mut movement(s).targets[0];
            target.kind = TargetKind::Range;
            target.high = Some(49);
        }),
        ("movement.council.quorum_percent", Error, |s| {
            movement(s).council.quorum_percent = 101;
        }),
        ("movement.council.more_than_percent", Error, |s| {
            movement(s).council.more_than_percent = 100;
        }),
        ("movement.collective_amount", Error, |s| {
            movement(s).collective_amount = Dong(-1);
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn timetable_and_open_points() {
    let cases: &[Case] = &[
        ("timetable.#1.what", Error, |s| {
            s.timetable[0].what = String::new()
        }),
        ("timetable.#1.when", Error, |s| {
            s.timetable[0].from = None;
            s.timetable[0].until = None;
        }),
        ("timetable.#1.when", Error, |s| {
            s.timetable[0].when = "Tháng 8".into();
        }),
        ("timetable.#1.when", Error, |s| {
            s.timetable[0].before = Day::parse("2022-08-01");
        }),
        ("timetable.#1.until", Error, |s| {
            s.timetable[0].until = Day::parse("2022-07-31");
        }),
        ("summary", Warning, |s| {
            s.summary = "Từ 7 giờ ngày 1/8/2022 đến 17 giờ ngày 28/8/2019.".into();
        }),
        ("timetable.#1.from", Warning, |s| {
            s.timetable[0].from = Day::parse("2020-08-01");
        }),
        ("open_points.#1.setting", Error, |s| {
            s.open_points[0].setting = "quiz.hours".into();
        }),
        ("open_points.#1.setting", Error, |s| {
            s.open_points[0].setting = "rounds.dot-9.closes".into();
        }),
        ("open_points.#1.setting", Error, |s| {
            s.open_points[0].setting = String::new();
        }),
        ("open_points.#1.note", Error, |s| {
            s.open_points[0].note = String::new();
        }),
    ];
    each_has_exactly_its_problem(cases);
}

#[test]
fn open_points_may_name_all_rounds_or_one() {
    for setting in [
        "rounds",
        "rounds.closes",
        "rounds.dot-2",
        "prizes.collective.dong.amount_is",
    ] {
        let mut sheet = super::sound();
        sheet.open_points[0].setting = setting.into();
        assert_eq!(super::check(&sheet), [], "{setting}");
    }
}
