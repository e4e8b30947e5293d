//! Attempts, answers and decided saves.

use crate::support::*;
use store::quiz::{self, AttemptRow, GrantedRow, SaveRow};

on_both_engines!(attempts);
on_both_engines!(attempts_that_are_due);
on_both_engines!(closing_and_voiding);
on_both_engines!(counting_a_round);
on_both_engines!(answers_never_go_back);
on_both_engines!(single_slots_are_found);
on_both_engines!(replies_are_kept);
on_both_engines!(grants_add_up);

fn full_attempt() -> AttemptRow {
    AttemptRow {
        attempt_number: 2,
        track: Some("a".into()),
        started_at: i64::MIN,
        allowed_ms: i64::MAX,
        extra_ms: 5,
        submitted_at: Some(i64::MAX),
        state: "submitted".into(),
        shape: HARD_TEXT.into(),
        kiosk_id: Some("k1".into()),
        assisted_by: Some("a1".into()),
        ..attempt("full", "r1", "p1")
    }
}

async fn attempts(bench: Bench) {
    furnish_with_attempts(&bench, 500).await;
    let mut tx = bench.write().await;
    assert_eq!(ok!(quiz::insert_attempts(&mut tx, &[])), 0);
    assert_eq!(ok!(quiz::insert_attempts(&mut tx, &[full_attempt()])), 1);
    // A start sent again, with the same id or another, changes nothing; a new one beside it still counts.
    let mut other_id = full_attempt();
    (other_id.id, other_id.receipt_hash) = ("other".into(), "receipt-other".into());
    other_id.started_at = 9;
    let again = [full_attempt(), other_id, attempt("new", "r2", "p1")];
    assert_eq!(ok!(quiz::insert_attempts(&mut tx, &again)), 1);
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    assert_eq!(
        ok!(quiz::find_attempt(&mut tx, "full")),
        Some(full_attempt())
    );
    assert_eq!(ok!(quiz::find_attempt(&mut tx, "other")), None);
    let by_receipt = ok!(quiz::find_attempt_by_receipt(&mut tx, "receipt-full"));
    assert_eq!(by_receipt, Some(full_attempt()));
    assert_eq!(ok!(quiz::find_attempt_by_receipt(&mut tx, "none")), None);
    let of_round = ok!(quiz::attempts_of_round(&mut tx, "r1"));
    assert_eq!(of_round.len(), 501);
    assert!(of_round.is_sorted_by(|a, b| a.id < b.id));

    // Oldest first over all chunks, each once though asked twice.
    assert_eq!(ok!(quiz::attempts_of_people(&mut tx, &[])), []);
    let mut persons: Vec<String> = (1..=500).rev().map(|n| format!("p{n}")).collect();
    persons.extend(texts(&["p1", "nobody"]));
    let of_people = ok!(quiz::attempts_of_people(&mut tx, &persons));
    assert_eq!(of_people.len(), 502);
    assert_eq!(of_people[0], full_attempt());
    assert!(of_people.is_sorted_by(|a, b| (a.started_at, &a.id) < (b.started_at, &b.id)));
    drop(tx);

    let mut tx = bench.write().await;
    assert_eq!(ok!(quiz::lock_attempts(&mut tx, &[])), []);
    let ids: Vec<String> = (1..=500)
        .rev()
        .map(|n| format!("t{n}"))
        .chain(texts(&["t7"]))
        .collect();
    let locked = ok!(quiz::lock_attempts(&mut tx, &ids));
    assert_eq!(locked.len(), 500);
    assert!(locked.is_sorted_by(|a, b| a.id < b.id));
    let persons = ok!(quiz::persons_of_attempts(&mut tx, &ids));
    assert_eq!(persons.len(), 500);
    assert_eq!(persons[0], ("t1".to_owned(), "p1".to_owned(), 1));
    assert_eq!(ok!(quiz::persons_of_attempts(&mut tx, &[])), []);
    drop(tx);

    let mut stolen = attempt("t900", "r2", "p2");
    stolen.receipt_hash = "receipt-full".into();
    let mut tx = bench.write().await;
    assert!(constraint(quiz::insert_attempts(&mut tx, &[stolen]).await).contains("receipt_hash"));
    drop(tx);
    for broken in [attempt("t901", "r9", "p1"), attempt("t902", "r2", "p900")] {
        let mut tx = bench.write().await;
        refused(quiz::insert_attempts(&mut tx, &[broken]).await);
    }
}

