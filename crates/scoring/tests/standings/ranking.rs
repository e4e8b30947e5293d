//! Counting attempts, true numbers, keys, ranks.

use crate::support::*;
use domain::contest::rule_sheet::{
    Counting, Population, Prediction, PredictionKind, RankingKey, Scope,
};
use domain::ids::PersonId;
use domain::quiz::prediction::{ONE, Predicted};
use domain::time::Span;
use domain::units::Points;
use scoring::standings::{Entry, diff};

fn of(person: &str, attempt: u32, entry: Entry) -> Entry {
    Entry {
        person_id: PersonId::from_text(person),
        attempt,
        ..entry
    }
}

#[test]
fn the_counting_attempt_is_first_best_or_last_of_the_valid_ones() {
    let sent = |seconds, entry: Entry| Entry {
        submitted_at: Some(opening() + Span::seconds(seconds)),
        ..entry
    };
    let entries = [
        of("p", 1, void(scored("a", 10))),
        of("p", 2, scored("b", 7)),
        of("p", 3, sent(90, scored("c", 9))),
        of("p", 4, sent(80, scored("d", 9))),
        of("p", 5, scored("e", 8)),
        of("p", 6, void(scored("f", 10))),
    ];
    for (policy, want) in [
        (Counting::First, "b"),
        (Counting::Best, "d"),
        (Counting::Last, "e"),
    ] {
        let mut rules = rules(&[RankingKey::Score]);
        counts(&mut rules, policy);
        let standings = run(&rules, &entries);
        let counted: Vec<&str> = standings
            .lines
            .iter()
            .filter(|l| l.counted)
            .map(|l| l.entry_id.as_str())
            .collect();
        assert_eq!(counted, [want], "{policy:?}");
        assert_eq!(standings.counts.persons, 1);
        assert_eq!((standings.counts.entries, standings.counts.void), (6, 2));
    }
}

#[test]
fn the_best_of_equal_attempts_is_the_earlier_then_the_lower_id() {
    let mut rules = rules(&[RankingKey::Score]);
    counts(&mut rules, Counting::Best);
    let standings = run(&rules, &[of("p", 2, entry("b")), of("p", 1, entry("c"))]);
    assert_eq!(ranks(&standings), ["1 b", "- c"]);
}

/// Values of the true number of eight entries in two tracks under one rule.
fn true_numbers(rule: (PredictionKind, Population, Scope), decimals: u8) -> Vec<Option<i64>> {
    let track = |code: &str, entry: Entry| Entry {
        track: Some(code.into()),
        ..entry
    };
    let blank = Entry {
        answered: false,
        ..scored("h", 10)
    };
    let entries = [
        track("cb", of("p1", 1, scored("a", 9))),
        track("cb", of("p1", 2, scored("b", 10))),
        track("cb", of("p2", 1, scored("c", 10))),
        track("cb", of("p2", 2, scored("d", 10))),
        track("cb", void(scored("e", 10))),
        track("nd", of("p3", 1, scored("f", 10))),
        track("nd", of("p4", 1, scored("g", 5))),
        track("nd", of("p5", 1, blank)),
    ];
    let mut rules = rules(&[RankingKey::Score]);
    counts(&mut rules, Counting::Best);
    rules.tracks = tracks(&["cb", "nd"]);
    rules.prediction = Some(Prediction {
        kind: rule.0,
        counted_over: rule.1,
        scope: rule.2,
        decimals,
        winner_must_be_perfect: false,
    });
    let actuals = run(&rules, &entries).actuals;
    actuals.iter().map(|a| a.value.map(|v| v.0)).collect()
}

#[test]
fn a_true_number_counts_persons_or_attempts_per_track_or_over_all() {
    use Population::{Attempts, Persons};
    use PredictionKind::{Participants, PerfectEntries, PerfectPercent};
    use Scope::{Overall, Track};
    let whole = |n: i64| Some(n * ONE);
    let value = |kind, population, scope| true_numbers((kind, population, scope), 0);
    assert_eq!(value(PerfectEntries, Persons, Overall), [whole(3)]);
    assert_eq!(value(PerfectEntries, Attempts, Overall), [whole(4)]);
    assert_eq!(value(PerfectEntries, Persons, Track), [whole(2), whole(1)]);
    assert_eq!(value(Participants, Persons, Overall), [whole(5)]);
    assert_eq!(value(Participants, Attempts, Track), [whole(4), whole(3)]);
    // 3 of 5, then 2 of 2 and 1 of 3.
    assert_eq!(value(PerfectPercent, Persons, Overall), [whole(60)]);
    assert_eq!(
        true_numbers((PerfectPercent, Persons, Track), 2),
        [whole(100), Some(3_333_000)]
    );
}

