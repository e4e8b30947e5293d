//! Rate limits, keyed on who asks and on what is signed in to. Never on the address: whole offices and wards share one.

use domain::time::Moment;
use services::Actor;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Token buckets by key. The limits of a node; several nodes multiply them, which the numbers allow for.
#[derive(Debug, Default)]
pub struct Limiter {
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Moment,
}

/// A rate: so many at once, refilled so many a minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// At once.
    pub burst: f64,
    /// A minute.
    pub per_minute: f64,
}

/// Sign-in attempts for one account, one login or one roster code with a password of its own. What nobody finds by
/// trying, a slip's secret or a pairing code, has no limit: a limit could be used up to keep its owner out.
pub const SIGN_IN: Rate = Rate {
    burst: 10.0,
    per_minute: 6.0,
};
/// Sign-ins with one slip: each keeps a session for half a day, and nobody needs so many.
pub const SLIP: Rate = Rate {
    burst: 30.0,
    per_minute: 10.0,
};
/// Changes by one person or session: far above the fastest contestant.
pub const CHANGES: Rate = Rate {
    burst: 120.0,
    per_minute: 300.0,
};

/// Whom changes count against: the person, who may sign in with a slip as often as they like, or else the session.
#[must_use]
pub fn whose(actor: &Actor) -> Option<String> {
    let person = actor.person.as_ref().map(|p| format!("person:{}", p.id));
    person.or_else(|| actor.session.as_ref().map(|s| format!("session:{s}")))
}

/// Buckets kept before full ones are dropped.
const KEPT: usize = 200_000;

impl Limiter {
    /// Takes one token; otherwise says after how many seconds to come back.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn take(&self, key: &str, rate: Rate, now: Moment) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > KEPT {
            buckets.retain(|_, b| refilled(*b, rate, now) < rate.burst);
        }
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket {
            tokens: rate.burst,
            at: now,
        });
        let tokens = refilled(*bucket, rate, now);
        if tokens < 1.0 {
            *bucket = Bucket {
                tokens,
                at: now.max(bucket.at),
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most a minute"
            )]
            let wait = ((1.0 - tokens) * 60.0 / rate.per_minute).ceil() as u32;
            return Err(wait.max(1));
        }
        *bucket = Bucket {
            tokens: tokens - 1.0,
            at: now.max(bucket.at),
        };
        Ok(())
    }
}

/// Tokens at `now`. A clock that jumps back refills nothing.
fn refilled(bucket: Bucket, rate: Rate, now: Moment) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "minutes between two requests")]
    let minutes = (now - bucket.at).0.max(0) as f64 / 60_000.0;
    (bucket.tokens + minutes * rate.per_minute).min(rate.burst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_refills() {
        let limiter = Limiter::default();
        let rate = Rate {
            burst: 2.0,
            per_minute: 60.0,
        };
        assert_eq!(limiter.take("a", rate, Moment(0)), Ok(()));
        assert_eq!(limiter.take("a", rate, Moment(0)), Ok(()));
        assert_eq!(limiter.take("a", rate, Moment(0)), Err(1));
        assert_eq!(
            limiter.take("b", rate, Moment(0)),
            Ok(()),
            "another key has its own bucket"
        );
        assert_eq!(limiter.take("a", rate, Moment(1_000)), Ok(()));
        assert_eq!(
            limiter.take("a", rate, Moment(-9_000_000)),
            Err(1),
            "a clock that jumps back refills nothing"
        );
    }
}
