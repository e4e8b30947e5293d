//! Rounds moved after the rule sheet was locked.

use crate::db::{one_row, sorted};
use crate::{Result, Tx};
use sqlx::FromRow;

/// A round that was moved: only its closing once it is committed, both times before.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RoundMoveRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// The opening until then.
    pub opens_before: i64,
    /// The opening since.
    pub opens_after: i64,
    /// The closing until then.
    pub closes_before: i64,
    /// The closing since.
    pub closes_after: i64,
    /// Why.
    pub reason: String,
    /// When it was moved.
    pub moved_at: i64,
}

/// Moves a round that is not sealed, and notes it.
///
/// # Errors
/// [`crate::StoreError::Inconsistent`] when the round has other times than those before, or is sealed.
pub async fn move_round(tx: &mut Tx, row: &RoundMoveRow) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET opens = $1, closes = $2 WHERE id = $3 AND opens = $4 AND closes = $5 AND sealed_at IS NULL",
        row.opens_after,
        row.closes_after,
        &row.round_id,
        row.opens_before,
        row.closes_before
    )?;
    one_row(done, "contest_round")?;
    execute!(
        tx,
        "INSERT INTO round_move (id, round_id, opens_before, opens_after, closes_before, closes_after, reason, moved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &row.id,
        &row.round_id,
        row.opens_before,
        row.opens_after,
        row.closes_before,
        row.closes_after,
        &row.reason,
        row.moved_at
    )?;
    Ok(())
}

/// Moves of these rounds, oldest first.
///
/// # Errors
/// Store errors.
pub async fn moved_rounds(tx: &mut Tx, round_ids: &[String]) -> Result<Vec<RoundMoveRow>> {
    let rows = fetch_in!(
        RoundMoveRow,
        tx,
        "SELECT id, round_id, opens_before, opens_after, closes_before, closes_after, reason, moved_at FROM round_move WHERE round_id IN",
        "",
        round_ids
    );
    Ok(sorted(rows, |a, b| {
        (a.moved_at, a.closes_after, &a.id).cmp(&(b.moved_at, b.closes_after, &b.id))
    }))
}
