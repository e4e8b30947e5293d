//! Collective prizes.

use crate::support::{rules, run, scored, tier, void};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{
    AmountIs, CollectiveKey, CollectivePrize, RankingKey, RightCounts, Unresolved, WeightedKey,
};
use domain::ids::UnitId;
use domain::units::{Dong, Points};
use scoring::standings::{
    Barred, CollectiveResult, CommitteeOrder, Decisions, Entry, Ratio, Tied, UnitNode, diff,
    rank_round,
};

fn prize(code: &str, keys: &[(CollectiveKey, u8)]) -> CollectivePrize {
    CollectivePrize {
        code: code.into(),
        name: code.into(),
        count: 1,
        amount: Dong(700_000),
        amount_is: AmountIs::Each,
        certificate: String::new(),
        keys: keys
            .iter()
            .map(|(key, weight)| WeightedKey {
                key: *key,
                weight: *weight,
            })
            .collect(),
        right_counts: RightCounts::PerfectPersons,
        tie: vec![],
        min_size: 0,
        roll_up: 0,
    }
}

fn sheet(prizes: Vec<CollectivePrize>) -> RuleSheet {
    let mut sheet = rules(&[RankingKey::Score]);
    sheet.prizes.collective = prizes;
    sheet
}

/// Entries of a unit, one per score.
fn of(unit: &str, scores: &[i64]) -> Vec<Entry> {
    let entry = |(i, score): (usize, &i64)| Entry {
        unit_id: Some(UnitId::from_text(unit)),
        ..scored(&format!("{unit}-{i}"), *score)
    };
    scores.iter().enumerate().map(entry).collect()
}

fn node(id: &str, parent: Option<&str>, roster: Option<u32>) -> UnitNode {
    UnitNode {
        id: UnitId::from_text(id),
        parent: parent.map(UnitId::from_text),
        bloc: Some("khu-pho".into()),
        roster_size: roster,
    }
}

fn results(sheet: &RuleSheet, entries: &[Entry], units: &[UnitNode]) -> Vec<CollectiveResult> {
    rank_round(sheet, "dot-1", entries, units, &Decisions::default()).collective
}

/// `rank unit amount` of every unit in order, `-` for none, `?` while pending.
fn shown(result: &CollectiveResult) -> Vec<String> {
    let or_dash = |text: Option<String>| text.unwrap_or("-".into());
    let line = |l: &scoring::standings::UnitLine| {
        let rank = or_dash(l.rank.map(|r| r.to_string()));
        let money = or_dash(l.amount.map(|a| a.0.to_string()));
        format!(
            "{rank} {} {}",
            l.unit_id,
            if l.pending { "?".into() } else { money }
        )
    };
    result.lines.iter().map(line).collect()
}

#[test]
fn participants_count_persons_not_attempts_and_void_ones_leave() {
    let mut entries = [of("a", &[1, 2]), of("b", &[3]), of("c", &[4, 5])].concat();
    entries.push(Entry {
        attempt: 2,
        person_id: entries[2].person_id.clone(),
        ..of("b", &[10, 10])[1].clone()
    });
    let last = entries.len() - 2;
    entries[last] = void(entries[last].clone());
    let sheet = sheet(vec![prize("dong", &[(CollectiveKey::Participants, 100)])]);
    let result = &results(&sheet, &entries, &[])[0];
    assert_eq!(shown(result), ["1 a 700000", "2 b -", "2 c -"]);
    assert_eq!(result.lines[0].value, Some(Ratio { num: 2, den: 1 }));
}

#[test]
fn right_sums_perfect_persons_or_right_answers() {
    let entries = [of("a", &[9, 9, 9]), of("b", &[10])].concat();
    let mut sheet = sheet(vec![prize("dung", &[(CollectiveKey::PerfectEntries, 100)])]);
    assert_eq!(
        shown(&results(&sheet, &entries, &[])[0]),
        ["1 b 700000", "2 a -"]
    );
    sheet.prizes.collective[0].right_counts = RightCounts::RightAnswers;
    assert_eq!(
        shown(&results(&sheet, &entries, &[])[0]),
        ["1 a 700000", "2 b -"]
    );
}

