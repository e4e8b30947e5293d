//! Units and persons.

use crate::support::*;
use store::people::{self, PersonRow, UnitRow};

on_both_engines!(units);
on_both_engines!(a_roster);
on_both_engines!(persons_one_by_one);
on_both_engines!(secrets_and_striking_off);

async fn units(bench: Bench) {
    furnish(&bench, 0).await;
    let full = UnitRow {
        code: "Z-01".into(),
        name: HARD_TEXT.into(),
        bloc: Some("phuong".into()),
        parent_id: Some("u1".into()),
        valid_from: Some(i64::MIN),
        valid_until: Some(i64::MAX),
        ..unit("u2", "c1")
    };
    let mut tx = bench.write().await;
    ok!(people::upsert_units(&mut tx, &[]));
    ok!(people::upsert_units(&mut tx, std::slice::from_ref(&full)));
    // The same row again: id and code clash together, and that is still an update.
    ok!(people::upsert_units(&mut tx, std::slice::from_ref(&full)));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    let found = ok!(people::units(&mut tx, "c1"));
    assert_eq!(found, [full.clone(), unit("u1", "c1")]);
    assert_eq!(ok!(people::units(&mut tx, "c9")), []);
    drop(tx);

    // One code twice in a list: the last one counts, on both engines.
    let mut renamed = unit("u3", "c1");
    (renamed.code, renamed.name) = ("Z-01".into(), "Một".into());
    let mut again = renamed.clone();
    (again.id, again.name) = ("u4".into(), "Hai".into());
    let mut tx = bench.write().await;
    ok!(people::upsert_units(&mut tx, &[renamed, again]));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    let found = ok!(people::units(&mut tx, "c1"));
    assert_eq!(
        (found[0].id.as_str(), found[0].name.as_str()),
        ("u2", "Hai")
    );
    assert_eq!(
        (found[0].bloc.as_ref(), found[0].valid_from),
        (None, Some(i64::MIN))
    );
    drop(tx);

    let mut tx = bench.write().await;
    refused(people::upsert_units(&mut tx, &[unit("u5", "c9")]).await);
    drop(tx);
    let mut same_id = unit("u2", "c1");
    same_id.code = "other".into();
    let mut tx = bench.write().await;
    assert!(constraint(people::upsert_units(&mut tx, &[same_id]).await).contains("unit"));
}

fn full_person() -> PersonRow {
    PersonRow {
        full_name: HARD_TEXT.into(),
        track: Some("a".into()),
        leader: 1,
        birth_date: Some("1990-02-28".into()),
        contact_sealed: Some("sealed".into()),
        identity_hash: Some("identity".into()),
        phone_hash: Some("phone".into()),
        slip_hash: Some("slip".into()),
        password_hash: Some("password".into()),
        account_id: Some("a1".into()),
        created_at: i64::MAX,
        ..person("full", "c1", "u1")
    }
}

async fn a_roster(bench: Bench) {
    furnish(&bench, 600).await;
    let mut tx = bench.write().await;
    ok!(people::upsert_people(&mut tx, &[]));
    ok!(people::upsert_people(&mut tx, &[full_person()]));
    ok!(people::set_struck_off(&mut tx, "full", Some(3)));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    let all = ok!(people::people(&mut tx, "c1"));
    assert_eq!(
        all.len(),
        601,
        "more than one chunk, none lost and none doubled"
    );
    assert!(all.is_sorted_by(|a, b| a.id < b.id));
    drop(tx);

    // The next roster file: other facts and secrets, the same code, twice.
    let mut changed = full_person();
    changed.id = "other-id".into();
    changed.full_name = "Lê".into();
    changed.track = None;
    (changed.identity_hash, changed.phone_hash) = (None, None);
    changed.contact_sealed = None;
    changed.slip_hash = Some("forged".into());
    changed.password_hash = None;
    changed.account_id = None;
    changed.created_at = 1;
    let mut first = changed.clone();
    first.full_name = "Trần".into();
    let mut tx = bench.write().await;
    ok!(people::upsert_people(&mut tx, &[first, changed]));
    tx.commit().await.unwrap();
    let expected = PersonRow {
        full_name: "Lê".into(),
        track: None,
        identity_hash: None,
        phone_hash: None,
        contact_sealed: None,
        struck_off_at: None,
        ..full_person()
    };
    let mut tx = bench.read().await;
    assert_eq!(ok!(people::find_person(&mut tx, "full")), Some(expected));
    assert_eq!(ok!(people::find_person(&mut tx, "other-id")), None);
    assert_eq!(ok!(people::people(&mut tx, "c1")).len(), 601);
    drop(tx);

    let mut tx = bench.write().await;
    refused(people::upsert_people(&mut tx, &[person("x", "c1", "u9")]).await);
    drop(tx);
    let mut tx = bench.read().await;
    assert_eq!(ok!(people::find_person(&mut tx, "x")), None);
}

