//! Importing a roster: shown first, then done as shown, in one transaction or not at all.

use super::plan::{Before, ChangedPerson, PersonLine, Plan, PlannedPerson, UnitLine, plan};
use super::slip::slips;
use super::{RosterFate, Slip, roster_may_change};
use crate::contest::Contest;
use crate::import::{ImportTicket, Shown, Upload, off_thread};
use crate::record::Act;
use crate::vault::Purpose;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services, require};
use domain::contest::rule_sheet::Identity;
use domain::ids::AccountId;
use domain::people::permission::Permission;
use exchange::RowProblem;
use exchange::people::{RosterPreview, read_roster, roster_template};
use serde_json::json;
use std::collections::HashMap;
use store::Tx;
use store::people::{PersonRow, UnitRow};

/// What this imports, for tickets.
const WHAT: &str = "roster";
/// People of a kind shown in a preview; the numbers count them all.
const SHOWN: usize = 100;

/// What importing a roster would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPreviewView {
    /// New and changed units.
    pub units: Vec<UnitLine>,
    /// Units that stay as they are.
    pub units_unchanged: usize,
    /// People new to the contest; each gets a slip.
    pub new: usize,
    /// People whose data change.
    pub changed: usize,
    /// People struck off whom the file takes back.
    pub returning: usize,
    /// People who stay as they are.
    pub unchanged: usize,
    /// People of the roster the file does not have. They stay; strike off who left.
    pub missing: usize,
    /// The first of the new.
    pub new_people: Vec<PersonLine>,
    /// The first of the changed and the returning.
    pub changed_people: Vec<ChangedPerson>,
    /// The first of the missing.
    pub missing_people: Vec<PersonLine>,
    /// Everything to mend, by row. While there is any, nothing can be imported.
    pub problems: Vec<RowProblem>,
    /// Ticket for the import; none while there are problems.
    pub ticket: Option<ImportTicket>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterImported {
    /// New units.
    pub units_new: usize,
    /// Changed units.
    pub units_changed: usize,
    /// People whose data changed or who are back.
    pub changed: usize,
    /// Slips of the new people. Print or download them now: the secrets are stored nowhere.
    pub slips: Vec<Slip>,
}

impl Services {
    /// The workbook a committee fills in with its people.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn roster_template(&self, contest_code: &str) -> Result<Vec<u8>> {
        let contest = self.contest(contest_code).await?;
        roster_template(&contest.rules).map_err(ServiceError::internal)
    }

    /// Shows what importing a roster would do. Imports nothing.
    ///
    /// # Errors
    /// [`Rejection::Phase`] while a round runs; a field problem `file` where people declare themselves.
    pub async fn preview_roster(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: Upload,
    ) -> Result<RosterPreviewView> {
        let contest = self.contest(contest_code).await?;
        let by = self.may_import_roster(actor, &contest)?;
        let (upload, file) = read(&contest, upload).await?;
        let mut tx = self.db().read().await?;
        let before = before(&mut tx, &contest).await?;
        drop(tx);
        let plan = plan(self, &contest, &before, file)?;
        let (digest, text) = (upload.digest(), plan.text());
        let sound = plan.problems.is_empty();
        let ticket = sound.then(|| self.import_ticket(shown(&contest, &by, &digest, &text)));
        Ok(preview(plan, &before.units, ticket))
    }

    /// Imports a roster exactly as it was previewed.
    ///
    /// # Errors
    /// [`Rejection::Stale`] when file, account or roster are not those of the preview: preview again. Field problems
    /// `file`, one per row, when the file has any.
    pub async fn import_roster(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: Upload,
        ticket: &ImportTicket,
    ) -> Result<RosterImported> {
        let contest = self.contest(contest_code).await?;
        self.may_import_roster(actor, &contest)?;
        let (upload, file) = read(&contest, upload).await?;
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = self.may_import_roster(actor, &contest)?;
        let before = before(&mut tx, &contest).await?;
        let plan = plan(self, &contest, &before, file)?;
        if !plan.problems.is_empty() {
            return Err(file_problems(&plan.problems).into());
        }
        let (digest, text) = (upload.digest(), plan.text());
        self.check_ticket(shown(&contest, &by, &digest, &text), ticket)?;
        let (imported, detail) = self.write_roster(&mut tx, plan, before.units).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "import_roster",
        };
        self.log(&mut tx, act, &json!({ "file": digest, "did": detail }))
            .await?;
        tx.commit().await?;
        Ok(imported)
    }

    fn may_import_roster(&self, actor: &Actor, contest: &Contest) -> Result<AccountId> {
        let by = require(actor, &contest.id, Permission::EditRoster)?;
        if contest.rules.eligibility.identity == Identity::SelfDeclared {
            return Err(ServiceError::field(
                "file",
                "Cuộc thi này để người dự thi tự khai, không dùng danh sách. Chỉ cần nhập các đơn vị.",
            ));
        }
        roster_may_change(contest, self.now())?;
        Ok(by)
    }

    async fn write_roster(
        &self,
        tx: &mut Tx,
        plan: Plan,
        mut units: Vec<UnitRow>,
    ) -> Result<(RosterImported, serde_json::Value)> {
        let touched: Vec<UnitRow> = plan
            .units
            .iter()
            .filter(|u| u.fate != RosterFate::Unchanged)
            .map(|u| u.row.clone())
            .collect();
        store::people::upsert_units(tx, &touched).await?;
        let (new, changed) = (plan.count(RosterFate::New), plan.count(RosterFate::Changed));
        let returning = plan.count(RosterFate::Returning);
        let units_new = plan
            .units
            .iter()
            .filter(|u| u.fate == RosterFate::New)
            .count();
        let mut secrets: Vec<(PersonRow, String)> = Vec::with_capacity(new);
        let mut rows: Vec<PersonRow> = Vec::new();
        for person in plan.people {
            if person.fate == RosterFate::Unchanged {
                continue;
            }
            let fresh = person.fate == RosterFate::New;
            let mut row = self.with_contact(person);
            if fresh {
                let secret = self.slip_secret();
                row.slip_hash = Some(self.slip_hash(&row.id, &secret));
                secrets.push((row.clone(), secret));
            }
            rows.push(row);
        }
        store::people::upsert_people(tx, &rows).await?;
        units.extend(touched.iter().cloned());
        let imported = RosterImported {
            units_new,
            units_changed: touched.len() - units_new,
            changed: changed + returning,
            slips: slips(secrets, &units),
        };
        let detail = json!({
            "new": new, "changed": changed, "returning": returning,
            "units_new": units_new, "units_changed": imported.units_changed,
        });
        Ok((imported, detail))
    }

    fn with_contact(&self, person: PlannedPerson) -> PersonRow {
        let mut row = person.row;
        row.contact_sealed = person.phone.map(|phone| {
            self.vault()
                .seal(Purpose::Contact, &row.id, phone.as_bytes(), self.random())
        });
        row
    }
}

