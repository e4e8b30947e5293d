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
use std::collections::{BTreeMap, BTreeSet};

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
    /// Since the commitment somebody could have signed in as both: they may be one person.
    PasswordReset,
}

/// Accounts that since the commitment could have signed in as another: they set its password, or made it.
pub type Hands<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Whether two accounts may be in one hand: somebody, however many steps behind, could have signed in as both. An
/// account is in its own hand.
#[must_use]
pub fn in_one_hand(first: &str, second: &str, hands: &Hands<'_>) -> bool {
    let (first, second) = (behind(first, hands), behind(second, hands));
    !first.is_disjoint(&second)
}

/// Everyone who could have acted as an account.
fn behind<'a>(account: &'a str, hands: &'a Hands<'a>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut look = vec![account];
    while let Some(one) = look.pop() {
        if found.insert(one) {
            look.extend(hands.get(one).into_iter().flatten());
        }
    }
    found
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
    fn who_could_sign_in_as_another_is_no_second_person() {
        let one = |links: &[(&'static str, &'static str)]| {
            let mut hands = Hands::new();
            for (account, by) in links {
                hands.entry(account).or_default().push(by);
            }
            in_one_hand("a", "b", &hands)
        };
        assert!(!one(&[]));
        assert!(one(&[("a", "b")]) && one(&[("b", "a")]));
        assert!(!one(&[("a", "x")]), "an administrator who takes no part");
        assert!(one(&[("a", "x"), ("b", "x")]), "one administrator set both");
        assert!(!one(&[("a", "x"), ("b", "y")]));
        assert!(
            one(&[("a", "x"), ("b", "y"), ("y", "x")]),
            "through a puppet"
        );
        assert!(
            one(&[("b", "y"), ("y", "a"), ("a", "b")]),
            "round and round"
        );
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
