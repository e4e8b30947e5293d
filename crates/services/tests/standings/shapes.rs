//! Small rule sheets, each with one setting the presets do not use, played from the start to the sealed standings: a
//! setting lost on the way from the sheet to the entries gives another number here.

use crate::fixture::{HUE, ROUND, Stage, contest_with, open, play, stage_with};
use crate::support::{World, on_both_engines, rejection};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{
    AmountIs, CollectiveKey, CollectivePrize, Counting, Form, PaperKind, Population,
    PredictionKind, RightCounts, Scope, Track, VoidQuestion, WeightedKey,
};
use domain::people::eligibility::Ineligible;
use domain::quiz::start::StartRefused;
use domain::record::Change;
use domain::time::Span;
use domain::units::{Dong, Points};
use services::Rejection;
use services::people::Slip;
use services::quiz::StartOn;

const HEADING: &str = "Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị;Ngày sinh;Nhóm thi\n";

/// One round, three questions of any topic.
fn small(rules: &mut RuleSheet) {
    rules.rounds.truncate(1);
    if let Some(quiz) = &mut rules.quiz {
        quiz.questions = 3;
        quiz.blueprint.clear();
    }
}

/// A small sheet, changed, its round open for the people of this roster.
async fn played_by(world: World, people: &str, change: impl FnOnce(&mut RuleSheet)) -> Stage {
    let (world, slips) = with_roster(world, people, change).await;
    open(world, &slips).await
}

pub(crate) async fn with_roster(
    world: World,
    people: &str,
    change: impl FnOnce(&mut RuleSheet),
) -> (World, Vec<Slip>) {
    let world = contest_with(world, |rules| {
        small(rules);
        change(rules);
    })
    .await;
    world.fill_bank(HUE).await;
    let mut slips = world
        .import_roster(HUE, &format!("{HEADING}{people}"))
        .await;
    slips.sort_by(|a, b| a.code.cmp(&b.code));
    (world, slips)
}

/// Score and highest score of the entries that count, as ranked.
async fn counted(stage: &Stage) -> Vec<(Option<u32>, Points, Points)> {
    let lines = stage.review(None).await.lines.lines.into_iter();
    lines
        .filter(|l| l.counted)
        .map(|l| (l.rank, l.score, l.max_score))
        .collect()
}

