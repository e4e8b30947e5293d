//! The question bank and its key.

use crate::support::*;
use store::question::{self, QuestionRow};

on_both_engines!(the_bank_and_its_key);
on_both_engines!(void_questions);

fn a_question(id: &str, code: &str) -> QuestionRow {
    QuestionRow {
        id: id.into(),
        contest_id: "c1".into(),
        code: code.into(),
        topic: "the-che".into(),
        difficulty: "easy".into(),
        kind: "single_choice".into(),
        stem: HARD_TEXT.into(),
        options: "[\"A\",\"B\"]".into(),
        explanation: String::new(),
        source: "null".into(),
        rounds: String::new(),
        updated_at: i64::MIN,
    }
}

fn pair(code: &str, value: &str) -> (String, String) {
    (code.to_owned(), value.to_owned())
}

async fn the_bank_and_its_key(bench: Bench) {
    furnish(&bench, 0).await;
    let bank: Vec<QuestionRow> = (0..300)
        .map(|n| a_question(&format!("q{n}"), &format!("C{n:03}")))
        .collect();
    let mut tx = bench.write().await;
    ok!(question::upsert(&mut tx, &[]));
    ok!(question::upsert(&mut tx, &bank));
    // Lower case, hyphen and upper case: bytes decide, not the language of the server.
    let mixed = [
        a_question("m1", "c-1"),
        a_question("m2", "C1-"),
        a_question("m3", "đ1"),
    ];
    ok!(question::upsert(&mut tx, &mixed));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let found = ok!(question::list(&mut tx, "c1"));
    let mut expected = [bank, mixed.to_vec()].concat();
    expected.sort_by(|a, b| a.code.cmp(&b.code));
    assert_eq!(expected[100].code, "C1-", "after C099, before C100");
    assert!(
        found == expected,
        "{:?}",
        found.iter().map(|q| &q.code).collect::<Vec<_>>()
    );
    assert_eq!(ok!(question::list(&mut tx, "c9")), []);
    drop(tx);

    let mut changed = a_question("another-id", "C000");
    (changed.kind, changed.rounds, changed.updated_at) = ("essay".into(), "v1,v2".into(), i64::MAX);
    let mut draft = changed.clone();
    draft.id = "draft".into();
    draft.stem = "bản trước".into();
    let mut tx = bench.write().await;
    ok!(question::upsert(&mut tx, &[draft, changed.clone()]));
    let keys = [pair("C001", "0,2"), pair("C000", "1"), pair("C001", "3")];
    ok!(question::set_keys(&mut tx, "c1", &keys));
    ok!(question::set_keys(&mut tx, "c1", &[]));
    tx.commit().await.unwrap();
    changed.id = "q0".into();
    let mut tx = bench.read().await;
    assert_eq!(ok!(question::list(&mut tx, "c1"))[0], changed);
    let keys = ok!(question::keys(&mut tx, "c1"));
    assert_eq!(keys, [pair("C000", "1"), pair("C001", "3")]);
    assert_eq!(ok!(question::keys(&mut tx, "c9")), []);
    drop(tx);

    let mut tx = bench.write().await;
    let lost = question::set_keys(&mut tx, "c1", &[pair("C999", "0")]).await;
    not_one_row(lost, "answer_key");
    assert!(ok!(question::delete(&mut tx, "c1", "C001")));
    assert!(!ok!(question::delete(&mut tx, "c1", "C001")));
    assert!(!ok!(question::delete(&mut tx, "c9", "C000")));
    assert_eq!(ok!(question::keys(&mut tx, "c1")), [pair("C000", "1")]);
    assert_eq!(ok!(question::list(&mut tx, "c1")).len(), 302);
    let mut orphan = a_question("orphan", "C1");
    orphan.contest_id = "c9".into();
    refused(question::upsert(&mut tx, &[orphan]).await);
}

async fn void_questions(bench: Bench) {
    furnish(&bench, 0).await;
    let mut tx = bench.write().await;
    ok!(question::insert_void(&mut tx, "r1", "b", HARD_TEXT, 5));
    ok!(question::insert_void(
        &mut tx,
        "r1",
        "B",
        "sai đề",
        i64::MAX
    ));
    // The first reason stays.
    ok!(question::insert_void(&mut tx, "r1", "b", "khác", 6));
    ok!(question::insert_void(&mut tx, "r2", "b", "vòng hai", 7));
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    let of_r1 = ok!(question::voids(&mut tx, "r1"));
    assert_eq!(of_r1, [pair("B", "sai đề"), pair("b", HARD_TEXT)]);
    assert_eq!(ok!(question::voids(&mut tx, "r9")), []);
    // The instant itself counts as void.
    let until = ok!(question::voids_until(&mut tx, "r1", 5));
    assert_eq!(until, [pair("b", HARD_TEXT)]);
    assert_eq!(ok!(question::voids_until(&mut tx, "r1", 4)), []);
    assert_eq!(ok!(question::voids_until(&mut tx, "r1", i64::MAX)), of_r1);
    drop(tx);
    let mut tx = bench.write().await;
    refused(question::insert_void(&mut tx, "r9", "b", "x", 1).await);
}
