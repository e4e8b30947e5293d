//! Attempts and answers. The functions that take lists serve the hot path: many commands, few statements, one commit.

mod answer;
mod grant;

pub use answer::*;
pub use grant::*;

use crate::db::{one_row, sorted};
use crate::{Result, Tx, dialect};
use sqlx::FromRow;

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct AttemptRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// Person.
    pub person_id: String,
    /// Number, 1 first.
    pub attempt_number: i64,
    /// Unit fixed at the start.
    pub unit_id: String,
    /// Track fixed at the start.
    pub track: Option<String>,
    /// Start.
    pub started_at: i64,
    /// Working time allowed.
    pub allowed_ms: i64,
    /// Extra time granted.
    pub extra_ms: i64,
    /// Deadline + grace as known when last written, for the sweeper's index only.
    pub due_at: i64,
    /// State code.
    pub state: String,
    /// Recorded submission.
    pub submitted_at: Option<i64>,
    /// Paper shape.
    pub shape: String,
    /// Drawing procedure.
    pub draw_version: i64,
    /// Paper hash.
    pub paper_hash: String,
    /// Hash of the receipt token.
    pub receipt_hash: String,
    /// Kiosk it was started on.
    pub kiosk_id: Option<String>,
    /// Clerk who helped.
    pub assisted_by: Option<String>,
    /// Why it is void.
    pub void_reason: Option<String>,
    /// When it was voided.
    pub voided_at: Option<i64>,
}

const ATTEMPT: &str = "SELECT id, round_id, person_id, attempt_number, unit_id, track, started_at, allowed_ms, extra_ms, due_at, state, \
     submitted_at, shape, draw_version, paper_hash, receipt_hash, kiosk_id, assisted_by, void_reason, voided_at FROM attempt";

/// Attempts with these ids in id order, locked until the transaction ends. The order keeps two nodes from waiting for
/// each other; a transaction that also writes the log of acts does that last, for the same reason.
///
/// # Errors
/// Store errors.
pub async fn lock_attempts(tx: &mut Tx, ids: &[String]) -> Result<Vec<AttemptRow>> {
    let tail = dialect::lock_in_id_order(tx);
    Ok(fetch_in!(
        AttemptRow,
        tx,
        "SELECT id, round_id, person_id, attempt_number, unit_id, track, started_at, allowed_ms, extra_ms, due_at, state, submitted_at, shape, draw_version, paper_hash, receipt_hash, kiosk_id, assisted_by, void_reason, voided_at FROM attempt WHERE id IN",
        tail,
        ids
    ))
}

/// Attempts with these ids, by id; nothing for an id nobody has.
///
/// # Errors
/// Store errors.
pub async fn find_attempts(tx: &mut Tx, ids: &[String]) -> Result<Vec<AttemptRow>> {
    let rows = fetch_in!(
        AttemptRow,
        tx,
        "SELECT id, round_id, person_id, attempt_number, unit_id, track, started_at, allowed_ms, extra_ms, due_at, state, submitted_at, shape, draw_version, paper_hash, receipt_hash, kiosk_id, assisted_by, void_reason, voided_at FROM attempt WHERE id IN",
        "",
        ids
    );
    Ok(sorted(rows, |a, b| a.id.cmp(&b.id)))
}

/// One attempt.
///
/// # Errors
/// Store errors.
pub async fn find_attempt(tx: &mut Tx, id: &str) -> Result<Option<AttemptRow>> {
    let sql = format!("{ATTEMPT} WHERE id = $1");
    fetch!(fetch_optional, AttemptRow, tx, sqlx::AssertSqlSafe(sql), id)
}

/// The attempt with this receipt.
///
/// # Errors
/// Store errors.
pub async fn find_attempt_by_receipt(
    tx: &mut Tx,
    receipt_hash: &str,
) -> Result<Option<AttemptRow>> {
    let sql = format!("{ATTEMPT} WHERE receipt_hash = $1");
    fetch!(
        fetch_optional,
        AttemptRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        receipt_hash
    )
}

/// Attempts of these persons in any round, oldest first.
///
/// # Errors
/// Store errors.
pub async fn attempts_of_people(tx: &mut Tx, person_ids: &[String]) -> Result<Vec<AttemptRow>> {
    let rows = fetch_in!(
        AttemptRow,
        tx,
        "SELECT id, round_id, person_id, attempt_number, unit_id, track, started_at, allowed_ms, extra_ms, due_at, state, submitted_at, shape, draw_version, paper_hash, receipt_hash, kiosk_id, assisted_by, void_reason, voided_at FROM attempt WHERE person_id IN",
        "",
        person_ids
    );
    Ok(sorted(rows, |a, b| {
        (a.started_at, &a.id).cmp(&(b.started_at, &b.id))
    }))
}

/// Whose attempts these are: attempt, person, number.
///
/// # Errors
/// Store errors.
pub async fn persons_of_attempts(
    tx: &mut Tx,
    ids: &[String],
) -> Result<Vec<(String, String, i64)>> {
    let rows = fetch_in!(
        (String, String, i64),
        tx,
        "SELECT id, person_id, attempt_number FROM attempt WHERE id IN",
        "",
        ids
    );
    Ok(sorted(rows, Ord::cmp))
}

/// Every attempt of a round by id.
///
/// # Errors
/// Store errors.
pub async fn attempts_of_round(tx: &mut Tx, round_id: &str) -> Result<Vec<AttemptRow>> {
    let sql = format!("{ATTEMPT} WHERE round_id = $1");
    let rows = fetch!(
        fetch_all,
        AttemptRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        round_id
    )?;
    Ok(sorted(rows, |a, b| a.id.cmp(&b.id)))
}

