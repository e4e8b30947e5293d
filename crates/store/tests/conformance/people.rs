//! Accounts, sessions and roles.

use crate::support::*;
use store::people::{self, AccountRow, GrantRow, SessionRow};

on_both_engines!(accounts);
on_both_engines!(sessions);
on_both_engines!(roles);
on_both_engines!(roles_withdrawn);

async fn accounts(bench: Bench) {
    let mut full = account("a1");
    full.full_name = HARD_TEXT.into();
    full.identity_hash = Some("identity".into());
    full.is_admin = 1;
    full.created_at = i64::MIN;
    // `Z` before `a` by bytes, after it in Vietnamese order: the store sorts by bytes on either engine.
    let mut upper = account("a2");
    upper.login = "Zung".into();
    let mut tx = bench.write().await;
    ok!(people::insert_account(&mut tx, &full));
    ok!(people::insert_account(&mut tx, &upper));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let all = ok!(people::list_accounts(&mut tx));
    assert_eq!(all, [upper.clone(), full.clone()]);
    assert_eq!(
        ok!(people::find_account(&mut tx, "a1")).as_ref(),
        Some(&full)
    );
    assert_eq!(ok!(people::find_account(&mut tx, "a9")), None);
    let by_login = ok!(people::find_account_by_login(&mut tx, "Zung"));
    assert_eq!(by_login, Some(upper));
    assert_eq!(ok!(people::find_account_by_login(&mut tx, "zung")), None);
    drop(tx);

    let closed = AccountRow {
        password_hash: "new".into(),
        full_name: "Khác".into(),
        is_admin: 0,
        identity_hash: None,
        disabled_at: Some(i64::MAX),
        password_once: 1,
        reset_by: Some("a2".into()),
        reset_at: Some(i64::MAX),
        ..full
    };
    let mut tx = bench.write().await;
    ok!(people::set_account(&mut tx, &closed));
    not_one_row(
        people::set_account(&mut tx, &account("a9")).await,
        "account",
    );
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    assert_eq!(ok!(people::find_account(&mut tx, "a1")), Some(closed));
    drop(tx);

    let mut taken = account("a3");
    taken.login = "Zung".into();
    let mut tx = bench.write().await;
    assert!(constraint(people::insert_account(&mut tx, &taken).await).contains("login"));
    drop(tx);
    let mut same_id = account("a1");
    same_id.login = "free".into();
    let mut tx = bench.write().await;
    assert!(constraint(people::insert_account(&mut tx, &same_id).await).contains("account"));
    drop(tx);
    let mut not_a_flag = account("a4");
    not_a_flag.is_admin = 2;
    let mut tx = bench.write().await;
    refused(people::insert_account(&mut tx, &not_a_flag).await);
}

fn session(token: &str, expires_at: i64) -> SessionRow {
    SessionRow {
        token_hash: token.into(),
        created_at: 1,
        expires_at,
        ..SessionRow::default()
    }
}

/// Lists of any length, whatever size of statement they take.
async fn found_together(tx: &mut store::Tx) {
    for asked in [
        &["none"][..],
        &["full"],
        &["full", "full", "none"],
        &["old", "full", "empty"],
    ] {
        let hashes: Vec<String> = asked.iter().map(|h| (*h).to_owned()).collect();
        let mut found: Vec<String> = ok!(people::find_sessions(tx, &hashes))
            .into_iter()
            .map(|s| s.token_hash)
            .collect();
        found.sort();
        let mut wanted: Vec<&str> = asked.iter().copied().filter(|h| *h != "none").collect();
        wanted.sort_unstable();
        wanted.dedup();
        assert_eq!(found, wanted);
    }
}

async fn sessions(bench: Bench) {
    let full = SessionRow {
        account_id: Some("a1".into()),
        person_id: Some("p1".into()),
        contest_id: Some("c1".into()),
        kiosk_id: Some("k1".into()),
        attempt_id: Some("t1".into()),
        ..session("full", i64::MAX)
    };
    let mut kiosk = session("kiosk", 50);
    kiosk.kiosk_id = Some("k2".into());
    let mut tx = bench.write().await;
    let mut phone = session("phone", 200);
    phone.person_id = Some("p2".into());
    let mut turn = session("turn", 200);
    (turn.person_id, turn.kiosk_id) = (phone.person_id.clone(), Some("k3".into()));
    for row in [
        &full,
        &session("empty", 100),
        &kiosk,
        &session("old", 99),
        &phone,
        &turn,
    ] {
        ok!(people::insert_session(&mut tx, row));
    }
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    assert_eq!(ok!(people::find_session(&mut tx, "full")), Some(full));
    let empty = ok!(people::find_session(&mut tx, "empty"));
    assert_eq!(empty, Some(session("empty", 100)));
    assert_eq!(ok!(people::find_session(&mut tx, "none")), None);
    found_together(&mut tx).await;
    drop(tx);

    let mut tx = bench.write().await;
    ok!(people::delete_sessions_of_kiosk(&mut tx, "k2"));
    assert_eq!(ok!(people::find_session(&mut tx, "kiosk")), None);
    assert_eq!(ok!(people::delete_expired_sessions(&mut tx, 100)), 1);
    assert_eq!(ok!(people::delete_expired_sessions(&mut tx, 100)), 0);
    ok!(people::delete_turns_of_person(&mut tx, "p2"));
    assert_eq!(ok!(people::find_session(&mut tx, "turn")), None);
    assert_eq!(ok!(people::find_session(&mut tx, "phone")), Some(phone));
    ok!(people::delete_sessions_of_person(&mut tx, "p2"));
    assert_eq!(ok!(people::find_session(&mut tx, "phone")), None);
    ok!(people::delete_other_sessions(&mut tx, "a1", "full"));
    assert!(ok!(people::find_session(&mut tx, "full")).is_some());
    ok!(people::delete_sessions_of_account(&mut tx, "a1"));
    assert_eq!(ok!(people::find_session(&mut tx, "full")), None);
    assert!(ok!(people::find_session(&mut tx, "empty")).is_some());
    ok!(people::delete_session(&mut tx, "empty"));
    ok!(people::delete_session(&mut tx, "empty"));
    assert_eq!(ok!(people::find_session(&mut tx, "empty")), None);
    ok!(people::insert_session(&mut tx, &session("twice", 1)));
    let twice = people::insert_session(&mut tx, &session("twice", 1)).await;
    assert!(constraint(twice).contains("session"));
}