async fn attempts_that_are_due(bench: Bench) {
    furnish(&bench, 6).await;
    let due = |id: &str, person: &str, due_at: i64, state: &str| AttemptRow {
        due_at,
        state: state.into(),
        ..attempt(id, "r1", person)
    };
    let rows = [
        due("t1", "p1", 300, "in_progress"),
        due("t2", "p2", i64::MIN, "in_progress"),
        due("t4", "p3", 200, "in_progress"),
        due("t3", "p4", 200, "in_progress"),
        due("t5", "p5", 100, "submitted"),
        due("t6", "p6", 301, "in_progress"),
    ];
    let mut tx = bench.write().await;
    ok!(quiz::insert_attempts(&mut tx, &rows));
    let ids = |found: Vec<AttemptRow>| found.into_iter().map(|a| a.id).collect::<Vec<_>>();
    let found = ok!(quiz::due_attempts(&mut tx, 300, 100));
    assert_eq!(ids(found), ["t2", "t3", "t4", "t1"]);
    assert_eq!(ids(ok!(quiz::due_attempts(&mut tx, 300, 2))), ["t2", "t3"]);
    assert_eq!(ids(ok!(quiz::due_attempts(&mut tx, i64::MIN, 9))), ["t2"]);
    assert_eq!(ok!(quiz::due_attempts(&mut tx, i64::MAX, 0)), []);
    assert_eq!(
        ok!(quiz::due_attempts(&mut tx, i64::MAX, i64::MAX)).len(),
        5
    );
    tx.commit().await.unwrap();

    // The sweeper looks before it takes the write lock.
    let mut tx = bench.read().await;
    assert_eq!(ids(ok!(quiz::due_attempts(&mut tx, 300, 1))), ["t2"]);
}