/// Running attempts whose time may be over, at most `limit`, the longest overdue first. A transaction that may write
/// locks them until it ends and leaves one that another transaction holds for the next call; so an empty list does not
/// mean that none is left: [`count_open`] says that. A transaction that only reads sees them all.
///
/// # Errors
/// Store errors.
pub async fn due_attempts(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<AttemptRow>> {
    let lock = dialect::lock_what_is_free(tx);
    let sql = format!(
        "{ATTEMPT} WHERE state = 'in_progress' AND due_at <= $1 ORDER BY due_at, id LIMIT $2{lock}"
    );
    fetch!(
        fetch_all,
        AttemptRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        before,
        limit
    )
}

/// How many attempts of a round still run.
///
/// # Errors
/// Store errors.
pub async fn count_open(tx: &mut Tx, round_id: &str) -> Result<i64> {
    let (n,): (i64,) = fetch!(
        fetch_one,
        (i64,),
        tx,
        "SELECT COUNT(*) FROM attempt WHERE round_id = $1 AND state = 'in_progress' AND void_reason IS NULL",
        round_id
    )?;
    Ok(n)
}

/// Persons of each unit that started in a round: unit, persons, of whom sent.
///
/// # Errors
/// Store errors.
pub async fn participation(tx: &mut Tx, round_id: &str) -> Result<Vec<(String, i64, i64)>> {
    let rows = fetch!(
        fetch_all,
        (String, i64, i64),
        tx,
        "SELECT unit_id, COUNT(DISTINCT person_id), \
         COUNT(DISTINCT CASE WHEN state <> 'in_progress' THEN person_id END) \
         FROM attempt WHERE round_id = $1 AND void_reason IS NULL GROUP BY unit_id",
        round_id
    )?;
    Ok(sorted(rows, Ord::cmp))
}

/// Starts by hour of a round: first millisecond of the hour and starts.
///
/// # Errors
/// Store errors.
pub async fn starts_by_hour(tx: &mut Tx, round_id: &str) -> Result<Vec<(i64, i64)>> {
    fetch!(
        fetch_all,
        (i64, i64),
        tx,
        "SELECT started_at - started_at % 3600000, COUNT(*) FROM attempt WHERE round_id = $1 GROUP BY started_at - started_at % 3600000 ORDER BY 1",
        round_id
    )
}

/// Inserts attempts; one that exists (same person, round and number) is left alone.
///
/// # Errors
/// Store errors.
pub async fn insert_attempts(tx: &mut Tx, rows: &[AttemptRow]) -> Result<u64> {
    let mut in_order: Vec<&AttemptRow> = rows.iter().collect();
    in_order.sort_by_key(|row| (&row.round_id, &row.person_id, row.attempt_number));
    Ok(insert_rows!(
        tx,
        "INSERT INTO attempt (id, round_id, person_id, attempt_number, unit_id, track, started_at, allowed_ms, extra_ms, due_at, state, submitted_at, shape, draw_version, paper_hash, receipt_hash, kiosk_id, assisted_by) VALUES",
        "ON CONFLICT (round_id, person_id, attempt_number) DO NOTHING",
        18,
        in_order,
        |row| &row.id,
        &row.round_id,
        &row.person_id,
        row.attempt_number,
        &row.unit_id,
        row.track.as_deref(),
        row.started_at,
        row.allowed_ms,
        row.extra_ms,
        row.due_at,
        &row.state,
        row.submitted_at,
        &row.shape,
        row.draw_version,
        &row.paper_hash,
        &row.receipt_hash,
        row.kiosk_id.as_deref(),
        row.assisted_by.as_deref()
    ))
}

/// Closes attempts: id, state code, recorded submission. One that the server closed may still become submitted; one that
/// was sent is left alone. The attempts are locked by whoever calls.
///
/// # Errors
/// Store errors.
pub async fn close_attempts(tx: &mut Tx, rows: &[(String, &'static str, i64)]) -> Result<u64> {
    let mut in_order: Vec<_> = rows.iter().collect();
    in_order.sort_by_key(|row| &row.0);
    in_order.dedup_by_key(|row| &row.0);
    Ok(insert_rows!(
        tx,
        "WITH closing (id, state, submitted_at) AS (VALUES",
        ") UPDATE attempt SET state = closing.state, submitted_at = closing.submitted_at FROM closing WHERE attempt.id = closing.id AND (attempt.state = 'in_progress' OR (attempt.state = 'finalised' AND closing.state = 'submitted'))",
        3,
        in_order,
        |row| &row.0,
        row.1,
        row.2
    ))
}

/// Gives time back: sets extra time, due instant, state and submission.
///
/// # Errors
/// Store errors.
pub async fn set_attempt_times(tx: &mut Tx, row: &AttemptRow) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE attempt SET extra_ms = $1, due_at = $2, state = $3, submitted_at = $4 WHERE id = $5",
        row.extra_ms,
        row.due_at,
        &row.state,
        row.submitted_at,
        &row.id
    )?;
    one_row(done, "attempt")
}

/// Notes who helps with an attempt that began without help.
///
/// # Errors
/// Store errors.
pub async fn set_assisted(
    tx: &mut Tx,
    id: &str,
    clerk: &str,
    kiosk_id: Option<&str>,
) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE attempt SET assisted_by = $1, kiosk_id = $2 WHERE id = $3",
        clerk,
        kiosk_id,
        id
    )?;
    one_row(done, "attempt")
}

/// Voids an attempt.
///
/// # Errors
/// Store errors.
pub async fn void_attempt(tx: &mut Tx, id: &str, reason: &str, at: i64) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE attempt SET void_reason = $1, voided_at = $2 WHERE id = $3",
        reason,
        at,
        id
    )?;
    one_row(done, "attempt")
}
