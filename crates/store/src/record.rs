//! The log of acts, chained by hashes, and proposals that wait for a second person.

use crate::{Result, Tx};
use sqlx::FromRow;

/// An act.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ActRow {
    /// Sequence number, 1 first, without gaps.
    pub seq: i64,
    /// Contest, if it concerns one.
    pub contest_id: Option<String>,
    /// When.
    pub at: i64,
    /// Who; none for the server itself.
    pub account_id: Option<String>,
    /// What, a short code.
    pub act: String,
    /// Particulars as JSON, without personal data of contestants.
    pub detail: String,
    /// Hash of the act before.
    pub previous_hash: String,
    /// Hash of this act.
    pub hash: String,
}

/// The newest act. On PostgreSQL the log is locked against another writer until the transaction ends.
///
/// # Errors
/// Store errors.
pub async fn lock_newest(tx: &mut Tx) -> Result<Option<ActRow>> {
    if let Tx::Postgres(_) = tx {
        execute!(tx, "LOCK TABLE act_log IN EXCLUSIVE MODE")?;
    }
    fetch!(
        fetch_optional,
        ActRow,
        tx,
        "SELECT seq, contest_id, at, account_id, act, detail, previous_hash, hash FROM act_log ORDER BY seq DESC LIMIT 1"
    )
}

/// Inserts an act.
///
/// # Errors
/// Store errors.
pub async fn insert(tx: &mut Tx, row: &ActRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO act_log (seq, contest_id, at, account_id, act, detail, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        row.seq,
        row.contest_id.as_deref(),
        row.at,
        row.account_id.as_deref(),
        &row.act,
        &row.detail,
        &row.previous_hash,
        &row.hash
    )?;
    Ok(())
}

/// Acts of a contest, newest first, at most `limit` with a sequence number below `before`.
///
/// # Errors
/// Store errors.
pub async fn list(tx: &mut Tx, contest_id: &str, before: i64, limit: i64) -> Result<Vec<ActRow>> {
    fetch!(
        fetch_all,
        ActRow,
        tx,
        "SELECT seq, contest_id, at, account_id, act, detail, previous_hash, hash FROM act_log \
         WHERE contest_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        contest_id,
        before,
        limit
    )
}

/// Acts of one kind in a contest, newest first.
///
/// # Errors
/// Store errors.
pub async fn of_kind(tx: &mut Tx, contest_id: &str, act: &str) -> Result<Vec<ActRow>> {
    fetch!(
        fetch_all,
        ActRow,
        tx,
        "SELECT seq, contest_id, at, account_id, act, detail, previous_hash, hash FROM act_log \
         WHERE contest_id = $1 AND act = $2 ORDER BY seq DESC",
        contest_id,
        act
    )
}

/// The whole log in order, for checking the chain.
///
/// # Errors
/// Store errors.
pub async fn all(tx: &mut Tx) -> Result<Vec<ActRow>> {
    fetch!(
        fetch_all,
        ActRow,
        tx,
        "SELECT seq, contest_id, at, account_id, act, detail, previous_hash, hash FROM act_log ORDER BY seq"
    )
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ProposalRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Round.
    pub round_id: String,
    /// The change as JSON.
    pub change: String,
    /// State code.
    pub state: String,
    /// Who proposed.
    pub proposed_by: String,
    /// When.
    pub proposed_at: i64,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// Why it was refused; empty when it waits, was confirmed or taken back.
    pub decided_reason: String,
}

/// What becomes of a proposal.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// State code.
    pub state: &'a str,
    /// Who decides.
    pub by: &'a str,
    /// When.
    pub at: i64,
    /// Why, when it is refused.
    pub reason: &'a str,
}

/// Inserts a proposal.
///
/// # Errors
/// Store errors.
pub async fn insert_proposal(tx: &mut Tx, row: &ProposalRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO proposal (id, contest_id, round_id, change, state, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &row.id,
        &row.contest_id,
        &row.round_id,
        &row.change,
        &row.state,
        &row.proposed_by,
        row.proposed_at
    )?;
    Ok(())
}

/// One proposal.
///
/// # Errors
/// Store errors.
pub async fn find_proposal(tx: &mut Tx, id: &str) -> Result<Option<ProposalRow>> {
    fetch!(
        fetch_optional,
        ProposalRow,
        tx,
        "SELECT id, contest_id, round_id, change, state, proposed_by, proposed_at, decided_by, decided_at, decided_reason FROM proposal WHERE id = $1",
        id
    )
}

/// Proposals of a contest, newest first.
///
/// # Errors
/// Store errors.
pub async fn proposals(tx: &mut Tx, contest_id: &str) -> Result<Vec<ProposalRow>> {
    fetch!(
        fetch_all,
        ProposalRow,
        tx,
        "SELECT id, contest_id, round_id, change, state, proposed_by, proposed_at, decided_by, decided_at, decided_reason FROM proposal \
         WHERE contest_id = $1 ORDER BY proposed_at DESC, id",
        contest_id
    )
}

/// Decides a waiting proposal once; says whether this call did it.
///
/// # Errors
/// Store errors.
pub async fn decide_proposal(tx: &mut Tx, id: &str, decision: &Decision<'_>) -> Result<bool> {
    let done = execute!(
        tx,
        "UPDATE proposal SET state = $1, decided_by = $2, decided_at = $3, decided_reason = $4 \
         WHERE id = $5 AND state = 'proposed'",
        decision.state,
        decision.by,
        decision.at,
        decision.reason,
        id
    )?;
    Ok(done == 1)
}
