//! A login and a password of one's own: chosen when entering for the first time, or in place of a slip's secret.

use super::account::{login_problem, password_problem};
use super::declare::{Declared, is_over};
use super::session::NewSession;
use crate::contest::Contest;
use crate::password::Lane;
use crate::{Actor, FieldProblem, Rejection, Result, ServiceError, Services};
use domain::contest::rule_sheet::Identity;
use domain::text;
use store::people::PersonRow;
use store::{StoreError, Tx};

/// What someone chose who enters a contest for the first time.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct OwnLogin {
    /// Sign-in name; it stands in the person's roster code, unique in the contest.
    pub login: String,
    /// Password.
    pub password: String,
    /// Who they say they are.
    pub declared: Declared,
}

impl Services {
    /// Makes a person known who chose a login and a password, and signs them in.
    ///
    /// # Errors
    /// Field problems of every field at once; [`Rejection::AlreadyDeclared`] when the attributes that make a person
    /// unique are someone's already, whatever the login.
    pub async fn register(
        &self,
        actor: &Actor,
        contest_code: &str,
        chosen: &OwnLogin,
    ) -> Result<NewSession> {
        let login = own_login(&chosen.login);
        let mut tx = self.db().read().await?;
        let contest = self
            .contest_with_logins(&mut tx, actor, contest_code)
            .await?;
        if is_over(&contest, self.now()) {
            let what = "Cuộc thi đã đóng nên không tạo tài khoản mới. Đã có tài khoản thì đăng nhập để xem bài thi.";
            return Err(Rejection::Phase(what).into());
        }
        let mut problems: Vec<FieldProblem> = login_problem(&login).into_iter().collect();
        problems.extend(password_problem(&chosen.password));
        let person = match self
            .declared_person(&mut tx, &contest, &chosen.declared, None)
            .await
        {
            Err(ServiceError::Rejected(Rejection::Fields(more))) => {
                problems.extend(more);
                None
            }
            other => Some(other?),
        };
        drop(tx);
        let Some(person) = person.filter(|_| problems.is_empty()) else {
            return Err(Rejection::Fields(problems).into());
        };
        // Outside the transaction: a hash takes tens of milliseconds.
        let hash = self
            .0
            .passwords
            .hash(actor.lane(), &chosen.password, self.random())
            .await?;
        let row = PersonRow {
            code: Some(login),
            password_hash: Some(hash),
            ..person
        };
        let mut tx = self.db().write().await?;
        insert_new(&mut tx, &row).await?;
        let new = self
            .open_person_session(&mut tx, actor, &contest.id, &row.id)
            .await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Signs a person in with the login they chose.
    ///
    /// # Errors
    /// [`Rejection::BadCredentials`], whatever is wrong.
    pub async fn sign_in_own_login(
        &self,
        actor: &Actor,
        contest_code: &str,
        login: &str,
        password: &str,
    ) -> Result<NewSession> {
        let mut tx = self.db().read().await?;
        let contest = self
            .contest_with_logins(&mut tx, actor, contest_code)
            .await?;
        let (id, login) = (contest.id.as_str(), own_login(login));
        let person = store::people::find_person_by_code(&mut tx, id, &login).await?;
        drop(tx);
        self.sign_in_person(actor, &contest, person, password).await
    }

    /// Sets the own password of whoever is signed in with a slip or a login; their other sessions end, and the slip's
    /// secret no longer works.
    ///
    /// # Errors
    /// Field problems `current` and `password`; [`ServiceError::NotFound`] for who has neither slip nor login.
    pub async fn set_own_password(
        &self,
        actor: &Actor,
        current: &str,
        password: &str,
    ) -> Result<NewSession> {
        let who = actor.person.as_ref().ok_or(ServiceError::SignedOut)?;
        let person = self.with_a_password(actor).await?;
        let person = person.ok_or(ServiceError::NotFound)?;
        if !self
            .secret_fits(Lane::Known, Some(&person), current)
            .await?
        {
            let what = "Mật khẩu hoặc mật mã đang dùng chưa đúng. Gõ lại như khi bạn vào thi.";
            return Err(ServiceError::field("current", what));
        }
        if let Some(problem) = password_problem(password) {
            return Err(Rejection::Fields(vec![problem]).into());
        }
        let hash = self
            .0
            .passwords
            .hash(Lane::Known, password, self.random())
            .await?;
        let mut tx = self.db().write().await?;
        // Between the look and here the committee may have handed out another slip, because this one was in wrong hands.
        let now = store::people::find_person(&mut tx, &person.id).await?;
        let same = |p: &PersonRow| {
            p.password_hash == person.password_hash && p.slip_hash == person.slip_hash
        };
        if !now.as_ref().is_some_and(same) {
            return Err(ServiceError::SignedOut);
        }
        store::people::set_person_password(&mut tx, &person.id, &hash).await?;
        store::people::delete_sessions_of_person(&mut tx, &person.id).await?;
        let new = self
            .open_person_session(&mut tx, actor, &who.contest, &person.id)
            .await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Whether who is signed in could set a password of their own.
    ///
    /// # Errors
    /// Store errors.
    pub async fn may_set_password(&self, actor: &Actor) -> Result<bool> {
        Ok(self.with_a_password(actor).await?.is_some())
    }

    /// Who is signed in with slip or login, on a device of their own and not only for an attempt taken over from a kiosk.
    async fn with_a_password(&self, actor: &Actor) -> Result<Option<PersonRow>> {
        let who = actor.person.as_ref().filter(|p| p.only_attempt.is_none());
        let Some(who) = who.filter(|_| actor.kiosk.is_none()) else {
            return Ok(None);
        };
        let mut tx = self.db().read().await?;
        let person = store::people::find_person(&mut tx, who.id.as_str()).await?;
        Ok(person.filter(|p| p.code.is_some()))
    }

    /// A contest whose people come with logins of their own.
    async fn contest_with_logins(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest_code: &str,
    ) -> Result<Contest> {
        let contest = self.contest_in(tx, contest_code).await?;
        Self::in_own_contest(actor, &contest)?;
        match contest.rules.eligibility.identity {
            Identity::LocalAccount => Ok(contest),
            Identity::Roster | Identity::Sso | Identity::SelfDeclared => {
                Err(ServiceError::NotFound)
            }
        }
    }
}

fn own_login(typed: &str) -> String {
    text::tidy(typed).to_lowercase()
}

/// Inserts someone nobody knows yet. Two at the same instant: the database refuses the later one.
async fn insert_new(tx: &mut Tx, row: &PersonRow) -> Result<()> {
    // The login first: with one that is taken nobody tries whose telephone is known.
    let login = row.code.as_deref().unwrap_or_default();
    let taken = store::people::find_person_by_code(tx, &row.contest_id, login).await?;
    if taken.is_some() {
        let what = "Tên đăng nhập này đã có người dùng. Chọn tên khác; nếu là của bạn thì đăng nhập ở phần trên.";
        return Err(ServiceError::field("login", what));
    }
    let unique = row.unique_hash.as_deref().unwrap_or_default();
    let known = store::people::find_person_by_unique(tx, &row.contest_id, unique).await?;
    if known.is_some() {
        return Err(Rejection::AlreadyDeclared.into());
    }
    let inserted = store::people::insert_declared(tx, row).await;
    inserted.map_err(|error| match error {
        StoreError::NotUnique { .. } => Rejection::AlreadyDeclared.into(),
        other => ServiceError::from(other),
    })?;
    Ok(())
}
