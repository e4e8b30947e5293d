//! One attempt and its times.
//!
//! ```text
//! in_progress ──submit──▶ submitted ─┐
//!      │                      ▲      ├─▶ counted | void(reason)      (decided in standings)
//!      │                      │      │
//!      └──deadline+grace─▶ finalised ┘
//! ```
//!
//! What was received in time counts also where the server closed the attempt before it came to decide it (another node
//! was slow, its database hung): until the round is sealed, a finalised attempt takes such saves, and such a submission
//! makes it submitted. So the outcome hangs on when a request was received, never on who was quicker.

use crate::contest::RoundClock;
use crate::contest::phase::extend;
use crate::time::{Moment, Span};
use serde::{Deserialize, Serialize};

/// State of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Running.
    InProgress,
    /// Sent by the person.
    Submitted,
    /// Closed by the server at the deadline with what was saved.
    Finalised,
}

impl AttemptState {
    /// Stored form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Submitted => "submitted",
            Self::Finalised => "finalised",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::InProgress, Self::Submitted, Self::Finalised]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

/// What decides the times of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// State.
    pub state: AttemptState,
    /// Instant of the start.
    pub started_at: Moment,
    /// Working time the rule sheet allows.
    pub allowed: Span,
    /// Extra time granted to this person.
    pub extra: Span,
    /// Recorded instant of submission; for a finalised attempt its deadline.
    pub submitted_at: Option<Moment>,
}

impl Attempt {
    /// `min(start + minutes + extra, closes)`, moved by recorded outages (DESIGN 4, "Time").
    #[must_use]
    pub fn deadline(&self, clock: &RoundClock) -> Moment {
        let own = self.started_at + self.allowed + self.extra;
        extend(self.started_at, own.min(clock.closes), &clock.outages)
    }

    /// Whether something received at this instant still counts: before deadline + grace.
    #[must_use]
    pub fn accepts(&self, clock: &RoundClock, received_at: Moment) -> bool {
        received_at < self.deadline(clock) + clock.grace
    }

    /// Whether the server closed this attempt before something received in time was decided.
    #[must_use]
    pub fn overtook(&self, clock: &RoundClock, received_at: Moment) -> bool {
        self.state == AttemptState::Finalised && self.accepts(clock, received_at)
    }

    /// The time that is written down for something received: never after the deadline.
    #[must_use]
    pub fn recorded(&self, clock: &RoundClock, received_at: Moment) -> Moment {
        received_at.min(self.deadline(clock))
    }

    /// Working time up to the recorded submission, outages subtracted.
    ///
    /// An attempt the server closed has the full allowance, also where the round closed before the personal limit
    /// (DESIGN 4, "Time"): waiting for the server must never rank above sending.
    #[must_use]
    pub fn duration(&self, clock: &RoundClock) -> Option<Span> {
        let end = self.submitted_at?;
        if self.state == AttemptState::Finalised {
            return Some(self.allowed + self.extra);
        }
        let lost: i64 = clock
            .outages
            .iter()
            .map(|o| o.overlap(self.started_at, end).0)
            .sum();
        Some(Span(((end - self.started_at).0 - lost).max(0)))
    }

    /// Whether the server must close this attempt now.
    #[must_use]
    pub fn is_overdue(&self, clock: &RoundClock, now: Moment) -> bool {
        self.state == AttemptState::InProgress && !self.accepts(clock, now)
    }

    /// The attempt as the server closes it: submitted at its deadline.
    #[must_use]
    pub fn finalised(&self, clock: &RoundClock) -> Self {
        Self {
            state: AttemptState::Finalised,
            submitted_at: Some(self.deadline(clock)),
            ..self.clone()
        }
    }

