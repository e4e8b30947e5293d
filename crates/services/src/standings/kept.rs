//! Versions kept as they were parsed. A version never changes, so the parsed form never goes stale.

use crate::Result;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Lines kept in all: several rounds of a province, or every version of some hundred wards; about a hundred MiB.
const LINES: usize = 200_000;
/// Versions kept however long they are: two to compare.
const AT_LEAST: usize = 2;

/// What has a length.
pub(crate) trait Lines {
    /// Lines of this version.
    fn lines(&self) -> usize;
}

/// A version; empty until it is parsed.
type Cell<V> = Arc<OnceCell<Arc<V>>>;

/// Parsed versions by id, the one used last in front. Whoever asks for one that is being parsed waits for it: pages of a
/// version just published come by the hundred, and each would otherwise read and parse the same ten megabytes.
#[derive(Debug)]
pub(crate) struct Kept<V>(Mutex<VecDeque<(String, Cell<V>)>>);

impl<V> Default for Kept<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V: Lines> Kept<V> {
    /// The version of this id: the one kept, else the one that is read now.
    ///
    /// # Errors
    /// Those of reading. Nothing is kept then, and the next who asks reads again.
    pub(crate) async fn get(
        &self,
        id: &str,
        read: impl Future<Output = Result<V>>,
    ) -> Result<Arc<V>> {
        let cell = self.cell(id);
        let read = || async { Ok(Arc::new(read.await?)) };
        let version = cell.get_or_try_init(read).await.cloned();
        self.tidy();
        version
    }

    /// The place of a version, in front of all others.
    fn cell(&self, id: &str) -> Cell<V> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.iter().position(|(kept, _)| kept == id);
        let known = known.and_then(|at| all.remove(at));
        let (id, cell) = known.unwrap_or_else(|| (id.to_owned(), Cell::default()));
        all.push_front((id, cell.clone()));
        cell
    }

    /// Lets go of what was not used for longest, and of places nobody waits for any more.
    fn tidy(&self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut lines, mut versions) = (0, 0);
        all.retain(|(_, cell)| {
            let Some(version) = cell.get() else {
                return Arc::strong_count(cell) > 1;
            };
            lines += version.lines();
            versions += 1;
            versions <= AT_LEAST || lines <= LINES
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{AT_LEAST, Kept, LINES, Lines};
    use crate::ServiceError;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Sheet(usize);

    impl Lines for Sheet {
        fn lines(&self) -> usize {
            self.0
        }
    }

    fn ids(kept: &Kept<Sheet>) -> Vec<String> {
        let all = kept.0.lock().unwrap();
        all.iter().map(|(id, _)| id.clone()).collect()
    }

    #[tokio::test]
    async fn a_version_is_read_once_however_many_ask_at_once() {
        let kept = Kept::default();
        let reads = AtomicUsize::new(0);
        let read = || async {
            reads.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(Sheet(3))
        };
        let (one, two) = tokio::join!(kept.get("a", read()), kept.get("a", read()));
        assert_eq!((one.unwrap().0, two.unwrap().0), (3, 3));
        assert_eq!(reads.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_version_that_cannot_be_read_is_read_again() {
        let kept = Kept::default();
        let failed = kept
            .get("a", async { Err(ServiceError::NotFound) })
            .await
            .map(|sheet: std::sync::Arc<Sheet>| sheet.0);
        assert!(failed.is_err());
        assert!(kept.get("a", async { Ok(Sheet(1)) }).await.is_ok());
        assert_eq!(ids(&kept), ["a"]);
    }

    #[tokio::test]
    async fn the_longest_unused_go_when_there_are_too_many_lines() {
        let kept = Kept::default();
        for id in ["a", "b", "c"] {
            let half = async { Ok(Sheet(LINES / 2)) };
            kept.get(id, half).await.map(|_| ()).unwrap();
            // Used again, and again in front.
            let unread = async { Err(ServiceError::NotFound) };
            kept.get("a", unread).await.map(|_| ()).unwrap();
        }
        assert_eq!(ids(&kept), ["a", "c"]);
        for id in ["d", "e", "f"] {
            let huge = async { Ok(Sheet(LINES * 2)) };
            kept.get(id, huge).await.map(|_| ()).unwrap();
        }
        assert_eq!(ids(&kept).len(), AT_LEAST);
    }
}
