//! Passwords an administrator sets: they work once, to choose an own one. And what an account is recognised by.

use super::account::password_problem;
use super::session::NewSession;
use crate::password::Lane;
use crate::record::Act;
use crate::{Actor, Rejection, Result, ServiceError, Services, require_admin};
use domain::ids::{AccountId, base32};
use domain::quiz::receipt::grouped_code;
use domain::text;
use serde_json::json;
use store::Tx;
use store::people::{AccountRow, SessionRow};

/// Random bytes of a one-time password: 80 bits, 16 letters.
const RANDOM: usize = 10;

/// A password to hand over: it is stored nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct OncePassword {
    /// Whose it is.
    pub login: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for OncePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OncePassword").finish_non_exhaustive()
    }
}

impl Services {
    /// Sets a one-time password for an account; every session of it ends, and what it proposed is dropped. In contests committed before, the account and
    /// whoever reset it do not count as two people from now on.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; one cannot reset the own password, nor that of a closed account.
    pub async fn reset_password(&self, actor: &Actor, account: &AccountId) -> Result<OncePassword> {
        let by = require_admin(actor)?;
        if by == *account {
            let what = "Không tự đặt lại mật khẩu của mình. Nhờ một quản trị viên khác.";
            return Err(ServiceError::field("account", what));
        }
        let password = grouped_code(&base32(&self.random::<RANDOM>()));
        let hash = self
            .0
            .passwords
            .hash(Lane::Known, &password, self.random())
            .await?;
        let mut tx = self.db().write().await?;
        let mut row = find(&mut tx, account).await?;
        if row.disabled_at.is_some() {
            return Err(
                Rejection::Phase("Tài khoản đang khoá. Mở lại rồi đặt lại mật khẩu.").into(),
            );
        }
        (row.password_hash, row.password_once) = (hash, 1);
        (row.reset_by, row.reset_at) = (Some(by.as_str().to_owned()), Some(self.now().0));
        store::people::set_account(&mut tx, &row).await?;
        store::people::delete_sessions_of_account(&mut tx, &row.id).await?;
        // Who proposed them, the holder or whoever signed in as them, cannot be told any more.
        self.drop_waiting_of(&mut tx, account, &by).await?;
        self.log_account(&mut tx, Some(&by), "reset_password", account)
            .await?;
        tx.commit().await?;
        Ok(OncePassword {
            login: row.login,
            password,
        })
    }

    /// Signs an account in with its password and sets a new one; every other session of the account ends.
    ///
    /// # Errors
    /// [`Rejection::BadCredentials`]; a field problem `new_password`.
    pub async fn sign_in_new_password(
        &self,
        actor: &Actor,
        login: &str,
        (password, new): (&str, &str),
    ) -> Result<NewSession> {
        let account = self.account_that_fits(actor, login, password).await?;
        if let Some(mut problem) = password_problem(new) {
            problem.field = "new_password".to_owned();
            return Err(Rejection::Fields(vec![problem]).into());
        }
        if new == password {
            let what = "Mật khẩu mới phải khác mật khẩu đang dùng.";
            return Err(ServiceError::field("new_password", what));
        }
        let hash = self
            .0
            .passwords
            .hash(actor.lane(), new, self.random())
            .await?;
        let mut tx = self.db().write().await?;
        let id = AccountId::from_text(&account.id);
        let mut row = find(&mut tx, &id).await?;
        if row.password_hash != account.password_hash || row.disabled_at.is_some() {
            return Err(Rejection::BadCredentials.into());
        }
        if row.password_once == 1 {
            // Until now whoever set the password, or made the account with it, could have been the holder.
            row.reset_by = row.reset_by.take().or_else(|| row.created_by.clone());
            row.reset_at = row.reset_by.as_ref().map(|_| self.now().0);
        }
        (row.password_hash, row.password_once) = (hash, 0);
        store::people::set_account(&mut tx, &row).await?;
        let session = SessionRow {
            account_id: Some(row.id.clone()),
            ..SessionRow::default()
        };
        let new = self.open_session(&mut tx, actor, session).await?;
        let keep = crate::token_hash(&new.token);
        store::people::delete_other_sessions(&mut tx, &row.id, &keep).await?;
        self.log_account(&mut tx, Some(&id), "change_password", &id)
            .await?;
        tx.commit().await?;
        Ok(new)
    }

    /// The open account with this login, when the password is its own.
    pub(super) async fn account_that_fits(
        &self,
        actor: &Actor,
        login: &str,
        password: &str,
    ) -> Result<AccountRow> {
        let login = text::tidy(login).to_lowercase();
        let mut tx = self.db().read().await?;
        let account = store::people::find_account_by_login(&mut tx, &login)
            .await?
            .filter(|a| a.disabled_at.is_none());
        drop(tx);
        let hash = account.as_ref().map(|a| a.password_hash.as_str());
        let fits = self.0.passwords.fits(actor.lane(), password, hash).await?;
        Ok(account.filter(|_| fits).ok_or(Rejection::BadCredentials)?)
    }

    /// Changes the attribute an account is recognised by when its holder would compete. It is never taken away: who
    /// could see a key must stay recognisable.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; a field problem `identity` when nothing is typed;
    /// [`Rejection::Phase`] once the account holds or held a role in a committed contest: whom the attribute excludes changes a
    /// result, and a result is never changed by one person.
    pub async fn set_identity(
        &self,
        actor: &Actor,
        account: &AccountId,
        identity: &str,
    ) -> Result<()> {
        let by = require_admin(actor)?;
        if text::tidy(identity).is_empty() {
            let what = "Nhập số điện thoại hoặc số nội bộ của người dùng.";
            return Err(ServiceError::field("identity", what));
        }
        let mut tx = self.db().write().await?;
        let mut row = find(&mut tx, account).await?;
        if self.known_to_a_committed_contest(&mut tx, &row.id).await? {
            let what = "Tài khoản giữ hoặc từng giữ vai trò trong cuộc thi đã khoá, nên đổi thông tin nhận diện có thể đổi kết quả. \
                 Tạo tài khoản khác cho người này và giao vai trò lại (cần hai người).";
            return Err(Rejection::Phase(what).into());
        }
        row.identity_hash = Some(self.identity_hash(identity));
        store::people::set_account(&mut tx, &row).await?;
        self.log_account(&mut tx, Some(&by), "change_identity", account)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Roles withdrawn count as well: whoever could see a key stays excluded.
    async fn known_to_a_committed_contest(&self, tx: &mut Tx, account: &str) -> Result<bool> {
        for contest in store::people::contests_of_account(tx, account).await? {
            let contest = self.contest_by_id(tx, &contest).await?;
            if contest.rounds.iter().any(|r| r.acts.committed_at.is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn log_account(
        &self,
        tx: &mut Tx,
        by: Option<&AccountId>,
        what: &'static str,
        account: &AccountId,
    ) -> Result<()> {
        let act = Act {
            contest: None,
            by: by.map(AccountId::as_str),
            act: what,
        };
        self.log(tx, act, &json!({ "account": account })).await
    }
}

async fn find(tx: &mut Tx, account: &AccountId) -> Result<AccountRow> {
    let row = store::people::find_account(tx, account.as_str()).await?;
    row.ok_or(ServiceError::NotFound)
}
