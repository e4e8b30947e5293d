//! Signing in with what was given before: an account of the committee, a slip of the roster, a login of one's own.

use super::known::person_of_code;
use super::session::NewSession;
use crate::contest::Contest;
use crate::password::Lane;
use crate::vault::Purpose;
use crate::{Actor, Rejection, Result, ServiceError, Services};
use domain::contest::rule_sheet::Identity;
use domain::text;
use store::people::{PersonRow, SessionRow};
use subtle::ConstantTimeEq;

impl Services {
    /// Signs an account in.
    ///
    /// # Errors
    /// [`Rejection::BadCredentials`], the same for an unknown login and a wrong password; a field problem `new_password`
    /// for a password that works once: then [`Services::sign_in_new_password`].
    pub async fn sign_in_account(
        &self,
        actor: &Actor,
        login: &str,
        password: &str,
    ) -> Result<NewSession> {
        let account = self.account_that_fits(actor, login, password).await?;
        if account.password_once == 1 {
            let what = "Mật khẩu này do quản trị viên đặt và chỉ dùng một lần. Ở trang Đăng nhập, gõ lại mật khẩu đó và đặt mật khẩu mới của bạn.";
            return Err(ServiceError::field("new_password", what));
        }
        let mut tx = self.db().write().await?;
        let session = SessionRow {
            account_id: Some(account.id),
            ..SessionRow::default()
        };
        let new = self.open_session(&mut tx, actor, session).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Signs a person of a roster in with code and slip secret (or own password, once set).
    ///
    /// # Errors
    /// [`Rejection::BadCredentials`], whatever is wrong.
    pub async fn sign_in_roster(
        &self,
        actor: &Actor,
        contest_code: &str,
        code: &str,
        secret: &str,
    ) -> Result<NewSession> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let person = person_of_code(&mut tx, contest.id.as_str(), code).await?;
        drop(tx);
        Self::in_own_contest(actor, &contest)?;
        // SSO contests run on slips until their provider is connected.
        if !matches!(
            contest.rules.eligibility.identity,
            Identity::Roster | Identity::Sso
        ) {
            return Err(ServiceError::NotFound);
        }
        self.sign_in_person(actor, &contest, person, secret).await
    }

    /// Signs in whoever has the code or login that was typed, if any.
    pub(super) async fn sign_in_person(
        &self,
        actor: &Actor,
        contest: &Contest,
        person: Option<PersonRow>,
        secret: &str,
    ) -> Result<NewSession> {
        let person = person.filter(|p| p.struck_off_at.is_none());
        if person.is_none() && contest.rules.eligibility.identity == Identity::LocalAccount {
            // As much work as for a login there is, so that time tells nothing.
            self.0.passwords.fits(actor.lane(), secret, None).await?;
        }
        if !self
            .secret_fits(actor.lane(), person.as_ref(), secret)
            .await?
        {
            return Err(Rejection::BadCredentials.into());
        }
        let person = person.ok_or(Rejection::BadCredentials)?;
        let mut tx = self.db().write().await?;
        let new = self
            .open_person_session(&mut tx, actor, &contest.id, &person.id)
            .await?;
        tx.commit().await?;
        Ok(new)
    }

    /// An own password where one is set, else the slip secret: a keyed hash, so that a wave of sign-ins costs nothing.
    pub(super) async fn secret_fits(
        &self,
        lane: Lane,
        person: Option<&PersonRow>,
        secret: &str,
    ) -> Result<bool> {
        let Some(person) = person else {
            return Ok(false);
        };
        if let Some(hash) = &person.password_hash {
            let passwords = &self.0.passwords;
            return passwords.fits(lane, secret, Some(hash)).await;
        }
        let Some(want) = &person.slip_hash else {
            return Ok(false);
        };
        let Some(typed) = domain::ids::clean_code(secret) else {
            return Ok(false);
        };
        Ok(self
            .slip_hash(&person.id, &typed)
            .as_bytes()
            .ct_eq(want.as_bytes())
            .into())
    }

    /// What is stored of a slip secret.
    #[must_use]
    pub fn slip_hash(&self, person_id: &str, secret: &str) -> String {
        self.vault()
            .keyed_hash(Purpose::Slip, &format!("{person_id}\n{secret}"))
    }

    /// On a kiosk only the contest it is paired to can be entered.
    pub(super) fn in_own_contest(actor: &Actor, contest: &Contest) -> Result<()> {
        match &actor.kiosk {
            Some(kiosk) if kiosk.contest != contest.id => Err(ServiceError::NotFound),
            _ => Ok(()),
        }
    }

    /// What is stored of an identity attribute: it links a committee member's account to a person who would compete.
    #[must_use]
    pub fn identity_hash(&self, attribute: &str) -> String {
        let normal = text::phone(attribute).unwrap_or_else(|| text::fold(attribute));
        self.vault().keyed_hash(Purpose::Identity, &normal)
    }
}
