//! Ranking a round (DESIGN 4, "Ranking keys"; docs/RULES.md, "Ranking").

use super::collective::{self, UnitNode};
use super::counting;
use super::entry::{Decisions, Entry, Tied};
use super::lists::{Tracks, by_track};
use super::prediction::Actuals;
use super::prizes::{Award, Contender, Resolver, award, individual_places, number};
use super::result::{Counts, Line, RoundStandings, TieGroup};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Given, RankingKey};

/// A key named twice decides nothing the second time, so no ranking needs more.
const MAX_KEYS: usize = RankingKey::ALL.len();

/// What orders a line, apart from the line itself: sorting a million then moves and reads little memory.
struct Row {
    /// Void last, then list, then the ranked before those that do not count.
    head: u64,
    /// Ranking keys turned so that smaller is better; zeros for what is not ranked.
    keys: [i64; MAX_KEYS],
    /// Index of the entry.
    at: usize,
}

impl Row {
    fn is_ranked(&self) -> bool {
        self.head & 0xff == 0
    }
}

/// Ranks the entries of one round; entries of other rounds are ignored. A pure function: the order of `entries` and
/// `units` changes nothing. `units` is needed for collective prizes only.
#[must_use]
pub fn rank_round(
    rules: &RuleSheet,
    round_code: &str,
    entries: &[Entry],
    units: &[UnitNode],
    decisions: &Decisions,
) -> RoundStandings {
    let entries: Vec<&Entry> = entries.iter().filter(|e| e.round == round_code).collect();
    let policy = rules.round(round_code).map(|r| r.counts);
    let counting = counting::choose(&entries, policy.unwrap_or_default());
    let tracks = Tracks::new(
        rules,
        entries.iter().map(|e| e.track.as_deref().unwrap_or("")),
    );
    let actuals = Actuals::new(rules, &entries, &counting, &tracks);
    let rows = sorted_rows(rules, &entries, &counting, (&tracks, &actuals));
    let mut lines = sorted_lines(rules, &entries, &rows, (&tracks, &actuals));
    let resolver = Resolver::new(rules, round_code, decisions);
    let mut ties = Vec::new();
    let mut collective = Vec::new();
    if rules.prizes.given == Given::EachRound {
        give_prizes(rules, decisions, &resolver, (&rows, &mut lines), &mut ties);
        let counted = lines.iter().filter(|l| l.counted);
        collective = collective::results(rules, counted, 1, units, &resolver);
    }
    RoundStandings {
        contest: rules.code.clone(),
        round: round_code.to_owned(),
        by_track: by_track(rules, rules.ranking.list),
        counts: Counts {
            entries: number(lines.len()),
            persons: number(counting.iter().filter(|c| **c).count()),
            void: number(entries.iter().filter(|e| e.void.is_some()).count()),
        },
        lines,
        actuals: actuals.into_values(),
        ties,
        collective,
    }
}

