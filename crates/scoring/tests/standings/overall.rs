//! Rounds ranked together.

use crate::support::{guess, overall, predicts, rules, tier, tracks};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{CollectivePrize, Given, RankingKey};
use domain::ids::PersonId;
use domain::ids::UnitId;
use domain::quiz::prediction::ONE;
use domain::time::Span;
use scoring::standings::{
    Decisions, Entry, OverallStandings, Ratio, UnitNode, rank_overall, rank_round,
};

fn sheet(keys: &[RankingKey]) -> RuleSheet {
    let mut sheet = rules(keys);
    sheet.prediction = Some(predicts());
    sheet.overall = Some(overall(0));
    sheet.prizes.given = Given::Overall;
    sheet.prizes.individual = vec![tier("nhat", 1, 1_000_000), tier("nhi", 1, 500_000)];
    sheet
}

/// A person's entry in a round, with a score and a prediction.
fn of(person: &str, round: u32, score: i64, number: i64) -> Entry {
    Entry {
        person_id: PersonId::from_text(person),
        round: format!("dot-{round}"),
        ..guess(&format!("{person}-{round}"), score, number)
    }
}

fn run_all(sheet: &RuleSheet, entries: &[Entry]) -> Option<OverallStandings> {
    let decisions = Decisions::default();
    let rounds: Vec<_> = sheet
        .rounds
        .iter()
        .map(|r| rank_round(sheet, &r.code, entries, &[], &decisions))
        .collect();
    rank_overall(sheet, &rounds, &[], &decisions)
}

fn shown(standings: &OverallStandings) -> Vec<String> {
    let line = |l: &scoring::standings::OverallLine| {
        let rank = l.rank.map_or("-".into(), |r| r.to_string());
        let prize = l.prize.as_deref().unwrap_or("-");
        format!("{rank} {} {prize}", l.person_id)
    };
    standings.lines.iter().map(line).collect()
}

#[test]
fn rounds_are_added_up_and_a_missed_round_has_the_worst_distance() {
    let sheet = sheet(&[RankingKey::Score, RankingKey::Prediction]);
    let entries = [
        of("an", 1, 10, 2),   // two perfect: 0 away
        of("an", 2, 9, 7),    // one perfect: 6 away
        of("binh", 1, 10, 9), // 7 away
        of("binh", 2, 10, 1), // 0 away
        of("chi", 1, 9, 1),   // 1 away, then missed
    ];
    let standings = run_all(&sheet, &entries).expect("declared");
    assert_eq!(shown(&standings), ["1 binh nhat", "2 an nhi", "3 chi -"]);
    let distances: Vec<Option<i64>> = standings.lines.iter().map(|l| l.distance).collect();
    assert_eq!(distances, [Some(7 * ONE), Some(6 * ONE), Some(7 * ONE)]);
    let chi = &standings.lines[2];
    assert_eq!((chi.rounds, chi.exceeded), (1, 1));
    assert_eq!(chi.duration, Span::minutes(20) + Span::seconds(60));
    assert_eq!(
        chi.since_opening,
        Span::seconds(60) + Span::seconds(7 * 86_400)
    );
    assert!(!chi.perfect && standings.lines[0].perfect);
}

#[test]
fn too_few_rounds_are_not_ranked() {
    let mut sheet = sheet(&[RankingKey::Score]);
    sheet.overall = Some(overall(2));
    let entries = [of("an", 1, 10, 0), of("binh", 1, 3, 0), of("binh", 2, 3, 0)];
    let standings = run_all(&sheet, &entries).expect("declared");
    assert_eq!(shown(&standings), ["1 binh nhat", "- an -"]);
}

#[test]
fn ties_over_rounds_share_as_in_a_round() {
    let sheet = sheet(&[RankingKey::Score]);
    let entries = [
        of("an", 1, 10, 0),
        of("binh", 2, 10, 0),
        of("chi", 1, 4, 0),
        of("chi", 2, 5, 0),
    ];
    let standings = run_all(&sheet, &entries).expect("declared");
    assert_eq!(shown(&standings), ["1 an nhat", "1 binh nhat", "3 chi -"]);
    assert_eq!(standings.lines[0].amount.map(|a| a.0), Some(750_000));
    assert_eq!(standings.ties[0].ids, ["an", "binh"]);
}

#[test]
fn nothing_is_ranked_together_unless_declared_and_complete() {
    let mut sheet = sheet(&[RankingKey::Score]);
    let entries = [of("an", 1, 10, 0)];
    let first = rank_round(&sheet, "dot-1", &entries, &[], &Decisions::default());
    assert_eq!(
        rank_overall(
            &sheet,
            std::slice::from_ref(&first),
            &[],
            &Decisions::default()
        ),
        None
    );
    if let Some(overall) = &mut sheet.overall {
        overall.rounds = vec!["dot-1".into()];
    }
    assert!(rank_overall(&sheet, &[first], &[], &Decisions::default()).is_some());
    sheet.overall = None;
    assert_eq!(run_all(&sheet, &entries), None);
}

#[test]
fn overall_standings_have_a_hash_of_their_own() {
    let sheet = sheet(&[RankingKey::Score]);
    let one = run_all(&sheet, &[of("an", 1, 10, 0)]).expect("declared");
    let other = run_all(&sheet, &[of("an", 1, 9, 0)]).expect("declared");
    assert_eq!(one.hash().len(), 64);
    assert_ne!(one.hash(), other.hash());
}

#[test]
fn a_person_stays_in_the_list_of_the_first_round_and_the_unit_of_the_last() {
    let mut sheet = sheet(&[RankingKey::Score]);
    sheet.tracks = tracks(&["cb", "nd"]);
    let moved = |round, track: &str, unit: &str| Entry {
        track: Some(track.into()),
        unit_id: Some(UnitId::from_text(unit)),
        ..of("an", round, 5, 0)
    };
    let entries = [moved(1, "nd", "u1"), moved(2, "cb", "u2")];
    let standings = run_all(&sheet, &entries).expect("declared");
    assert_eq!(standings.lines[0].track.as_deref(), Some("nd"));
    assert_eq!(standings.lines[0].unit_id, Some(UnitId::from_text("u2")));
    assert_eq!(shown(&standings), ["1 an nhat"]);
}

#[test]
fn collective_prizes_over_rounds_add_up_and_count_the_roster_once_per_round() {
    let mut sheet = sheet(&[RankingKey::Score]);
    let prize = r#"
        code = "ty-le"
        name = "Tỷ lệ"
        count = 1
        amount = 700000
        keys = [{ key = "participation_rate" }]
    "#;
    let prize: CollectivePrize = toml::from_str(prize).expect("prize");
    sheet.prizes.collective = vec![prize];
    let entries = [of("an", 1, 5, 0), of("an", 2, 5, 0), of("binh", 1, 5, 0)];
    let unit = UnitNode {
        id: UnitId::from_text("u"),
        parent: None,
        bloc: None,
        roster_size: Some(4),
    };
    let decisions = Decisions::default();
    let rounds: Vec<_> = ["dot-1", "dot-2"]
        .map(|code| {
            rank_round(
                &sheet,
                code,
                &entries,
                std::slice::from_ref(&unit),
                &decisions,
            )
        })
        .into();
    assert!(rounds.iter().all(|r| r.collective.is_empty()));
    let standings = rank_overall(&sheet, &rounds, &[unit], &decisions).expect("declared");
    let line = &standings.collective[0].lines[0];
    assert_eq!(line.value, Some(Ratio { num: 3, den: 8 }));
    assert_eq!(line.amount.map(|a| a.0), Some(700_000));
}