async fn persons_one_by_one(bench: Bench) {
    furnish(&bench, 0).await;
    let declared = |id: &str, unique: Option<&str>| PersonRow {
        code: None,
        self_declared: 1,
        unique_hash: unique.map(str::to_owned),
        ..person(id, "c1", "u1")
    };
    let two = [
        declared("d1", Some("one")),
        declared("d2", None),
        declared("d3", None),
    ];
    let mut tx = bench.write().await;
    ok!(people::upsert_people(&mut tx, &two));
    ok!(people::upsert_people(&mut tx, &[full_person()]));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    // Persons without a code or a unique attribute do not clash with each other: NULL equals nothing.
    assert_eq!(ok!(people::people(&mut tx, "c1")).len(), 4);
    let unique = ok!(people::find_person_by_unique(&mut tx, "c1", "one"));
    assert_eq!(unique, Some(declared("d1", Some("one"))));
    assert_eq!(
        ok!(people::find_person_by_unique(&mut tx, "c9", "one")),
        None
    );
    let by_code = ok!(people::find_person_by_code(&mut tx, "c1", "code-full"));
    assert_eq!(by_code, Some(full_person()));
    assert_eq!(
        ok!(people::find_person_by_code(&mut tx, "c1", "code-FULL")),
        None
    );
    drop(tx);

    let mut tx = bench.write().await;
    let clash = people::upsert_people(&mut tx, &[declared("d4", Some("one"))]).await;
    assert!(constraint(clash).contains("unique_hash"));
    drop(tx);
    a_login_is_theirs_who_chose_it(&bench).await;
    let mut second_person = person("p9", "c1", "u1");
    second_person.account_id = Some("a1".into());
    let mut tx = bench.write().await;
    let clash = people::upsert_people(&mut tx, &[second_person]).await;
    assert!(constraint(clash).contains("account_id"));
}

async fn secrets_and_striking_off(bench: Bench) {
    furnish(&bench, 0).await;
    contacts_are_erased(&bench).await;
    let mut tx = bench.write().await;
    ok!(people::upsert_people(&mut tx, &[full_person()]));
    tx.commit().await.unwrap();

    let mut tx = bench.write().await;
    ok!(people::set_slip(&mut tx, "full", "slip-2"));
    ok!(people::set_struck_off(&mut tx, "full", Some(i64::MIN)));
    let found = ok!(people::find_person(&mut tx, "full")).unwrap();
    assert_eq!(
        (found.slip_hash.as_deref(), found.password_hash),
        (Some("slip-2"), None)
    );
    assert_eq!(found.struck_off_at, Some(i64::MIN));
    ok!(people::set_person_password(&mut tx, "full", "own"));
    ok!(people::set_struck_off(&mut tx, "full", None));
    let found = ok!(people::find_person(&mut tx, "full")).unwrap();
    assert_eq!(
        (found.password_hash.as_deref(), found.struck_off_at),
        (Some("own"), None)
    );
    not_one_row(people::set_slip(&mut tx, "p0", "s").await, "person");
    not_one_row(
        people::set_person_password(&mut tx, "p0", "s").await,
        "person",
    );
    not_one_row(people::set_struck_off(&mut tx, "p0", None).await, "person");
    tx.commit().await.unwrap();
}

async fn contacts_are_erased(bench: &Bench) {
    let with_contact = |id: &str| PersonRow {
        contact_sealed: Some("sealed".into()),
        ..person(id, "c1", "u1")
    };
    let mut tx = bench.write().await;
    let rows = [
        with_contact("k2"),
        with_contact("k1"),
        person("k3", "c1", "u1"),
    ];
    ok!(people::upsert_people(&mut tx, &rows));
    let one = ok!(people::people_with_contact(&mut tx, "c1", 1));
    assert_eq!(one.len(), 1);
    let both = ok!(people::people_with_contact(&mut tx, "c1", 9));
    assert_eq!(both, ["k1", "k2"]);
    ok!(people::erase_contact(&mut tx, "k1"));
    let left = ok!(people::people_with_contact(&mut tx, "c1", 9));
    assert_eq!(left, ["k2"]);
    not_one_row(people::erase_contact(&mut tx, "k9").await, "person");
    let row = ok!(people::find_person(&mut tx, "k1")).unwrap();
    assert_eq!(row.contact_sealed, None);
}

/// Neither another person nor a roster changes who stands behind it.
async fn a_login_is_theirs_who_chose_it(bench: &Bench) {
    let with_login = |id: &str| PersonRow {
        code: Some("ha.noi".into()),
        self_declared: 1,
        unique_hash: Some(id.into()),
        ..person(id, "c1", "u1")
    };
    let mut tx = bench.write().await;
    ok!(people::insert_declared(&mut tx, &with_login("d5")));
    tx.commit().await.unwrap();
    let mut tx = bench.write().await;
    let clash = people::insert_declared(&mut tx, &with_login("d6")).await;
    assert!(constraint(clash).contains("code"));
    let roster = PersonRow {
        code: Some("ha.noi".into()),
        ..person("d7", "c1", "u1")
    };
    ok!(people::upsert_people(&mut tx, &[roster]));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    assert_eq!(
        ok!(people::find_person_by_code(&mut tx, "c1", "ha.noi")),
        Some(with_login("d5"))
    );
}
