//! What two people change after commitment: closings, keys, the overall ranking.

use crate::support::*;
use store::contest::{self, Commitment, RoundMoveRow};
use store::question::{self, KeyChangeRow};
use store::standings::{self, OverallHead, OverallRow};

on_both_engines!(rounds_move_until_they_are_sealed);
on_both_engines!(changed_keys_are_kept_beside_the_committed);
on_both_engines!(overall_versions_are_kept_and_one_is_published);

async fn rounds_move_until_they_are_sealed(bench: Bench) {
    furnish(&bench, 0).await;
    let (opens, stated) = (round("r1", "c1", 0).opens, round("r1", "c1", 0).closes);
    let moved = |id: &str, round_id: &str, before: i64, after: i64| RoundMoveRow {
        id: id.into(),
        round_id: round_id.into(),
        opens_before: opens,
        opens_after: opens,
        closes_before: before,
        closes_after: after,
        reason: HARD_TEXT.into(),
        moved_at: after - stated,
    };
    let mut tx = bench.write().await;
    let both = RoundMoveRow {
        opens_before: round("r2", "c1", 1).opens,
        opens_after: 77,
        ..moved("m4", "r2", round("r2", "c1", 1).closes, 99)
    };
    ok!(contest::move_round(&mut tx, &both));
    let row = ok!(contest::find_round(&mut tx, "r2")).unwrap();
    assert_eq!((row.opens, row.closes), (77, 99));
    let commitment = Commitment {
        at: 1,
        rules_hash: "rules".into(),
        bank_hash: "bank".into(),
        secret_sealed: "sealed".into(),
        secret_hash: "secret".into(),
        ..Commitment::default()
    };
    assert!(ok!(contest::commit_round(&mut tx, "r1", &commitment)));
    ok!(contest::move_round(
        &mut tx,
        &moved("m1", "r1", stated, stated + 5)
    ));
    // Based on a closing that stands no longer.
    let stale = contest::move_round(&mut tx, &moved("m2", "r1", stated, stated + 9)).await;
    not_one_row(stale, "contest_round");
    ok!(contest::move_round(
        &mut tx,
        &moved("m0", "r1", stated + 5, stated + 7)
    ));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let row = ok!(contest::find_round(&mut tx, "r1")).unwrap();
    assert_eq!(row.closes, stated + 7);
    let told = ok!(contest::moved_rounds(&mut tx, &texts(&["r9", "r1", "r1"])));
    assert_eq!(
        told,
        [
            moved("m1", "r1", stated, stated + 5),
            moved("m0", "r1", stated + 5, stated + 7)
        ]
    );
    assert_eq!(ok!(contest::moved_rounds(&mut tx, &[])), []);
    drop(tx);

    let mut tx = bench.write().await;
    assert!(ok!(contest::seal_round(&mut tx, "r1", 21, "entries")));
    let sealed = contest::move_round(&mut tx, &moved("m3", "r1", stated + 7, stated + 9)).await;
    not_one_row(sealed, "contest_round");
}

async fn changed_keys_are_kept_beside_the_committed(bench: Bench) {
    furnish(&bench, 0).await;
    let change = |id: &str, round_id: &str, accepted: &str, changed_at: i64| KeyChangeRow {
        id: id.into(),
        round_id: round_id.into(),
        question_code: "C001".into(),
        accepted: accepted.into(),
        reason: HARD_TEXT.into(),
        changed_at,
    };
    let rows = [
        change("k2", "r1", "1|2", 5),
        change("k1", "r1", "0", 7),
        change("k3", "r2", "3", 6),
    ];
    let mut tx = bench.write().await;
    for row in &rows {
        ok!(question::insert_key_change(&mut tx, row));
    }
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    let of_r1 = ok!(question::key_changes_until(&mut tx, "r1", i64::MAX));
    assert_eq!(of_r1, rows[..2]);
    assert_eq!(
        ok!(question::key_changes_until(&mut tx, "r1", 5)),
        rows[..1]
    );
    assert_eq!(ok!(question::key_changes_until(&mut tx, "r1", 4)), []);
    assert!(!format!("{of_r1:?}").contains("1|2"));
    drop(tx);
    let mut tx = bench.write().await;
    let lost = question::insert_key_change(&mut tx, &change("k4", "r9", "0", 1)).await;
    refused(lost);
}

async fn overall_versions_are_kept_and_one_is_published(bench: Bench) {
    furnish(&bench, 0).await;
    let version = |id: &str, contest_id: &str, version: i64| OverallRow {
        id: id.into(),
        contest_id: contest_id.into(),
        version,
        computed_at: i64::MIN,
        reason: HARD_TEXT.into(),
        hash: format!("hash-{id}"),
        body: "{}".into(),
    };
    let mut tx = bench.write().await;
    for row in [version("v2", "c1", 2), version("v10", "c1", 10)] {
        ok!(standings::insert_overall(&mut tx, &row));
    }
    ok!(standings::publish_overall(&mut tx, "c1", 7, "v2"));
    ok!(standings::publish_overall(&mut tx, "c1", 8, "v10"));
    not_one_row(
        standings::publish_overall(&mut tx, "c9", 8, "v10").await,
        "contest",
    );
    ok!(contest::set_listed(&mut tx, "c1", 0));
    not_one_row(contest::set_listed(&mut tx, "c9", 0).await, "contest");
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let found = ok!(standings::find_overall(&mut tx, "v2"));
    assert_eq!(found, Some(version("v2", "c1", 2)));
    assert_eq!(ok!(standings::find_overall(&mut tx, "v9")), None);
    let heads = ok!(standings::overall_heads(&mut tx, "c1"));
    let of = version("v10", "c1", 10);
    let newest = OverallHead {
        id: of.id,
        contest_id: of.contest_id,
        version: of.version,
        computed_at: of.computed_at,
        reason: of.reason,
        hash: of.hash,
    };
    assert_eq!((heads.len(), &heads[0]), (2, &newest));
    assert_eq!(ok!(standings::overall_heads(&mut tx, "c9")), []);
    let contest = ok!(contest::find(&mut tx, "c1")).unwrap();
    let published = (contest.overall_published_at, contest.overall_published);
    assert_eq!(published, (Some(8), Some("v10".to_owned())));
    assert_eq!(contest.listed, 0);
    drop(tx);

    let mut tx = bench.write().await;
    let again = standings::insert_overall(&mut tx, &version("v3", "c1", 2)).await;
    assert!(constraint(again).contains("version"));
    drop(tx);
    let mut tx = bench.write().await;
    refused(standings::insert_overall(&mut tx, &version("v4", "c9", 1)).await);
}
