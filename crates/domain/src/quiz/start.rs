//! Deciding a start: one attempt, whoever races.

use super::attempt::{Attempt, AttemptState};
use crate::contest::{RoundClock, RoundPhase};
use crate::people::eligibility::Ineligible;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// An attempt of the same person in the same round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The attempt.
    pub attempt: Attempt,
    /// Number, 1 first.
    pub number: u32,
    /// Whether the committee voided it.
    pub void: bool,
}

/// What a start comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Go on with the running attempt of this number.
    Resume {
        /// Its number.
        number: u32,
    },
    /// A new attempt of this number.
    New {
        /// Its number.
        number: u32,
    },
}

/// Why nothing starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum StartRefused {
    /// Not open yet.
    NotYet {
        /// When it opens.
        opens: Moment,
    },
    /// Closed for starts.
    Over {
        /// When it closed.
        closed: Moment,
    },
    /// Rules not committed, so nobody can start.
    NotCommitted,
    /// Every attempt is used.
    NoAttemptsLeft {
        /// How many the rule sheet allows.
        allowed: u32,
    },
    /// The person may not compete.
    Ineligible {
        /// Why.
        reason: Ineligible,
    },
}

/// Decides a start at `now`.
///
/// A void attempt stays used: a retake exists only where `granted` retakes add to what the rule sheet allows.
///
/// # Errors
/// The reason that forbids it.
pub fn decide(
    (phase, clock): (RoundPhase, &RoundClock),
    allowed: u32,
    granted: u32,
    earlier: &[Earlier],
    eligible: Result<(), Ineligible>,
    now: Moment,
) -> Result<Start, StartRefused> {
    if let Some(running) = earlier.iter().find(|e| is_running(e, clock, now)) {
        return Ok(Start::Resume {
            number: running.number,
        });
    }
    if phase == RoundPhase::Draft {
        return Err(StartRefused::NotCommitted);
    }
    if now < clock.opens {
        return Err(StartRefused::NotYet { opens: clock.opens });
    }
    if !clock.accepts_start(now) || phase > RoundPhase::Open {
        return Err(StartRefused::Over {
            closed: clock.closes,
        });
    }
    eligible.map_err(|reason| StartRefused::Ineligible { reason })?;
    let used = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
    if used >= allowed.saturating_add(granted) {
        return Err(StartRefused::NoAttemptsLeft { allowed });
    }
    let last = earlier.iter().map(|e| e.number).max().unwrap_or(0);
    Ok(Start::New { number: last + 1 })
}

fn is_running(earlier: &Earlier, clock: &RoundClock, now: Moment) -> bool {
    !earlier.void
        && earlier.attempt.state == AttemptState::InProgress
        && earlier.attempt.accepts(clock, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn clock() -> RoundClock {
        RoundClock {
            opens: Moment(1_000),
            closes: Moment(10_000),
            grace: Span(500),
            outages: vec![],
        }
    }

    fn earlier(number: u32, state: AttemptState, void: bool) -> Earlier {
        let attempt = Attempt {
            state,
            started_at: Moment(2_000),
            allowed: Span(3_000),
            extra: Span(0),
            submitted_at: None,
        };
        Earlier {
            attempt,
            number,
            void,
        }
    }

    fn run(
        allowed: u32,
        granted: u32,
        before: &[Earlier],
        now: i64,
    ) -> Result<Start, StartRefused> {
        decide(
            (RoundPhase::Open, &clock()),
            allowed,
            granted,
            before,
            Ok(()),
            Moment(now),
        )
    }

    #[test]
    fn starts_at_opening_and_not_at_closing() {
        assert_eq!(
            run(1, 0, &[], 999),
            Err(StartRefused::NotYet {
                opens: Moment(1_000)
            })
        );
        assert_eq!(run(1, 0, &[], 1_000), Ok(Start::New { number: 1 }));
        assert_eq!(run(1, 0, &[], 9_999), Ok(Start::New { number: 1 }));
        assert_eq!(
            run(1, 0, &[], 10_000),
            Err(StartRefused::Over {
                closed: Moment(10_000)
            })
        );
    }

    #[test]
    fn a_running_attempt_is_resumed_until_grace_ends() {
        let running = [earlier(1, AttemptState::InProgress, false)];
        assert_eq!(run(1, 0, &running, 5_499), Ok(Start::Resume { number: 1 }));
        assert_eq!(
            run(1, 0, &running, 5_500),
            Err(StartRefused::NoAttemptsLeft { allowed: 1 })
        );
        assert_eq!(run(2, 0, &running, 5_500), Ok(Start::New { number: 2 }));
    }

    #[test]
    fn a_void_attempt_gives_no_retake_unless_granted() {
        let void = [earlier(1, AttemptState::Submitted, true)];
        assert_eq!(
            run(1, 0, &void, 3_000),
            Err(StartRefused::NoAttemptsLeft { allowed: 1 })
        );
        assert_eq!(run(1, 1, &void, 3_000), Ok(Start::New { number: 2 }));
    }

    #[test]
    fn the_ineligible_do_not_start() {
        let refused = decide(
            (RoundPhase::Open, &clock()),
            1,
            0,
            &[],
            Err(Ineligible::OtherTrack),
            Moment(2_000),
        );
        assert_eq!(
            refused,
            Err(StartRefused::Ineligible {
                reason: Ineligible::OtherTrack
            })
        );
        let draft = decide(
            (RoundPhase::Draft, &clock()),
            1,
            0,
            &[],
            Ok(()),
            Moment(2_000),
        );
        assert_eq!(draft, Err(StartRefused::NotCommitted));
    }
}
