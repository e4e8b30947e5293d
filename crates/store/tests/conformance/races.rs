//! Many at once: on PostgreSQL over two handles, as two nodes would; on SQLite as tasks that queue for its one writer.

use crate::kiosk::{a_kiosk, handoff};
use crate::record::{act, decision, propose};
use crate::support::*;
use std::sync::Arc;
use store::contest::{self, Commitment};
use store::{StoreError, kiosk, lease, quiz, record};
use tokio::sync::Barrier;

on_both_engines!(one_start_of_many_counts);
on_both_engines!(acts_that_succeed_once);
on_both_engines!(the_highest_revision_wins);
on_both_engines!(locked_attempts_lose_no_update);
on_both_engines!(the_log_has_no_gap);
on_both_engines!(edits_of_a_locked_contest_follow_each_other);
on_both_engines!(two_sweepers_close_each_attempt_once);
on_both_engines!(one_of_many_takes_a_job);

/// Runs an expression in a write transaction of its own for each of `0..$many`, all let go at once, alternating between
/// two handles; gives the outcomes in no order. A transaction that fails fails the test: none may deadlock.
macro_rules! at_once {
    ($bench:expr, $many:literal, |$tx:ident, $n:ident| $body:expr) => {{
        let handles = [$bench.db.clone(), $bench.another().await];
        let start = Arc::new(Barrier::new($many));
        let mut tasks = tokio::task::JoinSet::new();
        for ($n, db) in (0_i64..$many).zip(handles.iter().cycle().cloned()) {
            let start = start.clone();
            tasks.spawn(async move {
                start.wait().await;
                let mut tx = db.write().await?;
                let $tx = &mut tx;
                let outcome = $body;
                tx.commit().await?;
                Ok::<_, StoreError>(outcome)
            });
        }
        let outcomes = tasks.join_all().await;
        outcomes.into_iter().collect::<Result<Vec<_>, _>>().unwrap()
    }};
}

fn wins(outcomes: &[bool]) -> usize {
    outcomes.iter().filter(|won| **won).count()
}

async fn one_start_of_many_counts(bench: Bench) {
    furnish(&bench, 1).await;
    let inserted = at_once!(bench, 64, |tx, n| {
        quiz::insert_attempts(tx, &[attempt(&format!("t{n}"), "r1", "p1")]).await?
    });
    assert_eq!(inserted.iter().sum::<u64>(), 1);
    let mut tx = bench.read().await;
    assert_eq!(
        quiz::attempts_of_round(&mut tx, "r1").await.unwrap().len(),
        1
    );
}

async fn acts_that_succeed_once(bench: Bench) {
    furnish_with_attempts(&bench, 1).await;
    propose(&bench, "x1", 1).await;
    let mut tx = bench.write().await;
    kiosk::insert(&mut tx, &a_kiosk("k1", 1)).await.unwrap();
    kiosk::insert_handoff(&mut tx, &handoff("h1"))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let paired = at_once!(bench, 24, |tx, n| {
        kiosk::pair(tx, "k1", &format!("device{n}"), 5).await?
    });
    assert_eq!(wins(&paired), 1);
    let used = at_once!(bench, 24, |tx, n| kiosk::use_handoff(tx, "h1", n).await?);
    assert_eq!(wins(&used), 1);
    let decided = at_once!(bench, 24, |tx, n| {
        record::decide_proposal(tx, "x1", &decision("accepted", "a2", n)).await?
    });
    assert_eq!(wins(&decided), 1);
    let committed = at_once!(bench, 24, |tx, n| {
        let commitment = Commitment {
            at: 1,
            rules_hash: "rules".into(),
            bank_hash: "bank".into(),
            secret_sealed: "sealed".into(),
            secret_hash: format!("secret{n}"),
            ..Commitment::default()
        };
        contest::commit_round(tx, "r1", &commitment).await?
    });
    assert_eq!(wins(&committed), 1);
    let sealed = at_once!(bench, 24, |tx, n| {
        contest::seal_round(tx, "r1", 9, &format!("entries{n}")).await?
    });
    assert_eq!(wins(&sealed), 1);
    let edited = at_once!(bench, 24, |tx, n| {
        contest::set_rules(tx, "c1", "code", &format!("{n}"), 1).await?
    });
    assert_eq!(wins(&edited), 1);
}

async fn the_highest_revision_wins(bench: Bench) {
    // More rows than one statement takes, so that a transaction holds some while it asks for others.
    const SLOTS: i64 = 200;
    furnish_with_attempts(&bench, 2).await;
    // Two attempts, their slots in opposite orders: a batch that locked as it is told would deadlock.
    at_once!(bench, 40, |tx, n| {
        let revision = (n * 7) % 40;
        let mut rows: Vec<_> = (0..SLOTS)
            .flat_map(|slot| ["t1", "t2"].map(|t| answer(t, slot, &revision.to_string(), revision)))
            .collect();
        if n % 2 == 0 {
            rows.reverse();
        }
        quiz::upsert_answers(tx, &rows).await?;
    });
    let mut tx = bench.read().await;
    let held = quiz::answers_of_round(&mut tx, "r1").await.unwrap();
    assert_eq!(held.len(), 2 * 200);
    assert!(
        held.iter()
            .all(|row| row.revision == 39 && row.held_value == "39")
    );
}