    /// Whether an outage recorded later gives time back to an attempt the server had already closed.
    ///
    /// `clock` already contains the new outage. An attempt the person sent stays sent.
    #[must_use]
    pub fn reopens(&self, clock: &RoundClock, now: Moment) -> bool {
        self.state == AttemptState::Finalised && self.accepts(clock, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::Outage;
    use proptest::prelude::*;

    fn clock() -> RoundClock {
        RoundClock {
            opens: Moment(0),
            closes: Moment(100_000),
            grace: Span(5_000),
            outages: vec![],
        }
    }

    fn started(at: i64) -> Attempt {
        Attempt {
            state: AttemptState::InProgress,
            started_at: Moment(at),
            allowed: Span(60_000),
            extra: Span(0),
            submitted_at: None,
        }
    }

    #[test]
    fn the_round_may_close_before_the_personal_limit() {
        assert_eq!(started(10_000).deadline(&clock()), Moment(70_000));
        assert_eq!(started(39_999).deadline(&clock()), Moment(99_999));
        assert_eq!(started(40_000).deadline(&clock()), Moment(100_000));
        assert_eq!(started(99_999).deadline(&clock()), Moment(100_000));
    }

    #[test]
    fn extra_time_never_passes_the_closing() {
        let attempt = Attempt {
            extra: Span(30_000),
            ..started(10_000)
        };
        assert_eq!(attempt.deadline(&clock()), Moment(100_000));
        let attempt = Attempt {
            extra: Span(29_999),
            ..started(10_000)
        };
        assert_eq!(attempt.deadline(&clock()), Moment(99_999));
    }

    #[test]
    fn grace_ends_at_one_millisecond_and_records_the_deadline() {
        let attempt = started(0);
        for (at, counts, recorded) in [
            (59_999, true, 59_999),
            (60_000, true, 60_000),
            (60_001, true, 60_000),
            (64_999, true, 60_000),
            (65_000, false, 60_000),
        ] {
            assert_eq!(attempt.accepts(&clock(), Moment(at)), counts, "at {at}");
            assert_eq!(
                attempt.recorded(&clock(), Moment(at)),
                Moment(recorded),
                "at {at}"
            );
            assert_eq!(attempt.is_overdue(&clock(), Moment(at)), !counts, "at {at}");
        }
    }

    #[test]
    fn an_outage_extends_and_is_subtracted() {
        let with = RoundClock {
            outages: vec![Outage {
                from: Moment(20_000),
                until: Moment(30_000),
            }],
            ..clock()
        };
        let attempt = started(0);
        assert_eq!(attempt.deadline(&with), Moment(70_000));
        let sent = Attempt {
            submitted_at: Some(Moment(40_000)),
            state: AttemptState::Submitted,
            ..attempt.clone()
        };
        assert_eq!(sent.duration(&with), Some(Span(30_000)));
        let done = attempt.finalised(&with);
        assert_eq!(
            done.duration(&with),
            Some(Span(60_000)),
            "the full allowance"
        );
    }

    #[test]
    fn an_attempt_the_server_closed_has_the_full_allowance_even_near_closing() {
        let late = Attempt {
            extra: Span(7_000),
            ..started(90_000)
        }
        .finalised(&clock());
        assert_eq!(late.submitted_at, Some(Moment(100_000)));
        assert_eq!(late.duration(&clock()), Some(Span(67_000)));
    }

    #[test]
    fn a_late_recorded_outage_reopens_what_the_server_closed_but_not_what_was_sent() {
        let closed = started(0).finalised(&clock());
        let with = RoundClock {
            outages: vec![Outage {
                from: Moment(50_000),
                until: Moment(80_000),
            }],
            ..clock()
        };
        assert!(closed.reopens(&with, Moment(80_000)));
        assert!(!closed.reopens(&with, Moment(95_000)));
        let sent = Attempt {
            state: AttemptState::Submitted,
            ..closed
        };
        assert!(!sent.reopens(&with, Moment(80_000)));
    }

    proptest! {
        #[test]
        fn duration_is_within_the_allowance(start in 0_i64..100_000, extra in 0_i64..20_000, sent in 0_i64..200_000,
            from in 0_i64..150_000, len in 0_i64..50_000) {
            let clock = RoundClock { outages: vec![Outage { from: Moment(from), until: Moment(from + len) }], ..clock() };
            let attempt = Attempt { extra: Span(extra), ..started(start) };
            let recorded = attempt.recorded(&clock, Moment(sent.max(start)));
            let sent = Attempt { submitted_at: Some(recorded), ..attempt.clone() };
            let duration = sent.duration(&clock).expect("submitted");
            prop_assert!(duration.0 >= 0);
            prop_assert!(duration.0 <= attempt.allowed.0 + extra);
        }

        #[test]
        fn a_longer_outage_never_shortens_a_deadline(start in 0_i64..100_000, from in 0_i64..150_000, len in 0_i64..50_000, more in 0_i64..50_000) {
            let with = |len: i64| RoundClock { outages: crate::contest::phase::merge_outages(&[Outage { from: Moment(from), until: Moment(from + len) }]), ..clock() };
            prop_assert!(started(start).deadline(&with(len)) <= started(start).deadline(&with(len + more)));
        }
    }
}
