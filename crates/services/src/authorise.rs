//! The first step of every use case: may this actor do this here?

use crate::{Actor, Result, ServiceError};
use domain::ids::{AccountId, ContestId};
use domain::people::permission::{Permission, may};

/// The account of an actor that holds a permission in a contest.
///
/// A system administrator sets contests up and grants roles everywhere, but sees no key, no participation and no
/// standings without a role: whoever sees those cannot compete, so it must be visible in the roles.
///
/// # Errors
/// [`ServiceError::SignedOut`] or [`ServiceError::Forbidden`].
pub fn require(actor: &Actor, contest: &ContestId, permission: Permission) -> Result<AccountId> {
    let account = actor.account.clone().ok_or(ServiceError::SignedOut)?;
    let by_role = actor.roles_in(contest).any(|role| may(role, permission));
    let by_office = actor.is_admin
        && matches!(
            permission,
            Permission::SeeContest
                | Permission::ManageRoles
                | Permission::ManageKiosks
                | Permission::SeeLog
        );
    if by_role || by_office {
        Ok(account)
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// The account of a system administrator.
///
/// # Errors
/// [`ServiceError::SignedOut`] or [`ServiceError::Forbidden`].
pub fn require_admin(actor: &Actor) -> Result<AccountId> {
    let account = actor.account.clone().ok_or(ServiceError::SignedOut)?;
    if actor.is_admin {
        Ok(account)
    } else {
        Err(ServiceError::Forbidden)
    }
}
