//! Requests that have arrived and are not answered yet. The sweeper closes no attempt while a request that came before
//! its end may still be on its way to the queue: on a busy machine that is more than a moment.

use domain::time::{Moment, Span};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What has been under way longer than this has been refused by a time limit on the way, or is no answer to a question.
const LONGEST: Span = Span::seconds(30);

/// How many requests arrived at which instant and are under way.
#[derive(Debug, Default)]
pub struct UnderWay(Mutex<BTreeMap<Moment, usize>>);

impl UnderWay {
    /// Stamps a request with the instant it arrived. It is under way until what is given here is dropped.
    pub fn arrive(self: &Arc<Self>, now: impl FnOnce() -> Moment) -> Arrived {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Inside the lock: who asks for the oldest sees every request stamped before.
        let at = now();
        *all.entry(at).or_default() += 1;
        Arrived {
            at,
            all: self.clone(),
        }
    }

    /// The instant up to which everything that arrived is answered, at most `now`.
    #[must_use]
    pub fn answered_until(&self, now: Moment) -> Moment {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = all.range(Moment(now.0 - LONGEST.0)..).next();
        oldest.map_or(now, |(at, _)| (*at).min(now))
    }
}

/// A request under way.
#[derive(Debug)]
pub struct Arrived {
    /// When it arrived.
    pub at: Moment,
    all: Arc<UnderWay>,
}

impl Drop for Arrived {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.at) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_request_under_way_holds_the_sweeper_back() {
        let all = Arc::new(UnderWay::default());
        let until = |now| all.answered_until(Moment(now)).0;
        assert_eq!(until(100_000), 100_000);
        let first = all.arrive(|| Moment(99_000));
        let same = all.arrive(|| Moment(99_000));
        let later = all.arrive(|| Moment(99_500));
        assert_eq!(until(100_000), 99_000);
        drop(first);
        assert_eq!(until(100_000), 99_000);
        drop(same);
        assert_eq!(until(100_000), 99_500);
        assert_eq!(until(99_400), 99_400, "nothing of the future");
        assert_eq!(until(129_501), 129_501, "nobody holds it back for ever");
        drop(later);
        assert_eq!(until(100_000), 100_000);
    }
}