#[test]
fn rates_are_exact_fractions_and_need_a_roster() {
    let sheet = sheet(vec![prize(
        "ty-le",
        &[(CollectiveKey::ParticipationRate, 100)],
    )]);
    // 1/3 and 33333/99999 are equal; a float may disagree.
    let entries = [of("a", &[1]), of("b", &vec![1; 33]), of("c", &[1, 1, 1])].concat();
    let units = [
        node("a", None, Some(3)),
        node("b", None, Some(99)),
        node("c", None, None),
        node("empty", None, Some(5)),
    ];
    let result = &results(&sheet, &entries, &units)[0];
    assert_eq!(shown(result), ["1 a 350000", "1 b 350000", "- c -"]);
    assert_eq!(result.lines[2].barred, Some(Barred::NoRoster));
    assert_eq!(result.lines[0].bloc.as_deref(), Some("khu-pho"));
}

#[test]
fn a_small_unit_does_not_compete() {
    let mut sheet = sheet(vec![prize("tb", &[(CollectiveKey::MeanScore, 100)])]);
    sheet.prizes.collective[0].min_size = 3;
    let entries = [of("a", &[10]), of("b", &[9, 8, 8]), of("c", &[10, 10])].concat();
    let units = [node("a", None, Some(3))];
    // a has three on its roster; c has no roster and only two participants.
    let result = &results(&sheet, &entries, &units)[0];
    assert_eq!(shown(result), ["1 a 700000", "2 b -", "- c -"]);
    assert_eq!(result.lines[2].barred, Some(Barred::TooSmall));
    assert_eq!(
        result.lines[1].value,
        Some(Ratio {
            num: 25_000,
            den: 3
        })
    );
}

#[test]
fn people_roll_up_to_the_level_of_the_prize() {
    let mut sheet = sheet(vec![prize(
        "xa",
        &[(CollectiveKey::ParticipationRate, 100)],
    )]);
    sheet.prizes.collective[0].roll_up = 1;
    let units = [
        node("thon-1", Some("xa-a"), Some(4)),
        node("thon-2", Some("xa-a"), Some(6)),
        node("thon-3", Some("xa-b"), Some(4)),
        node("thon-4", Some("xa-b"), None),
        node("xa-a", None, None),
        node("xa-b", None, None),
        node("phong", None, Some(2)),
    ];
    let entries = [
        of("thon-1", &[1, 1, 1]),
        of("thon-3", &[1]),
        of("phong", &[1]),
    ]
    .concat();
    let result = &results(&sheet, &entries, &units)[0];
    // 3 of 10; 1 of 4, since nobody of the hamlet without a roster took part; an office at the top stands for itself.
    assert_eq!(shown(result), ["1 phong 700000", "2 xa-a -", "3 xa-b -"]);
    assert_eq!(result.lines[1].value, Some(Ratio { num: 3, den: 10 }));
    let entries = [entries, of("thon-4", &[1])].concat();
    let result = &results(&sheet, &entries, &units)[0];
    assert_eq!(shown(result), ["1 phong 700000", "2 xa-a -", "- xa-b -"]);
}

#[test]
fn a_weighted_mix_measures_each_part_against_the_best() {
    let mix = [
        (CollectiveKey::Participants, 60),
        (CollectiveKey::MeanScore, 40),
    ];
    let sheet = sheet(vec![prize("mix", &mix)]);
    let entries = [
        of("a", &[5, 5, 5, 5]),
        of("b", &[10, 10]),
        of("c", &[8, 8, 8]),
    ]
    .concat();
    let result = &results(&sheet, &entries, &[])[0];
    // a: 60·1 + 40·½ = 80; b: 60·½ + 40·1 = 70; c: 60·¾ + 40·⅘ = 77.
    assert_eq!(shown(result), ["1 a 700000", "2 c -", "3 b -"]);
    let value = |at: usize| result.lines[at].value.map(|v| (v.num * 100, v.den));
    let hundred = 100_000_000_000_000_i64;
    assert_eq!(value(0), Some((80 * hundred, hundred)));
    assert_eq!(value(1), Some((77 * hundred, hundred)));
}

#[test]
fn tie_keys_order_equal_units_and_the_rest_share() {
    let mut sheet = sheet(vec![prize("dong", &[(CollectiveKey::Participants, 100)])]);
    sheet.prizes.collective[0].tie = vec![CollectiveKey::PerfectEntries];
    let entries = [of("a", &[9]), of("b", &[10]), of("c", &[10])].concat();
    let result = &results(&sheet, &entries, &[])[0];
    assert_eq!(shown(result), ["1 b 350000", "1 c 350000", "3 a -"]);
    assert_eq!(result.ties[0].ids, ["b", "c"]);
}

