//! Paired kiosks and hand-offs to one's own phone.

use crate::db::{one_row, sorted};
use crate::{Result, Tx};
use sqlx::FromRow;

/// A kiosk.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KioskRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Unit it stands at.
    pub unit_id: String,
    /// Name given by the administrator.
    pub label: String,
    /// Hash of the one-time code.
    pub code_hash: String,
    /// Hash of the device's secret, once paired.
    pub device_hash: Option<String>,
    /// Creation of the code.
    pub created_at: i64,
    /// Pairing.
    pub paired_at: Option<i64>,
    /// First instant it no longer works.
    pub expires_at: i64,
    /// Revocation.
    pub revoked_at: Option<i64>,
}

/// Inserts a kiosk that waits for its code.
///
/// # Errors
/// Store errors.
pub async fn insert(tx: &mut Tx, row: &KioskRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO kiosk (id, contest_id, unit_id, label, code_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &row.id,
        &row.contest_id,
        &row.unit_id,
        &row.label,
        &row.code_hash,
        row.created_at,
        row.expires_at
    )?;
    Ok(())
}

/// The kiosk that waits for this code.
///
/// # Errors
/// Store errors.
pub async fn find_by_code(tx: &mut Tx, code_hash: &str) -> Result<Option<KioskRow>> {
    fetch!(
        fetch_optional,
        KioskRow,
        tx,
        "SELECT id, contest_id, unit_id, label, code_hash, device_hash, created_at, paired_at, expires_at, revoked_at \
         FROM kiosk WHERE code_hash = $1 ORDER BY created_at DESC, id LIMIT 1",
        code_hash
    )
}

/// The kiosk of a device.
///
/// # Errors
/// Store errors.
pub async fn find_by_device(tx: &mut Tx, device_hash: &str) -> Result<Option<KioskRow>> {
    fetch!(
        fetch_optional,
        KioskRow,
        tx,
        "SELECT id, contest_id, unit_id, label, code_hash, device_hash, created_at, paired_at, expires_at, revoked_at \
         FROM kiosk WHERE device_hash = $1",
        device_hash
    )
}

/// Kiosks of a contest, newest first.
///
/// # Errors
/// Store errors.
pub async fn list(tx: &mut Tx, contest_id: &str) -> Result<Vec<KioskRow>> {
    fetch!(
        fetch_all,
        KioskRow,
        tx,
        "SELECT id, contest_id, unit_id, label, code_hash, device_hash, created_at, paired_at, expires_at, revoked_at \
         FROM kiosk WHERE contest_id = $1 ORDER BY created_at DESC, id",
        contest_id
    )
}

/// Pairs a device once; says whether this call did it.
///
/// # Errors
/// Store errors.
pub async fn pair(tx: &mut Tx, id: &str, device_hash: &str, at: i64) -> Result<bool> {
    let done = execute!(
        tx,
        "UPDATE kiosk SET device_hash = $1, paired_at = $2 WHERE id = $3 AND paired_at IS NULL AND revoked_at IS NULL",
        device_hash,
        at,
        id
    )?;
    Ok(done == 1)
}

/// Revokes a kiosk.
///
/// # Errors
/// Store errors.
pub async fn revoke(tx: &mut Tx, id: &str, at: i64) -> Result<()> {
    let done = execute!(tx, "UPDATE kiosk SET revoked_at = $1 WHERE id = $2", at, id)?;
    one_row(done, "kiosk")
}

/// Attempts started on each kiosk of a contest: kiosk and number.
///
/// # Errors
/// Store errors.
pub async fn entries(tx: &mut Tx, contest_id: &str) -> Result<Vec<(String, i64)>> {
    let rows = fetch!(
        fetch_all,
        (String, i64),
        tx,
        "SELECT k.id, COUNT(*) FROM attempt a JOIN kiosk k ON k.id = a.kiosk_id \
         WHERE k.contest_id = $1 GROUP BY k.id",
        contest_id
    )?;
    Ok(sorted(rows, Ord::cmp))
}

/// A hand-off.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HandoffRow {
    /// Hash of the token in the QR code.
    pub token_hash: String,
    /// Attempt to go on with.
    pub attempt_id: String,
    /// Its person.
    pub person_id: String,
    /// Its contest.
    pub contest_id: String,
    /// When it was made.
    pub made_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

/// Inserts a hand-off.
///
/// # Errors
/// Store errors.
pub async fn insert_handoff(tx: &mut Tx, row: &HandoffRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO handoff (token_hash, attempt_id, person_id, contest_id, made_at) VALUES ($1, $2, $3, $4, $5)",
        &row.token_hash,
        &row.attempt_id,
        &row.person_id,
        &row.contest_id,
        row.made_at
    )?;
    Ok(())
}

/// The hand-off with this token.
///
/// # Errors
/// Store errors.
pub async fn find_handoff(tx: &mut Tx, token_hash: &str) -> Result<Option<HandoffRow>> {
    fetch!(
        fetch_optional,
        HandoffRow,
        tx,
        "SELECT token_hash, attempt_id, person_id, contest_id, made_at, used_at FROM handoff WHERE token_hash = $1",
        token_hash
    )
}

/// Uses a hand-off once; says whether this call did it.
///
/// # Errors
/// Store errors.
pub async fn use_handoff(tx: &mut Tx, token_hash: &str, at: i64) -> Result<bool> {
    let done = execute!(
        tx,
        "UPDATE handoff SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL",
        at,
        token_hash
    )?;
    Ok(done == 1)
}

/// Ends hand-offs of a person that were not used: a newer one, or the end of the turn, replaces them.
///
/// # Errors
/// Store errors.
pub async fn end_handoffs(tx: &mut Tx, person_id: &str, at: i64) -> Result<()> {
    execute!(
        tx,
        "UPDATE handoff SET used_at = $1 WHERE person_id = $2 AND used_at IS NULL",
        at,
        person_id
    )?;
    Ok(())
}
