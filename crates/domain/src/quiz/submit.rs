//! Deciding a submit. Being counted never depends on it: what is saved is counted at the deadline anyway.

use super::attempt::{Attempt, AttemptState};
use super::save::{Held, PaperShape, Slot};
use crate::contest::RoundClock;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What a submit comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Submit {
    /// Sent now, recorded at this instant.
    Sent {
        /// Recorded instant, never after the deadline.
        at: Moment,
    },
    /// Already sent or closed by the server: the receipt exists.
    Already,
    /// Gaps the rule sheet does not allow.
    Gaps {
        /// Slots without an answer, in order of the paper, the prediction last.
        slots: Vec<Slot>,
    },
    /// Received at or after deadline + grace: the server closes the attempt with what was saved.
    Late,
}

/// Slots without an answer.
#[must_use]
pub fn gaps(shape: &PaperShape, asks_prediction: bool, answers: &[(Slot, Held)]) -> Vec<Slot> {
    let filled = |slot: Slot| {
        answers
            .iter()
            .any(|(s, h)| *s == slot && !h.value.is_empty())
    };
    let places = u16::try_from(shape.0.len()).unwrap_or(u16::MAX);
    let questions = (0..places).map(Slot::Question);
    questions
        .chain(asks_prediction.then_some(Slot::Prediction))
        .filter(|slot| !filled(*slot))
        .collect()
}

/// Decides a submit received at `received_at`; `gaps` as from [`gaps`], empty where the rule sheet allows gaps.
#[must_use]
pub fn decide(
    attempt: &Attempt,
    clock: &RoundClock,
    gaps: Vec<Slot>,
    received_at: Moment,
) -> Submit {
    match (attempt.state, attempt.accepts(clock, received_at)) {
        (AttemptState::Submitted, _) | (AttemptState::Finalised, false) => return Submit::Already,
        (AttemptState::InProgress, false) => return Submit::Late,
        (AttemptState::InProgress | AttemptState::Finalised, true) => {}
    }
    if !gaps.is_empty() {
        return Submit::Gaps { slots: gaps };
    }
    Submit::Sent {
        at: attempt.recorded(clock, received_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    #[test]
    fn gaps_name_every_empty_slot_and_the_prediction() {
        let shape = PaperShape::parse("4,4,4").expect("shape");
        let held = |v: &str| Held {
            value: v.into(),
            revision: 1,
            saved_at: None,
        };
        let answers = [
            (Slot::Question(1), held("2")),
            (Slot::Question(2), held("")),
        ];
        assert_eq!(
            gaps(&shape, true, &answers),
            [Slot::Question(0), Slot::Question(2), Slot::Prediction]
        );
        assert_eq!(
            gaps(&shape, false, &answers),
            [Slot::Question(0), Slot::Question(2)]
        );
    }

    #[test]
    fn a_submit_is_decided_at_its_boundaries() {
        let clock = RoundClock {
            opens: Moment(0),
            closes: Moment(100_000),
            grace: Span(5_000),
            outages: vec![],
        };
        let attempt = Attempt {
            state: AttemptState::InProgress,
            started_at: Moment(0),
            allowed: Span(60_000),
            extra: Span(0),
            submitted_at: None,
        };
        assert_eq!(
            decide(&attempt, &clock, vec![], Moment(59_999)),
            Submit::Sent { at: Moment(59_999) }
        );
        assert_eq!(
            decide(&attempt, &clock, vec![], Moment(64_999)),
            Submit::Sent { at: Moment(60_000) }
        );
        assert_eq!(
            decide(&attempt, &clock, vec![], Moment(65_000)),
            Submit::Late
        );
        // Whether the server closed it meanwhile changes nothing for what came in time.
        let closed = attempt.finalised(&clock);
        assert_eq!(
            decide(&closed, &clock, vec![], Moment(64_999)),
            Submit::Sent { at: Moment(60_000) }
        );
        assert_eq!(
            decide(&closed, &clock, vec![], Moment(65_000)),
            Submit::Already
        );
        let gap = vec![Slot::Prediction];
        assert_eq!(
            decide(&attempt, &clock, gap.clone(), Moment(1)),
            Submit::Gaps { slots: gap }
        );
        let sent = Attempt {
            state: AttemptState::Submitted,
            ..attempt
        };
        assert_eq!(
            decide(&sent, &clock, vec![Slot::Prediction], Moment(99_000)),
            Submit::Already
        );
    }
}
