//! The log of acts, and acts that need a second person.
//!
//! ```text
//! proposed ──confirm by another──▶ confirmed ──carried out in the same transaction
//!     └──withdraw | refuse──▶ dropped
//! ```

use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What is proposed to a second person: everything that changes a result (DESIGN 4, "People").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Change {
    /// Void an entry.
    VoidEntry {
        /// The attempt.
        attempt: String,
        /// Why, in words that will be read aloud.
        reason: String,
        /// Whether the person may start again while the round is open.
        retake: bool,
    },
    /// Void a question of a round.
    VoidQuestion {
        /// Question code.
        question: String,
        /// Why.
        reason: String,
    },
    /// Grant extra working time to a person in a round.
    GrantExtra {
        /// The person.
        person: String,
        /// Seconds.
        seconds: u32,
        /// Why.
        reason: String,
    },
    /// Record an outage of the service.
    RecordOutage {
        /// First instant.
        from: Moment,
        /// First instant after it.
        until: Moment,
        /// Why.
        reason: String,
    },
    /// Publish a standings version.
    Publish {
        /// The version.
        standings: String,
    },
    /// Settle a tie by the committee's decision.
    SettleTie {
        /// Attempts in the order decided.
        order: Vec<String>,
        /// Why.
        reason: String,
    },
    /// Enter the public number of the draw.
    EnterDraw {
        /// The number as announced.
        number: String,
        /// Where it was announced.
        reason: String,
    },
}

impl Change {
    /// Vietnamese name of the act.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::VoidEntry { .. } => "Huỷ bài thi",
            Self::VoidQuestion { .. } => "Huỷ câu hỏi",
            Self::GrantExtra { .. } => "Cho thêm giờ",
            Self::RecordOutage { .. } => "Ghi nhận sự cố",
            Self::Publish { .. } => "Công bố kết quả",
            Self::SettleTie { .. } => "Quyết định khi bằng nhau",
            Self::EnterDraw { .. } => "Nhập số bốc thăm",
        }
    }
}

/// State of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Waits for a second person.
    Proposed,
    /// Confirmed and carried out.
    Confirmed,
    /// Withdrawn or refused.
    Dropped,
}

impl ProposalState {
    /// Stored form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Confirmed, Self::Dropped]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

/// Why a confirmation is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmRefused {
    /// No longer waiting.
    NotWaiting,
    /// The second person must be another.
    SamePerson,
    /// The confirming person's role was granted after commitment.
    RoleTooNew,
}

/// Whether a second person may confirm: another person, with a role older than the commitment.
///
/// # Errors
/// The reason that forbids it.
pub fn check_confirm(
    state: ProposalState,
    proposed_by: &str,
    confirmed_by: &str,
    role_granted_at: Moment,
    committed_at: Option<Moment>,
) -> Result<(), ConfirmRefused> {
    if state != ProposalState::Proposed {
        return Err(ConfirmRefused::NotWaiting);
    }
    if proposed_by == confirmed_by {
        return Err(ConfirmRefused::SamePerson);
    }
    if committed_at.is_some_and(|committed| role_granted_at >= committed) {
        return Err(ConfirmRefused::RoleTooNew);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_person_is_another_with_an_older_role() {
        let run =
            |state, by, granted| check_confirm(state, "a", by, Moment(granted), Some(Moment(10)));
        assert_eq!(run(ProposalState::Proposed, "b", 9), Ok(()));
        assert_eq!(
            run(ProposalState::Proposed, "a", 9),
            Err(ConfirmRefused::SamePerson)
        );
        assert_eq!(
            run(ProposalState::Proposed, "b", 10),
            Err(ConfirmRefused::RoleTooNew)
        );
        assert_eq!(
            run(ProposalState::Confirmed, "b", 9),
            Err(ConfirmRefused::NotWaiting)
        );
    }
}