#[test]
fn money_is_each_or_together() {
    let mut sheet = sheet(vec![prize("dong", &[(CollectiveKey::Participants, 100)])]);
    sheet.prizes.collective[0].count = 2;
    let entries = [of("a", &[9, 9]), of("b", &[10]), of("c", &[])].concat();
    assert_eq!(
        shown(&results(&sheet, &entries, &[])[0]),
        ["1 a 700000", "2 b 700000"]
    );
    sheet.prizes.collective[0].amount_is = AmountIs::Together;
    assert_eq!(
        shown(&results(&sheet, &entries, &[])[0]),
        ["1 a 350000", "2 b 350000"]
    );
}

#[test]
fn one_unit_wins_once_unless_the_rule_sheet_allows_more() {
    let mut sheet = sheet(vec![
        prize("dong", &[(CollectiveKey::Participants, 100)]),
        prize("dung", &[(CollectiveKey::PerfectEntries, 100)]),
    ]);
    let entries = [of("a", &[10, 10]), of("b", &[10])].concat();
    let both = |sheet: &RuleSheet| -> Vec<Vec<String>> {
        results(sheet, &entries, &[]).iter().map(shown).collect()
    };
    assert_eq!(
        both(&sheet),
        [["1 a 700000", "2 b -"], ["1 a -", "2 b 700000"]]
    );
    sheet.prizes.several_per_unit = true;
    assert_eq!(
        both(&sheet),
        [["1 a 700000", "2 b -"], ["1 a 700000", "2 b -"]]
    );
}

#[test]
fn an_open_tie_holds_up_later_prizes_it_could_bar_from() {
    let mut sheet = sheet(vec![
        prize("dong", &[(CollectiveKey::Participants, 100)]),
        prize("dung", &[(CollectiveKey::PerfectEntries, 100)]),
    ]);
    sheet.ranking.unresolved = Some(Unresolved::Committee);
    let entries = [of("a", &[10]), of("b", &[9])].concat();
    let open = results(&sheet, &entries, &[]);
    assert_eq!(shown(&open[0]), ["1 a ?", "1 b ?"]);
    assert!(open[0].pending && open[1].pending && !open[1].lines.iter().any(|l| l.won));
    let decisions = Decisions {
        orders: vec![CommitteeOrder {
            of: Tied::Collective("dong".into()),
            rank: 1,
            order: vec!["b".into(), "a".into()],
            reason: String::new(),
        }],
        ..Decisions::default()
    };
    let decided = rank_round(&sheet, "dot-1", &entries, &[], &decisions);
    assert_eq!(shown(&decided.collective[0]), ["1 a -", "1 b 700000"]);
    assert_eq!(shown(&decided.collective[1]), ["1 a 700000", "2 b -"]);
    assert!(!decided.is_pending());
}

#[test]
fn absurd_numbers_do_not_panic() {
    let mix = [
        (CollectiveKey::MeanScore, 50),
        (CollectiveKey::ParticipationRate, 50),
    ];
    let mut sheet = sheet(vec![prize("mix", &mix)]);
    sheet.ranking.keys = vec![RankingKey::Total];
    sheet.prizes.individual = vec![tier("a", u32::MAX, i64::MAX), tier("b", u32::MAX, i64::MAX)];
    let big = |unit: &str| Entry {
        score: Points(i64::MAX),
        max_score: Points(i64::MAX),
        essay: Some(Points(i64::MAX)),
        ..of(unit, &[10])[0].clone()
    };
    let units = [node("a", None, Some(u32::MAX)), node("b", None, Some(1))];
    let result = &results(&sheet, &[big("a"), big("b")], &units)[0];
    assert_eq!(shown(result)[0], "1 b 700000");
}

#[test]
fn a_void_entry_can_take_a_collective_prize_away() {
    let sheet = sheet(vec![prize("dong", &[(CollectiveKey::Participants, 100)])]);
    let mut entries = [of("a", &[1, 1]), of("b", &[1, 1, 1])].concat();
    let before = run(&sheet, &entries);
    for entry in &mut entries[2..4] {
        *entry = void(entry.clone());
    }
    let changed = diff(&before, &run(&sheet, &entries));
    let units: Vec<(&str, bool, bool)> = changed
        .units
        .iter()
        .map(|u| (u.unit_id.as_str(), u.before.is_some(), u.after.is_some()))
        .collect();
    assert_eq!(units, [("a", false, true), ("b", true, false)]);
}
