//! The five presets: they read, contradict themselves nowhere, and add up to what their plans state.

use domain::contest::check::{Severity, check};
use domain::contest::plain::{plain, prize_total};
use domain::contest::rule_sheet::{RankingKey, RuleSheet, TargetKind};
use domain::units::Dong;
use std::path::PathBuf;

const PRESETS: [&str; 5] = [
    "thua-thien-hue-2022",
    "bong-son-2024",
    "thanh-tri-2023",
    "khanh-son-2019",
    "kon-tum-2023-2030",
];

fn preset(code: &str) -> RuleSheet {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../contests")
        .join(format!("{code}.toml"));
    let text = std::fs::read_to_string(&path).expect("preset file");
    toml::from_str(&text).unwrap_or_else(|e| panic!("{code}: {e}"))
}

#[test]
fn no_preset_has_an_error() {
    for code in PRESETS {
        let sheet = preset(code);
        assert_eq!(sheet.code, code);
        let errors: Vec<_> = check(&sheet)
            .into_iter()
            .filter(|p| p.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{code}: {errors:#?}");
    }
}

/// Warnings are allowed, but each one is known.
#[test]
fn the_only_warning_is_the_missing_criteria_of_the_hue_reports() {
    for code in PRESETS {
        let settings: Vec<String> = check(&preset(code))
            .into_iter()
            .map(|p| p.setting)
            .collect();
        let want: &[&str] = if code == "thua-thien-hue-2022" {
            &["dossier.criteria"]
        } else {
            &[]
        };
        assert_eq!(settings, want, "{code}");
    }
}

/// What each plan leaves silent, as settings: a reader must find every one of them among the open points.
const OPENS: [(&str, &[&str]); 5] = [
    (
        "thua-thien-hue-2022",
        &[
            // SSO is what the plan asks for and the product cannot reach yet
            "eligibility.identity",
            // hours of opening and closing, minutes, points
            "rounds.opens",
            "rounds.closes",
            "quiz.minutes",
            "quiz.points_each",
            // what "correctly" counts
            "prediction.kind",
            "prediction.counted_over",
            "prediction.winner_must_be_perfect",
            // order of ties, prizes, adding up over rounds
            "ranking.keys",
            "ranking.unresolved",
            "prizes.individual",
            "prizes.given",
        ],
    ),
    (
        "bong-son-2024",
        &[
            // number of questions, minutes, attempts, what "nhanh nhất" is
            "quiz.questions",
            "quiz.minutes",
            "rounds.attempts",
            "ranking.keys",
            "ranking.unresolved",
            // proof of identity, least age, who sits on the committee
            "eligibility.identity",
            "eligibility.unique_by",
            "eligibility.min_age",
            "eligibility.excluded_roles",
            // money each or together, one prize or two, what "right" sums
            "prizes.collective",
            "prizes.collective.dong_nguoi_thi.amount_is",
            "prizes.collective.nhieu_nguoi_dung.right_counts",
            "prizes.several_per_unit",
            // the kiosk of the ward office
            "eligibility.assisted_can_win",
        ],
    ),
    (
        "thanh-tri-2023",
        &[
            // prizes per bloc or overall, criteria of the collective prizes
            "ranking.list",
            "prizes.collective.tap_the.keys",
            // minutes, order of ties, prepared forms
            "quiz.minutes",
            "quiz.paper",
            "ranking.keys",
            "ranking.unresolved",
            // days without hours, attempts, own data as the condition
            "rounds.opens",
            "rounds.closes",
            "rounds.attempts",
            "eligibility.identity",
            "eligibility.unique_by",
        ],
    ),
    (
        "khanh-son-2019",
        &[
            // weights, judges, how many advance, prizes
            "dossier.criteria",
            "dossier.stages.vong_loai.judges",
            "dossier.stages.vong_loai.advance",
            "prizes.individual",
        ],
    ),
    (
        "kon-tum-2023-2030",
        &[
            // quorum, thresholds, ballots of councils
            "movement.council.quorum_percent",
            "movement.council.more_than_percent",
            "movement.council.secret_ballot",
            // quotas, money
            "movement.collective_quota",
            "movement.individual_quota",
            "movement.collective_amount",
            "movement.individual_amount",
        ],
    ),
];

/// Settings left open that the sheet does not point out, with a note.
fn unsaid<'a>(sheet: &RuleSheet, opens: &[&'a str]) -> Vec<&'a str> {
    let said = |setting: &str| {
        let mut points = sheet.open_points.iter();
        points.any(|p| p.setting == setting && !p.note.trim().is_empty())
    };
    opens.iter().copied().filter(|o| !said(o)).collect()
}

#[test]
fn what_the_plans_leave_open_is_pointed_out() {
    assert_eq!(OPENS.map(|(code, _)| code), PRESETS);
    for (code, opens) in OPENS {
        let sheet = preset(code);
        assert_eq!(unsaid(&sheet, opens), [""; 0], "{code}");
        for open in opens {
            let mut less = sheet.clone();
            less.open_points.retain(|p| p.setting != *open);
            assert_eq!(unsaid(&less, opens), [*open], "{code}");
        }
    }
}

