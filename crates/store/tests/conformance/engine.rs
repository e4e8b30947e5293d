//! What a transaction promises, the same on both engines.

use crate::support::*;
use std::time::Duration;
use store::people::{find_account, insert_account};
use store::{Db, StoreError};

on_both_engines!(dropping_rolls_back);
on_both_engines!(a_reader_keeps_what_it_saw_first);
on_both_engines!(a_reader_cannot_write);
on_both_engines!(nothing_is_committed_after_a_failure);
on_both_engines!(a_closed_store_is_unavailable);
on_both_engines!(a_zero_character_never_gets_half_way);

async fn dropping_rolls_back(bench: Bench) {
    let mut tx = bench.write().await;
    insert_account(&mut tx, &account("a1")).await.unwrap();
    assert!(find_account(&mut tx, "a1").await.unwrap().is_some());
    drop(tx);
    let mut tx = bench.write().await;
    assert_eq!(find_account(&mut tx, "a1").await.unwrap(), None);
    insert_account(&mut tx, &account("a1")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.read().await;
    assert!(find_account(&mut tx, "a1").await.unwrap().is_some());
    tx.commit().await.unwrap();
}

async fn a_reader_keeps_what_it_saw_first(bench: Bench) {
    let mut reader = bench.read().await;
    assert_eq!(find_account(&mut reader, "a1").await.unwrap(), None);
    let mut tx = bench.write().await;
    insert_account(&mut tx, &account("a1")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find_account(&mut reader, "a1").await.unwrap(), None);
    drop(reader);
    let mut reader = bench.read().await;
    assert!(find_account(&mut reader, "a1").await.unwrap().is_some());
}

async fn a_reader_cannot_write(bench: Bench) {
    let mut reader = bench.read().await;
    refused(insert_account(&mut reader, &account("a1")).await);
}

async fn nothing_is_committed_after_a_failure(bench: Bench) {
    let mut tx = bench.write().await;
    insert_account(&mut tx, &account("a1")).await.unwrap();
    constraint(insert_account(&mut tx, &account("a1")).await);
    // PostgreSQL answers this COMMIT with a rollback and no error: the store must not call that success.
    refused(tx.commit().await);
    let mut tx = bench.write().await;
    assert_eq!(find_account(&mut tx, "a1").await.unwrap(), None);
    insert_account(&mut tx, &account("a1")).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_closed_store_is_unavailable(bench: Bench) {
    let other = bench.another().await;
    other.close().await;
    assert!(matches!(
        other.write().await,
        Err(StoreError::Unavailable(_))
    ));
    assert!(matches!(
        other.read().await,
        Err(StoreError::Unavailable(_))
    ));
}

/// The one text the engines disagree on: input is cleaned of it before it comes here.
async fn a_zero_character_never_gets_half_way(bench: Bench) {
    let mut odd = account("a1");
    odd.full_name = "trước\0sau".into();
    let mut tx = bench.write().await;
    let outcome = insert_account(&mut tx, &odd).await;
    if bench.db.engine() == "postgres" {
        refused(outcome);
    } else {
        outcome.unwrap();
        assert_eq!(
            find_account(&mut tx, "a1").await.unwrap(),
            Some(odd),
            "whole, not cut off"
        );
    }
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for url in ["mysql://h/d", "store.db", "", "http://h"] {
        assert!(Db::open(url).await.is_err(), "{url}");
    }
}

#[tokio::test]
async fn sqlite_is_set_up_to_survive_a_power_cut() {
    on_sqlite(async |bench| {
        let Db::Sqlite { write, read, .. } = &bench.db else {
            panic!("not SQLite")
        };
        for (pool, pragma, expected) in [
            (write, "journal_mode", "wal"),
            (write, "synchronous", "2"),
            (write, "foreign_keys", "1"),
            (read, "journal_mode", "wal"),
            (read, "foreign_keys", "1"),
        ] {
            let sql = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
            let (found,): (String,) = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .fetch_one(pool)
                .await
                .unwrap();
            assert_eq!(found, expected, "{pragma}");
        }
    })
    .await;
}

/// SQLite ends a transaction by itself where the disk is full. The driver does not notice and would refuse every later one.
#[tokio::test]
async fn a_full_disk_is_over_once_there_is_room() {
    on_sqlite(async |bench| {
        let Db::Sqlite { write, .. } = &bench.db else {
            panic!("not SQLite")
        };
        let (pages,): (i64,) = sqlx::query_as("SELECT page_count FROM pragma_page_count")
            .fetch_one(write)
            .await
            .unwrap();
        // Room for what is there and no more, on this connection.
        let full = format!("PRAGMA max_page_count = {pages}");
        sqlx::query(sqlx::AssertSqlSafe(full))
            .execute(write)
            .await
            .unwrap();
        let mut large = account("a1");
        large.full_name = "Đầy ".repeat(20_000);
        let mut tx = bench.write().await;
        let refused = insert_account(&mut tx, &large).await;
        assert!(format!("{refused:?}").contains("full"), "{refused:?}");
        drop(tx);

        let mut tx = bench.write().await;
        insert_account(&mut tx, &account("a2")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = bench.read().await;
        assert_eq!(find_account(&mut tx, "a1").await.unwrap(), None);
        assert!(find_account(&mut tx, "a2").await.unwrap().is_some());
    })
    .await;
}

/// As when a server restarts or a network box forgets: nothing was asked of these connections yet.
#[tokio::test]
async fn connections_that_were_cut_are_replaced() {
    on_postgres(async |bench| {
        // Several that lie idle.
        let mut begun = Vec::new();
        for _ in 0..5 {
            begun.push(bench.read().await);
        }
        begun.clear();
        let other = bench.another().await;
        let Db::Postgres { pool, .. } = &other else {
            panic!("not PostgreSQL")
        };
        let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let (gone,): (i64,) = sqlx::query_as(cut).fetch_one(pool).await.unwrap();
        assert!(gone >= 1, "{gone}");
        let mut tx = bench.write().await;
        insert_account(&mut tx, &account("a1")).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..5 {
            let mut tx = bench.read().await;
            assert!(find_account(&mut tx, "a1").await.unwrap().is_some());
            begun.push(tx);
        }
    })
    .await;
}

/// However many pages, exports and imports hold a connection, the writer and those who look up who asks have theirs.
async fn what_must_not_wait_has_connections_of_its_own(bench: Bench) {
    let most = if matches!(bench.db, Db::Sqlite { .. }) {
        6
    } else {
        7
    };
    let mut pages = Vec::new();
    for _ in 0..most {
        pages.push(bench.read().await);
    }
    let another = tokio::time::timeout(Duration::from_millis(100), bench.db.read()).await;
    assert!(another.is_err(), "every connection for pages is in use");
    let kept = bench.db.kept();
    let mut tx = kept.write().await.unwrap();
    ok!(insert_account(&mut tx, &account("a1")));
    tx.commit().await.unwrap();
    let mut tx = kept.read().await.unwrap();
    assert!(ok!(find_account(&mut tx, "a1")).is_some());
}
on_both_engines!(what_must_not_wait_has_connections_of_its_own);
