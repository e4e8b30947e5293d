//! Prizes and ties.

use crate::support::*;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Given, RankingKey, Unresolved};
use domain::ids::PersonId;
use domain::units::Dong;
use scoring::draw::Draw;
use scoring::standings::{
    CommitteeOrder, Decisions, Entry, RoundStandings, TieOutcome, Tied, entries_hash, rank_round,
};

/// Bồng Sơn's prizes: 600, 500, 400 and three of 300 thousand.
fn bong_son(unresolved: Unresolved) -> RuleSheet {
    let mut sheet = rules(&[RankingKey::Score, RankingKey::Duration]);
    sheet.ranking.unresolved = Some(unresolved);
    sheet.prizes.individual = vec![
        tier("nhat", 1, 600_000),
        tier("nhi", 1, 500_000),
        tier("ba", 1, 400_000),
        tier("kk", 3, 300_000),
    ];
    sheet
}

fn decided(sheet: &RuleSheet, entries: &[Entry], decisions: &Decisions) -> RoundStandings {
    rank_round(sheet, "dot-1", entries, &[], decisions)
}

#[test]
fn prizes_follow_the_ranks() {
    let entries: Vec<Entry> = (0..8).map(|i| scored(&format!("e{i}"), 10 - i)).collect();
    let standings = run(&bong_son(Unresolved::Share), &entries);
    assert_eq!(
        prizes(&standings),
        [
            "e0 nhat 600000",
            "e1 nhi 500000",
            "e2 ba 400000",
            "e3 kk 300000",
            "e4 kk 300000",
            "e5 kk 300000"
        ]
    );
    assert!(standings.ties.is_empty());
}

#[test]
fn the_tied_share_the_money_of_their_places_with_the_higher_certificate() {
    let entries = [
        scored("a", 10),
        scored("b", 10),
        scored("c", 10),
        scored("d", 9),
    ];
    let standings = run(&bong_son(Unresolved::Share), &entries);
    // 600 + 500 + 400 = 1,500 thousand among three.
    assert_eq!(
        prizes(&standings),
        [
            "a nhat 500000",
            "b nhat 500000",
            "c nhat 500000",
            "d kk 300000"
        ]
    );
    let tie = &standings.ties[0];
    assert_eq!((tie.rank, tie.first_place, tie.places), (1, 1, 3));
    assert_eq!(
        tie.outcome,
        TieOutcome::Shared {
            each: Dong(500_000)
        }
    );
}

#[test]
fn a_share_is_rounded_down_to_a_thousand() {
    let mut sheet = bong_son(Unresolved::Share);
    sheet.prizes.individual = vec![tier("nhat", 1, 1_000_000)];
    let entries = [entry("a"), entry("b"), entry("c")];
    assert_eq!(
        prizes(&run(&sheet, &entries)),
        ["a nhat 333000", "b nhat 333000", "c nhat 333000"]
    );
}

#[test]
fn a_tie_beyond_the_last_prize_shares_what_is_left() {
    // Ranks 1 to 4 single, then four tied for two consolation prizes: 600 thousand among four.
    let mut entries: Vec<Entry> = (0..4).map(|i| scored(&format!("e{i}"), 10 - i)).collect();
    entries.extend(["t1", "t2", "t3", "t4"].map(|id| scored(id, 3)));
    let standings = run(&bong_son(Unresolved::Share), &entries);
    let tied: Vec<String> = prizes(&standings)
        .into_iter()
        .filter(|p| p.starts_with('t'))
        .collect();
    assert_eq!(
        tied,
        [
            "t1 kk 150000",
            "t2 kk 150000",
            "t3 kk 150000",
            "t4 kk 150000"
        ]
    );
    assert_eq!(
        (standings.ties[0].first_place, standings.ties[0].places),
        (5, 2)
    );
}

#[test]
fn a_tie_inside_one_tier_is_no_open_question() {
    let mut entries: Vec<Entry> = (0..3).map(|i| scored(&format!("e{i}"), 10 - i)).collect();
    entries.extend(["t1", "t2", "t3"].map(|id| scored(id, 3)));
    for policy in [Unresolved::Share, Unresolved::Draw, Unresolved::Committee] {
        let standings = run(&bong_son(policy), &entries);
        assert_eq!(prizes(&standings).len(), 6);
        assert!(
            !standings.is_pending() && standings.ties.is_empty(),
            "{policy:?}"
        );
    }
}

