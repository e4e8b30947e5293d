//! Kiosks: a shared device at a ward office, paired once, on which people take turns.
//!
//! A turn is a session bound to its kiosk. It ends when the person says so, when the page has been idle, when the next
//! person signs in, when the attempt moves to the person's own phone, and when the kiosk is revoked.

mod clerk;
mod turn;

pub use clerk::Clerk;
pub use turn::{Handoff, KioskHome, KioskRound};

use crate::people::pairing;
use crate::record::Act;
use crate::vault::{Purpose, token, token_hash};
use crate::{Actor, contest::Contest};
use crate::{FieldProblem, Rejection, Result, ServiceError, Services, require};
use domain::ids::{KioskId, UnitId, base32, clean_code};
use domain::kiosk::{CODE_LIFE, PairingState, state};
use domain::people::permission::Permission;
use domain::quiz::receipt::grouped_code;
use domain::text;
use domain::time::{Moment, Span};
use serde_json::json;
use std::collections::HashMap;
use store::Tx;
use store::kiosk::KioskRow;

/// Longest time a pairing can be valid.
pub const MAX_VALID_DAYS: u16 = 90;
/// Letters of a label.
const MAX_LABEL: usize = 60;
/// Random bytes of a pairing code: 56 bits in twelve letters. So long that guesses need no limit, and so nobody can use
/// a limit up for the committee.
const CODE_BYTES: usize = 7;

/// A kiosk as the committee sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskView {
    /// Id.
    pub id: KioskId,
    /// Name given to it.
    pub label: String,
    /// Name of the unit it stands at.
    pub unit: String,
    /// State now.
    pub state: PairingState,
    /// When its code was made.
    pub created_at: Moment,
    /// Until when the code can be entered.
    pub code_until: Moment,
    /// When the device entered it.
    pub paired_at: Option<Moment>,
    /// First instant it no longer works.
    pub expires_at: Moment,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
    /// Attempts started on it; only for those who may see participation.
    pub entries: Option<i64>,
}

/// A code to be entered on the device, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct PairingCode(String);

impl PairingCode {
    /// Twelve letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In three groups, to be read aloud.
    #[must_use]
    pub fn grouped(&self) -> String {
        grouped_code(&self.0)
    }
}

impl std::fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PairingCode(…)")
    }
}

/// A device just paired: its token goes into the device cookie and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct PairedDevice {
    /// Token for the cookie.
    pub token: String,
    /// First instant it no longer works.
    pub expires_at: Moment,
}

