//! Closings moved after commitment.

use crate::db::{one_row, sorted};
use crate::{Result, Tx};
use sqlx::FromRow;

/// A closing that was moved.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ClosingMoveRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// The closing until then.
    pub closes_before: i64,
    /// The closing since.
    pub closes_after: i64,
    /// Why.
    pub reason: String,
    /// When it was moved.
    pub moved_at: i64,
}

/// Moves the closing of a committed round that is not sealed, and notes it.
///
/// # Errors
/// [`crate::StoreError::Inconsistent`] when the round does not close at `closes_before`, or is a draft or sealed.
pub async fn move_closing(tx: &mut Tx, row: &ClosingMoveRow) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET closes = $1 WHERE id = $2 AND closes = $3 AND committed_at IS NOT NULL AND sealed_at IS NULL",
        row.closes_after,
        &row.round_id,
        row.closes_before
    )?;
    one_row(done, "contest_round")?;
    execute!(
        tx,
        "INSERT INTO closing_move (id, round_id, closes_before, closes_after, reason, moved_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &row.id,
        &row.round_id,
        row.closes_before,
        row.closes_after,
        &row.reason,
        row.moved_at
    )?;
    Ok(())
}

/// Moved closings of these rounds, oldest first.
///
/// # Errors
/// Store errors.
pub async fn moved_closings(tx: &mut Tx, round_ids: &[String]) -> Result<Vec<ClosingMoveRow>> {
    let rows = fetch_in!(
        ClosingMoveRow,
        tx,
        "SELECT id, round_id, closes_before, closes_after, reason, moved_at FROM closing_move WHERE round_id IN",
        "",
        round_ids
    );
    Ok(sorted(rows, |a, b| {
        (a.moved_at, a.closes_after, &a.id).cmp(&(b.moved_at, b.closes_after, &b.id))
    }))
}