async fn closing_and_voiding(bench: Bench) {
    furnish_with_attempts(&bench, 4).await;
    let mut tx = bench.write().await;
    assert_eq!(ok!(quiz::count_open(&mut tx, "r1")), 4);
    assert_eq!(ok!(quiz::close_attempts(&mut tx, &[])), 0);
    let closing = [
        ("t2".to_owned(), "finalised", i64::MAX),
        ("t1".to_owned(), "submitted", 1_500),
        ("t1".to_owned(), "finalised", 1_600),
        ("t9".to_owned(), "finalised", 1_600),
    ];
    assert_eq!(ok!(quiz::close_attempts(&mut tx, &closing)), 2);
    assert_eq!(ok!(quiz::close_attempts(&mut tx, &closing)), 0);
    // What the server closed may turn out to have been sent in time, and never the other way round.
    let sent = |id: &str| [(id.to_owned(), "submitted", 1_700)];
    assert_eq!(ok!(quiz::close_attempts(&mut tx, &sent("t1"))), 0);
    assert_eq!(ok!(quiz::close_attempts(&mut tx, &sent("t2"))), 1);
    let closed = [("t2".to_owned(), "finalised", 1_800)];
    assert_eq!(ok!(quiz::close_attempts(&mut tx, &closed)), 0);
    ok!(quiz::void_attempt(&mut tx, "t3", HARD_TEXT, i64::MIN));
    not_one_row(quiz::void_attempt(&mut tx, "t9", "x", 1).await, "attempt");
    // A void attempt is not waited for, even one that was still running.
    assert_eq!(ok!(quiz::count_open(&mut tx, "r1")), 1);
    assert_eq!(ok!(quiz::count_open(&mut tx, "r9")), 0);
    tx.commit().await.unwrap();

    let mut first = attempt("t1", "r1", "p1");
    (first.state, first.submitted_at) = ("submitted".into(), Some(1_500));
    let mut third = attempt("t3", "r1", "p3");
    (third.void_reason, third.voided_at) = (Some(HARD_TEXT.into()), Some(i64::MIN));
    let mut tx = bench.write().await;
    assert_eq!(
        ok!(quiz::find_attempt(&mut tx, "t1")).as_ref(),
        Some(&first)
    );
    let wanted = ["t3", "none", "t1", "t3"].map(str::to_owned);
    assert_eq!(
        ok!(quiz::find_attempts(&mut tx, &wanted)),
        [first.clone(), third.clone()]
    );
    assert_eq!(ok!(quiz::find_attempt(&mut tx, "t3")), Some(third));

    // Time given back opens it again.
    first.extra_ms = 60;
    first.due_at = i64::MAX;
    (first.state, first.submitted_at) = ("in_progress".into(), None);
    ok!(quiz::set_attempt_times(&mut tx, &first));
    assert_eq!(ok!(quiz::find_attempt(&mut tx, "t1")), Some(first));
    let nobody = attempt("t9", "r1", "p1");
    not_one_row(quiz::set_attempt_times(&mut tx, &nobody).await, "attempt");
    ok!(quiz::set_assisted(&mut tx, "t3", "Cán Bộ", None));
    let helped = ok!(quiz::find_attempt(&mut tx, "t3")).unwrap();
    assert_eq!(helped.assisted_by.as_deref(), Some("Cán Bộ"));
    not_one_row(
        quiz::set_assisted(&mut tx, "t9", "x", None).await,
        "attempt",
    );
    tx.commit().await.unwrap();
}

async fn counting_a_round(bench: Bench) {
    const HOUR: i64 = 3_600_000;
    furnish(&bench, 3).await;
    let at = |id: &str, person: &str, number: i64, unit: &str, started_at: i64| AttemptRow {
        attempt_number: number,
        unit_id: unit.into(),
        started_at,
        ..attempt(id, "r1", person)
    };
    let mut rows = [
        at("t1", "p1", 1, "a", 5 * HOUR),
        at("t2", "p1", 2, "a", 6 * HOUR - 1),
        at("t3", "p2", 1, "a", 6 * HOUR),
        at("t4", "p3", 1, "B", 7 * HOUR + 1),
        at("t5", "p3", 2, "B", 7 * HOUR + 2),
    ];
    rows[1].state = "submitted".into();
    rows[0].state = "finalised".into();
    let mut tx = bench.write().await;
    ok!(quiz::insert_attempts(&mut tx, &rows));
    ok!(quiz::void_attempt(&mut tx, "t5", "x", 1));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let taking_part = ok!(quiz::participation(&mut tx, "r1"));
    assert_eq!(
        taking_part,
        [("B".to_owned(), 1, 0), ("a".to_owned(), 2, 1)]
    );
    assert_eq!(ok!(quiz::participation(&mut tx, "r2")), []);
    let by_hour = ok!(quiz::starts_by_hour(&mut tx, "r1"));
    assert_eq!(by_hour, [(5 * HOUR, 2), (6 * HOUR, 1), (7 * HOUR, 2)]);
    assert_eq!(ok!(quiz::starts_by_hour(&mut tx, "r2")), []);
}

