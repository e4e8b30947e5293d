//! Moving a round once the rule sheet is locked (DESIGN 4, "People"): the closing of a committed round only later and
//! only until it has closed; a round not committed to any time that is still to come.

use super::phase::{RoundClock, RoundPhase};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Why the closing of a round cannot be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingRefused {
    /// Before commitment the rule sheet itself is edited.
    NotCommitted,
    /// The round has closed: nobody is told twice that it is over.
    Closed,
    /// Not later than the closing as it stands: whoever planned with it would lose time.
    NotLater,
    /// Not after the present instant.
    Past,
    /// Another round of the same people would already be open.
    Overlaps,
}

/// Whether a round may close at `closes` instead.
///
/// `others` are the openings of later rounds that somebody of this round may take part in.
///
/// # Errors
/// The reason that forbids it.
pub fn check_closing(
    clock: &RoundClock,
    phase: RoundPhase,
    closes: Moment,
    others: &[Moment],
    now: Moment,
) -> Result<(), ClosingRefused> {
    match phase {
        RoundPhase::Draft => return Err(ClosingRefused::NotCommitted),
        RoundPhase::Committed | RoundPhase::Open => {}
        RoundPhase::Closed | RoundPhase::Sealed | RoundPhase::Published => {
            return Err(ClosingRefused::Closed);
        }
    }
    if closes <= clock.closes {
        return Err(ClosingRefused::NotLater);
    }
    if closes <= now {
        return Err(ClosingRefused::Past);
    }
    let reached = |opens: &Moment| clock.closes <= *opens && *opens < closes;
    if others.iter().any(reached) {
        return Err(ClosingRefused::Overlaps);
    }
    Ok(())
}

/// Why a round that is not committed cannot be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveRefused {
    /// What is committed opens when it was committed to open.
    Committed,
    /// From the closing it had on, answers of questions it could draw may have been shown.
    TimeOver,
    /// It must be committed before it opens, so it cannot open now or earlier.
    OpensTooSoon,
    /// Not after the opening.
    ClosesTooSoon,
    /// Another round of the same people would be open at the same time.
    Overlaps,
}

/// Whether a round that runs by `clock` may run from `opens` to `closes` instead.
///
/// `others` are opening and closing of the other rounds somebody of this round may take part in.
///
/// # Errors
/// The reason that forbids it.
pub fn check_move(
    (phase, clock): (RoundPhase, &RoundClock),
    (opens, closes): (Moment, Moment),
    others: &[(Moment, Moment)],
    now: Moment,
) -> Result<(), MoveRefused> {
    if phase != RoundPhase::Draft {
        return Err(MoveRefused::Committed);
    }
    if now >= clock.closed_from() {
        return Err(MoveRefused::TimeOver);
    }
    if opens <= now {
        return Err(MoveRefused::OpensTooSoon);
    }
    if closes <= opens {
        return Err(MoveRefused::ClosesTooSoon);
    }
    let meets = |other: &(Moment, Moment)| opens < other.1 && other.0 < closes;
    if others.iter().any(meets) {
        return Err(MoveRefused::Overlaps);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::phase::{RoundActs, phase};
    use crate::time::Span;

    fn clock() -> RoundClock {
        RoundClock {
            opens: Moment(1_000),
            closes: Moment(10_000),
            grace: Span(500),
            outages: vec![],
        }
    }

    #[test]
    fn only_later_and_only_until_the_round_has_closed() {
        use ClosingRefused as R;
        let acts = RoundActs {
            committed_at: Some(Moment(0)),
            ..RoundActs::default()
        };
        let run = |closes, now| {
            let phase = phase(&clock(), &acts, Moment(now));
            check_closing(&clock(), phase, Moment(closes), &[], Moment(now))
        };
        let table = [
            (10_001, 999, Ok(())),
            (10_001, 1_000, Ok(())),
            (10_000, 1_000, Err(R::NotLater)),
            (9_999, 1_000, Err(R::NotLater)),
            (10_300, 10_299, Ok(())),
            (10_300, 10_300, Err(R::Past)),
            (20_000, 10_499, Ok(())),
            (20_000, 10_500, Err(R::Closed)),
        ];
        for (closes, now, want) in table {
            assert_eq!(run(closes, now), want, "to {closes} at {now}");
        }
        let draft = check_closing(&clock(), RoundPhase::Draft, Moment(20_000), &[], Moment(0));
        assert_eq!(draft, Err(R::NotCommitted));
    }

    #[test]
    fn a_draft_moves_to_any_time_to_come_beside_the_others() {
        use MoveRefused as R;
        let others = [
            (Moment(1_000), Moment(2_000)),
            (Moment(5_000), Moment(6_000)),
        ];
        let run = |phase, opens, closes| {
            check_move(
                (phase, &clock()),
                (Moment(opens), Moment(closes)),
                &others,
                Moment(1_500),
            )
        };
        let late = |now| {
            check_move(
                (RoundPhase::Draft, &clock()),
                (Moment(20_000), Moment(30_000)),
                &[],
                Moment(now),
            )
        };
        assert_eq!(late(10_499), Ok(()));
        assert_eq!(late(10_500), Err(R::TimeOver));
        let table = [
            (1_500, 1_600, Err(R::OpensTooSoon)),
            (1_999, 2_100, Err(R::Overlaps)),
            (2_000, 2_100, Ok(())),
            (2_000, 2_000, Err(R::ClosesTooSoon)),
            (2_000, 5_000, Ok(())),
            (2_000, 5_001, Err(R::Overlaps)),
            (4_000, 7_000, Err(R::Overlaps)),
            (6_000, 6_001, Ok(())),
        ];
        for (opens, closes, want) in table {
            assert_eq!(
                run(RoundPhase::Draft, opens, closes),
                want,
                "{opens} to {closes}"
            );
        }
        for phase in [
            RoundPhase::Committed,
            RoundPhase::Open,
            RoundPhase::Published,
        ] {
            assert_eq!(run(phase, 2_000, 2_100), Err(R::Committed), "{phase:?}");
        }
    }

    #[test]
    fn it_never_reaches_into_the_next_round() {
        let run = |closes| {
            let others = [Moment(0), Moment(12_000)];
            check_closing(
                &clock(),
                RoundPhase::Open,
                Moment(closes),
                &others,
                Moment(5_000),
            )
        };
        assert_eq!(run(12_000), Ok(()));
        assert_eq!(run(12_001), Err(ClosingRefused::Overlaps));
    }

    #[test]
    fn the_phase_follows_the_moved_instant() {
        let acts = RoundActs {
            committed_at: Some(Moment(0)),
            ..RoundActs::default()
        };
        let moved = RoundClock {
            closes: Moment(20_000),
            ..clock()
        };
        assert_eq!(phase(&clock(), &acts, Moment(10_500)), RoundPhase::Closed);
        assert_eq!(phase(&moved, &acts, Moment(10_500)), RoundPhase::Open);
        assert_eq!(phase(&moved, &acts, Moment(20_499)), RoundPhase::Open);
        assert_eq!(phase(&moved, &acts, Moment(20_500)), RoundPhase::Closed);
        assert!(moved.accepts_start(Moment(19_999)) && !moved.accepts_start(Moment(20_000)));
    }
}
