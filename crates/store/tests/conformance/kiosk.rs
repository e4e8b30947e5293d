//! Kiosks and hand-offs.

use crate::support::*;
use store::kiosk::{self, HandoffRow, KioskRow};
use store::quiz::{self, AttemptRow};

on_both_engines!(kiosks);
on_both_engines!(entries_at_each_kiosk);
on_both_engines!(handoffs);

pub(crate) fn a_kiosk(id: &str, created_at: i64) -> KioskRow {
    KioskRow {
        id: id.into(),
        contest_id: "c1".into(),
        unit_id: "u1".into(),
        label: HARD_TEXT.into(),
        code_hash: "code".into(),
        device_hash: None,
        created_at,
        paired_at: None,
        expires_at: i64::MAX,
        revoked_at: None,
    }
}

async fn kiosks(bench: Bench) {
    furnish(&bench, 0).await;
    let mut tx = bench.write().await;
    for row in [a_kiosk("k1", 10), a_kiosk("k3", 30), a_kiosk("k2", 30)] {
        ok!(kiosk::insert(&mut tx, &row));
    }
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    // A code that came up again belongs to the newest kiosk; of two made at once to the same one every time.
    let by_code = ok!(kiosk::find_by_code(&mut tx, "code"));
    assert_eq!(by_code, Some(a_kiosk("k2", 30)));
    assert_eq!(ok!(kiosk::find_by_code(&mut tx, "none")), None);
    assert_eq!(ok!(kiosk::find_by_device(&mut tx, "device")), None);
    let all = ok!(kiosk::list(&mut tx, "c1"));
    assert_eq!(
        all,
        [a_kiosk("k2", 30), a_kiosk("k3", 30), a_kiosk("k1", 10)]
    );
    assert_eq!(ok!(kiosk::list(&mut tx, "c9")), []);
    drop(tx);

    let mut tx = bench.write().await;
    assert!(ok!(kiosk::pair(&mut tx, "k1", "device", 40)));
    assert!(!ok!(kiosk::pair(&mut tx, "k1", "thief", 41)));
    assert!(!ok!(kiosk::pair(&mut tx, "k9", "thief", 41)));
    ok!(kiosk::revoke(&mut tx, "k2", i64::MIN));
    assert!(!ok!(kiosk::pair(&mut tx, "k2", "late", 42)));
    not_one_row(kiosk::revoke(&mut tx, "k9", 1).await, "kiosk");
    tx.commit().await.unwrap();
    let paired = KioskRow {
        device_hash: Some("device".into()),
        paired_at: Some(40),
        ..a_kiosk("k1", 10)
    };
    let mut tx = bench.read().await;
    assert_eq!(ok!(kiosk::find_by_device(&mut tx, "device")), Some(paired));
    assert_eq!(ok!(kiosk::find_by_device(&mut tx, "thief")), None);
    let revoked = ok!(kiosk::find_by_code(&mut tx, "code")).unwrap();
    assert_eq!(
        (revoked.revoked_at, revoked.paired_at),
        (Some(i64::MIN), None)
    );
    drop(tx);

    let mut nowhere = a_kiosk("k4", 1);
    nowhere.unit_id = "u9".into();
    let mut tx = bench.write().await;
    refused(kiosk::insert(&mut tx, &nowhere).await);
    drop(tx);
    let mut tx = bench.write().await;
    assert!(constraint(kiosk::insert(&mut tx, &a_kiosk("k1", 1)).await).contains("kiosk"));
}

async fn entries_at_each_kiosk(bench: Bench) {
    furnish(&bench, 4).await;
    let at = |n: usize, kiosk: Option<&str>| AttemptRow {
        kiosk_id: kiosk.map(str::to_owned),
        ..attempt(&format!("t{n}"), "r1", &format!("p{n}"))
    };
    let mut tx = bench.write().await;
    for id in ["k1", "K2", "k3"] {
        ok!(kiosk::insert(&mut tx, &a_kiosk(id, 1)));
    }
    let rows = [
        at(1, Some("k1")),
        at(2, Some("k1")),
        at(3, Some("K2")),
        at(4, None),
    ];
    ok!(quiz::insert_attempts(&mut tx, &rows));
    let entries = ok!(kiosk::entries(&mut tx, "c1"));
    assert_eq!(entries, [("K2".to_owned(), 1), ("k1".to_owned(), 2)]);
    assert_eq!(ok!(kiosk::entries(&mut tx, "c9")), []);
}

pub(crate) fn handoff(token: &str) -> HandoffRow {
    HandoffRow {
        token_hash: token.into(),
        attempt_id: "t1".into(),
        person_id: "p1".into(),
        contest_id: "c1".into(),
        made_at: i64::MIN,
        used_at: None,
    }
}

async fn handoffs(bench: Bench) {
    furnish_with_attempts(&bench, 1).await;
    let mut tx = bench.write().await;
    ok!(kiosk::insert_handoff(&mut tx, &handoff("h1")));
    assert_eq!(ok!(kiosk::find_handoff(&mut tx, "h1")), Some(handoff("h1")));
    assert_eq!(ok!(kiosk::find_handoff(&mut tx, "h9")), None);
    assert!(ok!(kiosk::use_handoff(&mut tx, "h1", i64::MAX)));
    assert!(!ok!(kiosk::use_handoff(&mut tx, "h1", 1)));
    assert!(!ok!(kiosk::use_handoff(&mut tx, "h9", 1)));
    let used = ok!(kiosk::find_handoff(&mut tx, "h1")).unwrap();
    assert_eq!(used.used_at, Some(i64::MAX));

    // Ending what was not used leaves the instant of what was.
    ok!(kiosk::insert_handoff(&mut tx, &handoff("h3")));
    ok!(kiosk::end_handoffs(&mut tx, "p9", 6));
    assert_eq!(ok!(kiosk::find_handoff(&mut tx, "h3")), Some(handoff("h3")));
    ok!(kiosk::end_handoffs(&mut tx, "p1", 7));
    assert!(!ok!(kiosk::use_handoff(&mut tx, "h3", 8)));
    let ended = ok!(kiosk::find_handoff(&mut tx, "h3")).unwrap();
    assert_eq!(ended.used_at, Some(7));
    assert_eq!(ok!(kiosk::find_handoff(&mut tx, "h1")), Some(used));
    tx.commit().await.unwrap();

    let mut tx = bench.write().await;
    let twice = kiosk::insert_handoff(&mut tx, &handoff("h1")).await;
    assert!(constraint(twice).contains("handoff"));
    drop(tx);
    let mut lost = handoff("h2");
    lost.attempt_id = "t9".into();
    let mut tx = bench.write().await;
    refused(kiosk::insert_handoff(&mut tx, &lost).await);
}
