//! Phases of a round: a pure function of time, rule sheet and recorded acts (DESIGN 4).
//!
//! ```text
//! draft ──commit──▶ committed ──opens──▶ open ──closes+grace──▶ closed ──seal──▶ sealed ──publish──▶ published
//! ```

use super::rule_sheet::Round;
use crate::time::{Moment, Span};
use serde::{Deserialize, Serialize};

/// Phase of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundPhase {
    /// Rule sheet and bank can still change.
    Draft,
    /// Locked and hashed, not yet open.
    Committed,
    /// Attempts run.
    Open,
    /// No save counts any more; the server finalises what is left.
    Closed,
    /// Entries are fixed; the committee reviews standings.
    Sealed,
    /// Results are public.
    Published,
}

impl RoundPhase {
    /// Whether scores and right counts may be known to anyone at all.
    #[must_use]
    pub fn scores_exist(self) -> bool {
        self >= Self::Sealed
    }

    /// Vietnamese name for a badge.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "Bản nháp",
            Self::Committed => "Sắp mở",
            Self::Open => "Đang mở",
            Self::Closed => "Đã đóng",
            Self::Sealed => "Đang rà soát",
            Self::Published => "Đã công bố",
        }
    }
}

/// Time in which the service was down, recorded by the committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// First instant.
    pub from: Moment,
    /// First instant after it.
    pub until: Moment,
}

impl Outage {
    /// How much of it falls into `[from, until)`.
    #[must_use]
    pub fn overlap(self, from: Moment, until: Moment) -> Span {
        let start = self.from.max(from);
        let end = self.until.min(until);
        Span((end.0 - start.0).max(0))
    }
}

/// Merges overlapping outages into disjoint ones in order, so that no minute is granted twice.
#[must_use]
pub fn merge_outages(outages: &[Outage]) -> Vec<Outage> {
    let mut sorted: Vec<Outage> = outages
        .iter()
        .copied()
        .filter(|o| o.from < o.until)
        .collect();
    sorted.sort_by_key(|o| (o.from, o.until));
    let mut merged: Vec<Outage> = Vec::with_capacity(sorted.len());
    for outage in sorted {
        match merged.last_mut() {
            Some(last) if outage.from <= last.until => last.until = last.until.max(outage.until),
            _ => merged.push(outage),
        }
    }
    merged
}

/// What the committee has recorded for a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoundActs {
    /// Commitment.
    pub committed_at: Option<Moment>,
    /// Sealing.
    pub sealed_at: Option<Moment>,
    /// Publication of a standings version.
    pub published_at: Option<Moment>,
}

/// The times of a round that decide phases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundClock {
    /// First instant a start is accepted.
    pub opens: Moment,
    /// First instant a start is no longer accepted.
    pub closes: Moment,
    /// Grace after a deadline.
    pub grace: Span,
    /// Disjoint outages in order.
    pub outages: Vec<Outage>,
}

impl RoundClock {
    /// The clock of a round as its rule sheet states it.
    #[must_use]
    pub fn of(round: &Round, grace_seconds: u16, outages: &[Outage]) -> Self {
        Self {
            opens: round.opens,
            closes: round.closes,
            grace: Span::seconds(i64::from(grace_seconds)),
            outages: merge_outages(outages),
        }
    }

    /// Whether a start is accepted: `opens ≤ t < closes`.
    #[must_use]
    pub fn accepts_start(&self, now: Moment) -> bool {
        self.opens <= now && now < self.closes
    }

    /// The last deadline any attempt can have when nobody was granted extra time: closing, moved by the outages
    /// that fell into the round.
    #[must_use]
    pub fn last_deadline(&self) -> Moment {
        extend(self.opens, self.closes, &self.outages)
    }

    /// The first instant of phase `closed`.
    #[must_use]
    pub fn closed_from(&self) -> Moment {
        self.last_deadline() + self.grace
    }
}

/// Moves `end` by the outages that begin before it, taking in those that the extension itself reaches.
///
/// An outage counts from its beginning (or from `start`) to its end, also where it outlasts the old `end`: whoever was
/// cut off when it began lost all of it.
#[must_use]
pub fn extend(start: Moment, end: Moment, outages: &[Outage]) -> Moment {
    outages.iter().fold(end, |end, outage| {
        if outage.from < end {
            end + outage.overlap(start, outage.until)
        } else {
            end
        }
    })
}

/// Phase of a round at `now`.
#[must_use]
pub fn phase(clock: &RoundClock, acts: &RoundActs, now: Moment) -> RoundPhase {
    if acts.committed_at.is_none() {
        return RoundPhase::Draft;
    }
    if acts.published_at.is_some() {
        return RoundPhase::Published;
    }
    if acts.sealed_at.is_some() {
        return RoundPhase::Sealed;
    }
    if now < clock.opens {
        RoundPhase::Committed
    } else if now < clock.closed_from() {
        RoundPhase::Open
    } else {
        RoundPhase::Closed
    }
}