impl std::fmt::Debug for PairedDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PairedDevice")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Services {
    /// Makes a kiosk that waits for its device to enter the code.
    ///
    /// # Errors
    /// Field problems `unit`, `label`, `valid_days`.
    pub async fn create_kiosk(
        &self,
        actor: &Actor,
        contest_code: &str,
        unit: &UnitId,
        label: &str,
        valid_days: u16,
    ) -> Result<(KioskView, PairingCode)> {
        let now = self.now();
        let mut tx = self.db().write().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::ManageKiosks)?;
        let units = unit_names(&mut tx, &contest).await?;
        let label = text::tidy(label);
        let rows = store::kiosk::list(&mut tx, contest.id.as_str()).await?;
        let mut problems = kiosk_problems(units.contains_key(unit.as_str()), &label, valid_days);
        problems.extend(label_taken(&rows, unit, &label, now));
        if !problems.is_empty() {
            return Err(Rejection::Fields(problems).into());
        }
        let code = PairingCode(base32(&self.random::<CODE_BYTES>()));
        let row = KioskRow {
            id: KioskId::from_random(self.random()).as_str().to_owned(),
            contest_id: contest.id.as_str().to_owned(),
            unit_id: unit.as_str().to_owned(),
            label,
            code_hash: self.code_hash(code.as_str()),
            device_hash: None,
            created_at: now.0,
            paired_at: None,
            expires_at: (now + Span::minutes(i64::from(valid_days) * 24 * 60)).0,
            revoked_at: None,
        };
        store::kiosk::insert(&mut tx, &row).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "create_kiosk",
        };
        let detail = json!({ "kiosk": row.id, "unit": unit, "days": valid_days });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok((view(&row, &units, None, now), code))
    }

    /// What is stored of a pairing code.
    fn code_hash(&self, code: &str) -> String {
        self.vault().keyed_hash(Purpose::Pairing, code)
    }

    /// Pairs the device that enters a code: once, within [`CODE_LIFE`].
    ///
    /// # Errors
    /// [`Rejection::BadCredentials`], whatever is wrong with the code.
    pub async fn pair_kiosk(&self, typed: &str) -> Result<PairedDevice> {
        let now = self.now();
        let code = clean_code(typed).ok_or(Rejection::BadCredentials)?;
        let device = token(self.random());
        let mut tx = self.db().write().await?;
        let row = store::kiosk::find_by_code(&mut tx, &self.code_hash(&code))
            .await?
            .filter(|row| state(&pairing(row), now) == PairingState::Waiting)
            .ok_or(Rejection::BadCredentials)?;
        if !store::kiosk::pair(&mut tx, &row.id, &token_hash(&device), now.0).await? {
            return Err(Rejection::BadCredentials.into());
        }
        let act = Act {
            contest: Some(&row.contest_id),
            by: None,
            act: "pair_kiosk",
        };
        self.log(&mut tx, act, &json!({ "kiosk": row.id })).await?;
        tx.commit().await?;
        Ok(PairedDevice {
            token: device,
            expires_at: Moment(row.expires_at),
        })
    }

    /// Kiosks of a contest, newest first.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn kiosks(&self, actor: &Actor, contest_code: &str) -> Result<Vec<KioskView>> {
        let now = self.now();
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::ManageKiosks)?;
        // How many took part helps a late predictor (DESIGN 2.3), so it is shown by that permission alone.
        let entries: Option<HashMap<String, i64>> =
            match require(actor, &contest.id, Permission::SeeParticipation) {
                Ok(_) => Some(
                    store::kiosk::entries(&mut tx, contest.id.as_str())
                        .await?
                        .into_iter()
                        .collect(),
                ),
                Err(_) => None,
            };
        let units = unit_names(&mut tx, &contest).await?;
        let rows = store::kiosk::list(&mut tx, contest.id.as_str()).await?;
        let count = |row: &KioskRow| Some(entries.as_ref()?.get(&row.id).copied().unwrap_or(0));
        Ok(rows
            .iter()
            .map(|row| view(row, &units, count(row), now))
            .collect())
    }

    /// Revokes a kiosk: its turns end, and the device is any device again. Answers saved on it stay.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the contest has no such kiosk.
    pub async fn revoke_kiosk(
        &self,
        actor: &Actor,
        contest_code: &str,
        kiosk: &KioskId,
    ) -> Result<()> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::ManageKiosks)?;
        let rows = store::kiosk::list(&mut tx, contest.id.as_str()).await?;
        let row = rows
            .iter()
            .find(|row| row.id == kiosk.as_str())
            .ok_or(ServiceError::NotFound)?;
        if row.revoked_at.is_some() {
            return Ok(());
        }
        store::kiosk::revoke(&mut tx, &row.id, self.now().0).await?;
        store::people::delete_sessions_of_kiosk(&mut tx, &row.id).await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "revoke_kiosk",
        };
        self.log(&mut tx, act, &json!({ "kiosk": kiosk })).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Names of units by id.
async fn unit_names(tx: &mut Tx, contest: &Contest) -> Result<HashMap<String, String>> {
    let units = store::people::units(tx, contest.id.as_str()).await?;
    Ok(units.into_iter().map(|u| (u.id, u.name)).collect())
}

fn view(
    row: &KioskRow,
    units: &HashMap<String, String>,
    entries: Option<i64>,
    now: Moment,
) -> KioskView {
    let times = pairing(row);
    KioskView {
        id: KioskId::from_text(&row.id),
        label: row.label.clone(),
        unit: units.get(&row.unit_id).cloned().unwrap_or_default(),
        state: state(&times, now),
        created_at: times.created_at,
        code_until: times.created_at + CODE_LIFE,
        paired_at: times.paired_at,
        expires_at: times.expires_at,
        revoked_at: times.revoked_at,
        entries,
    }
}

/// Two kiosks of one name at one unit cannot be told apart in the list, and a page sent twice would make the second.
fn label_taken(rows: &[KioskRow], unit: &UnitId, label: &str, now: Moment) -> Option<FieldProblem> {
    let in_use = |row: &&KioskRow| {
        let state = state(&pairing(row), now);
        matches!(state, PairingState::Waiting | PairingState::Paired)
            && row.unit_id == unit.as_str()
            && text::fold(&row.label) == text::fold(label)
    };
    rows.iter().find(in_use).map(|_| {
        let what = "Đơn vị này đã có ki-ốt mang tên này. Đặt tên khác, hoặc thu hồi ki-ốt kia trong danh sách trước.";
        FieldProblem::new("label", what)
    })
}

fn kiosk_problems(unit_known: bool, label: &str, valid_days: u16) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if !unit_known {
        problems.push(FieldProblem::new("unit", "Chọn đơn vị nơi đặt ki-ốt."));
    }
    if label.is_empty() || label.chars().count() > MAX_LABEL {
        problems.push(FieldProblem::new(
            "label",
            "Đặt tên cho ki-ốt, nhiều nhất 60 ký tự, thí dụ: Máy 1, bộ phận một cửa.",
        ));
    }
    if valid_days == 0 || valid_days > MAX_VALID_DAYS {
        problems.push(FieldProblem::new(
            "valid_days",
            "Nhập số ngày ki-ốt được dùng, từ 1 đến 90.",
        ));
    }
    problems
}