async fn locked_attempts_lose_no_update(bench: Bench) {
    furnish_with_attempts(&bench, 10).await;
    at_once!(bench, 40, |tx, n| {
        let mut ids: Vec<String> = (1..=10).map(|t| format!("t{t}")).collect();
        if n % 2 == 0 {
            ids.reverse();
        }
        for mut row in quiz::lock_attempts(tx, &ids).await? {
            row.extra_ms += 1;
            quiz::set_attempt_times(tx, &row).await?;
        }
        // The log after the attempts, always: that order is what keeps the two locks from crossing.
        let seq = record::lock_newest(tx)
            .await?
            .map_or(1, |newest| newest.seq + 1);
        record::insert(tx, &act(seq, Some("c1"))).await?;
    });
    let mut tx = bench.read().await;
    let rows = quiz::attempts_of_round(&mut tx, "r1").await.unwrap();
    assert!(
        rows.iter().all(|row| row.extra_ms == 40),
        "an update was lost"
    );
    assert_eq!(record::all(&mut tx).await.unwrap().len(), 40);
}

async fn the_log_has_no_gap(bench: Bench) {
    at_once!(bench, 64, |tx, n| {
        let seq = record::lock_newest(tx)
            .await?
            .map_or(1, |newest| newest.seq + 1);
        let mut row = act(seq, None);
        row.detail = n.to_string();
        record::insert(tx, &row).await?;
    });
    let mut tx = bench.read().await;
    let all = record::all(&mut tx).await.unwrap();
    assert!(all.iter().map(|row| row.seq).eq(1..=64));
}

async fn edits_of_a_locked_contest_follow_each_other(bench: Bench) {
    furnish(&bench, 0).await;
    let edited = at_once!(bench, 24, |tx, n| {
        let found = contest::lock_by_code(tx, "code-c1")
            .await?
            .map(|row| row.rules_version);
        let version = found.unwrap_or_default();
        contest::set_rules(tx, "c1", "code-c1", &format!("{n}"), version).await?
    });
    assert_eq!(wins(&edited), 24, "an edit met another one");
}

async fn two_sweepers_close_each_attempt_once(bench: Bench) {
    furnish_with_attempts(&bench, 60).await;
    let mut closed = 0;
    loop {
        let per_sweep = at_once!(bench, 8, |tx, _n| {
            let due = quiz::due_attempts(tx, i64::MAX, 10).await?;
            let rows: Vec<_> = due
                .into_iter()
                .map(|row| (row.id, "finalised", 9))
                .collect();
            quiz::close_attempts(tx, &rows).await?
        });
        closed += per_sweep.iter().sum::<u64>();
        let mut tx = bench.read().await;
        if quiz::count_open(&mut tx, "r1").await.unwrap() == 0 {
            break;
        }
    }
    assert_eq!(closed, 60);
}

/// Two nodes: SQLite has one.
mod on_two_postgres_nodes {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_sweeper_passes_by_a_locked_attempt() {
        on_postgres(async |bench: Bench| {
            furnish_with_attempts(&bench, 3).await;
            let mut saving = bench.write().await;
            quiz::lock_attempts(&mut saving, &texts(&["t2"]))
                .await
                .unwrap();
            let mut sweeping = bench.another().await.write().await.unwrap();
            let due = quiz::due_attempts(&mut sweeping, i64::MAX, 10)
                .await
                .unwrap();
            assert_eq!(
                due.into_iter().map(|row| row.id).collect::<Vec<_>>(),
                ["t1", "t3"]
            );
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_deadlock_is_worth_a_retry() {
        on_postgres(async |bench: Bench| {
            furnish_with_attempts(&bench, 2).await;
            let (mut one, mut two) = (bench.write().await, bench.write().await);
            let (first, second) = (texts(&["t1"]), texts(&["t2"]));
            quiz::lock_attempts(&mut one, &first).await.unwrap();
            quiz::lock_attempts(&mut two, &second).await.unwrap();
            let crossing = async {
                let outcome = quiz::lock_attempts(&mut one, &second).await;
                drop(one);
                outcome
            };
            let crossed = async {
                let outcome = quiz::lock_attempts(&mut two, &first).await;
                drop(two);
                outcome
            };
            let outcomes = <[_; 2]>::from(tokio::join!(crossing, crossed));
            let gave_way = outcomes
                .iter()
                .filter(|o| matches!(o, Err(StoreError::Unavailable(_))))
                .count();
            assert_eq!(gave_way, 1, "{outcomes:?}");
            assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn migrating_at_once_is_safe() {
        on_empty_postgres(async |bench: Bench| {
            let other = bench.another().await;
            let (one, two) = tokio::join!(bench.db.migrate(), other.migrate());
            one.unwrap();
            two.unwrap();
            furnish(&bench, 1).await;
        })
        .await;
    }
}

async fn one_of_many_takes_a_job(bench: Bench) {
    let taken = at_once!(bench, 16, |tx, n| {
        lease::take(tx, "sweep", &format!("n{n}"), 0, 10).await?
    });
    assert_eq!(wins(&taken), 1);
    // Its time is over: again one of those that come takes it.
    let taken = at_once!(bench, 16, |tx, n| {
        lease::take(tx, "sweep", &format!("m{n}"), 10, 20).await?
    });
    assert_eq!(wins(&taken), 1);
    let mut tx = bench.write().await;
    assert!(lease::take(&mut tx, "other", "n1", 0, 10).await.unwrap());
    assert!(
        lease::take(&mut tx, "other", "n1", 5, 15).await.unwrap(),
        "kept"
    );
    assert!(!lease::take(&mut tx, "other", "n2", 14, 30).await.unwrap());
    lease::leave(&mut tx, "n2").await.unwrap();
    assert!(!lease::take(&mut tx, "other", "n2", 14, 30).await.unwrap());
    lease::leave(&mut tx, "n1").await.unwrap();
    assert!(lease::take(&mut tx, "other", "n2", 0, 10).await.unwrap());
    tx.commit().await.unwrap();
}
