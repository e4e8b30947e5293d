//! Contests, rounds, outages.

use crate::support::*;
use store::contest::{self, Commitment, OutageRow, RoundRow};

on_both_engines!(contests_and_their_rule_sheets);
on_both_engines!(rounds_as_drafts);
on_both_engines!(rounds_from_commitment_to_publication);
on_both_engines!(outages_of_rounds);

async fn contests_and_their_rule_sheets(bench: Bench) {
    let mut first = a_contest("c1");
    first.rules = HARD_TEXT.into();
    first.created_at = i64::MIN;
    first.rules_version = 7;
    let mut second = a_contest("c2");
    second.created_at = i64::MAX;
    second.listed = 0;

    let mut tx = bench.write().await;
    assert_eq!(ok!(contest::find(&mut tx, "c1")), None);
    ok!(contest::insert(&mut tx, &first));
    ok!(contest::insert(&mut tx, &second));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    assert_eq!(ok!(contest::find(&mut tx, "c1")).as_ref(), Some(&first));
    assert_eq!(
        ok!(contest::find_by_code(&mut tx, "code-c2")).as_ref(),
        Some(&second)
    );
    assert_eq!(ok!(contest::find_by_code(&mut tx, "CODE-C2")), None);
    assert_eq!(ok!(contest::find_by_code(&mut tx, "' OR '1'='1")), None);
    assert_eq!(ok!(contest::list(&mut tx)), [second.clone(), first.clone()]);
    drop(tx);

    let mut tx = bench.write().await;
    assert_eq!(ok!(contest::lock_by_code(&mut tx, "code-c1")), Some(first));
    assert_eq!(ok!(contest::lock_by_code(&mut tx, "code-c9")), None);
    let edited = ok!(contest::set_rules(&mut tx, "c1", "moi", "{\"a\":1}", 7));
    let stale = ok!(contest::set_rules(&mut tx, "c1", "cu", "{}", 7));
    let nobody = ok!(contest::set_rules(&mut tx, "c9", "cu", "{}", 7));
    assert_eq!((edited, stale, nobody), (true, false, false));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    let found = ok!(contest::find(&mut tx, "c1")).unwrap();
    assert_eq!((found.code.as_str(), found.rules_version), ("moi", 8));
    assert_eq!(found.rules, "{\"a\":1}");
    drop(tx);

    let mut taken = a_contest("c3");
    taken.code = "moi".into();
    let mut tx = bench.write().await;
    assert!(constraint(contest::insert(&mut tx, &taken).await).contains("code"));
    drop(tx);
    let mut tx = bench.write().await;
    let renamed = contest::set_rules(&mut tx, "c2", "moi", "{}", 1).await;
    assert!(constraint(renamed).contains("code"));
    drop(tx);
    let mut unchecked = a_contest("c4");
    unchecked.listed = 2;
    let mut tx = bench.write().await;
    refused(contest::insert(&mut tx, &unchecked).await);
}

fn commitment(at: i64) -> Commitment {
    Commitment {
        at,
        rules_text: "thể lệ = 1\n".into(),
        rules_hash: "rules".into(),
        bank_hash: "bank".into(),
        secret_sealed: "sealed".into(),
        secret_hash: format!("secret-{at}"),
    }
}

async fn rounds_as_drafts(bench: Bench) {
    furnish(&bench, 0).await;
    let mut tx = bench.write().await;
    ok!(contest::insert_round(&mut tx, &round("r0", "c1", 5)));
    ok!(contest::set_round_times(
        &mut tx,
        "r0",
        -1,
        i64::MIN,
        i64::MAX
    ));
    ok!(contest::insert(&mut tx, &a_contest("b1")));
    ok!(contest::insert_round(&mut tx, &round("q1", "b1", 9)));
    tx.commit().await.unwrap();

    let mut moved = round("r0", "c1", -1);
    (moved.opens, moved.closes) = (i64::MIN, i64::MAX);
    let expected = [moved.clone(), round("r1", "c1", 0), round("r2", "c1", 1)];
    let mut tx = bench.read().await;
    assert_eq!(ok!(contest::rounds(&mut tx, "c1")), expected);
    assert_eq!(ok!(contest::rounds(&mut tx, "c9")), []);
    let all = ok!(contest::all_rounds(&mut tx));
    assert_eq!(
        all.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(),
        ["q1", "r0", "r1", "r2"]
    );
    assert_eq!(ok!(contest::find_round(&mut tx, "r0")), Some(moved));
    assert_eq!(ok!(contest::find_round(&mut tx, "r9")), None);
    assert_eq!(ok!(contest::find_rounds(&mut tx, &[])), []);
    let asked = texts(&["r2", "r9", "q1", "r2"]);
    let mut found = ok!(contest::find_rounds(&mut tx, &asked));
    found.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(found, [round("q1", "b1", 9), round("r2", "c1", 1)]);
    drop(tx);

    let mut taken = round("r5", "c1", 3);
    taken.code = "vong-r1".into();
    let mut tx = bench.write().await;
    assert!(constraint(contest::insert_round(&mut tx, &taken).await).contains("code"));
    drop(tx);
    let mut tx = bench.write().await;
    refused(contest::insert_round(&mut tx, &round("r6", "c9", 0)).await);
}

