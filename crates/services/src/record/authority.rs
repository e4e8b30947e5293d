//! Who may propose a change and who may confirm it.

use super::proposal::Case;
use crate::contest::{Contest, RoundState};
use crate::{Actor, Rejection, Result, Services};
use domain::ids::ContestId;
use domain::people::permission::{Permission, may};
use domain::record::{Change, ConfirmRefused, ProposalState, check_confirm};
use domain::time::Moment;
use store::Tx;

/// What it takes to propose a change.
pub(super) fn proposing(change: &Change) -> Permission {
    match change {
        Change::GrantRole { .. } | Change::WithdrawRole { .. } => Permission::ManageRoles,
        Change::StrikeOff { .. } | Change::ImportRoster { .. } => Permission::EditRoster,
        _ => Permission::ProposeChange,
    }
}

/// The round whose commitment decides who may confirm a change that concerns the whole contest: the first one committed.
pub(super) fn anchor(contest: &Contest) -> Result<&RoundState> {
    let committed = contest
        .rounds
        .iter()
        .filter(|r| r.acts.committed_at.is_some());
    let first = committed.min_by_key(|r| r.acts.committed_at);
    first.ok_or_else(|| {
        Rejection::Phase("Việc này chưa cần người thứ hai: làm trực tiếp trên trang của nó.").into()
    })
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

impl Services {
    /// Since when the actor may do something: by the oldest role, or as administrator since the account was made.
    pub(super) async fn held_since(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: &ContestId,
        permission: Permission,
    ) -> Result<Option<Moment>> {
        let by_role = role_since(actor, contest, permission);
        let office = actor
            .account
            .as_ref()
            .filter(|_| actor.is_admin && permission == Permission::ManageRoles);
        let by_office = match office {
            Some(id) => store::people::find_account(tx, id.as_str())
                .await?
                .map(|a| Moment(a.created_at)),
            None => None,
        };
        Ok(by_role.into_iter().chain(by_office).min())
    }
}
