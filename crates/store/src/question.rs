//! The question bank. Right answers are in a table of their own: no query here returns them except those that say so.

mod key_change;

pub use key_change::*;

use crate::db::{last_per_key, one_row, sorted};
use crate::{Result, Tx};
use sqlx::FromRow;

/// A question without its key.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct QuestionRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Code.
    pub code: String,
    /// Topic code.
    pub topic: String,
    /// Level code.
    pub difficulty: String,
    /// Kind code.
    pub kind: String,
    /// Stem.
    pub stem: String,
    /// Options as a JSON list of texts.
    pub options: String,
    /// Explanation shown with the right answer after publication.
    pub explanation: String,
    /// Source as JSON.
    pub source: String,
    /// Round codes that may draw it, comma-separated; empty means all.
    pub rounds: String,
    /// Last change.
    pub updated_at: i64,
}

/// Inserts questions, or replaces those of the same code. Of two with one code the last counts.
///
/// # Errors
/// Store errors.
pub async fn upsert(tx: &mut Tx, rows: &[QuestionRow]) -> Result<()> {
    let rows = last_per_key(rows, |row| (&row.contest_id, &row.code));
    insert_rows!(
        tx,
        "INSERT INTO question (id, contest_id, code, topic, difficulty, kind, stem, options, explanation, source, rounds, updated_at) VALUES",
        "ON CONFLICT (contest_id, code) DO UPDATE SET topic = excluded.topic, difficulty = excluded.difficulty, kind = excluded.kind, stem = excluded.stem, options = excluded.options, explanation = excluded.explanation, source = excluded.source, rounds = excluded.rounds, updated_at = excluded.updated_at",
        12,
        rows,
        |row| &row.id,
        &row.contest_id,
        &row.code,
        &row.topic,
        &row.difficulty,
        &row.kind,
        &row.stem,
        &row.options,
        &row.explanation,
        &row.source,
        &row.rounds,
        row.updated_at
    );
    Ok(())
}

/// Sets right answers by question code: `(code, "0,2")`.
///
/// # Errors
/// Store errors.
pub async fn set_keys(tx: &mut Tx, contest_id: &str, keys: &[(String, String)]) -> Result<()> {
    for (code, right_options) in keys {
        let done = execute!(
            tx,
            "INSERT INTO answer_key (question_id, right_options) SELECT id, $1 FROM question WHERE contest_id = $2 AND code = $3 \
             ON CONFLICT (question_id) DO UPDATE SET right_options = excluded.right_options",
            right_options,
            contest_id,
            code
        )?;
        // A key that finds no question would be lost without a word, and every answer to it wrong.
        one_row(done, "answer_key")?;
    }
    Ok(())
}

/// Questions of a contest by code, without keys.
///
/// # Errors
/// Store errors.
pub async fn list(tx: &mut Tx, contest_id: &str) -> Result<Vec<QuestionRow>> {
    let rows = fetch!(
        fetch_all,
        QuestionRow,
        tx,
        "SELECT id, contest_id, code, topic, difficulty, kind, stem, options, explanation, source, rounds, updated_at \
         FROM question WHERE contest_id = $1",
        contest_id
    )?;
    Ok(sorted(rows, |a, b| a.code.cmp(&b.code)))
}

/// Right answers of a contest: code and `0,2`.
///
/// # Errors
/// Store errors.
pub async fn keys(tx: &mut Tx, contest_id: &str) -> Result<Vec<(String, String)>> {
    let rows = fetch!(
        fetch_all,
        (String, String),
        tx,
        "SELECT q.code, k.right_options FROM answer_key k JOIN question q ON q.id = k.question_id \
         WHERE q.contest_id = $1",
        contest_id
    )?;
    Ok(sorted(rows, Ord::cmp))
}

/// Deletes a question and its key.
///
/// # Errors
/// Store errors.
pub async fn delete(tx: &mut Tx, contest_id: &str, code: &str) -> Result<bool> {
    execute!(
        tx,
        "DELETE FROM answer_key WHERE question_id IN (SELECT id FROM question WHERE contest_id = $1 AND code = $2)",
        contest_id,
        code
    )?;
    let done = execute!(
        tx,
        "DELETE FROM question WHERE contest_id = $1 AND code = $2",
        contest_id,
        code
    )?;
    Ok(done == 1)
}

/// Voids a question for a round.
///
/// # Errors
/// Store errors.
pub async fn insert_void(
    tx: &mut Tx,
    round_id: &str,
    code: &str,
    reason: &str,
    at: i64,
) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO question_void (round_id, question_code, reason, voided_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (round_id, question_code) DO NOTHING",
        round_id,
        code,
        reason,
        at
    )?;
    Ok(())
}

/// Void questions of a round: code and reason.
///
/// # Errors
/// Store errors.
pub async fn voids(tx: &mut Tx, round_id: &str) -> Result<Vec<(String, String)>> {
    let rows = fetch!(
        fetch_all,
        (String, String),
        tx,
        "SELECT question_code, reason FROM question_void WHERE round_id = $1",
        round_id
    )?;
    Ok(sorted(rows, Ord::cmp))
}

/// Questions of a round that were void at an instant: code and reason.
///
/// # Errors
/// Store errors.
pub async fn voids_until(tx: &mut Tx, round_id: &str, at: i64) -> Result<Vec<(String, String)>> {
    let rows = fetch!(
        fetch_all,
        (String, String),
        tx,
        "SELECT question_code, reason FROM question_void WHERE round_id = $1 AND voided_at <= $2",
        round_id,
        at
    )?;
    Ok(sorted(rows, Ord::cmp))
}