#[test]
fn prizes_add_up_to_what_the_plans_state() {
    let table = [
        ("bong-son-2024", 8, 3_800_000),
        ("thanh-tri-2023", 37, 28_500_000),
        ("khanh-son-2019", 0, 0),
        ("kon-tum-2023-2030", 0, 0),
        ("thua-thien-hue-2022", 12, 0),
    ];
    for (code, prizes, money) in table {
        assert_eq!(prize_total(&preset(code)), (prizes, Dong(money)), "{code}");
    }
    let thanh_tri = preset("thanh-tri-2023").prizes;
    let individual: u32 = thanh_tri.individual.iter().map(|p| p.count).sum();
    let collective: u32 = thanh_tri.collective.iter().map(|p| p.count).sum();
    assert_eq!((individual, collective), (34, 3));
    let bong_son: Vec<(u32, i64)> = preset("bong-son-2024")
        .prizes
        .individual
        .iter()
        .map(|p| (p.count, p.amount.0))
        .collect();
    assert_eq!(
        bong_son,
        [(1, 600_000), (1, 500_000), (1, 400_000), (3, 300_000)]
    );
}

#[test]
fn rounds_open_and_close_when_the_plans_say() {
    let hue = preset("thua-thien-hue-2022");
    let days: Vec<(String, String)> = hue
        .rounds
        .iter()
        .map(|r| (r.opens.opening_words(), r.closes.closing_words()))
        .collect();
    let day = |text: &str| text.rsplit(' ').next().unwrap_or_default().to_owned();
    let dates: Vec<(String, String)> = days.iter().map(|(o, c)| (day(o), day(c))).collect();
    let want = [(1, 7), (8, 14), (15, 21), (22, 28)]
        .map(|(a, b)| (format!("{a}/8/2022"), format!("{b}/8/2022")));
    assert_eq!(dates, want);
    assert!(days.iter().all(|(_, c)| c.starts_with("24 giờ 00")));
    assert!(hue.rounds.iter().all(|r| r.attempts == 1));

    let bong_son = &preset("bong-son-2024").rounds[0];
    assert_eq!(bong_son.opens.to_rfc3339(), "2024-07-01T07:00:00+07:00");
    assert_eq!(bong_son.closes.to_rfc3339(), "2024-07-21T17:00:00+07:00");
    let thanh_tri = &preset("thanh-tri-2023").rounds[0];
    assert_eq!(
        thanh_tri.closes.closing_words(),
        "24 giờ 00, thứ Năm ngày 31/8/2023"
    );
}

#[test]
fn the_facts_of_each_plan_are_there() {
    let hue = preset("thua-thien-hue-2022");
    assert!(
        hue.quiz
            .is_some_and(|q| q.questions == 10 && q.submit_requires_all)
    );
    assert_eq!(
        hue.ranking.keys,
        [
            RankingKey::Score,
            RankingKey::Prediction,
            RankingKey::SubmittedAt
        ]
    );
    assert_eq!(hue.invalid_entries.len(), 2);
    assert!(
        hue.participation
            .is_some_and(|p| p.percent == 100 && p.leaders_every_round)
    );

    let thanh_tri = preset("thanh-tri-2023");
    assert_eq!(thanh_tri.max_score().format(','), "20");
    assert!(
        thanh_tri
            .essay
            .is_some_and(|e| e.max_points.0 == 10_000 && !e.compulsory && e.themes.len() == 4)
    );
    assert_eq!((thanh_tri.timetable.len(), thanh_tri.tracks.len()), (8, 3));
    assert_eq!(thanh_tri.study.len(), 7);

    let khanh_son = preset("khanh-son-2019").dossier.expect("dossier");
    assert_eq!((khanh_son.stages.len(), khanh_son.criteria.len()), (3, 4));

    let movement = preset("kon-tum-2023-2030").movement.expect("movement");
    assert_eq!(movement.fields.len(), 6);
    assert_eq!(movement.tasks.len(), 6);
    assert_eq!(movement.collective_criteria.len(), 5);
    assert_eq!(movement.individual_criteria.len(), 5);
    assert_eq!(movement.awards.len(), 3);
    assert!(movement.targets.len() >= 12);
    assert!(movement.targets.iter().any(|t| t.kind == TargetKind::Range));
}

/// A blueprint never asks for more than half of a topic's twelve questions, so papers differ.
#[test]
fn blueprints_fill_the_paper_exactly() {
    for code in PRESETS {
        let Some(quiz) = preset(code).quiz else {
            continue;
        };
        let sum: u16 = quiz.blueprint.iter().map(|c| c.count).sum();
        assert_eq!(sum, quiz.questions, "{code}");
        assert!(quiz.blueprint.iter().all(|c| c.count <= 6), "{code}");
    }
}

#[test]
fn every_preset_reads_in_plain_vietnamese_and_round_trips() {
    for code in PRESETS {
        let sheet = preset(code);
        for section in plain(&sheet) {
            for item in section.items {
                let where_ = format!("{code}/{}/{}", section.id, item.label);
                assert!(!item.label.trim().is_empty(), "{where_}: {}", item.text);
                assert!(
                    item.text.ends_with(['.', '?', '…']),
                    "{where_}: {}",
                    item.text
                );
                assert!(!item.text.contains(".."), "{where_}: {}", item.text);
                assert!(!item.text.contains("  "), "{where_}: {}", item.text);
                let old = ["hủy", "khóa", "xóa", "hòa", "hóa", "Ủy ban", "tùy"];
                let spelt = old.iter().find(|w| item.text.contains(*w));
                assert_eq!(spelt, None, "{where_}: {}", item.text);
            }
        }
        let written = toml::to_string(&sheet).expect("written");
        assert_eq!(toml::from_str::<RuleSheet>(&written).ok(), Some(sheet));
    }
}
