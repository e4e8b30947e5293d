//! Contests, their rounds and recorded outages.

mod commitment;
mod moved;

pub use commitment::*;
pub use moved::*;

use crate::db::{one_row, sorted};
use crate::{Result, Tx, dialect};
use sqlx::FromRow;

/// A contest.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct ContestRow {
    /// Id.
    pub id: String,
    /// Short name in addresses.
    pub code: String,
    /// Rule sheet as JSON.
    pub rules: String,
    /// Raised with every edit; an edit based on an older one is refused.
    pub rules_version: i64,
    /// Instant of creation.
    pub created_at: i64,
    /// 1 when it stands on the home page.
    pub listed: i64,
    /// Publication of the overall ranking.
    pub overall_published_at: Option<i64>,
    /// Its published version.
    pub overall_published: Option<String>,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct RoundRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Code in the rule sheet.
    pub code: String,
    /// Place in the rule sheet, 0 first.
    pub place: i64,
    /// First instant of starts.
    pub opens: i64,
    /// First instant without starts.
    pub closes: i64,
    /// Commitment.
    pub committed_at: Option<i64>,
    /// Hash of the committed rule sheet.
    pub rules_hash: Option<String>,
    /// Hash of the committed bank.
    pub bank_hash: Option<String>,
    /// Round secret, encrypted.
    pub secret_sealed: Option<String>,
    /// Published hash of the round secret.
    pub secret_hash: Option<String>,
    /// Sealing.
    pub sealed_at: Option<i64>,
    /// Hash of the sealed entries.
    pub entries_hash: Option<String>,
    /// Public number of the draw.
    pub draw_number: Option<String>,
    /// Publication.
    pub published_at: Option<i64>,
    /// Published standings version.
    pub published_standings: Option<String>,
}

/// A recorded outage.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct OutageRow {
    /// Id.
    pub id: String,
    /// Round.
    pub round_id: String,
    /// First instant.
    pub from_at: i64,
    /// First instant after it.
    pub until_at: i64,
    /// Why.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: i64,
}

const CONTEST: &str = "SELECT id, code, rules, rules_version, created_at, listed, overall_published_at, overall_published FROM contest";

/// Inserts a contest.
///
/// # Errors
/// [`crate::StoreError::NotUnique`] when the code is taken.
pub async fn insert(tx: &mut Tx, row: &ContestRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contest (id, code, rules, rules_version, created_at, listed) VALUES ($1, $2, $3, $4, $5, $6)",
        &row.id,
        &row.code,
        &row.rules,
        row.rules_version,
        row.created_at,
        row.listed
    )?;
    Ok(())
}

/// Replaces the rule sheet when it still has the version the edit was based on; says whether it did.
///
/// # Errors
/// Store errors.
pub async fn set_rules(
    tx: &mut Tx,
    id: &str,
    code: &str,
    rules: &str,
    based_on: i64,
) -> Result<bool> {
    let done = execute!(
        tx,
        "UPDATE contest SET rules = $1, code = $2, rules_version = rules_version + 1 WHERE id = $3 AND rules_version = $4",
        rules,
        code,
        id,
        based_on
    )?;
    Ok(done == 1)
}

/// Puts a contest on the home page, or takes it off.
///
/// # Errors
/// Store errors.
pub async fn set_listed(tx: &mut Tx, id: &str, listed: i64) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest SET listed = $1 WHERE id = $2",
        listed,
        id
    )?;
    one_row(done, "contest")
}

/// The contest with this code.
///
/// # Errors
/// Store errors.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<ContestRow>> {
    fetch!(
        fetch_optional,
        ContestRow,
        tx,
        "SELECT id, code, rules, rules_version, created_at, listed, overall_published_at, overall_published FROM contest WHERE code = $1",
        code
    )
}

/// The contest with this code, locked until the transaction ends: two edits of one contest, or an edit and its
/// commitment, come one after the other.
///
/// # Errors
/// Store errors.
pub async fn lock_by_code(tx: &mut Tx, code: &str) -> Result<Option<ContestRow>> {
    let lock = dialect::lock_row(tx);
    let sql = format!("{CONTEST} WHERE code = $1{lock}");
    fetch!(
        fetch_optional,
        ContestRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        code
    )
}

/// The contest with this id.
///
/// # Errors
/// Store errors.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<ContestRow>> {
    fetch!(
        fetch_optional,
        ContestRow,
        tx,
        "SELECT id, code, rules, rules_version, created_at, listed, overall_published_at, overall_published FROM contest WHERE id = $1",
        id
    )
}

/// Every contest, newest first.
///
/// # Errors
/// Store errors.
pub async fn list(tx: &mut Tx) -> Result<Vec<ContestRow>> {
    let sql = format!("{CONTEST} ORDER BY created_at DESC, id");
    fetch!(fetch_all, ContestRow, tx, sqlx::AssertSqlSafe(sql))
}

