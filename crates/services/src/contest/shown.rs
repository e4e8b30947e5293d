//! Contests as they were read a moment ago, for pages. Whatever decides something reads the database.

use super::Contest;
use crate::{Result, ServiceError, Services};
use domain::time::{Moment, Span};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long what was read is shown when nothing is heard of a change: news of another node may get lost.
const FRESH: Span = Span::seconds(2);

/// How often something had changed, and when that was. Taken before what is to be kept is read: what changes afterwards
/// makes it old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// How often something had changed.
    pub news: u64,
    /// When.
    pub at: Moment,
}

impl Since {
    /// Whether what was read then may still be shown.
    #[must_use]
    pub fn is_fresh(self, now: Self) -> bool {
        self.news == now.news && self.at <= now.at && now.at < self.at + FRESH
    }
}

/// Contests by the id of a round of theirs.
#[derive(Debug, Default)]
pub(crate) struct Shown(Mutex<HashMap<String, (Since, Arc<Contest>)>>);

impl Shown {
    fn all(&self) -> MutexGuard<'_, HashMap<String, (Since, Arc<Contest>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Services {
    /// How often something has changed, and when that was asked.
    #[must_use]
    pub fn since(&self) -> Since {
        Since {
            news: self.db().news().count(),
            at: self.now(),
        }
    }

    /// The contest of a round, as it is or was a moment ago.
    pub(crate) async fn contest_shown(&self, round_id: &str) -> Result<Arc<Contest>> {
        let since = self.since();
        let kept = self.0.shown.all().get(round_id).cloned();
        if let Some((_, contest)) = kept.filter(|(then, _)| then.is_fresh(since)) {
            return Ok(contest);
        }
        let mut tx = self.db().read().await?;
        let round = store::contest::find_round(&mut tx, round_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let contest = Arc::new(self.contest_by_id(&mut tx, &round.contest_id).await?);
        let mut all = self.0.shown.all();
        all.retain(|_, (then, _)| then.is_fresh(since));
        all.insert(round_id.to_owned(), (since, contest.clone()));
        Ok(contest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_shown_until_there_is_news() {
        let at = |news, at| Since {
            news,
            at: Moment(at),
        };
        let then = at(3, 10_000);
        for (now, fresh) in [
            (at(3, 10_000), true),
            (at(3, 11_999), true),
            (at(3, 12_000), false),
            (at(4, 10_001), false),
            (at(3, 9_999), false),
        ] {
            assert_eq!(then.is_fresh(now), fresh, "{now:?}");
        }
    }
}
