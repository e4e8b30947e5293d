//! Keys changed after commitment. The committed key stays as it was hashed.

use crate::db::sorted;
use crate::{Result, Tx};
use sqlx::FromRow;

/// A changed key.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct KeyChangeRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// Question code.
    pub question_code: String,
    /// Accepted answers in the stored form of `scoring::question::Accepted`.
    pub accepted: String,
    /// Why.
    pub reason: String,
    /// When it was changed.
    pub changed_at: i64,
}

/// Without the key: a log line can't leak what it cannot print.
impl std::fmt::Debug for KeyChangeRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyChangeRow")
            .field("id", &self.id)
            .field("question_code", &self.question_code)
            .finish_non_exhaustive()
    }
}

/// Notes a changed key.
///
/// # Errors
/// Store errors.
pub async fn insert_key_change(tx: &mut Tx, row: &KeyChangeRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO key_change (id, round_id, question_code, accepted, reason, changed_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &row.id,
        &row.round_id,
        &row.question_code,
        &row.accepted,
        &row.reason,
        row.changed_at
    )?;
    Ok(())
}

/// Keys of a round changed until an instant, that one included, oldest first: of two about one question the later counts.
///
/// # Errors
/// Store errors.
pub async fn key_changes_until(tx: &mut Tx, round_id: &str, at: i64) -> Result<Vec<KeyChangeRow>> {
    let rows = fetch!(
        fetch_all,
        KeyChangeRow,
        tx,
        "SELECT id, round_id, question_code, accepted, reason, changed_at FROM key_change WHERE round_id = $1 AND changed_at <= $2",
        round_id,
        at
    )?;
    Ok(sorted(rows, |a, b| {
        (a.changed_at, &a.id).cmp(&(b.changed_at, &b.id))
    }))
}