#[test]
fn a_draw_waits_for_its_number_and_then_anyone_can_repeat_it() {
    let sheet = bong_son(Unresolved::Draw);
    let entries = [entry("a"), entry("b"), entry("c"), scored("d", 9)];
    let waiting = run(&sheet, &entries);
    assert_eq!(
        prizes(&waiting),
        ["a pending", "b pending", "c pending", "d kk 300000"]
    );
    assert!(waiting.is_pending());

    let hash = entries_hash("dot-1", &entries);
    let decisions = Decisions {
        draw: Some(Draw::new([7; 32], &hash, "012345").expect("draw")),
        ..Decisions::default()
    };
    let drawn = decided(&sheet, &entries, &decisions);
    assert!(!drawn.is_pending());
    assert_eq!(
        ranks(&drawn),
        ["1 a", "1 b", "1 c", "4 d"],
        "a draw does not change ranks"
    );
    let money: i64 = drawn
        .lines
        .iter()
        .filter_map(|l| l.amount)
        .map(|a| a.0)
        .sum();
    assert_eq!(money, 1_800_000);
    assert_eq!(drawn.ties[0].outcome, TieOutcome::Drawn);
    assert_eq!(
        line(&drawn, &drawn.ties[0].ids[0]).prize.as_deref(),
        Some("nhat")
    );
    assert_eq!(
        line(&drawn, &drawn.ties[0].ids[2]).prize.as_deref(),
        Some("ba")
    );

    // Voiding one of the tied does not reorder the others.
    let first = drawn.ties[0].ids[0].clone();
    let voided: Vec<Entry> = entries
        .iter()
        .map(|e| {
            if e.entry_id.as_str() == first {
                void(e.clone())
            } else {
                e.clone()
            }
        })
        .collect();
    let again = decided(&sheet, &voided, &decisions);
    assert_eq!(again.ties[0].ids, drawn.ties[0].ids[1..]);
}

#[test]
fn the_hash_of_the_sealed_entries_ignores_what_acts_after_sealing_change() {
    let entries = [entry("a"), entry("b")];
    let hash = entries_hash("dot-1", &entries);
    let later = [
        void(scored("b", 3)),
        Entry {
            can_win: false,
            ..entry("a")
        },
    ];
    assert_eq!(entries_hash("dot-1", &later), hash);
    assert_ne!(entries_hash("dot-1", &[entry("a")]), hash);
    assert_ne!(entries_hash("dot-2", &entries), hash);
}

#[test]
fn the_committee_decides_exactly_the_tie_that_is() {
    let sheet = bong_son(Unresolved::Committee);
    let entries = [entry("a"), entry("b")];
    let order = |ids: &[&str]| Decisions {
        orders: vec![CommitteeOrder {
            of: Tied::List(None),
            rank: 1,
            order: ids.iter().map(|id| (*id).to_owned()).collect(),
            reason: "Biên bản số 01".into(),
        }],
        ..Decisions::default()
    };
    assert_eq!(prizes(&run(&sheet, &entries)), ["a pending", "b pending"]);
    let standings = decided(&sheet, &entries, &order(&["b", "a"]));
    assert_eq!(prizes(&standings), ["a nhi 500000", "b nhat 600000"]);
    assert_eq!(standings.ties[0].outcome, TieOutcome::Decided);
    for stale in [&["b"][..], &["b", "a", "c"], &["b", "b"], &["b", "c"]] {
        let standings = decided(&sheet, &entries, &order(stale));
        assert!(standings.is_pending(), "{stale:?}");
    }
}

#[test]
fn a_rule_sheet_that_has_not_chosen_pays_nothing_by_a_guess() {
    let mut sheet = bong_son(Unresolved::Share);
    sheet.ranking.unresolved = None;
    assert_eq!(
        prizes(&run(&sheet, &[entry("a"), entry("b")])),
        ["a pending", "b pending"]
    );
}

#[test]
fn who_cannot_win_keeps_the_rank_and_the_prize_passes_on() {
    let helped = Entry {
        can_win: false,
        ..entry("a")
    };
    let entries = [helped, scored("b", 9), scored("c", 8)];
    let standings = run(&bong_son(Unresolved::Share), &entries);
    assert_eq!(ranks(&standings), ["1 a", "2 b", "3 c"]);
    assert_eq!(prizes(&standings), ["b nhat 600000", "c nhi 500000"]);
}

