//! What the writer and the lookups ask of PostgreSQL is found by its key, in tables that were empty a minute ago as well.

use crate::support::{Bench, furnish_with_attempts, on_postgres};
use std::time::Duration;
use store::quiz::{self, AnswerRow, SaveRow};
use store::{Db, Tx};

/// Attempts of the round, of whom the first [`SAVE`] save.
const PEOPLE: usize = 600;
const SAVE: usize = 256;

/// What a batch of saves asks for and writes.
async fn batch(tx: &mut Tx, revision: i64) {
    let ids: Vec<String> = (1..=SAVE).map(|n| format!("t{n}")).collect();
    let places: Vec<(String, i64)> = ids.iter().map(|id| (id.clone(), 0)).collect();
    let keys: Vec<String> = ids.iter().map(|id| format!("{id} {revision}")).collect();
    assert_eq!(quiz::lock_attempts(tx, &ids).await.unwrap().len(), SAVE);
    quiz::answers_at(tx, &places).await.unwrap();
    quiz::replays(tx, &keys).await.unwrap();
    let answer = |id: &String| AnswerRow {
        attempt_id: id.clone(),
        slot: 0,
        held_value: "1".to_owned(),
        revision,
        saved_at: revision,
    };
    let answers: Vec<AnswerRow> = ids.iter().map(answer).collect();
    assert_eq!(quiz::upsert_answers(tx, &answers).await.unwrap(), 256);
    let save = |(id, key): (&String, &String)| SaveRow {
        attempt_id: id.clone(),
        idempotency_key: key.clone(),
        slot: 0,
        reply: "saved".to_owned(),
    };
    let saves: Vec<SaveRow> = ids.iter().zip(&keys).map(save).collect();
    assert_eq!(quiz::insert_saves(tx, &saves).await.unwrap(), 256);
}

/// Rows of the tables of answers that were found by a key, and rows that were read from end to end. PostgreSQL counts them
/// when a connection ends.
async fn rows_read(bench: &Bench) -> (i64, i64) {
    let Db::Postgres { pool, .. } = &bench.db else {
        panic!("PostgreSQL alone counts them");
    };
    let counted = "SELECT SUM(idx_tup_fetch)::BIGINT, SUM(seq_tup_read)::BIGINT FROM pg_stat_user_tables \
                   WHERE relname IN ('attempt', 'answer', 'answer_save')";
    sqlx::query_as(counted).fetch_one(pool).await.unwrap()
}

async fn reads_no_table_from_end_to_end(bench: Bench) {
    furnish_with_attempts(&bench, PEOPLE).await;
    let node = Db::open(&bench.url).await.unwrap();
    for revision in 1..=8 {
        let mut tx = node.kept().write().await.unwrap();
        batch(&mut tx, revision).await;
        tx.commit().await.unwrap();
    }
    node.close().await;
    let counted = async {
        loop {
            let (by_key, through) = rows_read(&bench).await;
            if by_key >= 8 * 256 {
                return through;
            }
            tokio::time::sleep(Duration::from_millis(20)).await; // pause: PostgreSQL counts when a connection has ended
        }
    };
    let through = tokio::time::timeout(Duration::from_secs(20), counted).await;
    assert_eq!(through.expect("PostgreSQL counts"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_of_saves_reads_no_table_from_end_to_end() {
    on_postgres(reads_no_table_from_end_to_end).await;
}