#[test]
fn no_participants_no_true_number() {
    let mut rules = rules(&[RankingKey::Prediction]);
    rules.prediction = Some(predicts());
    let standings = run(&rules, &[void(guess("a", 10, 5))]);
    assert_eq!(standings.actuals[0].value, None);
    assert_eq!(ranks(&standings), ["- a"]);
    assert_eq!(run(&rules, &[]).lines, []);
}

#[test]
fn a_prediction_just_over_and_just_under_are_equal_unless_not_over_is_a_key() {
    // Four perfect entries: the true number is 4.
    let entries = [
        guess("over", 10, 5),
        guess("under", 10, 3),
        guess("exact", 10, 4),
        scored("missing", 10),
    ];
    let mut sheet = rules(&[RankingKey::Score, RankingKey::Prediction]);
    sheet.prediction = Some(predicts());
    let standings = run(&sheet, &entries);
    assert_eq!(standings.actuals[0].value, Some(Predicted(4 * ONE)));
    assert_eq!(
        ranks(&standings),
        ["1 exact", "2 over", "2 under", "4 missing"]
    );
    assert_eq!(line(&standings, "over").distance, Some(ONE));
    assert!(line(&standings, "over").exceeded && !line(&standings, "exact").exceeded);
    sheet.ranking.keys.push(RankingKey::PredictionNotOver);
    assert_eq!(
        ranks(&run(&sheet, &entries)),
        ["1 exact", "2 under", "3 over", "4 missing"]
    );
}

#[test]
fn not_over_before_distance_puts_a_near_excess_behind_a_far_guess() {
    let entries = [
        guess("over", 10, 4),
        guess("far", 10, 0),
        scored("missing", 10),
    ];
    let mut sheet = rules(&[RankingKey::PredictionNotOver, RankingKey::Prediction]);
    sheet.prediction = Some(predicts());
    assert_eq!(
        ranks(&run(&sheet, &entries)),
        ["1 far", "2 over", "3 missing"]
    );
}

#[test]
fn predictions_are_ignored_where_none_is_asked() {
    let sheet = rules(&[RankingKey::Prediction, RankingKey::Score]);
    let standings = run(&sheet, &[guess("a", 9, 5), guess("b", 10, 500)]);
    assert_eq!(ranks(&standings), ["1 b", "2 a"]);
    assert_eq!(line(&standings, "a").distance, None);
}

#[test]
fn durations_and_submissions_rank_to_the_millisecond() {
    let sent = |id: &str, start: i64, end: i64| Entry {
        started_at: opening() + Span(start),
        submitted_at: Some(opening() + Span(end)),
        ..entry(id)
    };
    let entries = [
        sent("early", 0, 50_001),
        sent("quick", 60_000, 110_000),
        sent("late", 60_001, 110_001),
    ];
    let by = |key| ranks(&run(&rules(&[RankingKey::Score, key]), &entries));
    assert_eq!(by(RankingKey::Duration), ["1 late", "1 quick", "3 early"]);
    assert_eq!(
        by(RankingKey::SubmittedAt),
        ["1 early", "2 quick", "3 late"]
    );
}

#[test]
fn a_finalised_attempt_has_the_full_allowance_and_an_outage_is_taken_off() {
    let finalised = Entry {
        finalised: true,
        extra_seconds: 90,
        submitted_at: Some(opening() + Span::minutes(5)),
        ..entry("finalised")
    };
    let outage = Entry {
        duration: Some(Span::minutes(4)),
        submitted_at: Some(opening() + Span::minutes(30)),
        ..entry("outage")
    };
    let standings = run(&rules(&[RankingKey::Duration]), &[finalised, outage]);
    assert_eq!(ranks(&standings), ["1 outage", "2 finalised"]);
    assert_eq!(
        line(&standings, "finalised").duration,
        Some(Span::minutes(20) + Span::seconds(90))
    );
}

#[test]
fn essays_rank_by_points_and_a_missing_one_is_zero() {
    let essay = |id: &str, score, points: Option<i64>| Entry {
        essay: points.map(Points),
        ..scored(id, score)
    };
    let entries = [
        essay("none", 9, None),
        essay("zero", 9, Some(0)),
        essay("half", 9, Some(500)),
        essay("ten", 2, Some(7_500)),
    ];
    let by = |keys: &[RankingKey]| ranks(&run(&rules(keys), &entries));
    assert_eq!(
        by(&[RankingKey::Score, RankingKey::Essay]),
        ["1 half", "2 none", "2 zero", "4 ten"]
    );
    assert_eq!(
        by(&[RankingKey::Total]),
        ["1 half", "1 ten", "3 none", "3 zero"]
    );
}