async fn rounds_from_commitment_to_publication(bench: Bench) {
    furnish(&bench, 0).await;
    let mut tx = bench.write().await;
    ok!(contest::insert_round(&mut tx, &round("r0", "c1", 5)));
    tx.commit().await.unwrap();

    let mut tx = bench.write().await;
    ok!(contest::delete_round(&mut tx, "r0"));
    not_one_row(contest::delete_round(&mut tx, "r0").await, "contest_round");
    not_one_row(
        contest::publish_round(&mut tx, "r1", 9, "s1").await,
        "contest_round",
    );
    assert!(ok!(contest::commit_round(&mut tx, "r1", &commitment(11))));
    assert_eq!(ok!(contest::committed_rules(&mut tx, "r2")), None);
    let text = ok!(contest::committed_rules(&mut tx, "r1"));
    assert_eq!(text.as_deref(), Some("thể lệ = 1\n"));
    assert!(!ok!(contest::commit_round(&mut tx, "r1", &commitment(12))));
    assert!(!ok!(contest::commit_round(&mut tx, "r9", &commitment(12))));
    // What is committed is no longer moved or deleted.
    not_one_row(
        contest::set_round_times(&mut tx, "r1", 0, 1, 2).await,
        "contest_round",
    );
    not_one_row(contest::delete_round(&mut tx, "r1").await, "contest_round");
    assert!(ok!(contest::seal_round(&mut tx, "r1", 21, "entries")));
    assert!(!ok!(contest::seal_round(&mut tx, "r1", 22, "others")));
    ok!(contest::set_draw_number(&mut tx, "r1", "012345"));
    not_one_row(
        contest::set_draw_number(&mut tx, "r9", "1").await,
        "contest_round",
    );
    ok!(contest::publish_round(&mut tx, "r1", 31, "s1"));
    ok!(contest::publish_round(&mut tx, "r1", 32, "s2"));
    tx.commit().await.unwrap();

    let expected = RoundRow {
        committed_at: Some(11),
        rules_hash: Some("rules".into()),
        bank_hash: Some("bank".into()),
        secret_sealed: Some("sealed".into()),
        secret_hash: Some("secret-11".into()),
        sealed_at: Some(21),
        entries_hash: Some("entries".into()),
        draw_number: Some("012345".into()),
        published_at: Some(32),
        published_standings: Some("s2".into()),
        ..round("r1", "c1", 0)
    };
    let mut tx = bench.read().await;
    assert_eq!(ok!(contest::find_round(&mut tx, "r1")), Some(expected));
}

async fn outages_of_rounds(bench: Bench) {
    furnish(&bench, 0).await;
    let outage = |id: &str, round_id: &str, from_at: i64| OutageRow {
        id: id.into(),
        round_id: round_id.into(),
        from_at,
        until_at: i64::MAX,
        reason: HARD_TEXT.into(),
        recorded_at: 5,
    };
    let mut tx = bench.write().await;
    for row in [
        outage("o3", "r1", 30),
        outage("o1", "r2", 10),
        outage("o2", "r1", 20),
    ] {
        ok!(contest::insert_outage(&mut tx, &row));
    }
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    assert_eq!(ok!(contest::outages(&mut tx, &[])), []);
    let of_r1 = ok!(contest::outages(&mut tx, &texts(&["r1"])));
    assert_eq!(of_r1, [outage("o2", "r1", 20), outage("o3", "r1", 30)]);
    // More ids than one statement takes: still each outage once, oldest first.
    let mut many: Vec<String> = (0..900).map(|n| format!("m{n}")).collect();
    many.extend(texts(&["r2"; 500]));
    many.extend(texts(&["r1"; 500]));
    let of_both = ok!(contest::outages(&mut tx, &many));
    assert_eq!(
        of_both.iter().map(|o| o.from_at).collect::<Vec<_>>(),
        [10, 20, 30]
    );
    drop(tx);

    let mut tx = bench.write().await;
    refused(contest::insert_outage(&mut tx, &outage("o4", "r9", 1)).await);
}
