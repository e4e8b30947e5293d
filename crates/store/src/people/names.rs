//! Persons for lists: names, denominators, who also holds a role.

use crate::db::sorted;
use crate::{Result, Tx, dialect};
use sqlx::FromRow;

/// A person's name, and of the rest only whether there is a number to know them by.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NameRow {
    /// Id.
    pub id: String,
    /// Roster code.
    pub code: Option<String>,
    /// Full name.
    pub full_name: String,
    /// Folded for search.
    pub name_folded: String,
    /// 1 when there is a telephone or staff number that tells whether they hold a role.
    pub identified: i64,
}

/// Names of everyone of a contest, struck off or not, by id.
///
/// # Errors
/// Store errors.
pub async fn names(tx: &mut Tx, contest_id: &str) -> Result<Vec<NameRow>> {
    let rows = fetch!(
        fetch_all,
        NameRow,
        tx,
        "SELECT id, code, full_name, name_folded, CAST(CASE WHEN identity_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS identified FROM person WHERE contest_id = $1",
        contest_id
    )?;
    Ok(sorted(rows, |a, b| a.id.cmp(&b.id)))
}

/// Names of these persons, by id.
///
/// # Errors
/// Store errors.
pub async fn names_of(tx: &mut Tx, ids: &[String]) -> Result<Vec<NameRow>> {
    let rows = fetch_in!(
        NameRow,
        tx,
        "SELECT id, code, full_name, name_folded, CAST(CASE WHEN identity_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS identified FROM person WHERE id IN",
        "",
        ids
    );
    Ok(sorted(rows, |a, b| a.id.cmp(&b.id)))
}

/// Locks these persons until the transaction ends: what is granted to them and what they start are decided one after the
/// other. Before their attempts, always.
///
/// # Errors
/// Store errors.
pub async fn lock_people(tx: &mut Tx, ids: &[String]) -> Result<Vec<String>> {
    let tail = dialect::lock_rows_in_id_order(tx);
    let rows = fetch_in!(
        (String,),
        tx,
        "SELECT id FROM person WHERE id IN",
        tail,
        ids
    );
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The roster at an instant: unit, people, of whom leaders. People without a roster code are on no roster.
///
/// # Errors
/// Store errors.
pub async fn roster_sizes(
    tx: &mut Tx,
    contest_id: &str,
    at: i64,
) -> Result<Vec<(String, i64, i64)>> {
    let rows = fetch!(
        fetch_all,
        (String, i64, i64),
        tx,
        "SELECT unit_id, COUNT(*), COUNT(CASE WHEN leader = 1 THEN 1 END) FROM person \
         WHERE contest_id = $1 AND code IS NOT NULL AND created_at <= $2 \
         AND (struck_off_at IS NULL OR struck_off_at > $3) GROUP BY unit_id",
        contest_id,
        at,
        at
    )?;
    Ok(sorted(rows, Ord::cmp))
}

/// Leaders on the roster at an instant: id, full name, unit.
///
/// # Errors
/// Store errors.
pub async fn leaders(
    tx: &mut Tx,
    contest_id: &str,
    at: i64,
) -> Result<Vec<(String, String, String)>> {
    let rows = fetch!(
        fetch_all,
        (String, String, String),
        tx,
        "SELECT id, full_name, unit_id FROM person WHERE contest_id = $1 AND code IS NOT NULL AND leader = 1 \
         AND created_at <= $2 AND (struck_off_at IS NULL OR struck_off_at > $3)",
        contest_id,
        at,
        at
    )?;
    Ok(sorted(rows, Ord::cmp))
}

/// Persons of a contest whom an account signs in, or who carry its identity attribute, by id.
///
/// # Errors
/// Store errors.
pub async fn people_of_account(
    tx: &mut Tx,
    contest_id: &str,
    account_id: &str,
) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch!(
        fetch_all,
        (String,),
        tx,
        "SELECT p.id FROM person p JOIN account a ON a.id = $1 \
         WHERE p.contest_id = $2 AND (p.account_id = a.id OR a.identity_hash IN (p.identity_hash, p.phone_hash))",
        account_id,
        contest_id
    )?;
    Ok(sorted(rows.into_iter().map(|r| r.0).collect(), Ord::cmp))
}

/// Persons of a contest who also hold a role in it, by the account they sign in with or by the same identity
/// attribute: person, role, and when it was withdrawn.
///
/// # Errors
/// Store errors.
pub async fn people_with_roles(
    tx: &mut Tx,
    contest_id: &str,
) -> Result<Vec<(String, String, Option<i64>)>> {
    let rows = fetch!(
        fetch_all,
        (String, String, Option<i64>),
        tx,
        "SELECT p.id, g.role, g.withdrawn_at FROM role_grant g JOIN account a ON a.id = g.account_id \
         JOIN person p ON p.contest_id = g.contest_id AND p.identity_hash = a.identity_hash WHERE g.contest_id = $1 \
         UNION SELECT p.id, g.role, g.withdrawn_at FROM role_grant g JOIN account a ON a.id = g.account_id \
         JOIN person p ON p.contest_id = g.contest_id AND p.phone_hash = a.identity_hash WHERE g.contest_id = $2 \
         UNION SELECT p.id, g.role, g.withdrawn_at FROM role_grant g \
         JOIN person p ON p.contest_id = g.contest_id AND p.account_id = g.account_id WHERE g.contest_id = $3",
        contest_id,
        contest_id,
        contest_id
    )?;
    Ok(sorted(rows, Ord::cmp))
}
