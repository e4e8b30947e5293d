//! Units and persons of a contest.

use crate::db::{last_per_key, one_row, sorted};
use crate::{Result, StoreError, Tx};
use sqlx::FromRow;

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct UnitRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Bloc code.
    pub bloc: Option<String>,
    /// Unit above.
    pub parent_id: Option<String>,
    /// First instant it exists.
    pub valid_from: Option<i64>,
    /// First instant it no longer exists.
    pub valid_until: Option<i64>,
}

/// Inserts units, or renames those of the same code.
///
/// # Errors
/// Store errors.
pub async fn upsert_units(tx: &mut Tx, rows: &[UnitRow]) -> Result<()> {
    let rows = last_per_key(rows, |row| (&row.contest_id, &row.code));
    insert_rows!(
        tx,
        "INSERT INTO unit (id, contest_id, code, name, bloc, parent_id, valid_from, valid_until) VALUES",
        "ON CONFLICT (contest_id, code) DO UPDATE SET name = excluded.name, bloc = excluded.bloc, parent_id = excluded.parent_id",
        8,
        rows,
        |row| &row.id,
        &row.contest_id,
        &row.code,
        &row.name,
        row.bloc.as_deref(),
        row.parent_id.as_deref(),
        row.valid_from,
        row.valid_until
    );
    Ok(())
}

/// Units of a contest.
///
/// # Errors
/// Store errors.
pub async fn units(tx: &mut Tx, contest_id: &str) -> Result<Vec<UnitRow>> {
    let rows = fetch!(
        fetch_all,
        UnitRow,
        tx,
        "SELECT id, contest_id, code, name, bloc, parent_id, valid_from, valid_until FROM unit WHERE contest_id = $1",
        contest_id
    )?;
    Ok(sorted(rows, |a, b| a.code.cmp(&b.code)))
}

/// A person of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromRow)]
pub struct PersonRow {
    /// Id.
    pub id: String,
    /// Contest.
    pub contest_id: String,
    /// Roster code.
    pub code: Option<String>,
    /// Full name.
    pub full_name: String,
    /// Folded for search.
    pub name_folded: String,
    /// Unit.
    pub unit_id: String,
    /// Track code.
    pub track: Option<String>,
    /// Staff category.
    pub category: String,
    /// 1 for a leader.
    pub leader: i64,
    /// ISO date.
    pub birth_date: Option<String>,
    /// Encrypted contact data.
    pub contact_sealed: Option<String>,
    /// Keyed hash of the unique attributes of a self-declared person.
    pub unique_hash: Option<String>,
    /// Keyed hash of the identity attribute.
    pub identity_hash: Option<String>,
    /// Keyed hash of the telephone, where the identity attribute is another.
    pub phone_hash: Option<String>,
    /// Peppered hash of the slip secret.
    pub slip_hash: Option<String>,
    /// Argon2 hash of an own password.
    pub password_hash: Option<String>,
    /// Local account this person signs in with.
    pub account_id: Option<String>,
    /// 1 when self-declared.
    pub self_declared: i64,
    /// Creation.
    pub created_at: i64,
    /// When struck off.
    pub struck_off_at: Option<i64>,
}

/// Inserts persons; a roster code that exists is updated in name, unit, category, without touching its secret. Who
/// declared themselves is neither updated nor updates anyone.
///
/// # Errors
/// [`StoreError::NotUnique`] when a unique attribute clashes.
pub async fn upsert_people(tx: &mut Tx, rows: &[PersonRow]) -> Result<()> {
    write_people(tx, rows).await.map(|_| ())
}

/// Inserts a person who declared themselves.
///
/// # Errors
/// [`StoreError::NotUnique`] when the code or a unique attribute is someone's already.
pub async fn insert_declared(tx: &mut Tx, row: &PersonRow) -> Result<()> {
    match write_people(tx, std::slice::from_ref(row)).await? {
        0 => Err(StoreError::NotUnique {
            constraint: "person.code".to_owned(),
        }),
        _ => Ok(()),
    }
}