async fn answers_never_go_back(bench: Bench) {
    furnish_with_attempts(&bench, 450).await;
    let mut tx = bench.write().await;
    assert_eq!(ok!(quiz::upsert_answers(&mut tx, &[])), 0);
    let prediction = answer("t1", -1, HARD_TEXT, i64::MIN);
    let held = [
        answer("t1", 0, "A", 5),
        prediction.clone(),
        answer("t1", i64::MAX, "", 1),
    ];
    assert_eq!(ok!(quiz::upsert_answers(&mut tx, &held)), 3);
    // Older and equal revisions change nothing; the newest in a list wins wherever it stands in it.
    assert_eq!(
        ok!(quiz::upsert_answers(&mut tx, &[answer("t1", 0, "old", 4)])),
        0
    );
    assert_eq!(
        ok!(quiz::upsert_answers(&mut tx, &[answer("t1", 0, "same", 5)])),
        0
    );
    let mixed = [
        answer("t1", 0, "B", 7),
        answer("t1", 0, "C", i64::MAX),
        answer("t1", 0, "D", 6),
        answer("t2", 0, "first", 1),
        answer("t2", 0, "second", 1),
    ];
    assert_eq!(ok!(quiz::upsert_answers(&mut tx, &mixed)), 2);
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let of_t1 = ok!(quiz::answers(&mut tx, &texts(&["t1", "t1", "t9"])));
    let expected = [
        prediction,
        answer("t1", 0, "C", i64::MAX),
        answer("t1", i64::MAX, "", 1),
    ];
    assert_eq!(of_t1, expected);
    let of_t2 = ok!(quiz::answers(&mut tx, &texts(&["t2"])));
    assert_eq!(of_t2, [answer("t2", 0, "first", 1)]);
    assert_eq!(ok!(quiz::answers(&mut tx, &[])), []);
    drop(tx);

    let many: Vec<_> = (1..=450)
        .rev()
        .map(|n| answer(&format!("t{n}"), 9, "x", 1))
        .collect();
    let mut tx = bench.write().await;
    assert_eq!(ok!(quiz::upsert_answers(&mut tx, &many)), 450);
    tx.commit().await.unwrap();
    let ids: Vec<String> = (1..=450).rev().map(|n| format!("t{n}")).collect();
    let mut tx = bench.read().await;
    let all = ok!(quiz::answers(&mut tx, &ids));
    assert_eq!(all.len(), 454);
    assert!(all.is_sorted_by(|a, b| (&a.attempt_id, a.slot) < (&b.attempt_id, b.slot)));
    assert_eq!(ok!(quiz::answers_of_round(&mut tx, "r1")), all);
    assert_eq!(ok!(quiz::answers_of_round(&mut tx, "r2")), []);
    drop(tx);

    let mut tx = bench.write().await;
    refused(quiz::upsert_answers(&mut tx, &[answer("t900", 0, "x", 1)]).await);
}

/// However often and in whatever order places are asked for; one without an answer is nothing.
async fn single_slots_are_found(bench: Bench) {
    furnish_with_attempts(&bench, 450).await;
    let mut tx = bench.write().await;
    let prediction = answer("t1", -1, HARD_TEXT, 3);
    let two = [prediction.clone(), answer("t2", 0, "first", 1)];
    ok!(quiz::upsert_answers(&mut tx, &two));
    let many: Vec<_> = (1..=450)
        .map(|n| answer(&format!("t{n}"), 9, "x", 1))
        .collect();
    ok!(quiz::upsert_answers(&mut tx, &many));
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    let places = [("t2", 0), ("t1", -1), ("t1", -1), ("t1", 7), ("t9", 0)];
    let places = places.map(|(attempt, slot)| (attempt.to_owned(), slot));
    assert_eq!(ok!(quiz::answers_at(&mut tx, &places)), two);
    assert_eq!(ok!(quiz::answers_at(&mut tx, &[])), []);
    let places: Vec<_> = (1..=450).rev().map(|n| (format!("t{n}"), 9)).collect();
    let at = ok!(quiz::answers_at(&mut tx, &places));
    assert_eq!(at.len(), 450);
    assert!(at.is_sorted_by(|a, b| a.attempt_id < b.attempt_id));
}

