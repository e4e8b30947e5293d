//! Roles of a contest: who holds them, granting, withdrawing. From the first commitment on both take two people.

use super::account::{AccountView, view};
use crate::contest::Contest;
use crate::record::Act;
use crate::{Actor, Rejection, Result, ServiceError, Services, require};
use domain::ids::{AccountId, ProposalId};
use domain::people::Role;
use domain::people::permission::Permission;
use domain::people::staff::check_withdraw;
use domain::record::{Change, roles_need_two};
use domain::text;
use domain::time::Moment;
use serde_json::json;
use store::Tx;
use store::people::{AccountRow, GrantRow};

/// A role in a contest with its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHolder {
    /// Account.
    pub account: AccountView,
    /// Role.
    pub role: Role,
    /// Name of the unit of a unit officer.
    pub unit: Option<String>,
    /// When it was granted.
    pub granted_at: Moment,
}

/// A role someone is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleWish<'a> {
    /// Login of the account.
    pub login: &'a str,
    /// Role.
    pub role: Role,
    /// Unit of a unit officer.
    pub unit: Option<&'a str>,
}

impl Contest {
    /// Whether granting and withdrawing roles takes two people.
    #[must_use]
    pub fn roles_need_two(&self) -> bool {
        let committed = self.rounds.iter().filter_map(|r| r.acts.committed_at);
        roles_need_two(committed.min())
    }
}

