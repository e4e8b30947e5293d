//! Importing a roster: shown first, then done as shown. What is decided stands in one transaction with its line in the
//! log; the people follow in chunks, so that saves never wait behind a province. Importing the same file again goes on
//! where a chunk failed.

use super::plan::{Before, Plan, plan};
use super::preview::{RosterPreviewView, preview};
use super::slip::slips;
use super::{RosterFate, Slip};
use crate::contest::Contest;
use crate::import::{ImportTicket, Shown, Upload, off_thread};
use crate::record::Act;
use crate::standings::newest_act;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services, require};
use domain::ids::{AccountId, ProposalId};
use domain::people::permission::Permission;
use domain::record::Change;
use exchange::RowProblem;
use exchange::people::{RosterPreview, read_roster, roster_template};
use serde_json::json;
use store::Tx;
use store::people::UnitRow;

/// What this imports, for tickets.
const WHAT: &str = "roster";

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
    /// People not written because the database failed on the way: preview the same file again for the rest.
    pub left: usize,
}

/// A file with what importing it would do now.
struct Planned {
    contest: Contest,
    by: AccountId,
    plan: Plan,
    units_before: Vec<UnitRow>,
    /// Digest of the file.
    digest: String,
    /// The plan as text.
    text: String,
    /// Newest act of the contest: as long as it is the newest, the plan holds.
    basis: i64,
}

impl Planned {
    fn shown(&self) -> Shown<'_> {
        Shown {
            what: WHAT,
            contest: &self.contest.id,
            account: &self.by,
            file: &self.digest,
            outcome: &self.text,
        }
    }
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

    /// Shows what importing a roster would do, and whether it takes a second person. Imports nothing.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; a field problem `file` where people declare themselves.
    pub async fn preview_roster(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: Upload,
    ) -> Result<RosterPreviewView> {
        let planned = self.planned(actor, contest_code, upload).await?;
        let sound = planned.plan.problems.is_empty();
        let ticket = sound.then(|| self.import_ticket(planned.shown()));
        let mut tx = self.db().read().await?;
        let outcome = (planned.digest.as_str(), planned.text.as_str());
        let second = self
            .second_person(&mut tx, actor, &planned.contest, outcome)
            .await?;
        Ok(preview(
            planned.plan,
            &planned.units_before,
            (ticket, second),
        ))
    }

    /// Proposes an import to a second person, who brings the same file: nothing of it is kept here.
    ///
    /// # Errors
    /// [`Rejection::Stale`] when file, account or roster are not those of the preview; as [`Services::propose`].
    pub async fn propose_roster(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: Upload,
        (ticket, reason): (&ImportTicket, &str),
    ) -> Result<ProposalId> {
        let planned = self.planned(actor, contest_code, upload).await?;
        require(actor, &planned.contest.id, Permission::EditRoster)?;
        self.ready(&planned, ticket)?;
        let count = |fate| u64::try_from(planned.plan.count(fate)).unwrap_or(u64::MAX);
        let change = Change::ImportRoster {
            file: planned.digest.clone(),
            outcome: super::second::outcome(&planned.text),
            new: count(RosterFate::New),
            changed: count(RosterFate::Changed) + count(RosterFate::Returning),
            reason: reason.to_owned(),
        };
        self.propose(actor, contest_code, "", change).await
    }

    /// Imports a roster exactly as it was previewed. From the first commitment on that confirms another person's proposal.
    ///
    /// # Errors
    /// [`Rejection::Stale`] when file, account or roster are not those of the preview: preview again. Field problems
    /// `file`, one per row, when the file has any. [`Rejection::Phase`] from the first commitment on when nobody proposed this
    /// file; [`Rejection::Confirm`] for who may not confirm it.
    pub async fn import_roster(
        &self,
        actor: &Actor,
        contest_code: &str,
        upload: Upload,
        ticket: &ImportTicket,
    ) -> Result<RosterImported> {
        let planned = self.planned(actor, contest_code, upload).await?;
        self.ready(&planned, ticket)?;
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = self.may_import_roster(actor, &contest)?;
        if newest_act(&mut tx, &contest.id).await? != planned.basis {
            return Err(Rejection::Stale.into());
        }
        let outcome = (planned.digest.as_str(), planned.text.as_str());
        self.confirm_import(&mut tx, actor, &contest, outcome)
            .await?;
        let touched = touched_units(&planned.plan);
        store::people::upsert_units(&mut tx, &touched).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "import_roster",
        };
        let detail = json!({ "file": planned.digest, "did": told(&planned.plan) });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        let mut units = planned.units_before;
        units.extend(touched.iter().cloned());
        let units_new = new_units(&planned.plan);
        let written = self.write_people(planned.plan.people).await;
        Ok(RosterImported {
            units_new,
            units_changed: touched.len() - units_new,
            changed: written.changed,
            slips: slips(written.secrets, &units),
            left: written.left,
        })
    }

    /// Whether a file can be imported as it was shown.
    fn ready(&self, planned: &Planned, ticket: &ImportTicket) -> Result<()> {
        if !planned.plan.problems.is_empty() {
            return Err(file_problems(&planned.plan.problems).into());
        }
        self.check_ticket(planned.shown(), ticket)
    }

    /// Reads a file and works out, on a snapshot, what importing it would do.
    async fn planned(&self, actor: &Actor, contest_code: &str, upload: Upload) -> Result<Planned> {
        let contest = self.contest(contest_code).await?;
        let by = self.may_import_roster(actor, &contest)?;
        let (upload, file) = read(&contest, upload).await?;
        let mut tx = self.db().read().await?;
        let basis = newest_act(&mut tx, &contest.id).await?;
        let before = before(&mut tx, &contest).await?;
        drop(tx);
        let plan = plan(self, &contest, &before, file)?;
        Ok(Planned {
            text: plan.text(),
            digest: upload.digest(),
            units_before: before.units,
            contest,
            by,
            plan,
            basis,
        })
    }

    /// Who edits the roster; from the first commitment on also who may confirm such an edit.
    fn may_import_roster(&self, actor: &Actor, contest: &Contest) -> Result<AccountId> {
        let edits = require(actor, &contest.id, Permission::EditRoster);
        let by = if contest.roster_needs_two(self.now()) {
            edits.or_else(|_| require(actor, &contest.id, Permission::ConfirmChange))?
        } else {
            edits?
        };
        if contest.rules.eligibility.identity.is_declared() {
            return Err(ServiceError::field(
                "file",
                "Cuộc thi này để người dự thi tự khai, không dùng danh sách. Chỉ cần nhập các đơn vị.",
            ));
        }
        Ok(by)
    }
}

/// New and changed units of a plan.
fn touched_units(plan: &Plan) -> Vec<UnitRow> {
    let touched = plan
        .units
        .iter()
        .filter(|u| u.fate != RosterFate::Unchanged);
    touched.map(|u| u.row.clone()).collect()
}

fn new_units(plan: &Plan) -> usize {
    let new = plan.units.iter().filter(|u| u.fate == RosterFate::New);
    new.count()
}

/// What an import does, for the log: numbers only.
fn told(plan: &Plan) -> serde_json::Value {
    let units_new = new_units(plan);
    json!({
        "new": plan.count(RosterFate::New),
        "changed": plan.count(RosterFate::Changed),
        "returning": plan.count(RosterFate::Returning),
        "units_new": units_new,
        "units_changed": touched_units(plan).len() - units_new,
    })
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
