//! Answers and decided saves: the hot path.

use crate::db::sorted;
use crate::{Result, Tx};
use sqlx::FromRow;
use std::cmp::{Ordering, Reverse};

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AnswerRow {
    /// Attempt.
    pub attempt_id: String,
    /// Place, −1 for the prediction.
    pub slot: i64,
    /// Value.
    pub held_value: String,
    /// Revision.
    pub revision: i64,
    /// Recorded save.
    pub saved_at: i64,
}

/// A decided save with its reply.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SaveRow {
    /// Attempt.
    pub attempt_id: String,
    /// Key made by the page.
    pub idempotency_key: String,
    /// Place.
    pub slot: i64,
    /// Reply, byte for byte.
    pub reply: String,
}

/// Answers of these attempts, by attempt and slot.
///
/// # Errors
/// Store errors.
pub async fn answers(tx: &mut Tx, attempt_ids: &[String]) -> Result<Vec<AnswerRow>> {
    let rows = fetch_in!(
        AnswerRow,
        tx,
        "SELECT attempt_id, slot, held_value, revision, saved_at FROM answer WHERE attempt_id IN",
        "",
        attempt_ids
    );
    Ok(sorted(rows, by_slot))
}

/// What these slots of these attempts hold, by attempt and slot; nothing for a slot without an answer. A batch of saves
/// asks for the slots it changes only: attempts fill up, and reading all of each would cost more with every answer.
///
/// # Errors
/// Store errors.
pub async fn answers_at(tx: &mut Tx, places: &[(String, i64)]) -> Result<Vec<AnswerRow>> {
    // A cross join, because SQLite takes it in the order written: a look into the index for each place.
    let rows = fetch_pairs!(
        AnswerRow,
        tx,
        "SELECT w.attempt_id, w.slot, w.held_value, w.revision, w.saved_at FROM wanted CROSS JOIN answer w \
         WHERE w.attempt_id = wanted.key AND w.slot = wanted.number",
        places
    );
    Ok(sorted(rows, by_slot))
}

/// Answers of every attempt of a round, by attempt and slot.
///
/// # Errors
/// Store errors.
pub async fn answers_of_round(tx: &mut Tx, round_id: &str) -> Result<Vec<AnswerRow>> {
    let rows = fetch!(
        fetch_all,
        AnswerRow,
        tx,
        "SELECT w.attempt_id, w.slot, w.held_value, w.revision, w.saved_at FROM answer w \
         JOIN attempt a ON a.id = w.attempt_id WHERE a.round_id = $1",
        round_id
    )?;
    Ok(sorted(rows, by_slot))
}

fn by_slot(a: &AnswerRow, b: &AnswerRow) -> Ordering {
    (&a.attempt_id, a.slot).cmp(&(&b.attempt_id, b.slot))
}

/// Decided saves with one of these keys, of any attempt.
///
/// # Errors
/// Store errors.
pub async fn replays(tx: &mut Tx, keys: &[String]) -> Result<Vec<SaveRow>> {
    Ok(fetch_in!(
        SaveRow,
        tx,
        "SELECT attempt_id, idempotency_key, slot, reply FROM answer_save WHERE idempotency_key IN",
        "",
        keys
    ))
}

/// Writes what slots hold now. A slot never goes back to an older revision, neither to one it holds nor to one in the
/// same list; says how many slots changed.
///
/// # Errors
/// Store errors.
pub async fn upsert_answers(tx: &mut Tx, rows: &[AnswerRow]) -> Result<u64> {
    let mut newest: Vec<&AnswerRow> = rows.iter().collect();
    newest.sort_by_key(|row| (&row.attempt_id, row.slot, Reverse(row.revision)));
    newest.dedup_by_key(|row| (&row.attempt_id, row.slot));
    Ok(insert_rows!(
        tx,
        "INSERT INTO answer (attempt_id, slot, held_value, revision, saved_at) VALUES",
        "ON CONFLICT (attempt_id, slot) DO UPDATE SET held_value = excluded.held_value, revision = excluded.revision, saved_at = excluded.saved_at WHERE answer.revision < excluded.revision",
        5,
        newest,
        |row| &row.attempt_id,
        row.slot,
        &row.held_value,
        row.revision,
        row.saved_at
    ))
}

/// Keeps the replies of decided saves; the first reply to a key stays.
///
/// # Errors
/// Store errors.
pub async fn insert_saves(tx: &mut Tx, rows: &[SaveRow]) -> Result<u64> {
    let mut in_order: Vec<&SaveRow> = rows.iter().collect();
    in_order.sort_by_key(|row| (&row.attempt_id, &row.idempotency_key));
    Ok(insert_rows!(
        tx,
        "INSERT INTO answer_save (attempt_id, idempotency_key, slot, reply) VALUES",
        "ON CONFLICT (attempt_id, idempotency_key) DO NOTHING",
        4,
        in_order,
        |row| &row.attempt_id,
        &row.idempotency_key,
        row.slot,
        &row.reply
    ))
}