async fn write_people(tx: &mut Tx, rows: &[PersonRow]) -> Result<u64> {
    // Without a roster code nothing clashes but the id.
    let rows = last_per_key(rows, |row| {
        (&row.contest_id, row.code.as_deref().ok_or(row.id.as_str()))
    });
    let written = insert_rows!(
        tx,
        "INSERT INTO person (id, contest_id, code, full_name, name_folded, unit_id, track, category, leader, birth_date, contact_sealed, unique_hash, identity_hash, slip_hash, password_hash, account_id, self_declared, created_at, phone_hash) VALUES",
        "ON CONFLICT (contest_id, code) DO UPDATE SET full_name = excluded.full_name, name_folded = excluded.name_folded, unit_id = excluded.unit_id, track = excluded.track, category = excluded.category, leader = excluded.leader, birth_date = excluded.birth_date, contact_sealed = excluded.contact_sealed, identity_hash = excluded.identity_hash, phone_hash = excluded.phone_hash, struck_off_at = NULL WHERE person.self_declared = 0 AND excluded.self_declared = 0",
        19,
        rows,
        |row| &row.id,
        &row.contest_id,
        row.code.as_deref(),
        &row.full_name,
        &row.name_folded,
        &row.unit_id,
        row.track.as_deref(),
        &row.category,
        row.leader,
        row.birth_date.as_deref(),
        row.contact_sealed.as_deref(),
        row.unique_hash.as_deref(),
        row.identity_hash.as_deref(),
        row.slip_hash.as_deref(),
        row.password_hash.as_deref(),
        row.account_id.as_deref(),
        row.self_declared,
        row.created_at,
        row.phone_hash.as_deref()
    );
    Ok(written)
}

const PERSON: &str = "SELECT id, contest_id, code, full_name, name_folded, unit_id, track, category, leader, birth_date, \
     contact_sealed, unique_hash, identity_hash, slip_hash, password_hash, account_id, self_declared, created_at, struck_off_at, phone_hash FROM person";

/// One person.
///
/// # Errors
/// Store errors.
pub async fn find_person(tx: &mut Tx, id: &str) -> Result<Option<PersonRow>> {
    let sql = format!("{PERSON} WHERE id = $1");
    fetch!(fetch_optional, PersonRow, tx, sqlx::AssertSqlSafe(sql), id)
}

/// The person with this roster code.
///
/// # Errors
/// Store errors.
pub async fn find_person_by_code(
    tx: &mut Tx,
    contest_id: &str,
    code: &str,
) -> Result<Option<PersonRow>> {
    let sql = format!("{PERSON} WHERE contest_id = $1 AND code = $2");
    fetch!(
        fetch_optional,
        PersonRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        contest_id,
        code
    )
}

/// The self-declared person with these unique attributes.
///
/// # Errors
/// Store errors.
pub async fn find_person_by_unique(
    tx: &mut Tx,
    contest_id: &str,
    unique_hash: &str,
) -> Result<Option<PersonRow>> {
    let sql = format!("{PERSON} WHERE contest_id = $1 AND unique_hash = $2");
    fetch!(
        fetch_optional,
        PersonRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        contest_id,
        unique_hash
    )
}

/// Everyone of a contest.
///
/// # Errors
/// Store errors.
pub async fn people(tx: &mut Tx, contest_id: &str) -> Result<Vec<PersonRow>> {
    let sql = format!("{PERSON} WHERE contest_id = $1");
    let rows = fetch!(
        fetch_all,
        PersonRow,
        tx,
        sqlx::AssertSqlSafe(sql),
        contest_id
    )?;
    Ok(sorted(rows, |a, b| a.id.cmp(&b.id)))
}

/// Replaces the slip secret of a person.
///
/// # Errors
/// Store errors.
pub async fn set_slip(tx: &mut Tx, id: &str, slip_hash: &str) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE person SET slip_hash = $1, password_hash = NULL WHERE id = $2",
        slip_hash,
        id
    )?;
    one_row(done, "person")
}

/// Sets an own password of a person.
///
/// # Errors
/// Store errors.
pub async fn set_person_password(tx: &mut Tx, id: &str, password_hash: &str) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE person SET password_hash = $1 WHERE id = $2",
        password_hash,
        id
    )?;
    one_row(done, "person")
}

/// Strikes a person off, or takes them back with `None`.
///
/// # Errors
/// Store errors.
pub async fn set_struck_off(tx: &mut Tx, id: &str, at: Option<i64>) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE person SET struck_off_at = $1 WHERE id = $2",
        at,
        id
    )?;
    one_row(done, "person")
}

/// Persons of a contest with contact data, at most so many.
///
/// # Errors
/// Store errors.
pub async fn people_with_contact(tx: &mut Tx, contest_id: &str, most: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch!(
        fetch_all,
        (String,),
        tx,
        "SELECT id FROM person WHERE contest_id = $1 AND contact_sealed IS NOT NULL LIMIT $2",
        contest_id,
        most
    )?;
    Ok(sorted(rows.into_iter().map(|(id,)| id).collect(), Ord::cmp))
}

/// Erases the contact data of a person.
///
/// # Errors
/// Store errors.
pub async fn erase_contact(tx: &mut Tx, id: &str) -> Result<()> {
    let done = execute!(
        tx,
        "UPDATE person SET contact_sealed = NULL WHERE id = $1",
        id
    )?;
    one_row(done, "person")
}
