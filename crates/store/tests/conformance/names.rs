//! Persons for lists: names, denominators, who also holds a role.

use crate::support::*;
use store::people::{self, GrantRow, NameRow, PersonRow};

on_both_engines!(names_alone);
on_both_engines!(the_roster_at_an_instant);
on_both_engines!(persons_who_hold_a_role);

fn name(of: &PersonRow) -> NameRow {
    NameRow {
        id: of.id.clone(),
        code: of.code.clone(),
        full_name: of.full_name.clone(),
        name_folded: of.name_folded.clone(),
        identified: i64::from(of.identity_hash.is_some()),
    }
}

async fn names_alone(bench: Bench) {
    furnish(&bench, 450).await;
    let mut declared = person("Z", "c1", "u1");
    (declared.code, declared.full_name) = (None, HARD_TEXT.into());
    declared.struck_off_at = Some(1);
    let mut tx = bench.write().await;
    ok!(people::upsert_people(
        &mut tx,
        std::slice::from_ref(&declared)
    ));
    ok!(people::set_struck_off(&mut tx, "Z", Some(1)));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let all = ok!(people::names(&mut tx, "c1"));
    assert_eq!(all.len(), 451);
    assert_eq!(all[0], name(&declared), "capitals first: bytes decide");
    assert!(all.is_sorted_by(|a, b| a.id < b.id));
    assert_eq!(ok!(people::names(&mut tx, "c9")), []);
    assert_eq!(ok!(people::names_of(&mut tx, &[])), []);
    let ids: Vec<String> = all.iter().rev().map(|row| row.id.clone()).collect();
    assert_eq!(ok!(people::names_of(&mut tx, &ids)), all);
    let some = ok!(people::names_of(
        &mut tx,
        &texts(&["p2", "nobody", "Z", "p2"])
    ));
    assert_eq!(some, [name(&declared), name(&person("p2", "c1", "u1"))]);
    drop(tx);
    let mut tx = bench.write().await;
    let locked = ok!(people::lock_people(&mut tx, &texts(&["p2", "nobody", "Z"])));
    assert_eq!(locked, ["Z", "p2"], "in the order of their bytes");
}

async fn the_roster_at_an_instant(bench: Bench) {
    furnish(&bench, 0).await;
    let on_roster = |id: &str, unit_id: &str, leader: i64, created_at: i64| PersonRow {
        leader,
        created_at,
        ..person(id, "c1", unit_id)
    };
    let mut declared = on_roster("p5", "u1", 1, 1);
    declared.code = None;
    let roster = [
        on_roster("p1", "u1", 0, 10),
        on_roster("p2", "u1", 1, 10),
        on_roster("p3", "U2", 1, 20),
        on_roster("p4", "u1", 0, 10),
        declared,
    ];
    let mut tx = bench.write().await;
    ok!(people::upsert_units(&mut tx, &[unit("U2", "c1")]));
    ok!(people::upsert_people(&mut tx, &roster));
    ok!(people::set_struck_off(&mut tx, "p4", Some(30)));
    tx.commit().await.unwrap();

    let size = |unit: &str, people, leaders| (unit.to_owned(), people, leaders);
    let mut tx = bench.read().await;
    assert_eq!(ok!(people::roster_sizes(&mut tx, "c1", 9)), []);
    let early = ok!(people::roster_sizes(&mut tx, "c1", 10));
    assert_eq!(early, [size("u1", 3, 1)]);
    let before = ok!(people::roster_sizes(&mut tx, "c1", 29));
    assert_eq!(before, [size("U2", 1, 1), size("u1", 3, 1)]);
    let struck_off = ok!(people::roster_sizes(&mut tx, "c1", 30));
    assert_eq!(struck_off, [size("U2", 1, 1), size("u1", 2, 1)]);
    let leader = |of: &PersonRow| (of.id.clone(), of.full_name.clone(), of.unit_id.clone());
    let leaders = ok!(people::leaders(&mut tx, "c1", i64::MAX));
    assert_eq!(leaders, [leader(&roster[1]), leader(&roster[2])]);
    assert_eq!(ok!(people::leaders(&mut tx, "c1", i64::MIN)), []);
}

async fn persons_who_hold_a_role(bench: Bench) {
    furnish(&bench, 0).await;
    let mut committee = account("a3");
    committee.identity_hash = Some("identity".into());
    let grant = |account_id: &str, role: &str| GrantRow {
        account_id: account_id.into(),
        contest_id: "c1".into(),
        role: role.into(),
        unit_id: None,
        granted_at: 1,
    };
    let mut same_identity = person("p1", "c1", "u1");
    same_identity.identity_hash = Some("identity".into());
    let mut same_account = person("p2", "c1", "u1");
    same_account.account_id = Some("a1".into());
    let mut both = person("p3", "c1", "u1");
    (both.identity_hash, both.account_id) = (Some("identity".into()), Some("a3".into()));
    // The internal number tells nothing, the telephone does.
    let mut same_phone = person("p5", "c1", "u1");
    same_phone.identity_hash = Some("number".into());
    same_phone.phone_hash = Some("identity".into());
    let nobody = person("p4", "c1", "u1");
    let people = [same_identity, same_account, both, nobody, same_phone];
    let mut tx = bench.write().await;
    ok!(people::insert_account(&mut tx, &committee));
    ok!(people::upsert_people(&mut tx, &people));
    for row in [
        grant("a1", "organiser"),
        grant("a2", "judge"),
        grant("a3", "auditor"),
    ] {
        ok!(people::insert_grant(&mut tx, &row));
    }
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let pair = |person: &str, role: &str| (person.to_owned(), role.to_owned(), None);
    let found = ok!(people::people_with_roles(&mut tx, "c1"));
    // Each once, though p3 is found both ways; account a2 and person p4 have no identity, and NULL equals nothing.
    let expected = [
        pair("p1", "auditor"),
        pair("p2", "organiser"),
        pair("p3", "auditor"),
        pair("p5", "auditor"),
    ];
    assert_eq!(found, expected);
    assert_eq!(ok!(people::people_with_roles(&mut tx, "c9")), []);
    let of = ok!(people::people_of_account(&mut tx, "c1", "a3"));
    assert_eq!(of, ["p1", "p3", "p5"]);
    assert_eq!(ok!(people::people_of_account(&mut tx, "c1", "a1")), ["p2"]);
    assert!(ok!(people::people_of_account(&mut tx, "c9", "a1")).is_empty());
    assert!(ok!(people::people_of_account(&mut tx, "c1", "a2")).is_empty());
}