/// Inserts a round.
///
/// # Errors
/// [`crate::StoreError::NotUnique`] when the contest has a round of this code.
pub async fn insert_round(tx: &mut Tx, row: &RoundRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO contest_round (id, contest_id, code, place, opens, closes) VALUES ($1, $2, $3, $4, $5, $6)",
        &row.id,
        &row.contest_id,
        &row.code,
        row.place,
        row.opens,
        row.closes
    )?;
    Ok(())
}

/// Moves an uncommitted round to what the rule sheet says now.
///
/// # Errors
/// Store errors.
pub async fn set_round_times(
    tx: &mut Tx,
    id: &str,
    place: i64,
    opens: i64,
    closes: i64,
) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET place = $1, opens = $2, closes = $3 WHERE id = $4 AND committed_at IS NULL",
        place,
        opens,
        closes,
        id
    )?;
    one_row(done, "contest_round")
}

/// Deletes an uncommitted round.
///
/// # Errors
/// Store errors.
pub async fn delete_round(tx: &mut Tx, id: &str) -> Result<()> {
    let done = execute!(
        tx,
        "DELETE FROM contest_round WHERE id = $1 AND committed_at IS NULL",
        id
    )?;
    one_row(done, "contest_round")
}

const ROUND_COLUMNS: &str = "SELECT id, contest_id, code, place, opens, closes, committed_at, rules_hash, bank_hash, \
     secret_sealed, secret_hash, sealed_at, entries_hash, draw_number, published_at, published_standings \
     FROM contest_round";

/// Rounds of a contest in order.
///
/// # Errors
/// Store errors.
pub async fn rounds(tx: &mut Tx, contest_id: &str) -> Result<Vec<RoundRow>> {
    let sql = format!("{ROUND_COLUMNS} WHERE contest_id = $1 ORDER BY place, id");
    fetch!(
        fetch_all,
        RoundRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        contest_id
    )
}

/// Every round of every contest.
///
/// # Errors
/// Store errors.
pub async fn all_rounds(tx: &mut Tx) -> Result<Vec<RoundRow>> {
    let rows = fetch!(fetch_all, RoundRow, tx, ROUND_COLUMNS)?;
    Ok(sorted(rows, |a, b| {
        (&a.contest_id, a.place, &a.id).cmp(&(&b.contest_id, b.place, &b.id))
    }))
}

/// One round.
///
/// # Errors
/// Store errors.
pub async fn find_round(tx: &mut Tx, id: &str) -> Result<Option<RoundRow>> {
    let sql = format!("{ROUND_COLUMNS} WHERE id = $1");
    fetch!(fetch_optional, RoundRow, tx, sqlx::AssertSqlSafe(sql), id)
}

/// Rounds with these ids, in no particular order.
///
/// # Errors
/// Store errors.
pub async fn find_rounds(tx: &mut Tx, ids: &[String]) -> Result<Vec<RoundRow>> {
    Ok(fetch_in!(
        RoundRow,
        tx,
        "SELECT id, contest_id, code, place, opens, closes, committed_at, rules_hash, bank_hash, secret_sealed, secret_hash, sealed_at, entries_hash, draw_number, published_at, published_standings FROM contest_round WHERE id IN",
        "",
        ids
    ))
}

/// Records sealing once; says whether this call did it.
///
/// # Errors
/// Store errors.
pub async fn seal_round(tx: &mut Tx, id: &str, at: i64, entries_hash: &str) -> Result<bool> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET sealed_at = $1, entries_hash = $2 WHERE id = $3 AND sealed_at IS NULL",
        at,
        entries_hash,
        id
    )?;
    Ok(done == 1)
}

/// Records publication of a version; a later version replaces it.
///
/// # Errors
/// Store errors.
pub async fn publish_round(tx: &mut Tx, id: &str, at: i64, standings_id: &str) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET published_at = $1, published_standings = $2 WHERE id = $3 AND sealed_at IS NOT NULL",
        at,
        standings_id,
        id
    )?;
    one_row(done, "contest_round")
}

/// Records the public number of the draw.
///
/// # Errors
/// Store errors.
pub async fn set_draw_number(tx: &mut Tx, id: &str, number: &str) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE contest_round SET draw_number = $1 WHERE id = $2",
        number,
        id
    )?;
    one_row(done, "contest_round")
}

/// Inserts a recorded outage.
///
/// # Errors
/// Store errors.
pub async fn insert_outage(tx: &mut Tx, row: &OutageRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO outage (id, round_id, from_at, until_at, reason, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &row.id,
        &row.round_id,
        row.from_at,
        row.until_at,
        &row.reason,
        row.recorded_at
    )?;
    Ok(())
}

/// Outages of these rounds, oldest first.
///
/// # Errors
/// Store errors.
pub async fn outages(tx: &mut Tx, round_ids: &[String]) -> Result<Vec<OutageRow>> {
    let rows = fetch_in!(
        OutageRow,
        tx,
        "SELECT id, round_id, from_at, until_at, reason, recorded_at FROM outage WHERE round_id IN",
        "",
        round_ids
    );
    Ok(sorted(rows, |a, b| {
        (a.from_at, &a.id).cmp(&(b.from_at, &b.id))
    }))
}
