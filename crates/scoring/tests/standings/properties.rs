//! What holds for any entries and any rules, checked against a slow reference that shares no ranking code.

use crate::support::*;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{
    Counting, Population, Prediction, PredictionKind, RankingKey, Scope, Unresolved,
};
use domain::ids::{AttemptId, PersonId};
use domain::quiz::prediction::{ONE, Predicted};
use domain::time::Span;
use domain::units::Points;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use scoring::standings::{Entry, RoundStandings, diff, recount};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

const KEYS: [RankingKey; RankingKey::ALL.len()] = RankingKey::ALL;

fn any_rules() -> impl Strategy<Value = RuleSheet> {
    let scopes = || select(vec![Scope::Overall, Scope::Track]);
    let prediction = (
        select(vec![
            PredictionKind::PerfectEntries,
            PredictionKind::Participants,
            PredictionKind::PerfectPercent,
        ]),
        select(vec![Population::Persons, Population::Attempts]),
        scopes(),
        0_u8..=5,
        any::<bool>(),
    );
    let keys = subsequence(KEYS.to_vec(), 0..=7).prop_shuffle();
    let counting = select(vec![Counting::First, Counting::Best, Counting::Last]);
    let tiers = vec((0_u32..4, 0_i64..2_000_000), 0..4);
    (keys, counting, scopes(), weighted(0.8, prediction), tiers).prop_map(
        |(keys, counting, list, prediction, tiers)| {
            let mut sheet = rules(&keys);
            counts(&mut sheet, counting);
            sheet.tracks = tracks(&["cb", "nd"]);
            sheet.ranking.list = list;
            sheet.prediction =
                prediction.map(
                    |(kind, counted_over, scope, decimals, perfect)| Prediction {
                        kind,
                        counted_over,
                        scope,
                        decimals,
                        winner_must_be_perfect: perfect,
                    },
                );
            let tier =
                |(i, (count, amount)): (usize, (u32, i64))| tier(&format!("g{i}"), count, amount);
            sheet.prizes.individual = tiers.into_iter().enumerate().map(tier).collect();
            sheet
        },
    )
}

/// Few persons, scores and times, so that attempts repeat and ties are common. A person keeps the track.
fn any_entries(most: usize) -> impl Strategy<Value = Vec<Entry>> {
    let one = (
        (0_usize..9, 1_u32..4, 8_i64..=10, weighted(0.8, 0_i64..5)),
        (0_i64..3, 1_i64..3, weighted(0.4, 0_i64..2)),
        (
            weighted(0.2, Just(())),
            weighted(0.9, Just(())),
            weighted(0.9, Just(())),
            any::<bool>(),
        ),
    );
    vec(one, 0..most).prop_map(|list| {
        let build = |(i, (what, when, flags)): (usize, _)| {
            let (person, attempt, score, number): (usize, u32, i64, Option<i64>) = what;
            let (start, length, essay): (i64, i64, Option<i64>) = when;
            let (void, answered, can_win, finalised): (Option<()>, Option<()>, Option<()>, bool) =
                flags;
            Entry {
                person_id: PersonId::from_text(format!("p{person}")),
                track: [Some("cb"), Some("nd"), None][person % 3].map(str::to_owned),
                attempt,
                prediction: number.map(|n| Predicted(n * ONE)),
                started_at: opening() + Span(start),
                submitted_at: Some(opening() + Span(start + length)),
                essay: essay.map(Points::whole),
                void: void.map(|()| "không hợp lệ".to_owned()),
                answered: answered.is_some(),
                can_win: can_win.is_some(),
                finalised,
                ..scored(&format!("e{i:02}"), score)
            }
        };
        list.into_iter().enumerate().map(build).collect()
    })
}

/// Ranks by counting who is better: slow, and nothing shared with the code under test.
fn reference(sheet: &RuleSheet, entries: &[Entry]) -> BTreeMap<String, u32> {
    let valid: Vec<&Entry> = entries.iter().filter(|e| e.void.is_none()).collect();
    let persons: BTreeSet<&PersonId> = valid.iter().map(|e| &e.person_id).collect();
    let counting: Vec<&Entry> = persons
        .iter()
        .filter_map(|person| {
            let mut own: Vec<&Entry> = valid
                .iter()
                .copied()
                .filter(|e| &e.person_id == *person)
                .collect();
            own.sort_by_key(|e| (e.attempt, e.started_at, e.entry_id.clone()));
            match sheet.rounds[0].counts {
                Counting::First => own.first().copied(),
                Counting::Last => own.last().copied(),
                Counting::Best => own
                    .into_iter()
                    .min_by_key(|e| (-e.score.0, e.submitted_at, e.entry_id.clone())),
            }
        })
        .collect();
    let rank = |entry: &Entry| {
        let peers = counting
            .iter()
            .filter(|e| sheet.ranking.list == Scope::Overall || e.track == entry.track);
        let better =
            peers.filter(|e| better(sheet, (&valid, &counting), e, entry) == Ordering::Less);
        1 + u32::try_from(better.count()).expect("few")
    };
    counting
        .iter()
        .map(|e| (e.entry_id.to_string(), rank(e)))
        .collect()
}

