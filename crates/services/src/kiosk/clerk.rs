//! Help by a clerk: whose word lets someone without a telephone in, and who is named on an entry.

use crate::record::Act;
use crate::{Actor, Kiosk, Rejection, Result, ServiceError, Services};
use domain::ids::AccountId;
use domain::text;
use serde_json::json;
use store::Tx;
use store::people::AccountRow;

/// A clerk who was asked for the password in this very request. Nobody else can make one, so a name in a form is never
/// taken for a clerk's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clerk {
    pub(crate) account: AccountId,
    name: String,
}

impl Clerk {
    /// As an entry carries it: name and login, since two clerks may have one name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Services {
    /// Checks the clerk who enters for a person on a kiosk.
    ///
    /// # Errors
    /// [`Rejection::BadCredentials`] unless the account holds a role in the contest of the kiosk;
    /// [`ServiceError::NotFound`] off a kiosk or where the rule sheet allows no help.
    pub async fn verify_clerk(&self, actor: &Actor, login: &str, password: &str) -> Result<Clerk> {
        let kiosk = actor.kiosk.as_ref().ok_or(ServiceError::NotFound)?;
        let mut tx = self.db().read().await?;
        let contest = self.contest_by_id(&mut tx, kiosk.contest.as_str()).await?;
        if !contest.rules.eligibility.assisted_entry {
            return Err(ServiceError::NotFound);
        }
        let clerk = clerk(&mut tx, kiosk, login).await?;
        drop(tx);
        let hash = clerk.as_ref().map(|c| c.password_hash.as_str());
        let fits = self.0.passwords.fits(actor.lane(), password, hash).await?;
        let own = clerk.filter(|c| fits && c.password_once == 0);
        let row = own.ok_or(Rejection::BadCredentials)?;
        Ok(Clerk {
            name: format!("{} ({})", row.full_name, row.login),
            account: AccountId::from_text(row.id),
        })
    }

    /// Notes in the log whom a clerk let in without a telephone, at every use.
    pub(crate) async fn log_vouch(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        clerk: &Clerk,
        person: &str,
    ) -> Result<()> {
        let kiosk = actor.kiosk.as_ref().ok_or(ServiceError::NotFound)?;
        let act = Act {
            contest: Some(kiosk.contest.as_str()),
            by: Some(clerk.account.as_str()),
            act: "vouch_person",
        };
        let detail = json!({ "kiosk": kiosk.id, "person": person });
        self.log(tx, act, &detail).await
    }
}

/// The open account with this login, when it holds a role in the contest of the kiosk.
async fn clerk(tx: &mut Tx, kiosk: &Kiosk, login: &str) -> Result<Option<AccountRow>> {
    let login = text::tidy(login).to_lowercase();
    let account = store::people::find_account_by_login(tx, &login)
        .await?
        .filter(|account| account.disabled_at.is_none());
    let Some(account) = account else {
        return Ok(None);
    };
    let grants = store::people::grants_of_account(tx, &account.id).await?;
    let here = |contest: &str| contest == kiosk.contest.as_str();
    Ok(grants
        .iter()
        .any(|grant| here(&grant.contest_id))
        .then_some(account))
}
