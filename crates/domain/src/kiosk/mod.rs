//! A paired kiosk: a shared device at a ward office.
//!
//! ```text
//! waiting ──device enters the code within 15 min──▶ paired ──revoke | expires──▶ ended
//! ```

use crate::time::{Moment, Span};
use serde::{Deserialize, Serialize};

/// How long a pairing code can be entered on the device.
pub const CODE_LIFE: Span = Span::minutes(15);

/// How long a hand-off to one's own phone can be scanned.
pub const HANDOFF_LIFE: Span = Span::seconds(60);

/// Seconds without a touch before the kiosk asks whether someone is there.
pub const IDLE_WARNING_SECONDS: u32 = 90;

/// Seconds after the question before the turn ends.
pub const IDLE_RESET_SECONDS: u32 = 30;

/// Times of a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// When an administrator made the code.
    pub created_at: Moment,
    /// When the device entered it.
    pub paired_at: Option<Moment>,
    /// First instant it no longer works.
    pub expires_at: Moment,
    /// When an administrator revoked it.
    pub revoked_at: Option<Moment>,
}

/// State of a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairingState {
    /// The code can be entered.
    Waiting,
    /// The code was not entered in time.
    CodeLapsed,
    /// Working.
    Paired,
    /// Past its end.
    Expired,
    /// Revoked.
    Revoked,
}

impl PairingState {
    /// Vietnamese name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Chờ nhập mã",
            Self::CodeLapsed => "Mã hết hạn",
            Self::Paired => "Đang ghép",
            Self::Expired => "Hết hạn",
            Self::Revoked => "Đã thu hồi",
        }
    }
}

/// State of a pairing at `now`.
#[must_use]
pub fn state(pairing: &Pairing, now: Moment) -> PairingState {
    if pairing.revoked_at.is_some() {
        PairingState::Revoked
    } else if now >= pairing.expires_at {
        PairingState::Expired
    } else if pairing.paired_at.is_some() {
        PairingState::Paired
    } else if now < pairing.created_at + CODE_LIFE {
        PairingState::Waiting
    } else {
        PairingState::CodeLapsed
    }
}

/// Whether a hand-off made at this instant can still be used.
#[must_use]
pub fn handoff_valid(made_at: Moment, used: bool, now: Moment) -> bool {
    !used && now < made_at + HANDOFF_LIFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_lapses_and_a_pairing_ends() {
        let fresh = Pairing {
            created_at: Moment(0),
            paired_at: None,
            expires_at: Moment(10_000_000),
            revoked_at: None,
        };
        assert_eq!(state(&fresh, Moment(899_999)), PairingState::Waiting);
        assert_eq!(state(&fresh, Moment(900_000)), PairingState::CodeLapsed);
        let paired = Pairing {
            paired_at: Some(Moment(5)),
            ..fresh
        };
        assert_eq!(state(&paired, Moment(9_999_999)), PairingState::Paired);
        assert_eq!(state(&paired, Moment(10_000_000)), PairingState::Expired);
        let revoked = Pairing {
            revoked_at: Some(Moment(6)),
            ..paired
        };
        assert_eq!(state(&revoked, Moment(7)), PairingState::Revoked);
    }

    #[test]
    fn a_handoff_lives_a_minute_and_once() {
        assert!(handoff_valid(Moment(0), false, Moment(59_999)));
        assert!(!handoff_valid(Moment(0), false, Moment(60_000)));
        assert!(!handoff_valid(Moment(0), true, Moment(1)));
    }
}
