//! Contests as they were read a moment ago, for pages. Whatever decides something reads the database.

use super::Contest;
use crate::{Result, ServiceError, Services};
use domain::time::{Moment, Span};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::Tx;

/// How long what was read is shown when nothing is heard of a change: news of another node may get lost.
const FRESH: Span = Span::seconds(2);

/// How often something had changed when a transaction began, and when that was. Taken before its first statement: what
/// changes afterwards makes old what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Since {
    news: u64,
    at: Moment,
}

impl Since {
    fn is_fresh(self, now: Self) -> bool {
        self.news == now.news && self.at <= now.at && now.at < self.at + FRESH
    }
}

/// Contests by the id of a round of theirs.
#[derive(Debug, Default)]
pub(crate) struct Shown(Mutex<HashMap<String, (Since, Arc<Contest>)>>);

impl Services {
    /// To be taken before a transaction begins that asks for [`Services::contest_shown`].
    pub(crate) fn since(&self) -> Since {
        Since {
            news: self.db().news().count(),
            at: self.now(),
        }
    }

    /// The contest of a round, as it is or was a moment ago.
    pub(crate) async fn contest_shown(
        &self,
        tx: &mut Tx,
        since: Since,
        round_id: &str,
    ) -> Result<Arc<Contest>> {
        let read = |shown: &Shown| {
            let all = shown.0.lock().unwrap_or_else(PoisonError::into_inner);
            let found = all.get(round_id).filter(|(then, _)| then.is_fresh(since));
            found.map(|(_, contest)| contest.clone())
        };
        if let Some(contest) = read(&self.0.shown) {
            return Ok(contest);
        }
        let round = store::contest::find_round(tx, round_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let contest = Arc::new(self.contest_by_id(tx, &round.contest_id).await?);
        let mut all = self
            .0
            .shown
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
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