async fn refused(stage: &Stage, person: usize) -> Ineligible {
    let services = &stage.world.services;
    let (actor, on) = (&stage.people[person], StartOn::default());
    let started = services.start_attempt(actor, HUE, ROUND, on, services.now());
    match rejection(started.await) {
        Rejection::Start(StartRefused::Ineligible { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

/// One person with 1, 3 and 2 points, in this order.
async fn of_three_attempts(world: World, counts: Counting) -> Points {
    let mut stage = stage_with(world, 1, |rules| {
        small(rules);
        rules.rounds[0].attempts = 3;
        rules.rounds[0].counts = counts;
    })
    .await;
    stage.people = vec![stage.people[0].clone(); 3];
    for wrong in [2, 0, 1] {
        stage.plays(play(wrong, "1")).await;
    }
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    assert_eq!((review.counts.entries, review.counts.persons), (3, 1));
    let counted = counted(&stage).await;
    assert_eq!((counted.len(), counted[0].0), (1, Some(1)));
    let perfect = u32::from(counted[0].1 == Points(3_000));
    assert_eq!(review.actuals[0].perfect, perfect, "of what counts");
    counted[0].1
}

async fn the_first_attempt_counts(world: World) {
    let score = of_three_attempts(world, Counting::First).await;
    assert_eq!(score, Points(1_000));
}

async fn the_best_attempt_counts(world: World) {
    let score = of_three_attempts(world, Counting::Best).await;
    assert_eq!(score, Points(3_000));
}

async fn the_last_attempt_counts(world: World) {
    let score = of_three_attempts(world, Counting::Last).await;
    assert_eq!(score, Points(2_000));
}

async fn tracks_have_their_own_list_and_true_number(world: World) {
    let people = "A;Nguyễn Văn An;DV;Sở;1/1/1990;can-bo\n\
                  B;Nguyễn Văn Bình;DV;Sở;1/1/1990;can-bo\n\
                  C;Nguyễn Văn Cao;DV;Sở;1/1/1990;nguoi-dan\n\
                  D;Nguyễn Văn Dũng;DV;Sở;1/1/1990;khach\n";
    let mut stage = played_by(world, people, |rules| {
        let track = |code: &str| Track {
            code: code.to_owned(),
            name: format!("Bảng {code}"),
            blocs: Vec::new(),
        };
        rules.tracks = ["can-bo", "nguoi-dan", "khach"].map(track).into();
        rules.rounds[0].tracks = vec!["can-bo".to_owned(), "nguoi-dan".to_owned()];
        rules.ranking.list = Scope::Track;
        if let Some(prediction) = &mut rules.prediction {
            prediction.scope = Scope::Track;
        }
    })
    .await;
    assert_eq!(refused(&stage, 3).await, Ineligible::OtherTrack);
    for prediction in ["5", "2", "1"] {
        stage.plays(play(0, prediction)).await;
    }
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    let lines: Vec<(&str, Option<u32>, Option<&str>)> = review
        .lines
        .lines
        .iter()
        .map(|l| (l.code.as_deref().unwrap(), l.rank, l.distance.as_deref()))
        .collect();
    let want = [
        ("B", Some(1), Some("0")),
        ("A", Some(2), Some("3")),
        ("C", Some(1), Some("0")),
    ];
    assert_eq!(lines, want);
    let actuals: Vec<(Option<&str>, Option<&str>)> = review
        .actuals
        .iter()
        .map(|a| (a.track.as_deref(), a.value.as_deref()))
        .collect();
    assert_eq!(
        actuals[..2],
        [
            (Some("Bảng can-bo"), Some("2")),
            (Some("Bảng nguoi-dan"), Some("1"))
        ]
    );
}

/// Two people, three attempts, two of them perfect: the true number, as the one who predicted it finds it.
async fn true_number(world: World, kind: PredictionKind, over: Population, guess: &'static str) {
    let mut stage = stage_with(world, 2, |rules| {
        small(rules);
        rules.rounds[0].attempts = 2;
        if let Some(prediction) = &mut rules.prediction {
            prediction.kind = kind;
            prediction.counted_over = over;
            prediction.decimals = u8::from(kind == PredictionKind::PerfectPercent);
        }
    })
    .await;
    stage.people.insert(1, stage.people[0].clone());
    for wrong in [0, 0, 1] {
        stage.plays(play(wrong, guess)).await;
    }
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    assert_eq!(review.actuals.len(), 1);
    assert_eq!(review.actuals[0].value.as_deref(), Some(guess));
    let counted = review.lines.lines.iter().filter(|l| l.counted);
    let distances: Vec<Option<&str>> = counted.map(|l| l.distance.as_deref()).collect();
    assert_eq!(distances, [Some("0"), Some("0")]);
}

async fn perfect_attempts_are_predicted(world: World) {
    let (kind, over) = (PredictionKind::PerfectEntries, Population::Attempts);
    true_number(world, kind, over, "2").await;
}

async fn participants_are_predicted(world: World) {
    let (kind, over) = (PredictionKind::Participants, Population::Persons);
    true_number(world, kind, over, "2").await;
}

async fn every_attempt_is_a_participant(world: World) {
    let (kind, over) = (PredictionKind::Participants, Population::Attempts);
    true_number(world, kind, over, "3").await;
}

async fn the_share_of_perfect_persons_is_predicted(world: World) {
    let (kind, over) = (PredictionKind::PerfectPercent, Population::Persons);
    true_number(world, kind, over, "50").await;
}

async fn the_share_of_perfect_attempts_is_predicted(world: World) {
    let (kind, over) = (PredictionKind::PerfectPercent, Population::Attempts);
    true_number(world, kind, over, "66,7").await;
}

/// Score and highest score of one who answered a question wrong that is void.
async fn with_a_void_question(world: World, what: VoidQuestion) -> (Points, Points) {
    let mut stage = stage_with(world, 1, |rules| {
        small(rules);
        if let Some(quiz) = &mut rules.quiz {
            quiz.void_question = what;
        }
    })
    .await;
    // The first place is the one that `play(1, …)` answers wrong.
    let wrong = stage.begins().await.swap_remove(0);
    let stems = stage.stems().await;
    let (question, _) = stems.into_iter().find(|(_, stem)| *stem == wrong).unwrap();
    stage.plays(play(1, "1")).await;
    stage.close().await;
    stage.seal().await;
    let full = (Some(1), Points(2_000), Points(3_000));
    assert_eq!(counted(&stage).await, [full]);
    stage
        .change(Change::VoidQuestion {
            question,
            reason: "Căn cứ đã hết hiệu lực".to_owned(),
        })
        .await;
    let line = counted(&stage).await[0];
    assert_eq!(stage.review(None).await.actuals[0].perfect, 1);
    (line.1, line.2)
}

async fn a_void_question_is_removed(world: World) {
    let score = with_a_void_question(world, VoidQuestion::Removed).await;
    assert_eq!(score, (Points(2_000), Points(2_000)));
}

async fn a_void_question_is_credited(world: World) {
    let score = with_a_void_question(world, VoidQuestion::Credited).await;
    assert_eq!(score, (Points(3_000), Points(3_000)));
}

async fn a_fixed_form_is_shown_in_its_order_and_marked(world: World) {
    let forms = [
        ["TH-003", "TH-001", "TH-002"],
        ["TH-009", "TH-008", "TH-010"],
    ];
    let mut stage = stage_with(world, 4, |rules| {
        small(rules);
        if let Some(quiz) = &mut rules.quiz {
            quiz.paper = PaperKind::FixedForms;
            quiz.shuffle_questions = false;
            let form = |codes: [&str; 3]| Form {
                name: format!("Đề {}", codes[0]),
                questions: codes.map(str::to_owned).into(),
            };
            quiz.forms = forms.map(form).into();
        }
    })
    .await;
    let stems = stage.stems().await;
    let forms = forms.map(|codes| codes.map(|code| stems[code].clone()));
    for _ in 0..4 {
        let paper = stage.begins().await;
        assert!(forms.iter().any(|form| *form == paper[..]), "{paper:?}");
        stage.plays(play(0, "4")).await;
    }
    stage.close().await;
    stage.seal().await;
    let lines = counted(&stage).await;
    assert_eq!(lines.len(), 4);
    assert!(
        lines
            .iter()
            .all(|l| (l.1, l.2) == (Points(3_000), Points(3_000))),
        "{lines:?}"
    );
}

async fn the_least_age_is_that_of_the_day_of_the_start(world: World) {
    // The round opens on 2/12/2025: one is eighteen that day, the other the day after.
    let people = "A;Nguyễn Văn An;DV;Sở;2/12/2007;\nB;Nguyễn Văn Bình;DV;Sở;3/12/2007;\n";
    let mut stage = played_by(world, people, |rules| rules.eligibility.min_age = 18).await;
    assert_eq!(
        refused(&stage, 1).await,
        Ineligible::TooYoung { min_age: 18 }
    );
    stage.plays(play(0, "1")).await;
    stage.world.clock.pass(Span::minutes(24 * 60));
    stage.plays(play(0, "1")).await;
    stage.close().await;
    stage.seal().await;
    assert_eq!(stage.review(None).await.counts.persons, 2);
}

async fn a_collective_rate_is_of_the_roster(world: World) {
    let people = "A;Nguyễn Văn An;LON;Sở Lớn;1/1/1990;\n\
                  B;Nguyễn Văn Bình;LON;Sở Lớn;1/1/1990;\n\
                  C;Nguyễn Văn Cao;NHO;Sở Nhỏ;1/1/1990;\n\
                  D;Nguyễn Văn Dũng;LON;Sở Lớn;1/1/1990;\n\
                  E;Nguyễn Văn Em;LON;Sở Lớn;1/1/1990;\n";
    let mut stage = played_by(world, people, |rules| {
        rules.prizes.collective.push(CollectivePrize {
            code: "ty-le".to_owned(),
            name: "Đơn vị dự thi đông".to_owned(),
            count: 1,
            amount: Dong(700_000),
            amount_is: AmountIs::Each,
            certificate: String::new(),
            keys: vec![WeightedKey {
                key: CollectiveKey::ParticipationRate,
                weight: 100,
            }],
            right_counts: RightCounts::PerfectPersons,
            tie: Vec::new(),
            min_size: 0,
            roll_up: 0,
        });
    })
    .await;
    for _ in 0..3 {
        stage.plays(play(0, "3")).await;
    }
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    let lines = &review.collective[0].lines;
    let told: Vec<_> = lines
        .iter()
        .map(|l| (l.name.as_str(), l.rank, l.participants, l.roster, l.won))
        .collect();
    let want = [
        ("Sở Nhỏ", Some(1), 1, Some(1), true),
        ("Sở Lớn", Some(2), 2, Some(4), false),
    ];
    assert_eq!(
        told, want,
        "half of the larger unit is less than all of one"
    );
}

on_both_engines!(the_first_attempt_counts);
on_both_engines!(the_best_attempt_counts);
on_both_engines!(the_last_attempt_counts);
on_both_engines!(tracks_have_their_own_list_and_true_number);
on_both_engines!(perfect_attempts_are_predicted);
on_both_engines!(participants_are_predicted);
on_both_engines!(every_attempt_is_a_participant);
on_both_engines!(the_share_of_perfect_persons_is_predicted);
on_both_engines!(the_share_of_perfect_attempts_is_predicted);
on_both_engines!(a_void_question_is_removed);
on_both_engines!(a_void_question_is_credited);
on_both_engines!(a_fixed_form_is_shown_in_its_order_and_marked);
on_both_engines!(the_least_age_is_that_of_the_day_of_the_start);
on_both_engines!(a_collective_rate_is_of_the_roster);
