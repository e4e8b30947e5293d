//! Units: the public list to choose from, and a simple editor for contests without a roster.

use super::tree::rolls_up;
use crate::contest::Contest;
use crate::record::Act;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services, require};
use domain::ids::UnitId;
use domain::people::permission::Permission;
use domain::text;
use domain::time::Moment;
use serde_json::json;
use std::collections::HashMap;
use store::people::UnitRow;

/// Longest code.
const MAX_CODE: usize = 64;
/// Longest name.
const MAX_NAME: usize = 200;

/// Why a unit added after the lock needs one above it.
pub(super) const ALONE: &str =
    "Thể lệ có giải gộp lên cấp trên và đã khoá: đơn vị mới phải có đơn vị cấp trên.";

/// A unit as anyone may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// Id, the value of a choice.
    pub id: UnitId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its bloc.
    pub bloc: Option<String>,
    /// Code of its bloc.
    pub bloc_code: Option<String>,
    /// Code of the unit above it.
    pub parent: Option<String>,
}

/// A unit as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitInput {
    /// Code; empty makes one from the name. A known code renames that unit.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of the bloc; empty for none.
    pub bloc: String,
    /// Code of the unit above it; empty for none.
    pub parent: String,
}

/// Refuses edits of units while a round runs: people would sign in to another list than was announced.
fn units_may_change(contest: &Contest, now: Moment) -> Result<()> {
    if contest.has_running_round(now) {
        return Err(Rejection::Phase(
            "Đang có đợt thi mở hoặc chưa niêm phong nên chưa thêm được đơn vị. Thêm trước giờ mở hoặc sau khi niêm phong.",
        )
        .into());
    }
    Ok(())
}

impl Services {
    /// Units of a contest that exist now, by name as people count: for the form on which people declare themselves.
    ///
    /// # Errors
    /// [`crate::ServiceError::NotFound`].
    pub async fn units(&self, contest_code: &str) -> Result<Vec<UnitView>> {
        let now = self.now();
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let rows = store::people::units(&mut tx, contest.id.as_str()).await?;
        Ok(views(&contest, rows, |row| exists(row, now)))
    }

    /// Adds units, and renames those whose code is known. Units that are not named stay.
    ///
    /// # Errors
    /// Field problems `units.N.code`, `units.N.name`, `units.N.bloc`, `units.N.parent`; [`Rejection::Phase`] while a round runs; from the first commitment on
    /// units are only added.
    pub async fn set_units(
        &self,
        actor: &Actor,
        contest_code: &str,
        units: &[UnitInput],
    ) -> Result<Vec<UnitView>> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::EditRoster)?;
        units_may_change(&contest, self.now())?;
        let before = store::people::units(&mut tx, contest.id.as_str()).await?;
        let typed = clean(&contest, units)?;
        let parents = typed.iter().map(|(n, u)| (*n, u.parent.clone()));
        let parents: Vec<(usize, String)> = parents.collect();
        let mut rows: Vec<UnitRow> = Vec::with_capacity(typed.len());
        for (_, unit) in typed {
            let known = before
                .iter()
                .find(|row| row.code.to_lowercase() == unit.code.to_lowercase());
            let fresh = || UnitRow {
                id: UnitId::from_random(self.random()).as_str().to_owned(),
                contest_id: contest.id.as_str().to_owned(),
                code: unit.code.clone(),
                ..UnitRow::default()
            };
            if known.is_some() && contest.is_locked() {
                let what = format!(
                    "Thể lệ đã khoá nên đơn vị “{}” không đổi tên hay khối được nữa: tên đơn vị đứng trong kết quả. Chỉ thêm được đơn vị mới.",
                    unit.name
                );
                return Err(ServiceError::field("units.0.name", what));
            }
            rows.push(UnitRow {
                name: unit.name,
                bloc: Some(unit.bloc).filter(|bloc| !bloc.is_empty()),
                ..known.cloned().unwrap_or_else(fresh)
            });
        }
        let mut problems = super::tree::link(&mut rows, &parents, &before);
        if contest.is_locked() && rolls_up(&contest.rules) {
            let bare = rows.iter().zip(&parents);
            let bare = bare.filter(|(row, _)| row.parent_id.is_none());
            problems.extend(
                bare.map(|(_, (n, _))| FieldProblem::new(format!("units.{n}.parent"), ALONE)),
            );
        }
        if !problems.is_empty() {
            return Err(Rejection::Fields(problems).into());
        }
        store::people::upsert_units(&mut tx, &rows).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "set_units",
        };
        let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        let above: Vec<&str> = parents.iter().map(|(_, code)| code.as_str()).collect();
        let detail = json!({ "units": codes, "above": above });
        self.log(&mut tx, act, &detail).await?;
        let after = store::people::units(&mut tx, contest.id.as_str()).await?;
        tx.commit().await?;
        Ok(views(&contest, after, |_| true))
    }
}