/// The ranking keys in order, each once.
pub(super) fn distinct_keys(rules: &RuleSheet) -> Vec<RankingKey> {
    let mut keys: Vec<RankingKey> = Vec::with_capacity(MAX_KEYS);
    for key in &rules.ranking.keys {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    keys
}

/// Rows in output order.
fn sorted_rows(
    rules: &RuleSheet,
    entries: &[&Entry],
    counting: &[bool],
    (tracks, actuals): (&Tracks<'_>, &Actuals),
) -> Vec<Row> {
    let divided = by_track(rules, rules.ranking.list);
    let keys = distinct_keys(rules);
    let mut rows = Vec::with_capacity(entries.len());
    for (at, (entry, counted)) in entries.iter().zip(counting).enumerate() {
        let list = tracks.list(divided, at) as u64;
        let head = u64::from(entry.void.is_some()) << 63 | list << 8 | u64::from(!counted);
        let mut values = [0; MAX_KEYS];
        if *counted {
            let distance = actuals.distance(tracks, at, entry);
            for (value, key) in values.iter_mut().zip(&keys) {
                *value = key_value(*key, rules, entry, distance);
            }
        }
        let keys = values;
        rows.push(Row { head, keys, at });
    }
    rows.sort_unstable_by(|a, b| {
        let order = a.head.cmp(&b.head).then_with(|| a.keys.cmp(&b.keys));
        order.then_with(|| entries[a.at].entry_id.cmp(&entries[b.at].entry_id))
    });
    rows
}

/// The value of a key, smaller is better.
fn key_value(
    key: RankingKey,
    rules: &RuleSheet,
    entry: &Entry,
    distance: Option<(i64, bool)>,
) -> i64 {
    let essay = entry.essay.unwrap_or_default().0;
    match key {
        RankingKey::Score => -entry.score.0,
        RankingKey::Prediction => distance.map_or(i64::MAX, |(distance, _)| distance),
        RankingKey::PredictionNotOver => distance.map_or(2, |(_, exceeded)| i64::from(exceeded)),
        RankingKey::Duration => entry.working_time(rules).map_or(i64::MAX, |d| d.0),
        RankingKey::SubmittedAt => entry.submitted_at.map_or(i64::MAX, |at| at.0),
        RankingKey::Essay => -essay,
        RankingKey::Total => -entry.score.0.saturating_add(essay),
    }
}

/// Standard competition ranks of the rows; none for what is not ranked.
fn ranks(rows: &[Row]) -> impl Iterator<Item = Option<u32>> {
    let (mut in_list, mut rank) = (0_u32, 0_u32);
    rows.iter().enumerate().map(move |(at, row)| {
        let before = at.checked_sub(1).map(|i| &rows[i]);
        if before.is_none_or(|b| b.head != row.head) {
            (in_list, rank) = (0, 0);
        }
        in_list += 1;
        if rank == 0 || before.is_some_and(|b| b.keys != row.keys) {
            rank = in_list;
        }
        row.is_ranked().then_some(rank)
    })
}

/// The lines in the order of the rows. They are made in the order of the entries, each put into its place at once: to
/// read a million entries in any other order, or to move the lines later, takes longer than the sorting.
fn sorted_lines(
    rules: &RuleSheet,
    entries: &[&Entry],
    rows: &[Row],
    (tracks, actuals): (&Tracks<'_>, &Actuals),
) -> Vec<Line> {
    let mut places = vec![(0, None); rows.len()];
    for (place, (row, rank)) in rows.iter().zip(ranks(rows)).enumerate() {
        places[row.at] = (place, rank);
    }
    let mut lines: Vec<Option<Line>> = Vec::new();
    lines.resize_with(rows.len(), || None);
    for (at, (entry, (place, rank))) in entries.iter().zip(places).enumerate() {
        let distance = rank.and_then(|_| actuals.distance(tracks, at, entry));
        lines[place] = Some(to_line(rules, entry, rank, distance));
    }
    lines.into_iter().flatten().collect()
}

fn to_line(
    rules: &RuleSheet,
    entry: &Entry,
    rank: Option<u32>,
    distance: Option<(i64, bool)>,
) -> Line {
    Line {
        entry_id: entry.entry_id.clone(),
        person_id: entry.person_id.clone(),
        unit_id: entry.unit_id.clone(),
        track: entry.track.clone().filter(|t| !t.is_empty()),
        rank,
        counted: rank.is_some(),
        score: entry.score,
        max_score: entry.max_score,
        right: entry.right,
        perfect: entry.is_perfect(),
        prediction: entry.prediction,
        distance: distance.map(|(d, _)| d),
        exceeded: distance.is_some_and(|(_, exceeded)| exceeded),
        duration: entry.working_time(rules),
        submitted_at: entry.submitted_at,
        essay: entry.essay,
        can_win: entry.can_win,
        prize: None,
        amount: None,
        pending: false,
        void: entry.void.clone(),
    }
}

/// Whether the rule sheet keeps individual prizes for perfect entries: the prediction is one of the ranking keys and
/// its winner must be perfect.
pub(super) fn only_perfect_win(rules: &RuleSheet) -> bool {
    let decides =
        |k: &RankingKey| matches!(k, RankingKey::Prediction | RankingKey::PredictionNotOver);
    let asked = rules.prediction.as_ref();
    asked.is_some_and(|p| p.winner_must_be_perfect) && rules.ranking.keys.iter().any(decides)
}

fn give_prizes(
    rules: &RuleSheet,
    decisions: &Decisions,
    resolver: &Resolver<'_>,
    (rows, lines): (&[Row], &mut [Line]),
    ties: &mut Vec<TieGroup>,
) {
    let perfect_only = only_perfect_win(rules);
    let several = rules.prizes.several_per_person;
    let tracked = by_track(rules, rules.ranking.list);
    let mut start = 0;
    for list in rows.chunk_by(|a, b| a.head == b.head) {
        let range = start..start + list.len();
        start = range.end;
        if !list.first().is_some_and(Row::is_ranked) {
            continue;
        }
        let places = individual_places(rules, list.len());
        let name = lines[range.start].track.clone().filter(|_| tracked);
        let contenders = range.filter_map(|at| {
            let line = &lines[at];
            let may_win = line.can_win
                && (line.perfect || !perfect_only)
                && (several || !decisions.already_won.contains(&line.person_id));
            let rank = line.rank.filter(|_| may_win)?;
            let id = line.entry_id.as_str();
            Some(Contender { at, id, rank })
        });
        let awarded = award(contenders, &places, &Tied::List(name), resolver);
        for (at, given) in awarded.awards {
            match given {
                Award::Won { place, amount } => {
                    lines[at].prize = Some(places[place].code.to_owned());
                    lines[at].amount = Some(amount);
                }
                Award::Pending => lines[at].pending = true,
            }
        }
        ties.extend(awarded.ties);
    }
}