/// Whether a round may still be committed: strictly before it opens. What is published at commitment (hashes of rules and
/// bank, the nonce of a draw) must be fixed before anybody can start or predict (DESIGN 4, "Ties").
#[must_use]
pub fn may_commit(clock: &RoundClock, now: Moment) -> bool {
    now < clock.opens
}

/// Why a round cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum SealRefused {
    /// Not in phase `closed`.
    WrongPhase {
        /// The phase it is in.
        phase: RoundPhase,
    },
    /// Attempts are still running.
    AttemptsOpen {
        /// How many.
        open: i64,
    },
}

/// Whether a round may be sealed now.
///
/// # Errors
/// When the round is in another phase or attempts are still open.
pub fn check_seal(phase: RoundPhase, open_attempts: i64) -> Result<(), SealRefused> {
    if phase != RoundPhase::Closed {
        return Err(SealRefused::WrongPhase { phase });
    }
    if open_attempts > 0 {
        return Err(SealRefused::AttemptsOpen {
            open: open_attempts,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clock() -> RoundClock {
        RoundClock {
            opens: Moment(1_000),
            closes: Moment(10_000),
            grace: Span(500),
            outages: vec![],
        }
    }

    const COMMITTED: RoundActs = RoundActs {
        committed_at: Some(Moment(0)),
        sealed_at: None,
        published_at: None,
    };

    #[test]
    fn phases_turn_at_one_millisecond() {
        let table = [
            (999, RoundPhase::Committed),
            (1_000, RoundPhase::Open),
            (9_999, RoundPhase::Open),
            (10_000, RoundPhase::Open),
            (10_499, RoundPhase::Open),
            (10_500, RoundPhase::Closed),
        ];
        for (now, want) in table {
            assert_eq!(phase(&clock(), &COMMITTED, Moment(now)), want, "at {now}");
        }
        assert_eq!(
            phase(&clock(), &RoundActs::default(), Moment(5_000)),
            RoundPhase::Draft
        );
    }

    #[test]
    fn starts_are_accepted_from_opening_until_just_before_closing() {
        for (now, want) in [(999, false), (1_000, true), (9_999, true), (10_000, false)] {
            assert_eq!(clock().accepts_start(Moment(now)), want, "at {now}");
        }
    }

    #[test]
    fn a_round_is_committed_before_it_opens() {
        for (now, want) in [(0, true), (999, true), (1_000, false), (20_000, false)] {
            assert_eq!(may_commit(&clock(), Moment(now)), want, "at {now}");
        }
    }

    #[test]
    fn sealing_waits_for_every_attempt() {
        assert_eq!(check_seal(RoundPhase::Closed, 0), Ok(()));
        assert_eq!(
            check_seal(RoundPhase::Closed, 2),
            Err(SealRefused::AttemptsOpen { open: 2 })
        );
        assert!(check_seal(RoundPhase::Open, 0).is_err());
        assert!(check_seal(RoundPhase::Published, 0).is_err());
    }

    #[test]
    fn an_outage_moves_the_end_by_its_whole_length() {
        let outage = Outage {
            from: Moment(9_000),
            until: Moment(12_000),
        };
        assert_eq!(
            extend(Moment(1_000), Moment(10_000), &[outage]),
            Moment(13_000)
        );
        let before = Outage {
            from: Moment(0),
            until: Moment(500),
        };
        assert_eq!(
            extend(Moment(1_000), Moment(10_000), &[before]),
            Moment(10_000)
        );
        let across_start = Outage {
            from: Moment(0),
            until: Moment(2_000),
        };
        assert_eq!(
            extend(Moment(1_000), Moment(10_000), &[across_start]),
            Moment(11_000)
        );
        let reached = [
            Outage {
                from: Moment(9_000),
                until: Moment(9_500),
            },
            Outage {
                from: Moment(10_200),
                until: Moment(10_300),
            },
        ];
        assert_eq!(
            extend(Moment(1_000), Moment(10_000), &reached),
            Moment(10_600)
        );
    }

    proptest! {
        #[test]
        fn merged_outages_are_disjoint_and_cover_the_same(raw in proptest::collection::vec((0_i64..100, 0_i64..100), 0..8)) {
            let outages: Vec<Outage> = raw.iter().map(|(a, b)| Outage { from: Moment(*a), until: Moment(*b) }).collect();
            let merged = merge_outages(&outages);
            for pair in merged.windows(2) {
                prop_assert!(pair[0].until < pair[1].from);
            }
            for t in 0..100 {
                let inside = |list: &[Outage]| list.iter().any(|o| o.from.0 <= t && t < o.until.0);
                prop_assert_eq!(inside(&outages), inside(&merged));
            }
        }

        #[test]
        fn a_phase_never_goes_back(a in 0_i64..20_000, b in 0_i64..20_000) {
            let (first, second) = (a.min(b), a.max(b));
            prop_assert!(phase(&clock(), &COMMITTED, Moment(first)) <= phase(&clock(), &COMMITTED, Moment(second)));
        }
    }
}
