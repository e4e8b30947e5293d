//! Versions of the ranking over several rounds: written once, never changed.

use crate::db::one_row;
use crate::{Result, Tx};
use sqlx::FromRow;

/// A version of a contest's overall ranking.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OverallRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Version, 1 first.
    pub version: i64,
    /// When it was computed.
    pub computed_at: i64,
    /// What made it necessary.
    pub reason: String,
    /// Hash of the ranking.
    pub hash: String,
    /// Ranking as JSON.
    pub body: String,
}

/// A version without its body.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OverallHead {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Version, 1 first.
    pub version: i64,
    /// When it was computed.
    pub computed_at: i64,
    /// What made it necessary.
    pub reason: String,
    /// Hash of the ranking.
    pub hash: String,
}

/// Inserts a version.
///
/// # Errors
/// [`crate::StoreError::NotUnique`] when the version exists.
pub async fn insert_overall(tx: &mut Tx, row: &OverallRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO overall_standings (id, contest_id, version, computed_at, reason, hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &row.id,
        &row.contest_id,
        row.version,
        row.computed_at,
        &row.reason,
        &row.hash,
        &row.body
    )?;
    Ok(())
}

/// One version.
///
/// # Errors
/// Store errors.
pub async fn find_overall(tx: &mut Tx, id: &str) -> Result<Option<OverallRow>> {
    fetch!(
        fetch_optional,
        OverallRow,
        tx,
        "SELECT id, contest_id, version, computed_at, reason, hash, body FROM overall_standings WHERE id = $1",
        id
    )
}

/// Every version of a contest without its body, newest first.
///
/// # Errors
/// Store errors.
pub async fn overall_heads(tx: &mut Tx, contest_id: &str) -> Result<Vec<OverallHead>> {
    fetch!(
        fetch_all,
        OverallHead,
        tx,
        "SELECT id, contest_id, version, computed_at, reason, hash FROM overall_standings WHERE contest_id = $1 ORDER BY version DESC",
        contest_id
    )
}

/// Records publication of a version; a later version replaces it.
///
/// # Errors
/// [`crate::StoreError::Inconsistent`] without such a contest.
pub async fn publish_overall(tx: &mut Tx, contest_id: &str, at: i64, id: &str) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest SET overall_published_at = $1, overall_published = $2 WHERE id = $3",
        at,
        id,
        contest_id
    )?;
    one_row(done, "contest")
}