impl Services {
    /// Who holds which role in a contest.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn role_holders(&self, actor: &Actor, contest_code: &str) -> Result<Vec<RoleHolder>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeContest)?;
        let units = store::people::units(&mut tx, contest.id.as_str()).await?;
        let accounts = store::people::list_accounts(&mut tx).await?;
        let grants = store::people::grants_of_contest(&mut tx, contest.id.as_str()).await?;
        let holder = |g: GrantRow| {
            Some(RoleHolder {
                account: view(accounts.iter().find(|a| a.id == g.account_id)?),
                role: Role::parse(&g.role)?,
                unit: g
                    .unit_id
                    .and_then(|id| units.iter().find(|u| u.id == id))
                    .map(|u| u.name.clone()),
                granted_at: Moment(g.granted_at),
            })
        };
        Ok(grants.into_iter().filter_map(holder).collect())
    }

    /// Grants a role to the account with this login, or moves a unit officer to another unit.
    ///
    /// # Errors
    /// Field problems, also when the role is held already; [`Rejection::Phase`] once a round is committed: then
    /// [`Services::propose_grant`]; [`ServiceError::Forbidden`].
    pub async fn grant_role(
        &self,
        actor: &Actor,
        contest_code: &str,
        login: &str,
        role: Role,
        unit: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::ManageRoles)?;
        alone(&contest)?;
        let account = self.account_of(&mut tx, login).await?;
        self.check_grant(&mut tx, &contest, &account.id, (role, unit))
            .await?;
        self.write_grant(&mut tx, &contest, &account.id, (role, unit))
            .await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "grant_role",
        };
        let detail = json!({ "account": account.id, "role": role });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Withdraws a role; it is gone at the holder's next click.
    ///
    /// # Errors
    /// [`Rejection::Phase`] for the last organiser, and once a round is committed: then
    /// [`Services::propose_withdrawal`]; [`ServiceError::Forbidden`].
    pub async fn withdraw_role(
        &self,
        actor: &Actor,
        contest_code: &str,
        account: &AccountId,
        role: Role,
    ) -> Result<()> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_to_edit(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::ManageRoles)?;
        alone(&contest)?;
        let grants = store::people::grants_of_contest(&mut tx, contest.id.as_str()).await?;
        self.check_not_last(&mut tx, &grants, account.as_str(), role)
            .await?;
        let id = contest.id.as_str();
        let now = self.now().0;
        store::people::withdraw_grant(&mut tx, account.as_str(), id, role.code(), now).await?;
        let act = Act {
            contest: Some(id),
            by: Some(by.as_str()),
            act: "withdraw_role",
        };
        self.log(&mut tx, act, &json!({ "account": account, "role": role }))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Proposes a grant to a second person, once a round is committed.
    ///
    /// # Errors
    /// As [`Services::propose`]; field problems as [`Services::grant_role`].
    pub async fn propose_grant(
        &self,
        actor: &Actor,
        contest_code: &str,
        wish: RoleWish<'_>,
        reason: &str,
    ) -> Result<ProposalId> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::ManageRoles)?;
        let account = self.account_of(&mut tx, wish.login).await?;
        drop(tx);
        let change = Change::GrantRole {
            account: account.id,
            role: wish.role,
            unit: wish.unit.map(str::to_owned),
            reason: reason.to_owned(),
        };
        self.propose(actor, contest_code, "", change).await
    }

    /// Proposes a withdrawal to a second person, once a round is committed.
    ///
    /// # Errors
    /// As [`Services::propose`]; [`Rejection::Phase`] for the last organiser.
    pub async fn propose_withdrawal(
        &self,
        actor: &Actor,
        contest_code: &str,
        account: &AccountId,
        (role, reason): (Role, &str),
    ) -> Result<ProposalId> {
        let change = Change::WithdrawRole {
            account: account.as_str().to_owned(),
            role,
            reason: reason.to_owned(),
        };
        self.propose(actor, contest_code, "", change).await
    }

    async fn account_of(&self, tx: &mut Tx, login: &str) -> Result<AccountRow> {
        let login = text::tidy(login).to_lowercase();
        let found = store::people::find_account_by_login(tx, &login).await?;
        found.ok_or_else(|| {
            ServiceError::field("login", "Không có tài khoản này. Kiểm tra tên đăng nhập.")
        })
    }

    async fn write_grant(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        account: &str,
        (role, unit): (Role, Option<&str>),
    ) -> Result<()> {
        let row = GrantRow {
            account_id: account.to_owned(),
            contest_id: contest.id.as_str().to_owned(),
            role: role.code().to_owned(),
            unit_id: unit.map(str::to_owned),
            granted_at: self.now().0,
        };
        store::people::insert_grant(tx, &row).await?;
        Ok(())
    }

    /// Carries a confirmed change of a role out.
    pub(crate) async fn change_role(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        change: &Change,
    ) -> Result<()> {
        match change {
            Change::GrantRole {
                account,
                role,
                unit,
                ..
            } => {
                self.write_grant(tx, contest, account, (*role, unit.as_deref()))
                    .await
            }
            Change::WithdrawRole { account, role, .. } => {
                let id = contest.id.as_str();
                let now = self.now().0;
                Ok(store::people::withdraw_grant(tx, account, id, role.code(), now).await?)
            }
            _ => Ok(()),
        }
    }

    /// Refuses to leave a contest without anybody who can run it. Closed accounts run nothing.
    pub(crate) async fn check_not_last(
        &self,
        tx: &mut Tx,
        grants: &[GrantRow],
        account: &str,
        role: Role,
    ) -> Result<()> {
        let mut others = 0;
        for grant in grants {
            if grant.role == role.code() && grant.account_id != account {
                let row = store::people::find_account(tx, &grant.account_id).await?;
                others += usize::from(row.is_some_and(|a| a.disabled_at.is_none()));
            }
        }
        check_withdraw(role, others).map_err(|_| {
            Rejection::Phase(
                "Đây là người cuối cùng của Ban Tổ chức trong cuộc thi. Giao vai trò này cho người khác trước.",
            )
            .into()
        })
    }
}

/// Refuses one person alone once a round is committed.
fn alone(contest: &Contest) -> Result<()> {
    if contest.roles_need_two() {
        return Err(Rejection::Phase(
            "Thể lệ đã khoá nên giao hay thu hồi vai trò cần hai người. Ghi lý do rồi gửi đề nghị.",
        )
        .into());
    }
    Ok(())
}
