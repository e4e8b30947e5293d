//! Standings versions: written once, never changed.

mod overall;

pub use overall::*;

use crate::{Result, Tx};
use sqlx::FromRow;

/// A version of a round's standings.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StandingsRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// Version, 1 first.
    pub version: i64,
    /// When it was computed.
    pub computed_at: i64,
    /// What made it necessary.
    pub reason: String,
    /// Hash of the standings.
    pub hash: String,
    /// Standings as JSON.
    pub body: String,
}

/// Inserts a version.
///
/// # Errors
/// [`crate::StoreError::NotUnique`] when the version exists.
pub async fn insert(tx: &mut Tx, row: &StandingsRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO standings (id, round_id, version, computed_at, reason, hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &row.id,
        &row.round_id,
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
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<StandingsRow>> {
    fetch!(
        fetch_optional,
        StandingsRow,
        tx,
        "SELECT id, round_id, version, computed_at, reason, hash, body FROM standings WHERE id = $1",
        id
    )
}

/// Every version of a round, newest first.
///
/// # Errors
/// Store errors.
pub async fn list(tx: &mut Tx, round_id: &str) -> Result<Vec<StandingsRow>> {
    fetch!(
        fetch_all,
        StandingsRow,
        tx,
        "SELECT id, round_id, version, computed_at, reason, hash, body FROM standings WHERE round_id = $1 ORDER BY version DESC",
        round_id
    )
}

/// The newest version of a round.
///
/// # Errors
/// Store errors.
pub async fn newest(tx: &mut Tx, round_id: &str) -> Result<Option<StandingsRow>> {
    fetch!(
        fetch_optional,
        StandingsRow,
        tx,
        "SELECT id, round_id, version, computed_at, reason, hash, body FROM standings WHERE round_id = $1 ORDER BY version DESC LIMIT 1",
        round_id
    )
}

/// A version without its body.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StandingsHead {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// Version, 1 first.
    pub version: i64,
    /// When it was computed.
    pub computed_at: i64,
    /// What made it necessary.
    pub reason: String,
    /// Hash of the standings.
    pub hash: String,
}

/// Every version of a round without its body, newest first.
///
/// # Errors
/// Store errors.
pub async fn heads(tx: &mut Tx, round_id: &str) -> Result<Vec<StandingsHead>> {
    fetch!(
        fetch_all,
        StandingsHead,
        tx,
        "SELECT id, round_id, version, computed_at, reason, hash FROM standings WHERE round_id = $1 ORDER BY version DESC",
        round_id
    )
}