#[test]
fn every_track_has_its_list_and_the_void_come_after_all() {
    let track = |code: Option<&str>, entry: Entry| Entry {
        track: code.map(str::to_owned),
        ..entry
    };
    let entries = [
        track(Some("zz"), scored("unknown", 4)),
        track(None, scored("none", 3)),
        track(Some("nd"), scored("nd", 9)),
        track(Some("cb"), scored("cb", 1)),
        track(Some("cb"), void(scored("a-void", 10))),
        of("p-nd", 2, track(Some("nd"), scored("nd-2", 9))),
    ];
    let mut sheet = rules(&[RankingKey::Score]);
    sheet.tracks = tracks(&["nd", "cb"]);
    let standings = run(&sheet, &entries);
    assert_eq!(
        ranks(&standings),
        ["1 nd", "- nd-2", "1 cb", "1 none", "1 unknown", "- a-void"]
    );
    sheet.ranking.list = Scope::Overall;
    assert_eq!(
        ranks(&run(&sheet, &entries)),
        ["1 nd", "2 unknown", "3 none", "4 cb", "- nd-2", "- a-void"]
    );
}

#[test]
fn a_rule_sheet_without_tracks_has_one_list() {
    let entries = [
        Entry {
            track: Some("x".into()),
            ..scored("a", 9)
        },
        Entry {
            track: Some("y".into()),
            ..scored("b", 8)
        },
    ];
    let standings = run(&rules(&[RankingKey::Score]), &entries);
    assert_eq!(ranks(&standings), ["1 a", "2 b"]);
    assert!(!standings.by_track);
}

#[test]
fn voiding_an_entry_changes_the_true_number_and_with_it_the_winner() {
    let mut sheet = rules(&[RankingKey::Score, RankingKey::Prediction]);
    sheet.prediction = Some(predicts());
    sheet.prizes.individual = vec![tier("nhat", 1, 1_000_000)];
    let mut entries = vec![
        guess("a", 10, 4),
        guess("b", 10, 3),
        guess("c", 10, 9),
        guess("d", 10, 0),
    ];
    let before = run(&sheet, &entries);
    assert_eq!(prizes(&before), ["a nhat 1000000"]);
    entries[3] = void(entries[3].clone());
    let after = run(&sheet, &entries);
    assert_eq!(prizes(&after), ["b nhat 1000000"]);

    let changed = diff(&before, &after);
    assert_eq!(
        changed
            .voided
            .iter()
            .map(|id| id.as_str())
            .collect::<Vec<_>>(),
        ["d"]
    );
    assert_eq!(changed.actuals.len(), 1);
    assert_eq!(changed.actuals[0].before, Some(Predicted(4 * ONE)));
    assert_eq!(changed.actuals[0].after, Some(Predicted(3 * ONE)));
    let moved: Vec<(&str, Option<u32>, Option<u32>)> = changed
        .ranks
        .iter()
        .map(|r| (r.entry_id.as_str(), r.before, r.after))
        .collect();
    assert_eq!(
        moved,
        [
            ("a", Some(1), Some(2)),
            ("b", Some(2), Some(1)),
            ("c", Some(4), Some(3)),
            ("d", Some(3), None)
        ]
    );
    let won: Vec<(&str, bool, bool)> = changed
        .prizes
        .iter()
        .map(|p| (p.entry_id.as_str(), p.before.is_some(), p.after.is_some()))
        .collect();
    assert_eq!(won, [("a", true, false), ("b", false, true)]);
    assert!(diff(&before, &before).is_empty());
    assert_eq!(diff(&after, &before).restored.len(), 1);
    assert_ne!(before.hash(), after.hash());
}

#[test]
fn standings_survive_json() {
    let mut sheet = rules(&[RankingKey::Score, RankingKey::Prediction]);
    sheet.prediction = Some(predicts());
    sheet.prizes.individual = vec![tier("nhat", 1, 1_000_000)];
    let standings = run(
        &sheet,
        &[guess("a", 10, 4), guess("b", 10, 4), void(entry("c"))],
    );
    let text = serde_json::to_string(&standings).expect("json");
    let read: scoring::standings::RoundStandings = serde_json::from_str(&text).expect("read");
    assert_eq!(read, standings);
    assert_eq!(read.hash(), standings.hash());
}
