//! What importing a roster would do, worked out without writing anything: the preview shows it, the import does it.

use super::RosterFate;
use super::tree::rolls_up;
use super::unit::ALONE;
use crate::contest::Contest;
use crate::{Result, Services};
use domain::ids::{PersonId, UnitId};
use domain::text;
use domain::time::{Day, Moment};
use exchange::RowProblem;
use exchange::people::{PersonRow as FilePerson, RosterPreview, UnitRow as FileUnit};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use store::people::{PersonRow, UnitRow};

/// A unit of the file that is new or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// Code.
    pub code: String,
    /// Name as it will be.
    pub name: String,
    /// Name as it is, where it changes.
    pub name_before: Option<String>,
    /// What becomes of it.
    pub fate: RosterFate,
}

/// A person in a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// Roster code.
    pub code: String,
    /// Full name.
    pub full_name: String,
    /// Name of the unit.
    pub unit: String,
}

/// A person whose data change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPerson {
    /// The person.
    pub person: PersonLine,
    /// Titles of the columns that change.
    pub columns: Vec<&'static str>,
}

/// A unit with what becomes of it.
pub(super) struct PlannedUnit {
    pub(super) row: UnitRow,
    pub(super) name_before: Option<String>,
    pub(super) fate: RosterFate,
}

/// A person with what becomes of them.
pub(super) struct PlannedPerson {
    /// As it will be stored, without contact data and slip.
    pub(super) row: PersonRow,
    pub(super) phone: Option<String>,
    pub(super) columns: Vec<&'static str>,
    pub(super) fate: RosterFate,
}

/// What an import would do.
pub(super) struct Plan {
    pub(super) units: Vec<PlannedUnit>,
    pub(super) people: Vec<PlannedPerson>,
    /// On the roster, not struck off, not in the file.
    pub(super) missing: Vec<PersonRow>,
    pub(super) problems: Vec<RowProblem>,
}

impl Plan {
    /// The plan as text: what a ticket is bound to.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for unit in &self.units {
            let _ = writeln!(text, "{:?} {}", unit.fate, unit.row.code);
        }
        for person in &self.people {
            let code = person.row.code.as_deref().unwrap_or_default();
            let _ = writeln!(text, "{:?} {code} {:?}", person.fate, person.columns);
        }
        text
    }

    /// How many people have this fate.
    pub(super) fn count(&self, fate: RosterFate) -> usize {
        self.people.iter().filter(|p| p.fate == fate).count()
    }
}

/// What is stored before the import.
pub(super) struct Before {
    pub(super) units: Vec<UnitRow>,
    pub(super) people: Vec<PersonRow>,
}

/// Works out what importing a file would do.
pub(super) fn plan(
    services: &Services,
    contest: &Contest,
    before: &Before,
    file: RosterPreview,
) -> Result<Plan> {
    let mut problems = file.problems;
    let units: Vec<PlannedUnit> = file
        .units
        .into_iter()
        .map(|unit| planned_unit(services, contest, &before.units, unit))
        .collect();
    let unit_of: HashMap<String, &UnitRow> = units
        .iter()
        .map(|u| (u.row.code.to_lowercase(), &u.row))
        .collect();
    let known: HashMap<&str, &PersonRow> = before
        .people
        .iter()
        .filter_map(|p| Some((p.code.as_deref()?, p)))
        .collect();
    let now = services.now();
    let locked_tree = contest.is_locked() && rolls_up(&contest.rules);
    let new_unit = |unit: &UnitRow| before.units.iter().all(|u| u.id != unit.id);
    let mut people = Vec::with_capacity(file.people.len());
    for person in file.people {
        let Some(unit) = unit_of.get(&person.unit_code.to_lowercase()) else {
            continue;
        };
        problems.extend(rule_problems(contest, unit, &person));
        if locked_tree && unit.parent_id.is_none() && new_unit(unit) {
            let what = format!(
                "đơn vị mới “{}”: {ALONE} Thêm đơn vị ở phần Đơn vị trước, rồi nhập lại.",
                unit.name
            );
            problems.push(RowProblem::cell(person.row, "Đơn vị", what));
        }
        let code = text::tidy(&person.code).to_uppercase();
        let before = known.get(code.as_str()).copied();
        people.push(planned_person(
            services,
            contest,
            (unit, code),
            person,
            before,
            now,
        )?);
    }
    problems.sort();
    let in_file: HashSet<&str> = people.iter().map(|p| p.row.id.as_str()).collect();
    let gone = |p: &&PersonRow| {
        p.code.is_some() && p.struck_off_at.is_none() && !in_file.contains(p.id.as_str())
    };
    let missing = before.people.iter().filter(gone).cloned().collect();
    Ok(Plan {
        units,
        people,
        missing,
        problems,
    })
}

