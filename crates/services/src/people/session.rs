//! Sessions: a random token in the cookie, its hash in the database, who it is read anew for each request.

use crate::actor::{Actor, Grant, Kiosk, PersonActor};
use crate::vault::{token, token_hash};
use crate::{Result, Services};
use domain::ids::{AccountId, ContestId, KioskId, PersonId, UnitId};
use domain::kiosk::{Pairing, PairingState, state};
use domain::people::Role;
use domain::time::{Moment, Span};
use store::Tx;
use store::kiosk::KioskRow;
use store::people::{GrantRow, SessionRow};

/// How long a contestant stays signed in: a day at work. Whoever comes back another day signs in again: telephones are
/// lent and offices share computers.
pub const SESSION_LIFE: Span = Span::minutes(12 * 60);
/// How long the committee stays signed in.
pub const STAFF_SESSION_LIFE: Span = Span::minutes(10 * 60);
/// How long one turn on a kiosk can last.
const TURN_LIFE: Span = Span::minutes(3 * 60);

/// A session just made: its token goes into the cookie and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Token for the cookie.
    pub token: String,
    /// First instant it no longer works.
    pub expires_at: Moment,
}

impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSession")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Services {
    /// Who asks, by the tokens of the session cookie and the kiosk cookie.
    ///
    /// # Errors
    /// Store errors. An unknown or expired token is simply nobody.
    pub async fn actor(
        &self,
        session_token: Option<&str>,
        device_token: Option<&str>,
    ) -> Result<Actor> {
        match (session_token, device_token) {
            (None, None) => Ok(Actor::anyone()),
            (Some(token), None) => self.actor_off_kiosk(token).await,
            (session, Some(device)) => self.actor_on_kiosk(session, device).await,
        }
    }

    /// Who asks on a device that is no kiosk: nearly everyone in a surge, so the lookup is shared.
    async fn actor_off_kiosk(&self, token: &str) -> Result<Actor> {
        let found = self.0.sessions.find(token_hash(token)).await?;
        let Some(session) = found.filter(|s| self.now().0 < s.expires_at) else {
            return Ok(Actor::anyone());
        };
        if session.account_id.is_none() {
            return Ok(contestant(session, None));
        }
        let mut tx = self.db().read().await?;
        self.actor_of(&mut tx, session, None).await
    }

    async fn actor_on_kiosk(&self, session_token: Option<&str>, device: &str) -> Result<Actor> {
        let now = self.now();
        let mut tx = self.db().read().await?;
        let kiosk = store::kiosk::find_by_device(&mut tx, &token_hash(device))
            .await?
            .and_then(|row| paired(&row, now));
        let session = match session_token {
            Some(token) => store::people::find_session(&mut tx, &token_hash(token))
                .await?
                .filter(|s| now.0 < s.expires_at)
                // On a shared device only its own turns are someone: whoever paired it is not left signed in.
                .filter(|s| kiosk.is_none() || s.kiosk_id.is_some()),
            None => None,
        };
        let mut actor = match session {
            Some(session) => self.actor_of(&mut tx, session, kiosk.as_ref()).await?,
            None => Actor::anyone(),
        };
        actor.kiosk = kiosk;
        Ok(actor)
    }

    /// Who goes on asking in the request that has just signed them in, on the device it came from.
    ///
    /// # Errors
    /// Store errors.
    pub async fn signed_in(&self, actor: &Actor, session: &NewSession) -> Result<Actor> {
        let mut tx = self.db().read().await?;
        let found = store::people::find_session(&mut tx, &token_hash(&session.token)).await?;
        let mut signed_in = match found {
            Some(found) => self.actor_of(&mut tx, found, actor.kiosk.as_ref()).await?,
            None => Actor::anyone(),
        };
        signed_in.kiosk.clone_from(&actor.kiosk);
        Ok(signed_in)
    }

    async fn actor_of(
        &self,
        tx: &mut Tx,
        session: SessionRow,
        kiosk: Option<&Kiosk>,
    ) -> Result<Actor> {
        let account_id = session.account_id.clone();
        let mut actor = contestant(session, kiosk);
        let Some(account_id) = account_id.filter(|_| actor.session.is_some()) else {
            return Ok(actor);
        };
        let Some(account) = store::people::find_account(tx, &account_id)
            .await?
            .filter(|a| a.disabled_at.is_none())
        else {
            return Ok(Actor::anyone());
        };
        actor.grants = store::people::grants_of_account(tx, &account_id)
            .await?
            .iter()
            .filter_map(grant)
            .collect();
        actor.is_admin = account.is_admin == 1;
        actor.name = account.full_name;
        actor.account = Some(AccountId::from_text(account_id));
        Ok(actor)
    }

    /// Makes a session inside a transaction and ends the one before: a token known before sign-in is worth nothing.
    pub(crate) async fn open_session(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        session: SessionRow,
    ) -> Result<NewSession> {
        let now = self.now();
        if let Some(before) = &actor.session {
            store::people::delete_session(tx, before).await?;
        }
        store::people::delete_expired_sessions(tx, now.0).await?;
        let life = match (&session.kiosk_id, &session.account_id) {
            (Some(_), _) => TURN_LIFE,
            (None, Some(_)) => STAFF_SESSION_LIFE,
            (None, None) => SESSION_LIFE,
        };
        let token = token(self.random());
        let expires_at = now + life;
        let row = SessionRow {
            token_hash: token_hash(&token),
            created_at: now.0,
            expires_at: expires_at.0,
            ..session
        };
        store::people::insert_session(tx, &row).await?;
        Ok(NewSession { token, expires_at })
    }

    /// Opens a session for a person of a contest; on a kiosk it is a turn of that kiosk.
    pub(crate) async fn open_person_session(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        contest: &ContestId,
        person_id: &str,
    ) -> Result<NewSession> {
        if let Some(kiosk) = &actor.kiosk {
            // One turn at a time: one left behind by a crash or a closed tab ends when the next begins.
            store::people::delete_sessions_of_kiosk(tx, kiosk.id.as_str()).await?;
        }
        let session = SessionRow {
            person_id: Some(person_id.to_owned()),
            contest_id: Some(contest.as_str().to_owned()),
            kiosk_id: actor.kiosk.as_ref().map(|k| k.id.as_str().to_owned()),
            // An account that also competes keeps its own sign-in.
            account_id: actor
                .account
                .as_ref()
                .filter(|_| actor.kiosk.is_none())
                .map(|a| a.as_str().to_owned()),
            ..SessionRow::default()
        };
        self.open_session(tx, actor, session).await
    }

    /// Signs out: the session is gone at once, on every page.
    ///
    /// # Errors
    /// Store errors.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        let Some(session) = &actor.session else {
            return Ok(());
        };
        let mut tx = self.db().write().await?;
        store::people::delete_session(&mut tx, session).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Who a session is, its account aside. A turn belongs to its kiosk: on any other device, or after revocation, its token