fn better(sheet: &RuleSheet, all: (&[&Entry], &[&Entry]), a: &Entry, b: &Entry) -> Ordering {
    let guess = |e: &Entry| distance(sheet, all, e);
    let minutes = |e: &Entry| {
        if e.finalised {
            1_200_000
        } else {
            (e.submitted_at.expect("sent") - e.started_at).0
        }
    };
    let essay = |e: &Entry| e.essay.map_or(0, |p| p.0);
    sheet
        .ranking
        .keys
        .iter()
        .fold(Ordering::Equal, |order, key| {
            order.then_with(|| match key {
                RankingKey::Score => b.score.cmp(&a.score),
                RankingKey::Prediction => match (guess(a), guess(b)) {
                    (Some(x), Some(y)) => x.abs().cmp(&y.abs()),
                    (x, y) => y.is_some().cmp(&x.is_some()),
                },
                RankingKey::PredictionNotOver => {
                    let class = |e| guess(e).map_or(2, |d| i32::from(d > 0));
                    class(a).cmp(&class(b))
                }
                RankingKey::Duration => minutes(a).cmp(&minutes(b)),
                RankingKey::SubmittedAt => a.submitted_at.cmp(&b.submitted_at),
                RankingKey::Essay => essay(b).cmp(&essay(a)),
                RankingKey::Total => (b.score.0 + essay(b)).cmp(&(a.score.0 + essay(a))),
            })
        })
}

/// Prediction minus true number.
fn distance(
    sheet: &RuleSheet,
    (valid, counting): (&[&Entry], &[&Entry]),
    entry: &Entry,
) -> Option<i64> {
    let rule = sheet.prediction.as_ref()?;
    let population = match rule.counted_over {
        Population::Persons => counting,
        Population::Attempts => valid,
    };
    let same: Vec<&&Entry> = population
        .iter()
        .filter(|e| rule.scope == Scope::Overall || e.track == entry.track)
        .collect();
    let all = i64::try_from(same.len()).expect("few");
    let perfect = same
        .iter()
        .filter(|e| e.answered && e.score == Points::whole(10))
        .count();
    let perfect = i64::try_from(perfect).expect("few");
    let actual = match rule.kind {
        PredictionKind::PerfectEntries => perfect * ONE,
        PredictionKind::Participants => all * ONE,
        PredictionKind::PerfectPercent => {
            let step = 10_i64.pow(5 - u32::from(rule.decimals));
            // Half up: add half a step, cut down to a whole step.
            (perfect * 100 * ONE * 2 + all * step) / (2 * all * step) * step
        }
    };
    Some(entry.prediction?.0 - actual)
}

