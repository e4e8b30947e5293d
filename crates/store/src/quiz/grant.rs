//! Extra time and retakes.

use crate::db::sorted;
use crate::{Result, Tx};
use sqlx::FromRow;

/// Extra time and retakes granted to a person in a round.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct GrantedRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// Person.
    pub person_id: String,
    /// Extra working time.
    pub extra_ms: i64,
    /// Attempts on top of the rule sheet's.
    pub retakes: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub granted_at: i64,
}

/// Inserts a grant.
///
/// # Errors
/// Store errors.
pub async fn insert_granted(tx: &mut Tx, row: &GrantedRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO attempt_grant (id, round_id, person_id, extra_ms, retakes, reason, granted_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &row.id,
        &row.round_id,
        &row.person_id,
        row.extra_ms,
        row.retakes,
        &row.reason,
        row.granted_at
    )?;
    Ok(())
}

/// What was granted to these persons in any round: round, person, extra milliseconds, retakes.
///
/// # Errors
/// Store errors.
pub async fn granted_to(
    tx: &mut Tx,
    person_ids: &[String],
) -> Result<Vec<(String, String, i64, i64)>> {
    let rows = fetch_in!(
        (String, String, i64, i64),
        tx,
        "SELECT round_id, person_id, CAST(COALESCE(SUM(extra_ms), 0) AS BIGINT), CAST(COALESCE(SUM(retakes), 0) AS BIGINT) \
         FROM attempt_grant WHERE person_id IN",
        " GROUP BY round_id, person_id",
        person_ids
    );
    Ok(sorted(rows, Ord::cmp))
}

/// Extra milliseconds and retakes granted to a person in a round.
///
/// # Errors
/// Store errors.
pub async fn granted(tx: &mut Tx, round_id: &str, person_id: &str) -> Result<(i64, i64)> {
    fetch!(
        fetch_one,
        (i64, i64),
        tx,
        "SELECT CAST(COALESCE(SUM(extra_ms), 0) AS BIGINT), CAST(COALESCE(SUM(retakes), 0) AS BIGINT) \
         FROM attempt_grant WHERE round_id = $1 AND person_id = $2",
        round_id,
        person_id
    )
}
