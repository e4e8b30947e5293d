//! The log of acts and proposals.

use crate::support::*;
use store::record::{self, ActRow, ProposalRow};

on_both_engines!(the_log_of_acts);
on_both_engines!(proposals_wait_for_a_second_person);

pub(crate) fn act(seq: i64, contest_id: Option<&str>) -> ActRow {
    ActRow {
        seq,
        contest_id: contest_id.map(str::to_owned),
        at: i64::MAX,
        account_id: None,
        act: "contest.edited".into(),
        detail: HARD_TEXT.into(),
        previous_hash: format!("hash-{}", seq - 1),
        hash: format!("hash-{seq}"),
    }
}

async fn the_log_of_acts(bench: Bench) {
    let mut signed = act(2, Some("c1"));
    signed.account_id = Some("a1".into());
    let mut tx = bench.write().await;
    assert_eq!(ok!(record::lock_newest(&mut tx)), None);
    ok!(record::insert(&mut tx, &act(1, None)));
    ok!(record::insert(&mut tx, &signed));
    for seq in 3..=12 {
        ok!(record::insert(&mut tx, &act(seq, Some("c1"))));
    }
    assert_eq!(ok!(record::lock_newest(&mut tx)), Some(act(12, Some("c1"))));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let all = ok!(record::all(&mut tx));
    assert_eq!(
        all.iter().map(|a| a.seq).collect::<Vec<_>>(),
        (1..=12).collect::<Vec<_>>()
    );
    assert_eq!(all[0], act(1, None));
    let page = ok!(record::list(&mut tx, "c1", i64::MAX, 2));
    assert_eq!(page.iter().map(|a| a.seq).collect::<Vec<_>>(), [12, 11]);
    let page = ok!(record::list(&mut tx, "c1", 4, 100));
    assert_eq!(page, [act(3, Some("c1")), signed]);
    assert_eq!(ok!(record::list(&mut tx, "c1", 4, 0)), []);
    assert_eq!(ok!(record::list(&mut tx, "c9", i64::MAX, 9)), []);
    let all = ok!(record::list(&mut tx, "c1", i64::MAX, 100));
    let kind = all[0].act.clone();
    let same: Vec<_> = all.iter().filter(|a| a.act == kind).cloned().collect();
    assert_eq!(ok!(record::of_kind(&mut tx, "c1", &kind)), same);
    assert_eq!(ok!(record::of_kind(&mut tx, "c9", &kind)), []);
    drop(tx);

    let mut tx = bench.write().await;
    assert!(constraint(record::insert(&mut tx, &act(12, None)).await).contains("act_log"));
}

fn proposal(id: &str, proposed_at: i64) -> ProposalRow {
    ProposalRow {
        id: id.into(),
        contest_id: "c1".into(),
        round_id: "r1".into(),
        change: HARD_TEXT.into(),
        state: "proposed".into(),
        proposed_by: "a1".into(),
        proposed_at,
        decided_by: None,
        decided_at: None,
        decided_reason: String::new(),
    }
}

pub(crate) fn decision(
    state: &'static str,
    by: &'static str,
    at: i64,
) -> record::Decision<'static> {
    record::Decision {
        state,
        by,
        at,
        reason: HARD_TEXT,
    }
}

pub(crate) async fn propose(bench: &Bench, id: &str, proposed_at: i64) {
    let mut tx = bench.write().await;
    ok!(record::insert_proposal(&mut tx, &proposal(id, proposed_at)));
    tx.commit().await.unwrap();
}

async fn proposals_wait_for_a_second_person(bench: Bench) {
    furnish(&bench, 0).await;
    propose(&bench, "x1", i64::MIN).await;
    propose(&bench, "x2", i64::MAX).await;
    let mut tx = bench.read().await;
    let waiting = ok!(record::proposals(&mut tx, "c1"));
    assert_eq!(
        waiting,
        [proposal("x2", i64::MAX), proposal("x1", i64::MIN)]
    );
    assert_eq!(ok!(record::proposals(&mut tx, "c9")), []);
    assert_eq!(ok!(record::find_proposal(&mut tx, "x9")), None);
    drop(tx);

    let mut tx = bench.write().await;
    let (accepted, refuses) = (decision("accepted", "a2", 7), decision("refused", "a1", 8));
    assert!(ok!(record::decide_proposal(&mut tx, "x1", &accepted)));
    assert!(!ok!(record::decide_proposal(&mut tx, "x1", &refuses)));
    assert!(!ok!(record::decide_proposal(&mut tx, "x9", &refuses)));
    tx.commit().await.unwrap();
    let decided = ProposalRow {
        state: "accepted".into(),
        decided_by: Some("a2".into()),
        decided_at: Some(7),
        decided_reason: HARD_TEXT.into(),
        ..proposal("x1", i64::MIN)
    };
    let mut tx = bench.read().await;
    assert_eq!(ok!(record::find_proposal(&mut tx, "x1")), Some(decided));
    drop(tx);

    let mut tx = bench.write().await;
    let twice = record::insert_proposal(&mut tx, &proposal("x1", 1)).await;
    assert!(constraint(twice).contains("proposal"));
    drop(tx);
    let mut nobody = proposal("x3", 1);
    nobody.proposed_by = "a9".into();
    let mut tx = bench.write().await;
    refused(record::insert_proposal(&mut tx, &nobody).await);
    drop(tx);
    let mut tx = bench.write().await;
    refused(record::decide_proposal(&mut tx, "x2", &decision("accepted", "a9", 1)).await);
}