fn shown<'a>(
    contest: &'a Contest,
    account: &'a AccountId,
    file: &'a str,
    outcome: &'a str,
) -> Shown<'a> {
    Shown {
        what: WHAT,
        contest: &contest.id,
        account,
        file,
        outcome,
    }
}

async fn read(contest: &Contest, upload: Upload) -> Result<(Upload, RosterPreview)> {
    let rules = contest.rules.clone();
    off_thread(move || {
        let file = read_roster(&upload.bytes, &rules);
        (upload, file)
    })
    .await
}

async fn before(tx: &mut Tx, contest: &Contest) -> Result<Before> {
    Ok(Before {
        units: store::people::units(tx, contest.id.as_str()).await?,
        people: store::people::people(tx, contest.id.as_str()).await?,
    })
}

fn file_problems(problems: &[RowProblem]) -> Rejection {
    let problem = |p: &RowProblem| FieldProblem::new("file", p.to_string());
    Rejection::Fields(problems.iter().map(problem).collect())
}

fn preview(
    plan: Plan,
    units_before: &[UnitRow],
    ticket: Option<ImportTicket>,
) -> RosterPreviewView {
    // A unit of the plan stands after the one it replaces, so that the name as it will be wins.
    let unit_names: HashMap<&str, &str> = units_before
        .iter()
        .chain(plan.units.iter().map(|u| &u.row))
        .map(|u| (u.id.as_str(), u.name.as_str()))
        .collect();
    let line = |row: &PersonRow| PersonLine {
        code: row.code.clone().unwrap_or_default(),
        full_name: row.full_name.clone(),
        unit: unit_names
            .get(row.unit_id.as_str())
            .copied()
            .unwrap_or_default()
            .to_owned(),
    };
    let with = |fates: &'static [RosterFate]| {
        plan.people
            .iter()
            .filter(move |p| fates.contains(&p.fate))
            .take(SHOWN)
    };
    let changed_units = plan
        .units
        .iter()
        .filter(|u| u.fate != RosterFate::Unchanged);
    RosterPreviewView {
        units_unchanged: plan
            .units
            .iter()
            .filter(|u| u.fate == RosterFate::Unchanged)
            .count(),
        units: changed_units
            .map(|u| UnitLine {
                code: u.row.code.clone(),
                name: u.row.name.clone(),
                name_before: u.name_before.clone(),
                fate: u.fate,
            })
            .collect(),
        new: plan.count(RosterFate::New),
        changed: plan.count(RosterFate::Changed),
        returning: plan.count(RosterFate::Returning),
        unchanged: plan.count(RosterFate::Unchanged),
        missing: plan.missing.len(),
        new_people: with(&[RosterFate::New]).map(|p| line(&p.row)).collect(),
        changed_people: with(&[RosterFate::Changed, RosterFate::Returning])
            .map(|p| ChangedPerson {
                person: line(&p.row),
                columns: p.columns.clone(),
            })
            .collect(),
        missing_people: plan.missing.iter().take(SHOWN).map(line).collect(),
        problems: plan.problems,
        ticket,
    }
}