/// A file without a column for blocs or names leaves those of known units as they are.
fn planned_unit(
    services: &Services,
    contest: &Contest,
    before: &[UnitRow],
    unit: FileUnit,
) -> PlannedUnit {
    let key = unit.code.to_lowercase();
    let Some(known) = before.iter().find(|u| u.code.to_lowercase() == key) else {
        return PlannedUnit {
            row: UnitRow {
                id: UnitId::from_random(services.random()).as_str().to_owned(),
                contest_id: contest.id.as_str().to_owned(),
                code: unit.code,
                name: unit.name,
                bloc: unit.bloc,
                ..UnitRow::default()
            },
            name_before: None,
            fate: RosterFate::New,
        };
    };
    let row = UnitRow {
        name: if unit.name.is_empty() {
            known.name.clone()
        } else {
            unit.name
        },
        bloc: unit.bloc.or_else(|| known.bloc.clone()),
        ..known.clone()
    };
    let fate = if row == *known {
        RosterFate::Unchanged
    } else {
        RosterFate::Changed
    };
    PlannedUnit {
        name_before: (row.name != known.name).then(|| known.name.clone()),
        row,
        fate,
    }
}

/// The track of a person: the file's, else the one of the unit's bloc.
fn track(contest: &Contest, unit: &UnitRow, person: &FilePerson) -> Option<String> {
    person.track.clone().or_else(|| {
        let by_bloc = contest.rules.track_of_bloc(unit.bloc.as_deref()?)?;
        Some(by_bloc.code.clone())
    })
}

/// What the rule sheet asks of a person and the file does not say.
fn rule_problems(contest: &Contest, unit: &UnitRow, person: &FilePerson) -> Vec<RowProblem> {
    let rules = &contest.rules;
    let mut problems = Vec::new();
    if !rules.tracks.is_empty() && track(contest, unit, person).is_none() {
        problems.push(RowProblem::cell(
            person.row,
            "Nhóm thi",
            "chưa biết nhóm thi. Ghi cột này, hoặc ghi khối của đơn vị.",
        ));
    }
    if rules.eligibility.min_age > 0 && person.birth_date.is_none() {
        problems.push(RowProblem::cell(
            person.row,
            "Ngày sinh",
            format!(
                "để trống, mà thể lệ đặt tuổi tối thiểu {}. Ghi ngày sinh.",
                rules.eligibility.min_age
            ),
        ));
    }
    problems
}

fn planned_person(
    services: &Services,
    contest: &Contest,
    (unit, code): (&UnitRow, String),
    person: FilePerson,
    before: Option<&PersonRow>,
    now: Moment,
) -> Result<PlannedPerson> {
    // A committee member may be known by either.
    let identity = person.identity.as_deref().or(person.phone.as_deref());
    let phone = person
        .phone
        .as_deref()
        .filter(|_| person.identity.is_some());
    let fresh = || PersonRow {
        id: PersonId::from_random(services.random()).as_str().to_owned(),
        contest_id: contest.id.as_str().to_owned(),
        code: Some(code),
        created_at: now.0,
        ..PersonRow::default()
    };
    let full_name = text::tidy(&person.full_name);
    let row = PersonRow {
        name_folded: text::fold(&full_name),
        unit_id: unit.id.clone(),
        track: track(contest, unit, &person),
        category: person.category.clone().unwrap_or_default(),
        leader: i64::from(person.leader),
        birth_date: person.birth_date.map(Day::iso),
        identity_hash: identity.map(|i| services.identity_hash(i)),
        phone_hash: phone.map(|p| services.identity_hash(p)),
        full_name,
        ..before.cloned().unwrap_or_else(fresh)
    };
    let phone_before = match before {
        Some(PersonRow {
            id,
            contact_sealed: Some(sealed),
            ..
        }) => Some(services.contact(id, sealed)?),
        _ => None,
    };
    let columns = before.map_or_else(Vec::new, |before| {
        let mut columns = changed_columns(before, &row);
        if phone_before != person.phone {
            columns.push("Điện thoại");
        }
        columns
    });
    let fate = match before {
        None => RosterFate::New,
        Some(before) if before.struck_off_at.is_some() => RosterFate::Returning,
        Some(_) if columns.is_empty() => RosterFate::Unchanged,
        Some(_) => RosterFate::Changed,
    };
    Ok(PlannedPerson {
        row,
        phone: person.phone,
        columns,
        fate,
    })
}

fn changed_columns(before: &PersonRow, after: &PersonRow) -> Vec<&'static str> {
    let columns = [
        ("Họ và tên", before.full_name != after.full_name),
        ("Đơn vị", before.unit_id != after.unit_id),
        ("Nhóm thi", before.track != after.track),
        ("Chức danh/Loại", before.category != after.category),
        ("Lãnh đạo", before.leader != after.leader),
        ("Ngày sinh", before.birth_date != after.birth_date),
        (
            "Số định danh nội bộ",
            before.identity_hash != after.identity_hash,
        ),
    ];
    columns
        .into_iter()
        .filter_map(|(title, changed)| changed.then_some(title))
        .collect()
}
