//! Mistakes planted on purpose, so that the tests of concurrency can show they would be found.
//!
//! Only tests turn the feature `planted-bugs` on, and only they plant anything. The program people run is built without
//! it: nothing of this is in there, which `tools/test.sh deps` checks.

/// A mistake others have made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// A reply goes out before the commit it speaks of.
    AckBeforeCommit = 1,
    /// A start looks whether there is an attempt, and inserts one a moment later.
    CheckThenInsert = 2,
    /// The deadline is judged by the clock of the page, which is slow here.
    ClientTime = 3,
}

/// What is planted; nothing unless a test does it.
#[derive(Debug, Default)]
pub(crate) struct Planted {
    #[cfg(feature = "planted-bugs")]
    bug: std::sync::atomic::AtomicU8,
}

impl Planted {
    /// Whether this one is.
    #[cfg(feature = "planted-bugs")]
    pub(crate) fn has(&self, bug: Bug) -> bool {
        self.bug.load(std::sync::atomic::Ordering::Relaxed) == bug as u8
    }

    /// Never.
    #[cfg(not(feature = "planted-bugs"))]
    #[expect(clippy::unused_self, reason = "the same call as with the feature")]
    pub(crate) const fn has(&self, _: Bug) -> bool {
        false
    }
}

#[cfg(feature = "planted-bugs")]
mod with_bugs {
    use super::Bug;
    use crate::{Result, Services};
    use std::sync::atomic::Ordering;
    use store::quiz::AttemptRow;

    impl Services {
        /// Plants a mistake in this node.
        pub fn plant(&self, bug: Bug) {
            self.0.planted.bug.store(bug as u8, Ordering::Relaxed);
        }

        /// Starts as [`Bug::CheckThenInsert`] does: past the writer, and without asking again when it writes.
        pub(crate) async fn start_unguarded(&self, mut candidate: AttemptRow) -> Result<String> {
            let people = [candidate.person_id.clone()];
            let mut tx = self.db().read().await?;
            let there = store::quiz::attempts_of_people(&mut tx, &people).await?;
            drop(tx);
            if let Some(attempt) = there.into_iter().next() {
                return Ok(attempt.id);
            }
            let mut tx = self.db().write().await?;
            let before = store::quiz::attempts_of_people(&mut tx, &people).await?;
            candidate.attempt_number = i64::try_from(before.len()).unwrap_or(0) + 1;
            candidate.due_at = candidate.started_at + candidate.allowed_ms + 30_000;
            store::quiz::insert_attempts(&mut tx, std::slice::from_ref(&candidate)).await?;
            tx.commit().await?;
            Ok(candidate.id)
        }
    }
}
