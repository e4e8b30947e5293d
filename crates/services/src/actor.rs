//! Who asks. Read anew for every request, so that a role withdrawn is gone at the next click.

use crate::password::Lane;
use domain::ids::{AccountId, ContestId, KioskId, PersonId, UnitId};
use domain::people::Role;
use domain::time::Moment;

/// A role held in a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Contest.
    pub contest: ContestId,
    /// Role.
    pub role: Role,
    /// Unit of a unit officer.
    pub unit: Option<UnitId>,
    /// When it was granted.
    pub granted_at: Moment,
}

/// A contestant signed in to one contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonActor {
    /// Person.
    pub id: PersonId,
    /// Contest.
    pub contest: ContestId,
    /// Set on a phone that took over one attempt from a kiosk: nothing else is open to it.
    pub only_attempt: Option<String>,
}

/// A paired kiosk the request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kiosk {
    /// Kiosk.
    pub id: KioskId,
    /// Contest.
    pub contest: ContestId,
    /// Unit it stands at.
    pub unit: UnitId,
    /// Name given to it.
    pub label: String,
}

/// Who asks: an account, a contestant, a kiosk, or anyone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Actor {
    /// Account signed in.
    pub account: Option<AccountId>,
    /// Name shown for the account.
    pub name: String,
    /// System administrator.
    pub is_admin: bool,
    /// Roles of the account.
    pub grants: Vec<Grant>,
    /// Contestant signed in.
    pub person: Option<PersonActor>,
    /// Kiosk the request comes from.
    pub kiosk: Option<Kiosk>,
    /// Hash of the session token, for signing out and for rate limits.
    pub session: Option<String>,
    /// Whether the browser signed in before under the name it signs in under now.
    pub known: bool,
}

impl Actor {
    /// Whose place in the queue a password of this request takes.
    pub(crate) fn lane(&self) -> Lane {
        if self.known || self.kiosk.is_some() || self.account.is_some() {
            Lane::Known
        } else {
            Lane::Strangers
        }
    }

    /// Anyone.
    #[must_use]
    pub fn anyone() -> Self {
        Self::default()
    }

    /// Roles held in a contest.
    pub fn roles_in<'a>(&'a self, contest: &'a ContestId) -> impl Iterator<Item = Role> + 'a {
        self.grants
            .iter()
            .filter(move |g| g.contest == *contest)
            .map(|g| g.role)
    }

    /// Whether someone is signed in to `/admin`.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.account.is_some() && (self.is_admin || !self.grants.is_empty())
    }
}
