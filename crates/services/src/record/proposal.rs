//! Proposals: what changes a result waits for a second person (DESIGN 4, "People").

use super::sentence::Told;
use super::{Act, ProposalView};
use crate::contest::{Contest, RoundState};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::ids::{AccountId, ContestId, ProposalId};
use domain::people::permission::{Permission, may};
use domain::record::{Change, ConfirmRefused, ProposalState, check_confirm};
use domain::text;
use domain::time::Moment;
use serde_json::json;
use std::collections::HashMap;
use store::Tx;
use store::record::ProposalRow;

/// A proposal with what it is about.
pub(super) struct Case {
    pub(super) row: ProposalRow,
    pub(super) change: Change,
    pub(super) contest: Contest,
    pub(super) round: RoundState,
}

impl Services {
    /// Proposes a change to a second person.
    ///
    /// # Errors
    /// [`Rejection::Phase`] when it does not fit the round, field problems, or [`Rejection::Confirm`] when the
    /// proposer's role is younger than the commitment.
    pub async fn propose(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        change: Change,
    ) -> Result<ProposalId> {
        let change = tidied(change);
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let account = require(actor, &contest.id, Permission::ProposeChange)?;
        let round = contest.round(round_code).ok_or(ServiceError::NotFound)?;
        let granted = role_since(actor, &contest.id, Permission::ProposeChange);
        if round
            .acts
            .committed_at
            .is_some_and(|at| granted.is_none_or(|g| g >= at))
        {
            return Err(Rejection::Confirm(ConfirmRefused::RoleTooNew).into());
        }
        self.check_fits(&mut tx, &contest, round, &change).await?;
        let text = serde_json::to_string(&change).map_err(ServiceError::internal)?;
        let waiting = store::record::proposals(&mut tx, contest.id.as_str()).await?;
        let same = |p: &ProposalRow| {
            p.state == ProposalState::Proposed.code()
                && p.round_id == round.id.as_str()
                && p.change == text
        };
        if waiting.iter().any(same) {
            return Err(Rejection::Phase("Đề xuất này đã có và đang chờ người thứ hai.").into());
        }
        let id = ProposalId::from_random(self.random());
        let row = ProposalRow {
            id: id.as_str().to_owned(),
            contest_id: contest.id.as_str().to_owned(),
            round_id: round.id.as_str().to_owned(),
            change: text,
            state: ProposalState::Proposed.code().to_owned(),
            proposed_by: account.as_str().to_owned(),
            proposed_at: self.now().0,
            decided_by: None,
            decided_at: None,
        };
        store::record::insert_proposal(&mut tx, &row).await?;
        self.log_proposal(
            &mut tx,
            "propose",
            &account,
            (&id, &contest, round, &change),
            None,
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Proposals of a contest, newest first, with names. Nothing of a score is in them before sealing.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn proposals(&self, actor: &Actor, contest_code: &str) -> Result<Vec<ProposalView>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeStandings)?;
        let rows = store::record::proposals(&mut tx, contest.id.as_str()).await?;
        let mut cases = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(round) = contest.round_by_id(&row.round_id).cloned() {
                let change = read(&row)?;
                let contest = contest.clone();
                cases.push(Case {
                    row,
                    change,
                    contest,
                    round,
                });
            }
        }
        let told = Told::load(&mut tx, &contest, &cases).await?;
        let accounts = store::people::list_accounts(&mut tx).await?;
        let accounts: HashMap<String, String> =
            accounts.into_iter().map(|a| (a.id, a.full_name)).collect();
        Ok(cases
            .iter()
            .map(|c| proposal_view(actor, c, &told, &accounts))
            .collect())
    }

    /// Withdraws an own proposal, or refuses another's.
    ///
    /// # Errors
    /// [`Rejection::Confirm`] when it no longer waits.
    pub async fn drop_proposal(&self, actor: &Actor, proposal_id: &str) -> Result<()> {
        let mut tx = self.db().write().await?;
        let case = self.case(&mut tx, proposal_id).await?;
        let own = actor
            .account
            .as_ref()
            .is_some_and(|a| a.as_str() == case.row.proposed_by);
        let permission = if own {
            Permission::ProposeChange
        } else {
            Permission::ConfirmChange
        };
        let account = require(actor, &case.contest.id, permission)?;
        let (state, now) = (ProposalState::Dropped.code(), self.now().0);
        let by = account.as_str();
        if !store::record::decide_proposal(&mut tx, proposal_id, state, by, now).await? {
            return Err(Rejection::Confirm(ConfirmRefused::NotWaiting).into());
        }
        let id = ProposalId::from_text(proposal_id);
        let about = (&id, &case.contest, &case.round, &case.change);
        self.log_proposal(&mut tx, "drop_proposal", &account, about, None)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// A proposal with what it is about.
    pub(super) async fn case(&self, tx: &mut Tx, proposal_id: &str) -> Result<Case> {
        let row = store::record::find_proposal(tx, proposal_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let contest = self.contest_by_id(tx, &row.contest_id).await?;
        let round = contest.round_by_id(&row.round_id).cloned();
        Ok(Case {
            change: read(&row)?,
            round: round.ok_or(ServiceError::NotFound)?,
            contest,
            row,
        })
    }

    /// One proposal with names.
    pub(super) async fn told(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
    ) -> Result<ProposalView> {
        let told = Told::load(tx, &case.contest, std::slice::from_ref(case)).await?;
        let mut accounts = HashMap::new();
        for id in [Some(&case.row.proposed_by), case.row.decided_by.as_ref()]
            .into_iter()
            .flatten()
        {
            if let Some(account) = store::people::find_account(tx, id).await? {
                accounts.insert(account.id, account.full_name);
            }
        }
        Ok(proposal_view(actor, case, &told, &accounts))
    }

    /// Notes what happened to a proposal, without its words: they may name people.
    pub(super) async fn log_proposal(
        &self,
        tx: &mut Tx,
        act: &str,
        account: &AccountId,
        (id, contest, round, change): (&ProposalId, &Contest, &RoundState, &Change),
        version: Option<i64>,
    ) -> Result<()> {
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act,
        };
        let detail = json!({ "proposal": id, "round": round.rule.code, "change": code(change), "version": version });
        self.log(tx, act, &detail).await
    }
}

