//! Accounts, sessions, roles, units and persons.

mod names;
mod roster;

pub use names::*;
pub use roster::*;

use crate::db::{one_row, sorted};
use crate::{Result, Tx};
use sqlx::FromRow;
use std::cmp::Ordering;

/// A sign-in account.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct AccountRow {
    /// Id.
    pub id: String,
    /// Sign-in name.
    pub login: String,
    /// Argon2 hash.
    pub password_hash: String,
    /// Name shown.
    pub full_name: String,
    /// 1 for a system administrator.
    pub is_admin: i64,
    /// Keyed hash of the identity attribute that links the account to a person of a roster.
    pub identity_hash: Option<String>,
    /// Creation.
    pub created_at: i64,
    /// When it was closed.
    pub disabled_at: Option<i64>,
    /// 1 when the password was set by someone else and works once, to choose an own one.
    pub password_once: i64,
    /// Account that last set this one's password for its holder.
    pub reset_by: Option<String>,
    /// When it did.
    pub reset_at: Option<i64>,
    /// Account that made this one; none from the command line.
    pub created_by: Option<String>,
}

/// Inserts an account.
///
/// # Errors
/// [`crate::StoreError::NotUnique`] when the login is taken.
pub async fn insert_account(tx: &mut Tx, row: &AccountRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO account (id, login, password_hash, full_name, is_admin, identity_hash, created_at, password_once, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &row.id,
        &row.login,
        &row.password_hash,
        &row.full_name,
        row.is_admin,
        row.identity_hash.as_deref(),
        row.created_at,
        row.password_once,
        row.created_by.as_deref()
    )?;
    Ok(())
}

/// The account with this login.
///
/// # Errors
/// Store errors.
pub async fn find_account_by_login(tx: &mut Tx, login: &str) -> Result<Option<AccountRow>> {
    fetch!(
        fetch_optional,
        AccountRow,
        tx,
        "SELECT id, login, password_hash, full_name, is_admin, identity_hash, created_at, disabled_at, password_once, reset_by, reset_at, created_by FROM account WHERE login = $1",
        login
    )
}

/// The account with this id.
///
/// # Errors
/// Store errors.
pub async fn find_account(tx: &mut Tx, id: &str) -> Result<Option<AccountRow>> {
    fetch!(
        fetch_optional,
        AccountRow,
        tx,
        "SELECT id, login, password_hash, full_name, is_admin, identity_hash, created_at, disabled_at, password_once, reset_by, reset_at, created_by FROM account WHERE id = $1",
        id
    )
}

/// Every account.
///
/// # Errors
/// Store errors.
pub async fn list_accounts(tx: &mut Tx) -> Result<Vec<AccountRow>> {
    let rows = fetch!(
        fetch_all,
        AccountRow,
        tx,
        "SELECT id, login, password_hash, full_name, is_admin, identity_hash, created_at, disabled_at, password_once, reset_by, reset_at, created_by FROM account"
    )?;
    Ok(sorted(rows, |a, b| a.login.cmp(&b.login)))
}

/// Sets password, whether it works only once and who set it, name, administrator flag, identity and closing of an
/// account.
///
/// # Errors
/// Store errors.
pub async fn set_account(tx: &mut Tx, row: &AccountRow) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE account SET password_hash = $1, full_name = $2, is_admin = $3, identity_hash = $4, disabled_at = $5, password_once = $6, reset_by = $7, reset_at = $8 WHERE id = $9",
        &row.password_hash,
        &row.full_name,
        row.is_admin,
        row.identity_hash.as_deref(),
        row.disabled_at,
        row.password_once,
        row.reset_by.as_deref(),
        row.reset_at,
        &row.id
    )?;
    one_row(done, "account")
}

