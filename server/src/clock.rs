//! The only places that read the clock and draw random bytes.

use domain::time::Moment;
use services::{Chance, Clock};

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
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
