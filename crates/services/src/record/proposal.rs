//! Proposals: what changes a result waits for a second person (DESIGN 4, "People").

use super::authority::{anchor, may_confirm, proposing};
use super::fits::reason_of_length;
use super::sentence::Told;
use super::{Act, ProposalView};
use crate::contest::{Contest, RoundState};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::ids::{AccountId, ProposalId};
use domain::people::permission::Permission;
use domain::record::{Change, Concerns, ConfirmRefused, ProposalState};
use domain::text;
use domain::time::Moment;
use serde_json::{Value, json};
use std::collections::HashMap;
use store::Tx;
use store::record::{Decision, ProposalRow};

/// A proposal with what it is about.
pub(super) struct Case {
    pub(super) row: ProposalRow,
    pub(super) change: Change,
    pub(super) contest: Contest,
    pub(super) round: RoundState,
}

impl Services {
    /// Proposes a change to a second person. One that concerns the whole contest hangs on the round whose commitment
    /// decides who may confirm it, whatever round was named.
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
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let round = match change.concerns() {
            Concerns::Contest => anchor(&contest)?,
            Concerns::Round => contest.round(round_code).ok_or(ServiceError::NotFound)?,
        };
        let change = self
            .with_known_code(&mut tx, (&contest, round), change.tidied())
            .await?;
        let id = self
            .write_proposal(&mut tx, actor, (&contest, round), change)
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Checks and stores a proposal inside a transaction.
    pub(crate) async fn write_proposal(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (contest, round): (&Contest, &RoundState),
        change: Change,
    ) -> Result<ProposalId> {
        let account = require(actor, &contest.id, proposing(&change))?;
        let granted = self
            .held_since(tx, actor, &contest.id, proposing(&change))
            .await?;
        if round
            .acts
            .committed_at
            .is_some_and(|at| granted.is_none_or(|g| g >= at))
        {
            return Err(Rejection::Confirm(ConfirmRefused::RoleTooNew).into());
        }
        self.check_fits(tx, contest, round, &change).await?;
        let text = serde_json::to_string(&change).map_err(ServiceError::internal)?;
        let waiting = store::record::proposals(tx, contest.id.as_str()).await?;
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
            decided_reason: String::new(),
        };
        store::record::insert_proposal(tx, &row).await?;
        let about = (&id, contest, round, &change);
        self.log_proposal(tx, "propose", &account, about, None)
            .await?;
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

    /// Withdraws an own proposal, or refuses another's with a reason, which the colleague reads in the list.
    ///
    /// # Errors
    /// [`Rejection::Confirm`] when it no longer waits; another's without a reason of 5 to 500 characters.
    pub async fn drop_proposal(
        &self,
        actor: &Actor,
        proposal_id: &str,
        reason: &str,
    ) -> Result<()> {
        let mut tx = self.db().write().await?;
        let case = self.case(&mut tx, proposal_id).await?;
        let own = actor
            .account
            .as_ref()
            .is_some_and(|a| a.as_str() == case.row.proposed_by);
        let permission = if own {
            proposing(&case.change)
        } else {
            Permission::ConfirmChange
        };
        let account = require(actor, &case.contest.id, permission)?;
        let reason = if own {
            String::new()
        } else {
            text::tidy(reason)
        };
        if !own {
            let message = "Nêu lý do không đồng ý bằng một câu, 5 đến 500 ký tự. Người đề nghị đọc được lý do này.";
            reason_of_length(&reason, message)?;
        }
        let decision = Decision {
            state: ProposalState::Dropped.code(),
            by: account.as_str(),
            at: self.now().0,
            reason: &reason,
        };
        if !store::record::decide_proposal(&mut tx, proposal_id, &decision).await? {
            return Err(Rejection::Confirm(ConfirmRefused::NotWaiting).into());
        }
        let id = ProposalId::from_text(proposal_id);
        let about = (&id, &case.contest, &case.round, &case.change);
        self.log_proposal(&mut tx, "drop_proposal", &account, about, None)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Drops every proposal of an account that waits, in all its contests.
    pub(crate) async fn drop_waiting_of(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        by: &AccountId,
    ) -> Result<()> {
        let waits = ProposalState::Proposed.code();
        let decision = Decision {
            state: ProposalState::Dropped.code(),
            by: by.as_str(),
            at: self.now().0,
            reason: "",
        };
        for contest in store::people::contests_of_account(tx, account.as_str()).await? {
            let mut rows = store::record::proposals(tx, &contest).await?;
            rows.retain(|r| r.proposed_by == account.as_str() && r.state == waits);
            for row in rows {
                store::record::decide_proposal(tx, &row.id, &decision).await?;
                let case = self.case(tx, &row.id).await?;
                let id = ProposalId::from_text(&row.id);
                let about = (&id, &case.contest, &case.round, &case.change);
                self.log_proposal(tx, "drop_proposal", by, about, None)
                    .await?;
            }
        }
        Ok(())
    }

    /// One proposal as the actor reads it.
    pub(crate) async fn proposal_view(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        proposal_id: &str,
    ) -> Result<ProposalView> {
        let case = self.case(tx, proposal_id).await?;
        self.told(tx, actor, &case).await
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
        let mut detail = json!({ "proposal": id, "change": change.code(), "version": version });
        if change.concerns() == Concerns::Round {
            detail["round"] = Value::from(round.rule.code.as_str());
        }
        if let Change::GrantRole { account, role, .. }
        | Change::WithdrawRole { account, role, .. } = change
        {
            detail["account"] = Value::from(account.as_str());
            detail["role"] = Value::from(role.code());
        }
        self.log(tx, act, &detail).await
    }
}

/// The change of a stored proposal.
fn read(row: &ProposalRow) -> Result<Change> {
    serde_json::from_str(&row.change).map_err(ServiceError::internal)
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
        round: match case.change.concerns() {
            Concerns::Round => case.round.rule.name.clone(),
            Concerns::Contest => "Cả cuộc thi".to_owned(),
        },
        sentence: told.sentence(case),
        reason: case.change.reason().unwrap_or_default().to_owned(),
        change: case.change.clone(),
        state,
        proposed_by: name(&row.proposed_by),
        proposed_at: Moment(row.proposed_at),
        decided_by: row.decided_by.as_ref().map(name),
        decided_at: row.decided_at.map(Moment),
        refused_because: row.decided_reason.clone(),
        is_own: own,
        may_drop: state == ProposalState::Proposed && (own || confirms.is_some()),
        may_confirm: confirms,
    }
}
