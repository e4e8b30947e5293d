//! News reach every node, and only once they are true.

use crate::support::*;
use std::time::Duration;
use store::news;

on_both_engines!(what_is_committed_is_told);

/// Longer than a message takes on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(20);

async fn what_is_committed_is_told(bench: Bench) {
    let other = bench.another().await;
    let mut heard = other.news().follow();
    let listening = tokio::spawn({
        let other = other.clone();
        async move { other.listen().await }
    });
    if other.engine() == "postgres" {
        // The line stands: whatever was missed before counts as news.
        let first = tokio::time::timeout(PATIENCE, heard.changed()).await;
        first.unwrap().unwrap();
    }

    let before = bench.db.news().count();
    let mut tx = bench.write().await;
    news::announce(&mut tx).await.unwrap();
    news::announce(&mut tx).await.unwrap();
    drop(tx);
    assert_eq!(bench.db.news().count(), before, "it was taken back");
    assert!(!heard.has_changed().unwrap());

    let mut tx = bench.write().await;
    news::announce(&mut tx).await.unwrap();
    news::announce(&mut tx).await.unwrap();
    assert_eq!(bench.db.news().count(), before, "not before the commit");
    tx.commit().await.unwrap();
    assert_eq!(bench.db.news().count(), before + 1, "at once, and once");
    let told = tokio::time::timeout(PATIENCE, heard.changed()).await;
    told.unwrap().unwrap();

    let tx = bench.write().await;
    tx.commit().await.unwrap();
    assert_eq!(bench.db.news().count(), before + 1, "nothing to tell");
    listening.abort();
}
