//! The log of acts, and acts that need a second person.
//!
//! ```text
//! proposed ──confirm by another──▶ confirmed ──carried out in the same transaction
//!     └──withdraw | refuse──▶ dropped
//! ```

mod change;

pub use change::{Change, Concerns};

use crate::contest::RoundPhase;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Whether a role can no longer be granted or withdrawn by one person alone: from the first commitment of the contest on
/// (DESIGN 4, "People"). Before it one organiser or administrator is enough, because nothing is locked yet.
#[must_use]
pub fn roles_need_two(first_commitment: Option<Moment>) -> bool {
    first_commitment.is_some()
}

/// Whether an edit of the roster takes two people: from the first commitment of the contest on. Names and units of
/// winners, denominators and who is excluded are read from it, also after publication.
#[must_use]
pub fn roster_needs_two(phases: impl IntoIterator<Item = RoundPhase>) -> bool {
    phases.into_iter().any(|phase| phase != RoundPhase::Draft)
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
    /// One of the two set the other's password after commitment, or one administrator set both: they may be one person.
    PasswordReset,
}

/// An account whose password somebody else set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset<'a> {
    /// Account that set it.
    pub by: &'a str,
    /// When.
    pub at: Moment,
}

/// Whether two accounts may be in one hand: since the commitment one set the other's password, or one administrator
/// set both, and could have signed in as either.
#[must_use]
pub fn in_one_hand(
    (first, first_reset): (&str, Option<Reset<'_>>),
    (second, second_reset): (&str, Option<Reset<'_>>),
    committed_at: Option<Moment>,
) -> bool {
    let since = |reset: Option<Reset<'_>>| {
        reset
            .filter(|r| committed_at.is_some_and(|committed| r.at >= committed))
            .map(|r| r.by.to_owned())
    };
    let (first_by, second_by) = (since(first_reset), since(second_reset));
    first_by.as_deref() == Some(second)
        || second_by.as_deref() == Some(first)
        || (first_by.is_some() && first_by == second_by)
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
    fn who_sets_a_password_may_be_its_holder() {
        let by = |by: &'static str, at| Some(Reset { by, at: Moment(at) });
        let one = |a, b| in_one_hand(("a", a), ("b", b), Some(Moment(100)));
        assert!(!one(None, None));
        assert!(one(by("b", 100), None) && one(None, by("a", 100)));
        assert!(!one(by("b", 99), None), "before commitment it is forgotten");
        assert!(
            !one(by("x", 100), None),
            "an administrator who takes no part"
        );
        assert!(
            one(by("x", 100), by("x", 200)),
            "one administrator set both"
        );
        assert!(!one(by("x", 100), by("y", 200)));
        assert!(!in_one_hand(("a", by("b", 5)), ("b", None), None));
    }

    #[test]
    fn roles_take_two_from_the_first_commitment_on() {
        assert!(!roles_need_two(None));
        assert!(roles_need_two(Some(Moment(0))));
    }

    #[test]
    fn the_roster_takes_two_from_the_first_commitment_on() {
        use RoundPhase as P;
        let table: [(&[P], bool); 6] = [
            (&[], false),
            (&[P::Draft, P::Draft], false),
            (&[P::Published, P::Open], true),
            (&[P::Closed, P::Committed], true),
            (&[P::Draft, P::Committed], true),
            (&[P::Published], true),
        ];
        for (phases, want) in table {
            assert_eq!(roster_needs_two(phases.iter().copied()), want, "{phases:?}");
        }
    }

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