async fn replies_are_kept(bench: Bench) {
    furnish_with_attempts(&bench, 2).await;
    let save = |attempt_id: &str, key: &str, reply: &str| SaveRow {
        attempt_id: attempt_id.into(),
        idempotency_key: key.into(),
        slot: -1,
        reply: reply.into(),
    };
    let mut tx = bench.write().await;
    assert_eq!(ok!(quiz::insert_saves(&mut tx, &[])), 0);
    let first = [
        save("t1", "k", HARD_TEXT),
        save("t1", "k", "late"),
        save("t2", "k", "theirs"),
    ];
    assert_eq!(ok!(quiz::insert_saves(&mut tx, &first)), 2);
    assert_eq!(
        ok!(quiz::insert_saves(&mut tx, &[save("t1", "k", "other")])),
        0
    );
    let many: Vec<_> = (0..700)
        .map(|n| save("t1", &format!("m{n}"), "x"))
        .collect();
    assert_eq!(ok!(quiz::insert_saves(&mut tx, &many)), 700);
    tx.commit().await.unwrap();

    let mut tx = bench.read().await;
    // Byte for byte, and of either attempt: who asks compares the attempt.
    let mut found = ok!(quiz::replays(&mut tx, &texts(&["k", "k", "none"])));
    found.sort_by(|a, b| a.attempt_id.cmp(&b.attempt_id));
    assert_eq!(
        found,
        [save("t1", "k", HARD_TEXT), save("t2", "k", "theirs")]
    );
    assert_eq!(ok!(quiz::replays(&mut tx, &[])), []);
    let keys: Vec<String> = (0..700).map(|n| format!("m{n}")).collect();
    assert_eq!(ok!(quiz::replays(&mut tx, &keys)).len(), 700);
    drop(tx);

    let mut tx = bench.write().await;
    refused(quiz::insert_saves(&mut tx, &[save("t9", "k", "x")]).await);
}

async fn grants_add_up(bench: Bench) {
    furnish(&bench, 2).await;
    let grant = |id: &str, person_id: &str, extra_ms: i64, retakes: i64| GrantedRow {
        id: id.into(),
        round_id: "r1".into(),
        person_id: person_id.into(),
        extra_ms,
        retakes,
        reason: HARD_TEXT.into(),
        granted_at: 1,
    };
    let mut tx = bench.write().await;
    for row in [
        grant("g1", "p1", 5, 0),
        grant("g2", "p1", 7, 1),
        grant("g3", "p2", i64::MAX, 0),
    ] {
        ok!(quiz::insert_granted(&mut tx, &row));
    }
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    assert_eq!(ok!(quiz::granted(&mut tx, "r1", "p1")), (12, 1));
    assert_eq!(ok!(quiz::granted(&mut tx, "r1", "p2")), (i64::MAX, 0));
    assert_eq!(ok!(quiz::granted(&mut tx, "r2", "p1")), (0, 0));
    let of = |person: &str, extra, retakes| ("r1".to_owned(), person.to_owned(), extra, retakes);
    let both = ok!(quiz::granted_to(&mut tx, &texts(&["p2", "p9", "p1"])));
    assert_eq!(both, [of("p1", 12, 1), of("p2", i64::MAX, 0)]);
    assert_eq!(ok!(quiz::granted_to(&mut tx, &[])), []);
    drop(tx);

    // A sum that leaves the range is an error on both, never a wrapped or rounded number.
    let mut tx = bench.write().await;
    ok!(quiz::insert_granted(&mut tx, &grant("g4", "p2", 1, 0)));
    refused(quiz::granted(&mut tx, "r1", "p2").await);
    drop(tx);
    let mut tx = bench.write().await;
    refused(quiz::insert_granted(&mut tx, &grant("g5", "p9", 1, 0)).await);
    drop(tx);
    let mut tx = bench.write().await;
    let twice = quiz::insert_granted(&mut tx, &grant("g1", "p1", 1, 0)).await;
    assert!(constraint(twice).contains("attempt_grant"));
}