#[test]
fn who_cannot_win_takes_no_part_in_a_share() {
    let helped = Entry {
        can_win: false,
        ..entry("a")
    };
    let standings = run(
        &bong_son(Unresolved::Share),
        &[helped, entry("b"), scored("c", 8)],
    );
    assert_eq!(ranks(&standings), ["1 a", "1 b", "3 c"]);
    assert_eq!(prizes(&standings), ["b nhat 600000", "c nhi 500000"]);
}

#[test]
fn one_prize_per_person_also_counts_prizes_of_other_parts() {
    let mut sheet = bong_son(Unresolved::Share);
    let decisions = Decisions {
        already_won: [PersonId::from_text("p-a")].into(),
        ..Decisions::default()
    };
    let entries = [entry("a"), scored("b", 9)];
    assert_eq!(
        prizes(&decided(&sheet, &entries, &decisions)),
        ["b nhat 600000"]
    );
    sheet.prizes.several_per_person = true;
    assert_eq!(
        prizes(&decided(&sheet, &entries, &decisions)),
        ["a nhat 600000", "b nhi 500000"]
    );
}

#[test]
fn a_winner_by_prediction_must_be_perfect_where_the_rule_sheet_says_so() {
    let mut sheet = bong_son(Unresolved::Share);
    sheet.ranking.keys = vec![RankingKey::Prediction];
    sheet.prediction = Some(predicts());
    let entries = [guess("near", 9, 1), guess("far", 10, 50)];
    assert_eq!(
        prizes(&run(&sheet, &entries)),
        ["near nhat 600000", "far nhi 500000"]
    );
    if let Some(rule) = &mut sheet.prediction {
        rule.winner_must_be_perfect = true;
    }
    let standings = run(&sheet, &entries);
    assert_eq!(ranks(&standings), ["1 near", "2 far"]);
    assert_eq!(prizes(&standings), ["far nhat 600000"]);
    // Where the prediction is no ranking key the setting decides nothing.
    sheet.ranking.keys = vec![RankingKey::Duration, RankingKey::Score];
    assert_eq!(
        prizes(&run(&sheet, &entries)),
        ["far nhat 600000", "near nhi 500000"]
    );
}

#[test]
fn every_track_has_its_own_prizes() {
    let mut sheet = bong_son(Unresolved::Share);
    sheet.tracks = tracks(&["cb", "nd"]);
    sheet.prizes.individual.truncate(1);
    let track = |code: &str, entry: Entry| Entry {
        track: Some(code.into()),
        ..entry
    };
    let entries = [
        track("cb", scored("a", 9)),
        track("cb", scored("b", 8)),
        track("nd", scored("c", 1)),
    ];
    assert_eq!(
        prizes(&run(&sheet, &entries)),
        ["a nhat 600000", "c nhat 600000"]
    );
}

#[test]
fn prizes_given_once_are_not_given_in_a_round() {
    let mut sheet = bong_son(Unresolved::Share);
    sheet.prizes.given = Given::Overall;
    assert!(prizes(&run(&sheet, &[entry("a")])).is_empty());
}

#[test]
fn hue_three_perfect_entries_tie_and_the_prediction_decides() {
    let mut sheet = rules(&[
        RankingKey::Score,
        RankingKey::Prediction,
        RankingKey::SubmittedAt,
    ]);
    sheet.prediction = Some(predicts());
    sheet.prizes.individual = vec![tier("nhat", 1, 1_000_000), tier("nhi", 1, 500_000)];
    let entries = [
        guess("an", 10, 120),
        guess("binh", 10, 2),
        guess("chi", 10, 5),
        guess("dung", 9, 3),
    ];
    let standings = run(&sheet, &entries);
    // Three are perfect: Bình is 1 away, Chi 2, An 117; Dũng's exact guess does not make up for a wrong answer.
    assert_eq!(ranks(&standings), ["1 binh", "2 chi", "3 an", "4 dung"]);
    assert_eq!(prizes(&standings), ["binh nhat 1000000", "chi nhi 500000"]);
}
