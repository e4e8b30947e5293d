//! The true number and the distance to it (DESIGN 4, "What a prediction is measured against").

use super::entry::Entry;
use super::lists::{Tracks, by_track};
use super::result::Actual;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Population, Prediction, PredictionKind};
use domain::quiz::prediction::{DECIMALS, ONE, Predicted};

/// True numbers by scope.
pub(super) struct Actuals {
    values: Vec<Actual>,
    divided: bool,
    asked: bool,
}

impl Actuals {
    /// Counts the entries of a round. Without a prediction question persons are still counted, list by list.
    pub(super) fn new(
        rules: &RuleSheet,
        entries: &[&Entry],
        counting: &[bool],
        tracks: &Tracks<'_>,
    ) -> Self {
        let rule = rules.prediction.as_ref();
        let divided = by_track(rules, rule.map_or(rules.ranking.list, |r| r.scope));
        let names = tracks.names(divided);
        let over_attempts = rule.is_some_and(|r| r.counted_over == Population::Attempts);
        let mut counts = vec![(0_u32, 0_u32); names.len()];
        for (at, (entry, counted)) in entries.iter().zip(counting).enumerate() {
            if *counted || (over_attempts && entry.void.is_none()) {
                let (participants, perfect) = &mut counts[tracks.list(divided, at)];
                *participants += 1;
                *perfect += u32::from(entry.is_perfect());
            }
        }
        let values = names
            .iter()
            .zip(counts)
            .map(|(name, (participants, perfect))| Actual {
                track: name.map(str::to_owned),
                participants,
                perfect,
                value: rule.and_then(|r| value(r, participants, perfect)),
            })
            .collect();
        Self {
            values,
            divided,
            asked: rule.is_some(),
        }
    }

    /// Absolute distance of the prediction of the entry at this place and whether it exceeded; none when it was not
    /// made or not asked.
    pub(super) fn distance(
        &self,
        tracks: &Tracks<'_>,
        at: usize,
        entry: &Entry,
    ) -> Option<(i64, bool)> {
        if !self.asked {
            return None;
        }
        let actual = self.values[tracks.list(self.divided, at)].value?;
        let predicted = entry.prediction?;
        Some((predicted.distance(actual), predicted > actual))
    }

    pub(super) fn into_values(self) -> Vec<Actual> {
        self.values
    }
}

/// The true number; none without participants.
fn value(rule: &Prediction, participants: u32, perfect: u32) -> Option<Predicted> {
    if participants == 0 {
        return None;
    }
    Some(match rule.kind {
        PredictionKind::PerfectEntries => Predicted(i64::from(perfect) * ONE),
        PredictionKind::Participants => Predicted(i64::from(participants) * ONE),
        PredictionKind::PerfectPercent => percent(perfect, participants, rule.decimals),
    })
}

/// `perfect` of `participants` in per cent, rounded half up to `decimals` places, all in integers:
/// `floor((2 · perfect · 100 · 10^decimals + participants) / (2 · participants))`.
fn percent(perfect: u32, participants: u32, decimals: u8) -> Predicted {
    let decimals = u32::from(decimals).min(DECIMALS);
    let whole = i64::from(participants);
    let scaled = 2 * i64::from(perfect) * 100 * 10_i64.pow(decimals);
    let rounded = (scaled + whole) / (2 * whole);
    Predicted(rounded * 10_i64.pow(DECIMALS - decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_round_half_up() {
        for (perfect, participants, decimals, want) in [
            (1, 8, 1, 1_250_000), // 12,5 exactly
            (1, 8, 0, 1_300_000), // 12,5 → 13
            (1, 40, 0, 300_000),  // 2,5 → 3, not the even 2
            (1, 3, 2, 3_333_000),
            (2, 3, 2, 6_667_000),
            (2, 3, 5, 6_666_667),
            (14_492, 24_525, 5, 5_909_072),
            (0, 5, 5, 0),
            (5, 5, 5, 10_000_000),
            (1, 200_000, 2, 0),    // 0,0005
            (1, 20_000, 2, 1_000), // 0,005 → 0,01
            (u32::MAX, u32::MAX, 5, 10_000_000),
        ] {
            assert_eq!(
                percent(perfect, participants, decimals),
                Predicted(want),
                "{perfect}/{participants} at {decimals}"
            );
        }
    }
}