/// A session. Only the hash of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct SessionRow {
    /// Hash of the cookie's token.
    pub token_hash: String,
    /// Account signed in.
    pub account_id: Option<String>,
    /// Person signed in to one contest.
    pub person_id: Option<String>,
    /// That contest.
    pub contest_id: Option<String>,
    /// Kiosk the turn runs on.
    pub kiosk_id: Option<String>,
    /// The one attempt a handed-off phone may go on with.
    pub attempt_id: Option<String>,
    /// Creation.
    pub created_at: i64,
    /// First instant it no longer works.
    pub expires_at: i64,
}

/// Inserts a session.
///
/// # Errors
/// Store errors.
pub async fn insert_session(tx: &mut Tx, row: &SessionRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO session (token_hash, account_id, person_id, contest_id, kiosk_id, attempt_id, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &row.token_hash,
        row.account_id.as_deref(),
        row.person_id.as_deref(),
        row.contest_id.as_deref(),
        row.kiosk_id.as_deref(),
        row.attempt_id.as_deref(),
        row.created_at,
        row.expires_at
    )?;
    Ok(())
}

/// The session with this token hash, expired or not.
///
/// # Errors
/// Store errors.
pub async fn find_session(tx: &mut Tx, token_hash: &str) -> Result<Option<SessionRow>> {
    fetch!(
        fetch_optional,
        SessionRow,
        tx,
        "SELECT token_hash, account_id, person_id, contest_id, kiosk_id, attempt_id, created_at, expires_at FROM session WHERE token_hash = $1",
        token_hash
    )
}

/// The sessions with these token hashes, expired or not, in no order.
///
/// # Errors
/// Store errors.
pub async fn find_sessions(tx: &mut Tx, token_hashes: &[String]) -> Result<Vec<SessionRow>> {
    Ok(fetch_in!(
        SessionRow,
        tx,
        "SELECT token_hash, account_id, person_id, contest_id, kiosk_id, attempt_id, created_at, expires_at FROM session WHERE token_hash IN",
        "",
        token_hashes
    ))
}

/// Ends a session.
///
/// # Errors
/// Store errors.
pub async fn delete_session(tx: &mut Tx, token_hash: &str) -> Result<()> {
    execute!(tx, "DELETE FROM session WHERE token_hash = $1", token_hash)?;
    Ok(())
}

/// Ends every session of an account.
///
/// # Errors
/// Store errors.
pub async fn delete_sessions_of_account(tx: &mut Tx, account_id: &str) -> Result<()> {
    execute!(tx, "DELETE FROM session WHERE account_id = $1", account_id)?;
    Ok(())
}

/// Ends every session of an account but one.
///
/// # Errors
/// Store errors.
pub async fn delete_other_sessions(tx: &mut Tx, account_id: &str, keep: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2",
        account_id,
        keep
    )?;
    Ok(())
}

/// Ends every turn on a kiosk.
///
/// # Errors
/// Store errors.
pub async fn delete_sessions_of_kiosk(tx: &mut Tx, kiosk_id: &str) -> Result<()> {
    execute!(tx, "DELETE FROM session WHERE kiosk_id = $1", kiosk_id)?;
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// Store errors.
pub async fn delete_sessions_of_person(tx: &mut Tx, person_id: &str) -> Result<()> {
    execute!(tx, "DELETE FROM session WHERE person_id = $1", person_id)?;
    Ok(())
}

/// Ends every turn of a person on a kiosk; sessions on own devices stay.
///
/// # Errors
/// Store errors.
pub async fn delete_turns_of_person(tx: &mut Tx, person_id: &str) -> Result<()> {
    execute!(
        tx,
        "DELETE FROM session WHERE person_id = $1 AND kiosk_id IS NOT NULL",
        person_id
    )?;
    Ok(())
}

/// Removes sessions that expired before this instant.
///
/// # Errors
/// Store errors.
pub async fn delete_expired_sessions(tx: &mut Tx, before: i64) -> Result<u64> {
    execute!(tx, "DELETE FROM session WHERE expires_at < $1", before)
}

/// A role granted in a contest.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct GrantRow {
    /// Account.
    pub account_id: String,
    /// Contest.
    pub contest_id: String,
    /// Role code.
    pub role: String,
    /// Unit of a unit officer.
    pub unit_id: Option<String>,
    /// When.
    pub granted_at: i64,
}