fn by_rank(standings: &RoundStandings) -> BTreeMap<String, u32> {
    let ranked = standings.lines.iter();
    ranked
        .filter_map(|l| l.rank.map(|r| (l.entry_id.to_string(), r)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_entries_changes_nothing(sheet in any_rules(), entries in any_entries(24), turn in 0_usize..24) {
        let standings = run(&sheet, &entries);
        let mut shuffled = entries.clone();
        shuffled.reverse();
        let turn = turn.min(shuffled.len());
        shuffled.rotate_left(turn);
        let again = run(&sheet, &shuffled);
        prop_assert_eq!(&again, &standings);
        prop_assert_eq!(again.hash(), standings.hash());
        prop_assert!(diff(&standings, &again).is_empty());
        prop_assert_eq!(recount(&sheet, &shuffled), recount(&sheet, &entries));
    }

    #[test]
    fn ranks_equal_the_slow_reference(sheet in any_rules(), entries in any_entries(24)) {
        prop_assert_eq!(by_rank(&run(&sheet, &entries)), reference(&sheet, &entries));
    }

    #[test]
    fn everyone_is_there_once_and_ranks_are_standard_competition(sheet in any_rules(), entries in any_entries(24)) {
        let standings = run(&sheet, &entries);
        let ids: BTreeSet<&AttemptId> = standings.lines.iter().map(|l| &l.entry_id).collect();
        prop_assert_eq!(ids.len(), entries.len());
        prop_assert_eq!(standings.lines.len(), entries.len());
        let persons: BTreeSet<&PersonId> = entries.iter().filter(|e| e.void.is_none()).map(|e| &e.person_id).collect();
        let counted: Vec<&PersonId> = standings.lines.iter().filter(|l| l.counted).map(|l| &l.person_id).collect();
        prop_assert_eq!(counted.len(), persons.len());
        prop_assert_eq!(counted.into_iter().collect::<BTreeSet<_>>(), persons);
        let mut lists: BTreeMap<Option<&str>, Vec<u32>> = BTreeMap::new();
        for line in &standings.lines {
            prop_assert_eq!(line.rank.is_some(), line.counted);
            prop_assert!(!(line.counted && line.void.is_some()));
            prop_assert!(line.counted || (line.prize.is_none() && !line.pending));
            lists.entry(standings.list(line)).or_default().extend(line.rank);
        }
        for ranks in lists.values() {
            for (at, rank) in ranks.iter().enumerate() {
                let above = ranks.iter().filter(|r| *r < rank).count();
                prop_assert_eq!(usize::try_from(*rank).expect("small"), above + 1);
                prop_assert!(at == 0 || ranks[at - 1] <= *rank, "ranks never fall in output order");
            }
        }
    }

    #[test]
    fn irrelevant_entries_change_nothing(mut sheet in any_rules(), entries in any_entries(16), extra in 8_i64..=10) {
        sheet.ranking.list = Scope::Track;
        if let Some(rule) = &mut sheet.prediction {
            rule.scope = Scope::Track;
        }
        let before = run(&sheet, &entries);
        let stranger = guess("zz", extra, 3);
        let others = [
            void(stranger.clone()),
            Entry { round: "dot-2".into(), ..stranger.clone() },
            Entry { track: Some("track-khac".into()), ..stranger },
        ];
        for other in others {
            let mut more = entries.clone();
            more.push(other);
            let after = run(&sheet, &more);
            let kept: Vec<_> = after.lines.iter().filter(|l| l.entry_id.as_str() != "zz").cloned().collect();
            prop_assert_eq!(&kept, &before.lines);
            prop_assert_eq!(&after.actuals[..before.actuals.len().min(2)], &before.actuals[..before.actuals.len().min(2)]);
        }
    }

    #[test]
    fn voiding_a_perfect_person_lowers_the_true_count_by_one(mut sheet in any_rules(), mut entries in any_entries(16)) {
        counts(&mut sheet, Counting::First);
        sheet.prediction = Some(predicts());
        entries.push(guess("zz", 10, 3));
        let before = run(&sheet, &entries);
        let last = entries.len() - 1;
        entries[last] = void(entries[last].clone());
        let after = run(&sheet, &entries);
        prop_assert_eq!(after.actuals[0].perfect + 1, before.actuals[0].perfect);
        prop_assert_eq!(after.actuals[0].participants + 1, before.actuals[0].participants);
        prop_assert_eq!(diff(&before, &after).voided.len(), 1);
    }

    #[test]
    fn sharing_conserves_the_money_up_to_rounding(mut sheet in any_rules(), entries in any_entries(24)) {
        sheet.ranking.unresolved = Some(Unresolved::Share);
        sheet.ranking.list = Scope::Overall;
        let standings = run(&sheet, &entries);
        let perfect_only = sheet.prediction.as_ref().is_some_and(|p| p.winner_must_be_perfect)
            && sheet.ranking.keys.iter().any(|k| matches!(k, RankingKey::Prediction | RankingKey::PredictionNotOver));
        let able = standings.lines.iter().filter(|l| l.counted && l.can_win && (l.perfect || !perfect_only)).count();
        let places: Vec<i64> = sheet.prizes.individual.iter()
            .flat_map(|t| (0..t.count).map(|_| t.amount.0)).collect();
        let budget: i64 = places.iter().take(able).sum();
        let paid: i64 = standings.lines.iter().filter_map(|l| l.amount).map(|a| a.0).sum();
        let tied: usize = standings.ties.iter().map(|t| t.ids.len()).sum();
        prop_assert!(!standings.is_pending());
        prop_assert!(paid <= budget, "{paid} of {budget}");
        prop_assert!(budget - paid <= 1_000 * i64::try_from(tied).expect("few"), "{paid} of {budget}");
        let winners = standings.winners().count();
        prop_assert!(winners >= places.len().min(able));
    }

    #[test]
    fn the_best_attempt_counts(mut sheet in any_rules(), entries in any_entries(24)) {
        counts(&mut sheet, Counting::Best);
        let standings = run(&sheet, &entries);
        for line in standings.lines.iter().filter(|l| l.counted) {
            for other in standings.lines.iter().filter(|l| l.person_id == line.person_id && l.void.is_none()) {
                prop_assert!((-line.score.0, line.submitted_at) <= (-other.score.0, other.submitted_at));
            }
        }
    }
}
