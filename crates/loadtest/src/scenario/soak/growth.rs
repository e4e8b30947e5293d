//! Whether something grows without bound.
//!
//! The first third of a run fills caches and pools. After it, what is bounded stays: the middle of the last third may be
//! a tenth and a little more above the middle of the second. What grows steadily from the beginning is two thirds above.

use crate::Outcome;

/// Samples of a run that tell something.
const LEAST: usize = 30;

/// The middle of the second and of the last third, and whether that is growth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Growth {
    second_third: u64,
    last_third: u64,
    /// Whether it is more than a tenth and a little.
    pub(crate) grows: bool,
}

impl Growth {
    /// Of samples in the order of time, where a little is so much.
    ///
    /// # Errors
    /// When they are too few to tell.
    pub(crate) fn of(samples: &[u64], little: u64) -> Outcome<Self> {
        let third = samples.len() / 3;
        if samples.len() < LEAST {
            return Err(format!(
                "{} samples say nothing about growth: give more --seconds",
                samples.len()
            )
            .into());
        }
        let second_third = middle(&samples[third..2 * third]);
        let last_third = middle(&samples[2 * third..]);
        Ok(Self {
            second_third,
            last_third,
            grows: last_third > second_third + second_third / 10 + little,
        })
    }
}

fn middle(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grows(samples: impl Iterator<Item = u64>) -> bool {
        let samples: Vec<u64> = samples.collect();
        Growth::of(&samples, 4).unwrap().grows
    }

    #[test]
    fn what_stays_in_its_bounds_does_not_grow() {
        assert!(!grows((0..300).map(|_| 100)), "flat");
        assert!(!grows((0..300).map(|n| 100 + n % 40)), "up and down");
        assert!(
            !grows((0..300).map(|n| 50 + 100 * n.min(90) / 90)),
            "filled at first"
        );
        assert!(
            !grows((0..300).map(|n| if n == 299 { 900 } else { 100 })),
            "one peak"
        );
    }

    #[test]
    fn what_leaks_grows() {
        assert!(grows((0..300).map(|n| 10 + n)), "from the beginning");
        assert!(grows((0..300).map(|n| 100 + n / 3)), "slowly");
        assert!(
            grows((0..300).map(|n| if n < 150 { 100 } else { n })),
            "later"
        );
    }

    #[test]
    fn few_samples_say_nothing() {
        assert!(Growth::of(&[1; 29], 4).is_err());
    }
}
