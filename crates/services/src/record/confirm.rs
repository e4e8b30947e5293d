//! Confirming: the second person's yes carries the change out, in one transaction with its line in the log.

use super::Confirmed;
use super::authority::may_confirm;
use super::proposal::Case;
use crate::standings::{Draft, TRIES, newest_act};
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::contest::RoundPhase;
use domain::ids::{AccountId, ProposalId};
use domain::people::permission::Permission;
use domain::record::{Change, ConfirmRefused, Hands, ProposalState, in_one_hand};
use domain::time::Moment;
use store::Tx;
use store::people::AccountRow;
use store::record::Decision;

/// Whether a change makes a new version of the standings, in a round that has standings.
pub(super) fn makes_version(change: &Change, phase: RoundPhase) -> bool {
    change.decides_standings() && phase >= RoundPhase::Sealed
}

/// What is told who confirms an import without the file.
pub(super) fn needs_file() -> Rejection {
    Rejection::Phase(
        "Tệp không lưu ở máy chủ. Mở trang Người dự thi, chọn đúng tệp đó, xem trước rồi xác nhận ở đấy.",
    )
}

/// What is told who imports a roster alone after the first commitment.
pub(crate) fn needs_proposal() -> Rejection {
    Rejection::Phase(
        "Thể lệ đã khoá nên nhập danh sách cần hai người. Ghi lý do rồi gửi đề nghị; người thứ hai chọn đúng tệp này để xác nhận.",
    )
}

impl Services {
    /// Confirms another person's proposal and carries it out.
    ///
    /// # Errors
    /// [`Rejection::Confirm`] for the same person or a role younger than the commitment, [`Rejection::Phase`] when it
    /// no longer fits the round.
    pub async fn confirm(&self, actor: &Actor, proposal_id: &str) -> Result<Confirmed> {
        for _ in 0..TRIES {
            let mut snapshot = self.db().read().await?;
            let case = self.confirmable(&mut snapshot, actor, proposal_id).await?;
            let basis = newest_act(&mut snapshot, &case.contest.id).await?;
            let draft = if makes_version(&case.change, case.round.phase(self.now())) {
                let (contest, round) = (&case.contest, &case.round);
                Some(
                    self.draft_with(&mut snapshot, contest, round, &case.change)
                        .await?,
                )
            } else {
                None
            };
            drop(snapshot);
            let mut tx = self.db().write().await?;
            self.contest_to_edit(&mut tx, &case.contest.rules.code)
                .await?;
            let case = self.confirmable(&mut tx, actor, proposal_id).await?;
            if newest_act(&mut tx, &case.contest.id).await? != basis {
                continue;
            }
            let mut done = self.carry_out(&mut tx, actor, &case, draft).await?;
            tx.commit().await?;
            if let Change::RecordOutage { .. } | Change::MoveClosing { .. } = case.change {
                let round = case.round.id.as_str();
                let given = self.give_back(case.contest.id.as_str(), round).await?;
                (done.extended, done.reopened) = (given.extended, given.reopened);
            }
            return Ok(done);
        }
        Err(Rejection::Stale.into())
    }

    /// The proposal, when this actor may confirm it now and it still fits its round.
    pub(super) async fn confirmable(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        proposal_id: &str,
    ) -> Result<Case> {
        let case = self.case(tx, proposal_id).await?;
        require(actor, &case.contest.id, Permission::ConfirmChange)?;
        may_confirm(actor, &case)
            .ok_or(ServiceError::Forbidden)?
            .map_err(Rejection::Confirm)?;
        let committed = case.round.acts.committed_at;
        two_people(tx, actor, &case.row.proposed_by, committed).await?;
        self.check_fits(tx, &case.contest, &case.round, &case.change)
            .await?;
        Ok(case)
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
        draft: Option<Draft>,
    ) -> Result<Confirmed> {
        let account = self.decide(tx, actor, case).await?;
        let given = self.change(tx, case).await?;
        let version = match draft {
            Some(draft) => {
                let reason = case.change.reason().unwrap_or_default();
                let why = format!("{}: {reason}", case.change.name());
                Some(
                    self.write_version(tx, &case.round, draft, &why)
                        .await?
                        .version,
                )
            }
            None => None,
        };
        let id = ProposalId::from_text(&case.row.id);
        let about = (&id, &case.contest, &case.round, &case.change);
        self.log_proposal(tx, "confirm_proposal", &account, about, version)
            .await?;
        Ok(Confirmed {
            version,
            extended: given.extended,
            reopened: given.reopened,
        })
    }

    /// Confirms the proposal of an import inside the transaction that carries it out.
    pub(crate) async fn confirm_with_file(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        proposal_id: &str,
    ) -> Result<()> {
        let case = self.confirmable(tx, actor, proposal_id).await?;
        let account = self.decide(tx, actor, &case).await?;
        let id = ProposalId::from_text(proposal_id);
        let about = (&id, &case.contest, &case.round, &case.change);
        self.log_proposal(tx, "confirm_proposal", &account, about, None)
            .await
    }

    /// Notes who confirmed a waiting proposal, once.
    pub(super) async fn decide(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
    ) -> Result<AccountId> {
        let account = require(actor, &case.contest.id, Permission::ConfirmChange)?;
        let decision = Decision {
            state: ProposalState::Confirmed.code(),
            by: account.as_str(),
            at: self.now().0,
            reason: "",
        };
        if !store::record::decide_proposal(tx, &case.row.id, &decision).await? {
            return Err(Rejection::Confirm(ConfirmRefused::NotWaiting).into());
        }
        Ok(account)
    }
}

/// Two accounts are not two people when both carry the attribute their holder is recognised by and it is the same, or
/// when somebody could have signed in as both.
async fn two_people(
    tx: &mut Tx,
    actor: &Actor,
    proposed_by: &str,
    committed_at: Option<Moment>,
) -> Result<()> {
    let confirmed_by = actor.account.as_ref().ok_or(ServiceError::SignedOut)?;
    let accounts = store::people::list_accounts(tx).await?;
    let identity = |id: &str| {
        let found = accounts.iter().find(|a| a.id == id);
        found.and_then(|a| a.identity_hash.as_deref())
    };
    let mine = identity(confirmed_by.as_str());
    if mine.is_some() && mine == identity(proposed_by) {
        return Err(Rejection::Confirm(ConfirmRefused::SamePerson).into());
    }
    let since = committed_at.unwrap_or(Moment(i64::MAX));
    let hands: Hands<'_> = accounts
        .iter()
        .map(|a| (a.id.as_str(), makers(a, since)))
        .collect();
    if in_one_hand(confirmed_by.as_str(), proposed_by, &hands) {
        return Err(Rejection::Confirm(ConfirmRefused::PasswordReset).into());
    }
    Ok(())
}

/// Who made an account or set its password since an instant.
fn makers(row: &AccountRow, since: Moment) -> Vec<&str> {
    let reset = row
        .reset_by
        .as_deref()
        .filter(|_| row.reset_at >= Some(since.0));
    let made = row
        .created_by
        .as_deref()
        .filter(|_| row.created_at >= since.0);
    reset.into_iter().chain(made).collect()
}
