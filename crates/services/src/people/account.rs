//! Accounts of this installation and the roles they hold.

use crate::password::Lane;
use crate::record::Act;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services, require_admin};
use domain::ids::AccountId;
use domain::people::staff::{LastOne, check_lose_admin};
use domain::text;
use serde_json::json;
use store::people::AccountRow;
use store::{StoreError, Tx};

/// Least letters of a password.
const MIN_PASSWORD: usize = 10;

/// A new account as typed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewAccount {
    /// Sign-in name.
    pub login: String,
    /// Name shown.
    pub full_name: String,
    /// Password.
    pub password: String,
    /// System administrator.
    pub is_admin: bool,
    /// Phone or internal number that would match a contestant; empty when none is known.
    pub identity: String,
}

/// An account as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Id.
    pub id: AccountId,
    /// Sign-in name.
    pub login: String,
    /// Name shown.
    pub full_name: String,
    /// System administrator.
    pub is_admin: bool,
    /// Whether an identity attribute is known, so that the account can be kept from competing.
    pub has_identity: bool,
    /// Whether it is closed.
    pub closed: bool,
}

pub(super) fn view(row: &AccountRow) -> AccountView {
    AccountView {
        id: AccountId::from_text(&row.id),
        login: row.login.clone(),
        full_name: row.full_name.clone(),
        is_admin: row.is_admin == 1,
        has_identity: row.identity_hash.is_some(),
        closed: row.disabled_at.is_some(),
    }
}

impl Services {
    /// Creates an account as an administrator.
    ///
    /// # Errors
    /// Field problems.
    pub async fn create_account(&self, actor: &Actor, new: &NewAccount) -> Result<AccountId> {
        let by = require_admin(actor)?;
        self.insert_account(Some(&by), new).await
    }

    /// Creates an account from the command line or the demo, where the operator of the machine is the authority.
    ///
    /// # Errors
    /// Field problems.
    pub async fn insert_account(
        &self,
        by: Option<&AccountId>,
        new: &NewAccount,
    ) -> Result<AccountId> {
        let login = text::tidy(&new.login).to_lowercase();
        let full_name = text::tidy(&new.full_name);
        let problems = account_problems(&login, &full_name, &new.password);
        if !problems.is_empty() {
            return Err(Rejection::Fields(problems).into());
        }
        let password_hash = self
            .0
            .passwords
            .hash(Lane::Known, &new.password, self.random())
            .await?;
        let id = AccountId::from_random(self.random());
        let row = AccountRow {
            id: id.as_str().to_owned(),
            login,
            password_hash,
            full_name,
            is_admin: i64::from(new.is_admin),
            identity_hash: (!new.identity.trim().is_empty())
                .then(|| self.identity_hash(&new.identity)),
            created_at: self.now().0,
            created_by: by.map(|by| by.as_str().to_owned()),
            // Whoever typed the password for somebody else knows it: it opens the door once, to choose an own one.
            password_once: i64::from(by.is_some()),
            ..AccountRow::default()
        };
        let mut tx = self.db().write().await?;
        store::people::insert_account(&mut tx, &row)
            .await
            .map_err(|error| match error {
                StoreError::NotUnique { .. } => {
                    ServiceError::field("login", "Tên đăng nhập này đã có. Chọn tên khác.")
                }
                other => other.into(),
            })?;
        let act = Act {
            contest: None,
            by: by.map(AccountId::as_str),
            act: "create_account",
        };
        self.log(
            &mut tx,
            act,
            &json!({ "account": row.id, "admin": new.is_admin }),
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Every account.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<AccountView>> {
        require_admin(actor)?;
        let mut tx = self.db().read().await?;
        Ok(store::people::list_accounts(&mut tx)
            .await?
            .iter()
            .map(view)
            .collect())
    }

    /// Closes an account, or opens it again. Its sessions end at once.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; one cannot close oneself.
    pub async fn set_account_closed(
        &self,
        actor: &Actor,
        account: &AccountId,
        closed: bool,
    ) -> Result<()> {
        let by = require_admin(actor)?;
        if by == *account {
            return Err(ServiceError::field(
                "account",
                "Không tự khoá tài khoản của mình. Nhờ một quản trị viên khác.",
            ));
        }
        let mut tx = self.db().write().await?;
        let mut row = store::people::find_account(&mut tx, account.as_str())
            .await?
            .ok_or(ServiceError::NotFound)?;
        if closed {
            check_other_admins(&mut tx, &row).await?;
        }
        row.disabled_at = closed.then(|| self.now().0);
        store::people::set_account(&mut tx, &row).await?;
        store::people::delete_sessions_of_account(&mut tx, account.as_str()).await?;
        let act = Act {
            contest: None,
            by: Some(by.as_str()),
            act: if closed {
                "close_account"
            } else {
                "open_account"
            },
        };
        self.log(&mut tx, act, &json!({ "account": account }))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Refuses to leave the installation without an administrator who can sign in.
async fn check_other_admins(tx: &mut Tx, row: &AccountRow) -> Result<()> {
    let accounts = store::people::list_accounts(tx).await?;
    let others = accounts
        .iter()
        .filter(|a| a.id != row.id && a.is_admin == 1 && a.disabled_at.is_none());
    match check_lose_admin(row.is_admin == 1, others.count()) {
        Ok(()) => Ok(()),
        Err(LastOne::Administrator | LastOne::Organiser) => Err(Rejection::Phase(
            "Đây là quản trị viên cuối cùng. Tạo hoặc mở lại một quản trị viên khác trước.",
        )
        .into()),
    }
}

fn account_problems(login: &str, full_name: &str, password: &str) -> Vec<FieldProblem> {
    let mut problems: Vec<FieldProblem> = login_problem(login).into_iter().collect();
    if full_name.is_empty() || full_name.chars().count() > 80 {
        problems.push(FieldProblem::new(
            "full_name",
            "Nhập tên hiển thị, nhiều nhất 80 ký tự.",
        ));
    }
    problems.extend(password_problem(password));
    problems
}

/// What is wrong with a sign-in name, in lower case.
pub(super) fn login_problem(login: &str) -> Option<FieldProblem> {
    let allowed = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@')
    };
    let bad = login.len() < 3 || login.len() > 64 || !login.chars().all(allowed);
    let what = "Tên đăng nhập dài 3 đến 64 ký tự, gồm chữ không dấu, số và . - _ @";
    bad.then(|| FieldProblem::new("login", what))
}

/// What is wrong with a password someone chose.
pub(super) fn password_problem(password: &str) -> Option<FieldProblem> {
    let bad = password.chars().count() < MIN_PASSWORD || password.len() > 256;
    let what = "Mật khẩu dài ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.";
    bad.then(|| FieldProblem::new("password", what))
}
