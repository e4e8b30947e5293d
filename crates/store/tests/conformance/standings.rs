//! Standings versions.

use crate::support::*;
use store::standings::{self, StandingsHead, StandingsRow};

on_both_engines!(versions_are_kept);

fn version(id: &str, round_id: &str, version: i64) -> StandingsRow {
    StandingsRow {
        id: id.into(),
        round_id: round_id.into(),
        version,
        computed_at: i64::MIN,
        reason: HARD_TEXT.into(),
        hash: format!("hash-{id}"),
        body: format!("{{\"ghi chú\":\"{}\"}}", "x".repeat(100_000)),
    }
}

async fn versions_are_kept(bench: Bench) {
    furnish(&bench, 0).await;
    let mut tx = bench.write().await;
    assert_eq!(ok!(standings::newest(&mut tx, "r1")), None);
    for row in [
        version("s2", "r1", 2),
        version("s10", "r1", 10),
        version("s1", "r2", 1),
    ] {
        ok!(standings::insert(&mut tx, &row));
    }
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    assert_eq!(
        ok!(standings::find(&mut tx, "s2")),
        Some(version("s2", "r1", 2))
    );
    assert_eq!(ok!(standings::find(&mut tx, "s9")), None);
    let of_r1 = ok!(standings::list(&mut tx, "r1"));
    assert_eq!(of_r1, [version("s10", "r1", 10), version("s2", "r1", 2)]);
    assert_eq!(ok!(standings::list(&mut tx, "r9")), []);
    let heads = ok!(standings::heads(&mut tx, "r1"));
    assert_eq!(
        heads.iter().map(|head| head.version).collect::<Vec<_>>(),
        [10, 2]
    );
    let of = version("s2", "r1", 2);
    let head = StandingsHead {
        id: of.id,
        round_id: of.round_id,
        version: of.version,
        computed_at: of.computed_at,
        reason: of.reason,
        hash: of.hash,
    };
    assert_eq!(heads[1], head);
    let newest = ok!(standings::newest(&mut tx, "r1"));
    assert_eq!(newest, Some(version("s10", "r1", 10)));
    drop(tx);

    let mut tx = bench.write().await;
    let again = standings::insert(&mut tx, &version("s3", "r1", 2)).await;
    assert!(constraint(again).contains("version"));
    drop(tx);
    let mut tx = bench.write().await;
    refused(standings::insert(&mut tx, &version("s4", "r9", 1)).await);
}
