//! A turn on a kiosk: what the device shows, ending the turn, going on with one's own phone.

use crate::people::NewSession;
use crate::quiz::attempt_of;
use crate::vault::{token, token_hash};
use crate::{Actor, Rejection, Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::contest::rule_sheet::Identity;
use domain::kiosk::{HANDOFF_LIFE, handoff_valid};
use domain::quiz::attempt::AttemptState;
use domain::time::Moment;
use store::kiosk::HandoffRow;
use store::people::SessionRow;

/// What a kiosk shows before anyone signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskHome {
    /// Name given to the kiosk.
    pub label: String,
    /// Name of the unit it stands at.
    pub unit: String,
    /// Contest code.
    pub contest_code: String,
    /// Contest title.
    pub contest: String,
    /// How people sign in.
    pub identity: Identity,
    /// Whether a clerk may enter for a person.
    pub assisted_entry: bool,
    /// The round a visitor cares about.
    pub round: Option<KioskRound>,
}

/// A round as a kiosk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskRound {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Phase now.
    pub phase: RoundPhase,
    /// First instant a start is accepted.
    pub opens: Moment,
    /// First instant a start is no longer accepted.
    pub closes: Moment,
}

/// A hand-off to one's own phone, shown as a QR code.
#[derive(Clone, PartialEq, Eq)]
pub struct Handoff {
    /// Token for the address in the QR code.
    pub token: String,
    /// First instant it no longer works.
    pub expires_at: Moment,
}

impl std::fmt::Debug for Handoff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handoff")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Services {
    /// What this device shows as a kiosk; `None` when it is none.
    ///
    /// # Errors
    /// Store errors.
    pub async fn kiosk_status(&self, actor: &Actor) -> Result<Option<KioskHome>> {
        let Some(kiosk) = &actor.kiosk else {
            return Ok(None);
        };
        let now = self.now();
        let mut tx = self.db().read().await?;
        let contest = self.contest_by_id(&mut tx, kiosk.contest.as_str()).await?;
        let units = super::unit_names(&mut tx, &contest).await?;
        let round = contest.current_round(now).map(|round| KioskRound {
            code: round.rule.code.clone(),
            name: round.rule.name.clone(),
            phase: round.phase(now),
            opens: round.rule.opens,
            closes: round.rule.closes,
        });
        Ok(Some(KioskHome {
            label: kiosk.label.clone(),
            unit: units.get(kiosk.unit.as_str()).cloned().unwrap_or_default(),
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            identity: contest.rules.eligibility.identity,
            assisted_entry: contest.rules.eligibility.assisted_entry,
            round,
        }))
    }

    /// Ends the turn: whoever touches the kiosk next starts clean. Also ends one whose cookie was lost in a crash.
    ///
    /// # Errors
    /// Store errors.
    pub async fn end_turn(&self, actor: &Actor) -> Result<()> {
        let Some(kiosk) = &actor.kiosk else {
            return self.sign_out(actor).await;
        };
        let mut tx = self.db().write().await?;
        store::people::delete_sessions_of_kiosk(&mut tx, kiosk.id.as_str()).await?;
        if let Some(session) = &actor.session {
            store::people::delete_session(&mut tx, session).await?;
        }
        if let Some(person) = &actor.person {
            // A QR code photographed from the screen is worth nothing any more.
            store::kiosk::end_handoffs(&mut tx, person.id.as_str(), self.now().0).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes a hand-off of the actor's running attempt, once, for [`HANDOFF_LIFE`]. A newer one ends the one before.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] off a kiosk or for a foreign attempt; [`Rejection::Phase`] when it no longer runs.
    pub async fn make_handoff(&self, actor: &Actor, attempt_id: &str) -> Result<Handoff> {
        let (Some(_), Some(person)) = (&actor.kiosk, &actor.person) else {
            return Err(ServiceError::NotFound);
        };
        let now = self.now();
        let handoff = Handoff {
            token: token(self.random()),
            expires_at: now + HANDOFF_LIFE,
        };
        let mut tx = self.db().write().await?;
        let attempt = store::quiz::find_attempt(&mut tx, attempt_id)
            .await?
            .ok_or(ServiceError::NotFound)?;
        Self::own_attempt(actor, &attempt)?;
        if attempt_of(&attempt)?.state != AttemptState::InProgress {
            return Err(
                Rejection::Phase("Bài này đã gửi, không cần chuyển sang điện thoại.").into(),
            );
        }
        store::kiosk::end_handoffs(&mut tx, person.id.as_str(), now.0).await?;
        let row = HandoffRow {
            token_hash: token_hash(&handoff.token),
            attempt_id: attempt.id,
            person_id: person.id.as_str().to_owned(),
            contest_id: person.contest.as_str().to_owned(),
            made_at: now.0,
            used_at: None,
        };
        store::kiosk::insert_handoff(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(handoff)
    }

    /// Takes an attempt over on the person's own phone: only that attempt is open there, and the turn on the kiosk
    /// ends.
    ///
    /// # Errors
    /// [`Rejection::Phase`], the same for a token that is unknown, used or too old.
    pub async fn take_handoff(&self, actor: &Actor, token: &str) -> Result<NewSession> {
        let spent = || {
            ServiceError::from(Rejection::Phase(
                "Mã chuyển sang điện thoại đã hết hạn hoặc đã dùng. Quay lại ki-ốt để lấy mã mới.",
            ))
        };
        if actor.kiosk.is_some() {
            return Err(spent());
        }
        let now = self.now();
        let hash = token_hash(token);
        let mut tx = self.db().write().await?;
        let row = store::kiosk::find_handoff(&mut tx, &hash)
            .await?
            .filter(|row| handoff_valid(Moment(row.made_at), row.used_at.is_some(), now))
            .ok_or_else(spent)?;
        if !store::kiosk::use_handoff(&mut tx, &hash, now.0).await? {
            return Err(spent());
        }
        store::people::delete_turns_of_person(&mut tx, &row.person_id).await?;
        let session = SessionRow {
            person_id: Some(row.person_id),
            contest_id: Some(row.contest_id),
            attempt_id: Some(row.attempt_id),
            ..SessionRow::default()
        };
        let new = self.open_session(&mut tx, actor, session).await?;
        tx.commit().await?;
        Ok(new)
    }
}