/// is nobody.
fn contestant(session: SessionRow, kiosk: Option<&Kiosk>) -> Actor {
    if session.kiosk_id.is_some() && session.kiosk_id.as_deref() != kiosk.map(|k| k.id.as_str()) {
        return Actor::anyone();
    }
    let person = session.person_id.zip(session.contest_id);
    Actor {
        person: person.map(|(person, contest)| PersonActor {
            id: PersonId::from_text(person),
            contest: ContestId::from_text(contest),
            only_attempt: session.attempt_id,
        }),
        session: Some(session.token_hash),
        ..Actor::default()
    }
}

fn grant(row: &GrantRow) -> Option<Grant> {
    Some(Grant {
        contest: ContestId::from_text(&row.contest_id),
        role: Role::parse(&row.role)?,
        unit: row.unit_id.as_ref().map(UnitId::from_text),
        granted_at: Moment(row.granted_at),
    })
}

/// The kiosk of a row, when its pairing works now.
fn paired(row: &KioskRow, now: Moment) -> Option<Kiosk> {
    let works = state(&pairing(row), now) == PairingState::Paired;
    works.then(|| Kiosk {
        id: KioskId::from_text(&row.id),
        contest: ContestId::from_text(&row.contest_id),
        unit: UnitId::from_text(&row.unit_id),
        label: row.label.clone(),
    })
}

/// Times of a pairing.
pub(crate) fn pairing(row: &KioskRow) -> Pairing {
    Pairing {
        created_at: Moment(row.created_at),
        paired_at: row.paired_at.map(Moment),
        expires_at: Moment(row.expires_at),
        revoked_at: row.revoked_at.map(Moment),
    }
}
