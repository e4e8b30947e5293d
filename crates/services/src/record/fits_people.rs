//! Whether a role or an edit of the roster fits the contest.

use super::fits::refuse;
use crate::contest::Contest;
use crate::{Result, ServiceError, Services};
use domain::people::Role;
use domain::people::eligibility::excluded_role;
use domain::record::{Change, roster_needs_two};
use domain::time::Moment;
use store::Tx;

/// Until the first commitment one person edits the roster alone; there is nothing to confirm.
pub(super) fn check_locked(contest: &Contest, now: Moment) -> Result<()> {
    if roster_needs_two(contest.rounds.iter().map(|r| r.phase(now))) {
        return Ok(());
    }
    refuse("Chưa đợt nào khoá: sửa danh sách trực tiếp ở trang Người dự thi.")
}

impl Services {
    /// A role that is not held yet, or one that is and may go.
    pub(super) async fn check_role_change(
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
                self.check_grant(tx, contest, account, (*role, unit.as_deref()))
                    .await
            }
            Change::WithdrawRole { account, role, .. } => {
                self.check_withdrawal(tx, contest, account, *role).await
            }
            _ => Ok(()),
        }
    }

    /// Whether an account can be granted a role: it is open and does not hold the role for this unit already.
    pub(crate) async fn check_grant(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        account: &str,
        (role, unit): (Role, Option<&str>),
    ) -> Result<()> {
        let row = store::people::find_account(tx, account).await?;
        let row = row.ok_or_else(|| {
            ServiceError::field("login", "Không có tài khoản này. Kiểm tra tên đăng nhập.")
        })?;
        if row.disabled_at.is_some() {
            let what = "Tài khoản này đang khoá. Quản trị viên mở lại rồi giao vai trò.";
            return Err(ServiceError::field("login", what));
        }
        let excluded = excluded_role(&contest.rules.eligibility, &[role]).is_some();
        if excluded && contest.is_locked() && row.identity_hash.is_none() {
            let what = "Tài khoản này chưa có số điện thoại hoặc số nội bộ để nhận ra khi dự thi. Quản trị viên bổ sung ở trang Tài khoản.";
            return Err(ServiceError::field("login", what));
        }
        let units = store::people::units(tx, contest.id.as_str()).await?;
        if role == Role::UnitOfficer && !units.iter().any(|u| Some(u.id.as_str()) == unit) {
            let what = "Chọn đơn vị mà đầu mối này theo dõi.";
            return Err(ServiceError::field("unit", what));
        }
        let grants = store::people::grants_of_contest(tx, contest.id.as_str()).await?;
        let held = grants
            .iter()
            .find(|g| g.account_id == account && g.role == role.code());
        match held {
            Some(held) if held.unit_id.as_deref() == unit => {
                let what = format!("{} đang giữ vai trò {} rồi.", row.full_name, role.name());
                Err(ServiceError::field("role", what))
            }
            _ => Ok(()),
        }
    }

    async fn check_withdrawal(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        account: &str,
        role: Role,
    ) -> Result<()> {
        let grants = store::people::grants_of_contest(tx, contest.id.as_str()).await?;
        let holds = |id: &str| {
            grants
                .iter()
                .any(|g| g.account_id == id && g.role == role.code())
        };
        if !holds(account) {
            return refuse("Người này không còn giữ vai trò đó.");
        }
        self.check_not_last(tx, &grants, account, role).await
    }

    /// A person of the contest who is not yet as proposed, once a round is committed.
    pub(super) async fn check_strike_off(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        person: &str,
        off: bool,
    ) -> Result<()> {
        check_locked(contest, self.now())?;
        let row = store::people::find_person(tx, person).await?;
        let row = row.filter(|p| p.contest_id == contest.id.as_str());
        let row = row.ok_or_else(|| {
            ServiceError::field("person", "Không có người này trong cuộc thi. Chọn lại.")
        })?;
        match (row.struck_off_at.is_some(), off) {
            (true, true) => refuse("Người này đã được bỏ khỏi danh sách."),
            (false, false) => refuse("Người này đang có trong danh sách."),
            _ => Ok(()),
        }
    }
}
