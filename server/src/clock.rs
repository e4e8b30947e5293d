//! The only places that read the clock and draw random bytes.

use domain::time::{Moment, Span};
use nix::time::{ClockId, clock_gettime};
use services::{Chance, Clock};
use std::sync::atomic::{AtomicI64, Ordering};

/// The count that the time of day is kept by. On Linux one that also counts while the machine sleeps.
#[cfg(target_os = "linux")]
const COUNT: ClockId = ClockId::CLOCK_BOOTTIME;
#[cfg(not(target_os = "linux"))]
const COUNT: ClockId = ClockId::CLOCK_MONOTONIC;

/// From here on a step of the machine's clock is not followed: what keeps clocks right moves them by less.
const STEP: Span = Span::seconds(1);

/// The time of day at the start of the process, counted on from there.
///
/// A machine's clock that someone sets, or that jumps, would end everybody's time at once, and what is closed stays
/// closed. So it is followed in small steps only; a larger one is waited out or accepted by a restart (ADR 11).
#[derive(Debug)]
pub struct SteadyClock {
    /// What the time of day is ahead of the count, in milliseconds.
    ahead: AtomicI64,
}

impl SteadyClock {
    /// Starts at the machine's time of day.
    #[must_use]
    pub fn start() -> Self {
        Self {
            ahead: AtomicI64::new(read(ClockId::CLOCK_REALTIME) - read(COUNT)),
        }
    }

    /// Follows the machine's clock where it is less than a second away; gives how far it is away otherwise.
    pub fn follow(&self) -> Option<Span> {
        let ahead = read(ClockId::CLOCK_REALTIME) - read(COUNT);
        let apart = Span(ahead - self.ahead.load(Ordering::Relaxed));
        if is_step(apart) {
            return Some(apart);
        }
        self.ahead.store(ahead, Ordering::Relaxed);
        None
    }
}

fn is_step(apart: Span) -> bool {
    apart.0.abs() >= STEP.0
}

impl Clock for SteadyClock {
    fn now(&self) -> Moment {
        Moment(read(COUNT) + self.ahead.load(Ordering::Relaxed))
    }
}

/// A clock of the machine, in milliseconds.
fn read(clock: ClockId) -> i64 {
    // Clocks that every system has cannot fail to be read; without the time nobody may be let in.
    #[expect(
        clippy::expect_used,
        reason = "a machine without clocks must not serve"
    )]
    let now = clock_gettime(clock).expect("the system has clocks");
    now.tv_sec() * 1_000 + now.tv_nsec() / 1_000_000
}

/// The system's random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that draws random bytes"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness every secret would be guessable: better no service than that.
        #[expect(
            clippy::expect_used,
            reason = "a machine without a random source must not serve"
        )]
        getrandom::fill(bytes).expect("the system has a random source");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_clocks_right_is_followed_and_a_jump_is_not() {
        assert!(![0, 999, -999].iter().any(|ms| is_step(Span(*ms))));
        assert!(
            [1_000, -1_000, 3_600_000]
                .iter()
                .all(|ms| is_step(Span(*ms)))
        );
    }
}
