//! Which attempt of a person counts (DESIGN 4, "Ranking keys"; docs/RULES.md, "Counting attempt").

use super::entry::Entry;
use domain::contest::rule_sheet::Counting;
use std::collections::HashMap;

/// For each entry of a round whether it is its person's counting attempt. Void entries never count.
pub(super) fn choose(entries: &[&Entry], policy: Counting) -> Vec<bool> {
    let mut chosen: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        if entry.void.is_some() {
            continue;
        }
        chosen
            .entry(entry.person_id.as_str())
            .and_modify(|held| {
                if goes_before(policy, entry, entries[*held]) {
                    *held = at;
                }
            })
            .or_insert(at);
    }
    let mut counts = vec![false; entries.len()];
    for at in chosen.into_values() {
        counts[at] = true;
    }
    counts
}

/// Whether `a` counts rather than `b`. Total, so that the order of the entries never matters.
fn goes_before(policy: Counting, a: &Entry, b: &Entry) -> bool {
    let number = |e: &Entry| (e.attempt, e.started_at);
    match policy {
        Counting::First => (number(a), &a.entry_id) < (number(b), &b.entry_id),
        Counting::Last => (number(a), &a.entry_id) > (number(b), &b.entry_id),
        Counting::Best => {
            let sent = |e: &Entry| e.submitted_at.map_or(i64::MAX, |at| at.0);
            let order = |e: &Entry| (std::cmp::Reverse(e.score), sent(e));
            (order(a), &a.entry_id) < (order(b), &b.entry_id)
        }
    }
}