/// The change of a stored proposal.
fn read(row: &ProposalRow) -> Result<Change> {
    serde_json::from_str(&row.change).map_err(ServiceError::internal)
}

/// Short code of a change for the log.
pub(super) fn code(change: &Change) -> &'static str {
    match change {
        Change::VoidEntry { .. } => "void_entry",
        Change::VoidQuestion { .. } => "void_question",
        Change::GrantExtra { .. } => "grant_extra",
        Change::RecordOutage { .. } => "record_outage",
        Change::Publish { .. } => "publish",
        Change::SettleTie { .. } => "settle_tie",
        Change::EnterDraw { .. } => "enter_draw",
    }
}

/// The reason given; empty for a publication.
pub(super) fn reason(change: &Change) -> &str {
    match change {
        Change::VoidEntry { reason, .. }
        | Change::VoidQuestion { reason, .. }
        | Change::GrantExtra { reason, .. }
        | Change::RecordOutage { reason, .. }
        | Change::SettleTie { reason, .. }
        | Change::EnterDraw { reason, .. } => reason,
        Change::Publish { .. } => "",
    }
}

/// Texts in normal form, and the number of a draw as digits only, so that one number has one form.
fn tidied(mut change: Change) -> Change {
    match &mut change {
        Change::VoidEntry { reason, .. }
        | Change::VoidQuestion { reason, .. }
        | Change::GrantExtra { reason, .. }
        | Change::RecordOutage { reason, .. }
        | Change::SettleTie { reason, .. } => *reason = text::tidy(reason),
        Change::EnterDraw { number, reason } => {
            number.retain(|c| !c.is_whitespace() && c != '.');
            *reason = text::tidy(reason);
        }
        Change::Publish { .. } => {}
    }
    change
}

/// Since when the actor holds a role that carries a permission; the oldest counts.
pub(super) fn role_since(
    actor: &Actor,
    contest: &ContestId,
    permission: Permission,
) -> Option<Moment> {
    let grants = actor.grants.iter().filter(|g| g.contest == *contest);
    grants
        .filter(|g| may(g.role, permission))
        .map(|g| g.granted_at)
        .min()
}

/// Whether the actor may confirm; none without the permission.
pub(super) fn may_confirm(
    actor: &Actor,
    case: &Case,
) -> Option<std::result::Result<(), ConfirmRefused>> {
    let account = actor.account.as_ref()?;
    let since = role_since(actor, &case.contest.id, Permission::ConfirmChange)?;
    let state = ProposalState::parse(&case.row.state)?;
    let committed = case.round.acts.committed_at;
    Some(check_confirm(
        state,
        &case.row.proposed_by,
        account.as_str(),
        since,
        committed,
    ))
}

fn proposal_view(
    actor: &Actor,
    case: &Case,
    told: &Told,
    accounts: &HashMap<String, String>,
) -> ProposalView {
    let row = &case.row;
    let state = ProposalState::parse(&row.state).unwrap_or(ProposalState::Dropped);
    let own = actor
        .account
        .as_ref()
        .is_some_and(|a| a.as_str() == row.proposed_by);
    let name = |id: &String| accounts.get(id).cloned().unwrap_or_default();
    let confirms = may_confirm(actor, case);
    ProposalView {
        id: ProposalId::from_text(&row.id),
        round_code: case.round.rule.code.clone(),
        round: case.round.rule.name.clone(),
        sentence: told.sentence(case),
        reason: reason(&case.change).to_owned(),
        change: case.change.clone(),
        state,
        proposed_by: name(&row.proposed_by),
        proposed_at: Moment(row.proposed_at),
        decided_by: row.decided_by.as_ref().map(name),
        decided_at: row.decided_at.map(Moment),
        may_drop: state == ProposalState::Proposed && (own || confirms.is_some()),
        may_confirm: confirms,
    }
}