fn grant(account_id: &str, role: &str, unit: Option<&str>, granted_at: i64) -> GrantRow {
    GrantRow {
        account_id: account_id.into(),
        contest_id: "c1".into(),
        role: role.into(),
        unit_id: unit.map(str::to_owned),
        granted_at,
    }
}

async fn roles(bench: Bench) {
    furnish(&bench, 0).await;
    let mut with_identity = account("a3");
    with_identity.identity_hash = Some("identity".into());
    let mut tx = bench.write().await;
    ok!(people::insert_account(&mut tx, &with_identity));
    let officer = grant("a1", "unit_officer", Some("u1"), 5);
    ok!(people::insert_grant(&mut tx, &officer));
    // Again, later and with another unit: the unit changes, the instant does not.
    ok!(people::insert_grant(
        &mut tx,
        &grant("a1", "unit_officer", Some("u0"), 4)
    ));
    ok!(people::insert_grant(
        &mut tx,
        &grant("a1", "unit_officer", Some("u1"), 9)
    ));
    for row in [
        grant("a3", "judge", None, 6),
        grant("a3", "auditor", None, 7),
    ] {
        ok!(people::insert_grant(&mut tx, &row));
    }
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let of_a1 = ok!(people::grants_of_account(&mut tx, "a1"));
    assert_eq!(of_a1, std::slice::from_ref(&officer));
    assert_eq!(ok!(people::grants_of_account(&mut tx, "a2")), []);
    let of_c1 = ok!(people::grants_of_contest(&mut tx, "c1"));
    let (auditor, judge) = (
        grant("a3", "auditor", None, 7),
        grant("a3", "judge", None, 6),
    );
    assert_eq!(of_c1, [officer, auditor, judge]);
    let roles = ok!(people::roles_of_identity(&mut tx, "c1", "identity"));
    let held = |role: &str| (role.to_owned(), None);
    assert_eq!(roles, [held("auditor"), held("judge")]);
    assert!(ok!(people::roles_of_identity(&mut tx, "c1", "other")).is_empty());
    drop(tx);
}

async fn roles_withdrawn(bench: Bench) {
    furnish(&bench, 0).await;
    let mut with_identity = account("a3");
    with_identity.identity_hash = Some("identity".into());
    let mut tx = bench.write().await;
    ok!(people::insert_account(&mut tx, &with_identity));
    for row in [
        grant("a1", "unit_officer", Some("u1"), 5),
        grant("a3", "judge", None, 6),
        grant("a3", "auditor", None, 7),
    ] {
        ok!(people::insert_grant(&mut tx, &row));
    }
    let held = |role: &str| (role.to_owned(), None);
    ok!(people::withdraw_grant(&mut tx, "a3", "c1", "judge", 50));
    ok!(people::withdraw_grant(&mut tx, "a3", "c1", "judge", 60));
    // Once held is enough to be found.
    assert_eq!(ok!(people::contests_of_account(&mut tx, "a3")), ["c1"]);
    // It is held no more, and stays on record with when it ended first.
    let roles = ok!(people::roles_of_identity(&mut tx, "c1", "identity"));
    assert_eq!(roles, [held("auditor"), ("judge".to_owned(), Some(50))]);
    assert_eq!(ok!(people::grants_of_contest(&mut tx, "c1")).len(), 2);
    // Granted again, it counts from then.
    ok!(people::insert_grant(
        &mut tx,
        &grant("a3", "judge", None, 99)
    ));
    let again = ok!(people::grants_of_account(&mut tx, "a3"));
    assert!(again.contains(&grant("a3", "judge", None, 99)));
    refused(people::insert_grant(&mut tx, &grant("a9", "judge", None, 1)).await);
}