/// Those that are wanted, as people count: `Khu phố 2` before `Khu phố 10`.
fn views(
    contest: &Contest,
    rows: Vec<UnitRow>,
    wanted: impl Fn(&UnitRow) -> bool,
) -> Vec<UnitView> {
    let codes = rows.iter().map(|u| (u.id.clone(), u.code.clone()));
    let codes: HashMap<String, String> = codes.collect();
    let parent = |row: &UnitRow| codes.get(row.parent_id.as_ref()?).cloned();
    let units = rows
        .into_iter()
        .filter(wanted)
        .map(|row| view(contest, parent(&row), row));
    let mut units: Vec<UnitView> = units.collect();
    units.sort_by_cached_key(|u| domain::text::natural(&u.name));
    units
}

fn exists(row: &UnitRow, now: Moment) -> bool {
    row.valid_from.is_none_or(|from| from <= now.0)
        && row.valid_until.is_none_or(|until| now.0 < until)
}

fn view(contest: &Contest, parent: Option<String>, row: UnitRow) -> UnitView {
    let blocs = &contest.rules.eligibility.blocs;
    let bloc = row.bloc.as_ref().map(|code| {
        let named = blocs.iter().find(|b| b.code == *code);
        named.map_or_else(|| code.clone(), |b| b.name.clone())
    });
    UnitView {
        id: UnitId::from_text(row.id),
        code: row.code,
        name: row.name,
        bloc,
        bloc_code: row.bloc,
        parent,
    }
}

/// Units in normal form, each with its line. Rows left wholly empty are passed over.
fn clean(contest: &Contest, units: &[UnitInput]) -> Result<Vec<(usize, UnitInput)>> {
    let blocs = &contest.rules.eligibility.blocs;
    let mut problems = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut clean = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        let mut fault = |field: &str, message: &str| {
            problems.push(FieldProblem::new(format!("units.{i}.{field}"), message))
        };
        let (typed, name, bloc) = (
            text::tidy(&unit.code),
            text::tidy(&unit.name),
            text::tidy(&unit.bloc),
        );
        if typed.is_empty() && name.is_empty() {
            continue;
        }
        let code = if typed.is_empty() {
            text::fold(&name).replace(' ', "-")
        } else {
            typed
        };
        if name.is_empty() || name.chars().count() > MAX_NAME {
            fault("name", "Ghi tên đơn vị, nhiều nhất 200 ký tự.");
        }
        if code.chars().count() > MAX_CODE {
            fault("code", "Mã đơn vị nhiều nhất 64 ký tự. Đặt mã ngắn hơn.");
        }
        if !bloc.is_empty() && !blocs.iter().any(|b| b.code == bloc) {
            fault(
                "bloc",
                "Thể lệ không có khối này. Chọn một khối trong danh sách.",
            );
        }
        if seen.insert(code.to_lowercase(), i).is_some() {
            fault("code", "Mã này đã dùng ở dòng trên. Mỗi đơn vị một mã.");
        }
        let parent = text::tidy(&unit.parent);
        let unit = UnitInput {
            code,
            name,
            bloc,
            parent,
        };
        clean.push((i, unit));
    }
    if problems.is_empty() {
        Ok(clean)
    } else {
        Err(Rejection::Fields(problems).into())
    }
}
