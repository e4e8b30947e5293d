//! Which key a database belongs to.

use crate::support::*;
use std::sync::Arc;
use store::master_key;
use tokio::sync::Barrier;

on_both_engines!(the_first_key_stays);
on_both_engines!(one_of_many_keys_is_the_one);

async fn the_first_key_stays(bench: Bench) {
    let mut tx = bench.write().await;
    assert_eq!(ok!(master_key::proof(&mut tx)), None);
    ok!(master_key::take(&mut tx, "first"));
    ok!(master_key::take(&mut tx, "second"));
    assert_eq!(ok!(master_key::proof(&mut tx)).as_deref(), Some("first"));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    assert_eq!(ok!(master_key::proof(&mut tx)).as_deref(), Some("first"));
}

/// Each reads, in the transaction in which it came with its own, the one that won.
async fn one_of_many_keys_is_the_one(bench: Bench) {
    let handles = [bench.db.clone(), bench.another().await];
    let start = Arc::new(Barrier::new(8));
    let mut nodes = tokio::task::JoinSet::new();
    for (n, db) in (0..8).zip(handles.iter().cycle().cloned()) {
        let start = start.clone();
        nodes.spawn(async move {
            start.wait().await;
            let mut tx = db.write().await.unwrap();
            ok!(master_key::take(&mut tx, &format!("key-{n}")));
            let read = ok!(master_key::proof(&mut tx)).unwrap();
            tx.commit().await.unwrap();
            read
        });
    }
    let mut read = nodes.join_all().await;
    read.dedup();
    assert_eq!(read.len(), 1, "{read:?}");
}