/// Grants a role; granting it again changes only the unit, not since when it is held, unless it was withdrawn.
///
/// # Errors
/// Store errors.
pub async fn insert_grant(tx: &mut Tx, row: &GrantRow) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO role_grant (account_id, contest_id, role, unit_id, granted_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account_id, contest_id, role) DO UPDATE SET unit_id = excluded.unit_id, \
         granted_at = CASE WHEN role_grant.withdrawn_at IS NULL THEN role_grant.granted_at ELSE excluded.granted_at END, \
         withdrawn_at = NULL",
        &row.account_id,
        &row.contest_id,
        &row.role,
        row.unit_id.as_deref(),
        row.granted_at
    )?;
    Ok(())
}

/// Withdraws a role; that it was held stays on record.
///
/// # Errors
/// Store errors.
pub async fn withdraw_grant(
    tx: &mut Tx,
    account_id: &str,
    contest_id: &str,
    role: &str,
    at: i64,
) -> Result<()> {
    execute!(
        tx,
        "UPDATE role_grant SET withdrawn_at = $1 \
         WHERE account_id = $2 AND contest_id = $3 AND role = $4 AND withdrawn_at IS NULL",
        at,
        account_id,
        contest_id,
        role
    )?;
    Ok(())
}

/// Roles of an account, in every contest.
///
/// # Errors
/// Store errors.
pub async fn grants_of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<GrantRow>> {
    let rows = fetch!(
        fetch_all,
        GrantRow,
        tx,
        "SELECT account_id, contest_id, role, unit_id, granted_at FROM role_grant \
         WHERE account_id = $1 AND withdrawn_at IS NULL",
        account_id
    )?;
    Ok(sorted(rows, by_holder))
}

/// Contests in which an account holds or once held a role, each once.
///
/// # Errors
/// Store errors.
pub async fn contests_of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch!(
        fetch_all,
        (String,),
        tx,
        "SELECT DISTINCT contest_id FROM role_grant WHERE account_id = $1",
        account_id
    )?;
    Ok(sorted(rows.into_iter().map(|(id,)| id).collect(), Ord::cmp))
}

fn by_holder(a: &GrantRow, b: &GrantRow) -> Ordering {
    (&a.contest_id, &a.account_id, &a.role).cmp(&(&b.contest_id, &b.account_id, &b.role))
}

/// Roles in a contest.
///
/// # Errors
/// Store errors.
pub async fn grants_of_contest(tx: &mut Tx, contest_id: &str) -> Result<Vec<GrantRow>> {
    let rows = fetch!(
        fetch_all,
        GrantRow,
        tx,
        "SELECT account_id, contest_id, role, unit_id, granted_at FROM role_grant \
         WHERE contest_id = $1 AND withdrawn_at IS NULL",
        contest_id
    )?;
    Ok(sorted(rows, by_holder))
}

/// Roles in a contest of accounts that carry this identity, each with when it was withdrawn.
///
/// # Errors
/// Store errors.
pub async fn roles_of_identity(
    tx: &mut Tx,
    contest_id: &str,
    identity_hash: &str,
) -> Result<Vec<(String, Option<i64>)>> {
    let rows = fetch!(
        fetch_all,
        (String, Option<i64>),
        tx,
        "SELECT g.role, g.withdrawn_at FROM role_grant g JOIN account a ON a.id = g.account_id \
         WHERE g.contest_id = $1 AND a.identity_hash = $2",
        contest_id,
        identity_hash
    )?;
    Ok(sorted(rows, Ord::cmp))
}
